"""The pages of events: what follows is shown first, then confirmed and written."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from registry.choices import CivilEventKind, MaritalStatus, RelationToHead, ResidencyStatus
from registry.models import CivilEvent, CivilEventChange, Household, Resident
from tests.factories.regions import plant_regency
from tests.registry.events.at_the_desk import ADDRESS, TODAY, address, check, hidden, leaving, save
from tests.registry.events.families import (
    DISTRICT_AND_DAY,
    KK_NUMBER,
    OTHER_KK_NUMBER,
    OTHER_VILLAGE,
    Family,
    make_family,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_consequences_of_a_death_are_shown_before_anything_is_written(family: Family, desk: Client) -> None:
    body = check(desk, address(family, "kematian"), {"event_date": TODAY, "document": "AM-1"})

    assert "SITI AMINAH menjadi cerai mati." in body
    assert "pilih kepala keluarga baru" in body
    assert not CivilEvent.unscoped.exists()
    assert Resident.unscoped.get(pk=family.father.pk).residency_status == ResidencyStatus.ALIVE


def test_a_confirmed_death_leads_to_the_choice_of_a_new_head(family: Family, desk: Client) -> None:
    event = save(desk, address(family, "kematian"), {"event_date": TODAY})

    body = desk.get(f"/petugas/peristiwa/{event.pk}/").content.decode()
    assert f"/petugas/keluarga/{family.home.pk}/ganti-kepala/" in body
    assert "Batalkan peristiwa ini" in body


def test_a_birth_takes_the_serial_that_was_proposed(family: Family, desk: Client) -> None:
    typed = {"name": "rini  santoso", "sex": "P", "birth_place": "Mojokerto", "event_date": "24-11-2026"}
    path = address(family, "kelahiran")
    number = DISTRICT_AND_DAY.replace("241126", "641126") + "0001"

    body = check(desk, path, typed)
    assert number in body
    event = save(desk, path, typed)

    child = Resident.unscoped.get(pk=event.resident_id)
    assert (child.nik, child.name, child.household_id) == (number, "RINI SANTOSO", family.home.pk)
    assert f"{number[:6]}******0002" not in desk.get(f"/petugas/peristiwa/{event.pk}/").content.decode()


def test_the_sealed_sheet_gives_no_number_away(family: Family, desk: Client) -> None:
    number = DISTRICT_AND_DAY + "0007"
    typed = {"name": "RIO", "sex": "L", "birth_place": "MOJOKERTO", "event_date": "24-11-2026", "nik": number}
    body = check(desk, address(family, "kelahiran"), typed)

    assert number not in body
    assert "******0007" in body
    assert "Nama hanya satu kata" in body


def test_a_nik_that_does_not_fit_is_explained_in_words(family: Family, desk: Client) -> None:
    typed = {"name": "RIO ADI", "sex": "L", "birth_place": "MOJOKERTO", "event_date": "24-11-2026"}
    wrong = check(desk, address(family, "kelahiran"), {**typed, "nik": "3516083211260001"}, status=422)
    odd = check(desk, address(family, "kelahiran"), {**typed, "nik": "3516082311260001"})

    assert "bukan tanggal" in wrong
    assert "berbeda dengan tanggal lahir" in odd


def test_a_marriage_makes_a_sixteen_year_old_due(family: Family, desk: Client) -> None:
    path = f"/petugas/penduduk/{family.son.pk}/peristiwa/perkawinan/"
    typed = {"partner_name": "Ratna", "event_date": TODAY}
    refused = check(desk, path, typed, status=422)
    body = check(desk, path, {**typed, "dispensation": "12/Pdt.P/2026"})

    assert "isi nomor dispensasi pengadilan" in refused
    assert f"Usia AGUS SANTOSO 16 tahun dan kawin: wajib KTP-el sejak {TODAY}." in body


def test_a_partner_is_found_by_nik_inside_the_area_only(family: Family, desk: Client) -> None:
    here, there = make_family(), make_family("35.17.01.2001") if _plant("35.17") else None
    assert there is not None
    path = f"/petugas/penduduk/{family.daughter.pk}/peristiwa/perkawinan/"
    Resident.unscoped.filter(pk__in=[here.father.pk, there.father.pk]).update(marital_status=MaritalStatus.SINGLE)

    unknown = check(desk, path, {"partner_nik": there.father.nik, "event_date": TODAY}, status=422)
    save(desk, path, {"partner_nik": here.father.nik, "event_date": TODAY})

    assert "Tidak ada penduduk dengan NIK ini di wilayah Anda" in unknown
    assert Resident.unscoped.get(pk=here.father.pk).marital_status == MaritalStatus.MARRIED


def test_a_divorce_offers_the_spouse_of_the_card(family: Family, desk: Client) -> None:
    path = address(family, "perceraian")
    form = desk.get(path).content.decode()
    assert re.search(rf'value="{family.mother.pk}"\s+selected', form)

    save(desk, path, {"partner_here": family.mother.pk, "event_date": TODAY})
    assert Resident.unscoped.get(pk=family.mother.pk).marital_status == MaritalStatus.DIVORCED


def test_a_correction_begins_with_what_stands_there_and_keeps_it(family: Family, desk: Client) -> None:
    path = address(family, "pembetulan")
    assert 'value="BUDI SANTOSO"' in desk.get(path).content.decode()
    typed = {
        "name": "Budi Santosa", "birth_place": "MOJOKERTO", "birth_date": "01-08-1980", "sex": "L",
        "marital_status": 2, "reason": "Sesuai akta", "event_date": TODAY,
    }  # fmt: skip
    event = save(desk, path, typed)

    change = CivilEventChange.unscoped.get(event=event)
    assert (change.before, change.after) == ({"name": "BUDI SANTOSO"}, {"name": "BUDI SANTOSA"})
    assert "BUDI SANTOSO" in desk.get(f"/petugas/peristiwa/{event.pk}/").content.decode()


def test_moving_out_takes_whoever_was_chosen(family: Family, desk: Client) -> None:
    typed = {"who": [family.father.pk, family.son.pk], "destination": "Surabaya", "event_date": TODAY}
    save(desk, address(family, "pindah-keluar"), typed)

    moved = Resident.unscoped.filter(residency_status=ResidencyStatus.MOVED)
    assert set(moved.values_list("name", flat=True)) == {"BUDI SANTOSO", "AGUS SANTOSO"}


def test_whoever_left_comes_back_to_her_household(family: Family, desk: Client) -> None:
    Resident.unscoped.filter(pk=family.father.pk).update(residency_status=ResidencyStatus.MOVED)
    save(desk, address(family, "datang-kembali"), {"origin": "Surabaya", "relation": 1, "event_date": TODAY})
    assert Resident.unscoped.get(pk=family.father.pk).residency_status == ResidencyStatus.ALIVE


def test_a_move_to_another_household_is_asked_for_by_its_number(family: Family, desk: Client) -> None:
    other = make_family(OTHER_VILLAGE)
    path = f"/petugas/penduduk/{family.daughter.pk}/peristiwa/pindah-keluarga/"
    typed = {"kk_number": other.home.kk_number, "relation": 9, "reason": "Ikut bibi", "event_date": TODAY}
    event = save(desk, path, typed)

    assert event.kind == CivilEventKind.MOVE_WITHIN
    assert Resident.unscoped.get(pk=family.daughter.pk).household_id == other.home.pk


def test_a_household_splits_under_the_number_that_was_typed(family: Family, desk: Client) -> None:
    path = address(family, "pisah")
    typed = {
        **ADDRESS, **leaving(family), "kk_number": KK_NUMBER, "reason": "Bekerja", "event_date": TODAY,
    }  # fmt: skip
    assert KK_NUMBER not in check(desk, path, typed)
    save(desk, path, typed)

    home = Household.unscoped.get(members=family.daughter)
    assert (home.kk_number, home.region_id, home.address) == (KK_NUMBER, OTHER_VILLAGE, "DSN BARU NO 3")


def test_a_number_that_has_people_on_it_is_refused_before_the_preview(family: Family, desk: Client) -> None:
    other = make_family()
    typed = {
        **ADDRESS, **leaving(family), "kk_number": other.home.kk_number, "reason": "Bekerja", "event_date": TODAY,
    }  # fmt: skip
    assert "sudah dipakai keluarga lain" in check(desk, address(family, "pisah"), typed, status=422)


def test_a_household_moves_with_everybody(family: Family, desk: Client) -> None:
    event = save(desk, address(family, "pindah"), {**ADDRESS, "reason": "Rumah baru", "event_date": TODAY})
    assert event.kind == CivilEventKind.MOVE_WITHIN
    assert set(Resident.unscoped.values_list("region_id", flat=True)) == {OTHER_VILLAGE}


def test_a_new_head_is_chosen_first_and_the_relations_are_proposed(family: Family, desk: Client) -> None:
    path = address(family, "ganti-kepala")
    assert "Siapa kepala keluarga yang baru?" in desk.get(path).content.decode()
    proposed = desk.get(f"{path}?kepala={family.mother.pk}").content.decode()
    chosen = dict(re.findall(r'name="relation_(\d+)".*?value="(\d+)"\s+selected', proposed, re.DOTALL))
    assert chosen[str(family.father.pk)] == str(RelationToHead.HUSBAND)

    typed = {f"relation_{pk}": relation for pk, relation in chosen.items()}
    save(desk, path, {**typed, "reason": "Ayah bekerja jauh", "event_date": TODAY})
    assert Resident.unscoped.get(pk=family.mother.pk).relation_to_head == RelationToHead.HEAD


def test_strangers_arrive_in_a_household_or_with_a_card_of_their_own(family: Family, desk: Client) -> None:
    stranger = {
        "nik": DISTRICT_AND_DAY + "0009", "name": "Joko Susilo", "birth_place": "Surabaya",
        "birth_date": "24-11-1990", "sex": "L", "marital_status": 1, "origin": "Surabaya", "event_date": TODAY,
    }  # fmt: skip
    first = save(desk, address(family, "datang"), {**stranger, "relation": 9})
    own = {**stranger, **ADDRESS, "nik": DISTRICT_AND_DAY + "0010", "kk_number": OTHER_KK_NUMBER, "relation": 1}
    second = save(desk, "/petugas/keluarga/datang/", own)

    assert first.resident.household_id == family.home.pk
    assert second.resident.household.kk_number == OTHER_KK_NUMBER
    assert {first.kind, second.kind} == {CivilEventKind.MOVE_IN}
    taken = desk.post(address(family, "datang"), {**hidden(check(desk, address(family, "datang"), {
        **stranger, "relation": 9})), "step": "save"})  # fmt: skip
    assert "NIK ini sudah dipakai" in taken.content.decode()


def test_an_event_is_undone_with_a_reason_after_its_effect_was_shown(family: Family, desk: Client) -> None:
    event = save(desk, address(family, "kematian"), {"event_date": TODAY})
    path = f"/petugas/peristiwa/{event.pk}/batalkan/"
    page = desk.get(path).content.decode()
    assert "Cerai mati" in page
    no_reason = desk.post(path, hidden(page))
    assert no_reason.status_code == 422

    answer = desk.post(path, {**hidden(page), "reason": "Salah orang"}, follow=True)

    assert "Peristiwa dibatalkan" in answer.content.decode()
    assert Resident.unscoped.get(pk=family.father.pk).residency_status == ResidencyStatus.ALIVE
    again = desk.get(path)
    assert (again.status_code, "sudah dibatalkan" in again.content.decode()) == (409, True)


def _plant(code: str) -> bool:
    plant_regency(code)
    return True

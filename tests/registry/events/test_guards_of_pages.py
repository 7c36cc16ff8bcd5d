"""Who may open the pages of events, what is confirmed only once, and what is written down."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from registry import sealing
from registry.choices import MaritalStatus, Role
from registry.models import AccessEntry, CivilEvent, Resident
from registry.views.event_doors import OF_RESIDENTS
from registry.views.household_doors import OF_HOUSEHOLDS
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory
from tests.registry.events.at_the_desk import ADDRESS, DOORS, TODAY, address, check, hidden, leaving, save
from tests.registry.events.families import KK_NUMBER, Family, make_family
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_page_confirmed_twice_leads_to_the_same_event(family: Family, desk: Client) -> None:
    for door, typed in (
        ("kematian", {"event_date": TODAY}),
        ("pisah", {**ADDRESS, **leaving(family), "kk_number": KK_NUMBER, "reason": "x"}),
    ):
        path = address(family, door)
        sheet = hidden(check(desk, path, {"event_date": TODAY, **typed}))
        first = desk.post(path, {**sheet, "step": "save"})
        second = desk.post(path, {**sheet, "step": "save"})
        assert (first.status_code, first["Location"]) == (302, second["Location"])
    assert CivilEvent.unscoped.count() == 2


def test_a_page_of_somebody_else_or_another_kind_is_not_confirmed(family: Family, desk: Client) -> None:
    sheet = hidden(check(desk, address(family, "kematian"), {"event_date": TODAY}))
    other = sign_in(Client(), OfficerFactory.create(area_id="35.16"))

    wrong = {
        desk.post(f"/petugas/penduduk/{family.mother.pk}/peristiwa/kematian/", {**sheet, "step": "save"}).status_code,
        desk.post(address(family, "pindah-keluar"), {**sheet, "step": "save"}).status_code,
        other.post(address(family, "kematian"), {**sheet, "step": "save"}).status_code,
        desk.post(address(family, "kematian"), {**sheet, "sheet": "AAAA", "step": "save"}).status_code,
        desk.post(address(family, "kematian"), {"step": "save"}).status_code,
    }
    assert wrong == {409}
    assert not CivilEvent.unscoped.exists()


def test_data_that_changed_since_the_preview_are_shown_again(family: Family, desk: Client) -> None:
    path = address(family, "kematian")
    sheet = hidden(check(desk, path, {"event_date": TODAY}))
    Resident.unscoped.filter(pk=family.mother.pk).update(marital_status=MaritalStatus.DIVORCED)

    answer = desk.post(path, {**sheet, "step": "save"})

    assert answer.status_code == 409
    assert "Data berubah sejak Anda memeriksanya" in answer.content.decode()
    assert desk.post(path, {**hidden(answer.content.decode()), "step": "save"}).status_code == 302


def test_what_was_typed_may_be_changed_after_the_preview(family: Family, desk: Client) -> None:
    path = address(family, "kematian")
    body = desk.post(path, {**hidden(check(desk, path, {"event_date": TODAY, "document": "AM-7"})), "step": "edit"})
    assert 'value="AM-7"' in body.content.decode()


def test_a_number_among_the_words_is_refused(family: Family, desk: Client) -> None:
    typed = {"event_date": TODAY, "document": f"surat {family.father.nik}"}
    assert "Jangan menulis NIK" in check(desk, address(family, "kematian"), typed, status=422)


@pytest.mark.parametrize("door", DOORS)
def test_people_of_another_area_are_unknown_on_every_page(door: str, family: Family) -> None:
    elsewhere = sign_in(Client(), OfficerFactory.create(area_id="35.16.01"))
    for answer in (elsewhere.get(address(family, door)), elsewhere.post(address(family, door), {"step": "check"})):
        assert answer.status_code == 404
        assert "BUDI" not in answer.content.decode()


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("door", DOORS)
def test_a_role_without_the_permission_is_refused(role: Role, door: str, family: Family) -> None:
    client = sign_in(Client(), OfficerFactory.create(area_id="35.16", role=role))
    assert client.get(address(family, door)).status_code == 403


def test_events_of_another_area_are_unknown(family: Family, desk: Client) -> None:
    event = save(desk, address(family, "kematian"), {"event_date": TODAY})
    elsewhere = sign_in(Client(), OfficerFactory.create(area_id="35.16.01"))
    for path in (f"/petugas/peristiwa/{event.pk}/", f"/petugas/peristiwa/{event.pk}/batalkan/"):
        assert elsewhere.get(path).status_code == 404


@pytest.mark.parametrize("door", DOORS)
def test_opening_a_page_is_written_down_with_everybody_on_it(door: str, family: Family, desk: Client) -> None:
    assert desk.get(address(family, door)).status_code == 200
    entry = AccessEntry.objects.filter(action="view").latest("pk")
    everybody = {family.father.pk, family.mother.pk, family.son.pk, family.daughter.pk}
    assert set(entry.residents) == everybody
    assert entry.purpose.startswith("Membuka ")


def test_the_pages_of_resident_and_household_offer_what_can_be_done(family: Family, desk: Client) -> None:
    event = save(desk, address(family, "kematian"), {"event_date": TODAY})
    resident = desk.get(f"/petugas/penduduk/{family.mother.pk}/").content.decode()
    household = desk.get(f"/petugas/keluarga/{family.home.pk}/").content.decode()

    dead = desk.get(f"/petugas/penduduk/{family.father.pk}/").content.decode()
    offered = {page: set(re.findall(r"/peristiwa/([a-z-]+)/", page)) for page in (resident, dead)}

    assert f"/petugas/peristiwa/{event.pk}/" in resident
    assert "(peristiwa anggota keluarga lain)" in resident
    assert "(peristiwa anggota keluarga lain)" not in dead
    assert offered[resident] == {door.slug for door in OF_RESIDENTS} - {"datang-kembali"}
    assert offered[dead] == {"kelahiran", "pembetulan"}
    for door in OF_HOUSEHOLDS:
        assert f"/petugas/keluarga/{family.home.pk}/{door.slug}/" in household


def test_a_page_asks_the_database_a_fixed_number_of_times(
    family: Family, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(25):
        check(desk, address(family, "pindah"), {**ADDRESS, "reason": "Rumah baru", "event_date": TODAY})


def test_an_event_whose_people_left_the_area_is_shown_in_part_and_not_undone(family: Family, desk: Client) -> None:
    event = save(desk, address(family, "kematian"), {"event_date": TODAY})
    Resident.unscoped.filter(pk=family.mother.pk).update(region_id="35.16.09.2001")
    village = sign_in(Client(), OfficerFactory.create(area_id="35.16.08"))

    shown = village.get(f"/petugas/peristiwa/{event.pk}/").content.decode()
    refused = village.get(f"/petugas/peristiwa/{event.pk}/batalkan/")

    assert "BUDI" in shown
    assert "SITI" not in shown
    assert "Cerai mati" not in shown
    assert (refused.status_code, "di luar wilayah Anda" in refused.content.decode()) == (409, True)


def test_a_number_taken_in_another_area_is_refused_without_saying_where(family: Family, desk: Client) -> None:
    plant_regency("35.17")
    there = make_family("35.17.01.2001")
    stranger = {
        "nik": there.father.nik, "name": "JOKO SUSILO", "birth_place": "SURABAYA", "birth_date": "01-08-1990",
        "sex": "L", "marital_status": 1, "relation": 1, "origin": "SURABAYA", "event_date": TODAY,
        **ADDRESS, "kk_number": there.home.kk_number,
    }  # fmt: skip
    path = "/petugas/keluarga/datang/"
    for numbers in ({}, {"kk_number": "3516082611260009"}):
        answer = desk.post(path, {**hidden(check(desk, path, {**stranger, **numbers})), "step": "save"})
        body = answer.content.decode()
        assert answer.status_code == 422
        assert "sudah dipakai" in body
        assert "35.17" not in body
    assert not CivilEvent.unscoped.exists()


def test_a_number_typed_into_a_form_is_written_down_as_a_search(family: Family, desk: Client) -> None:
    other = make_family()
    path = f"/petugas/penduduk/{family.daughter.pk}/peristiwa/perkawinan/"
    check(desk, path, {"partner_nik": other.father.nik, "event_date": TODAY}, status=422)
    check(desk, path, {"partner_nik": "3516082411260001", "event_date": TODAY}, status=422)

    found, unknown = AccessEntry.objects.filter(action="search").order_by("pk")
    assert (found.residents, unknown.residents) == ([other.father.pk], [])
    assert found.mark == sealing.sealer().index(sealing.SEARCH, other.father.nik)
    assert other.father.nik not in f"{found.subject} {found.purpose}"

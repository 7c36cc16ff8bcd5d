"""The page of a household and the sheet that is printed of it."""

from __future__ import annotations

import datetime

import pytest

from registry.choices import RelationToHead, ResidencyStatus, Role
from tests.registry.desk import ELSEWHERE, at_the_desk, entries, household, number_of, resident

pytestmark = pytest.mark.django_db


def test_members_stand_in_the_order_of_the_family_card() -> None:
    client, _ = at_the_desk()
    home = household()
    young, old = datetime.date(2015, 5, 5), datetime.date(2010, 5, 5)
    resident("ANAK BUNGSU", household=home, relation_to_head=RelationToHead.CHILD, birth_date=young)
    resident("ANAK SULUNG", household=home, relation_to_head=RelationToHead.CHILD, birth_date=old)
    resident("IBU RUMAH", household=home, relation_to_head=RelationToHead.WIFE)
    resident("PAK KEPALA", household=home)
    page = client.get(f"/petugas/keluarga/{home.pk}/").content.decode()
    places = [page.index(name) for name in ("PAK KEPALA", "IBU RUMAH", "ANAK SULUNG", "ANAK BUNGSU")]
    assert places == sorted(places)
    assert f"{home.kk_number[:6]}******{home.kk_number[12:]}" in page
    assert home.kk_number not in page
    assert "tidak mempunyai kepala keluarga" not in page


def test_a_household_whose_head_has_died_is_warned_of() -> None:
    client, _ = at_the_desk()
    home = household()
    resident("PAK KEPALA", household=home, residency_status=ResidencyStatus.DECEASED)
    resident("IBU RUMAH", household=home, relation_to_head=RelationToHead.WIFE)
    assert "tidak mempunyai kepala keluarga yang hidup" in client.get(f"/petugas/keluarga/{home.pk}/").content.decode()


def test_two_heads_are_warned_of() -> None:
    client, _ = at_the_desk()
    home = household()
    resident(household=home)
    resident(household=home)
    assert "mempunyai 2 kepala keluarga" in client.get(f"/petugas/keluarga/{home.pk}/").content.decode()


def test_a_view_names_all_members() -> None:
    client, _ = at_the_desk()
    home = household()
    shown = [resident(household=home).pk for _ in range(3)]
    client.get(f"/petugas/keluarga/{home.pk}/")
    [entry] = entries("view")
    assert entry.residents == sorted(shown)


def test_the_sheet_is_a_print_with_masked_numbers() -> None:
    client, officer = at_the_desk()
    home = household()
    person = resident("PAK KEPALA", household=home)
    answer = client.post(f"/petugas/keluarga/{home.pk}/cetak/")
    page = answer.content.decode()
    assert "PAK KEPALA" in page
    assert number_of(person) not in page
    assert home.kk_number not in page
    [entry] = entries("print")
    assert (entry.officer, entry.residents) == (officer, [person.pk])


def test_a_sheet_is_not_made_by_following_a_link() -> None:
    client, _ = at_the_desk()
    assert client.get(f"/petugas/keluarga/{household().pk}/cetak/").status_code == 405
    assert entries("print") == []


def test_a_household_of_another_area_is_as_unknown_as_none() -> None:
    client, _ = at_the_desk()
    far = household(ELSEWHERE)
    for answer in (
        client.get(f"/petugas/keluarga/{far.pk}/"),
        client.post(f"/petugas/keluarga/{far.pk}/cetak/"),
        client.get(f"/petugas/keluarga/{far.pk}/nomor-kk/"),
        client.get(f"/petugas/keluarga/{far.pk + 99}/"),
    ):
        assert answer.status_code == 404
    assert entries("view") == entries("print") == []


def test_the_front_desk_opens_no_household() -> None:
    client, _ = at_the_desk(Role.FRONT_DESK)
    home = household()
    assert client.get(f"/petugas/keluarga/{home.pk}/").status_code == 403
    assert client.post(f"/petugas/keluarga/{home.pk}/cetak/").status_code == 403

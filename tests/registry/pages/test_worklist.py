"""The residents' list: who stands on which tab, page after page, and the entry of each."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.choices import CardStatus, MaritalStatus, ResidencyStatus, Role
from tests.registry.desk import ELSEWHERE, KAUMAN, at_the_desk, entries, resident

pytestmark = pytest.mark.django_db

LIST = "/petugas/daftar/"


def aged(years: int) -> datetime.date:
    today = timezone.localdate()
    return datetime.date(today.year - years, 1, 1) if today.month > 1 else datetime.date(today.year - years - 1, 12, 1)


def shown(client: Client, **asked: Any) -> str:
    answer = client.get(LIST, asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def clerk() -> Client:
    return at_the_desk()[0]


def test_the_unrecorded_are_those_who_are_due(clerk: Client) -> None:
    unrecorded = {"card__state": CardStatus.UNREGISTERED}
    resident("WAJIB REKAM", **unrecorded)
    resident("ENAM BELAS", birth_date=aged(16), **unrecorded)
    resident("KAWIN MUDA", birth_date=aged(16), marital_status=MaritalStatus.MARRIED, **unrecorded)
    resident("SUDAH MATI", residency_status=ResidencyStatus.DECEASED, **unrecorded)
    resident("SUDAH PUNYA")
    page = shown(clerk)
    assert ["WAJIB REKAM" in page, "KAWIN MUDA" in page] == [True, True]
    assert [name in page for name in ("ENAM BELAS", "SUDAH MATI", "SUDAH PUNYA")] == [False] * 3


@pytest.mark.parametrize(("tab", "years"), [("umur-16", 16), ("umur-17", 17)])
def test_the_tabs_by_age_hold_one_year_each(clerk: Client, tab: str, years: int) -> None:
    for age in (15, 16, 17, 18):
        resident(f"UMUR {age} TAHUN", birth_date=aged(age), card__state=CardStatus.UNREGISTERED)
    page = shown(clerk, tab=tab)
    assert [age for age in (15, 16, 17, 18) if f"UMUR {age} TAHUN" in page] == [years]


@pytest.mark.parametrize(
    ("tab", "state"),
    [
        ("siap-cetak", CardStatus.PRINT_READY_RECORD),
        ("rekam-ulang", CardStatus.ENROLL_FAILURE_AT_REGIONAL),
        ("perlu-diperiksa", CardStatus.DUPLICATE_RECORD),
        ("menunggu-diambil", CardStatus.CARD_SHIPPED),
    ],
)
def test_a_tab_holds_the_cards_of_its_states(clerk: Client, tab: str, state: CardStatus) -> None:
    resident("ADA DI SINI", card__state=state)
    resident("BUKAN DI SINI")
    page = shown(clerk, tab=tab)
    assert "ADA DI SINI" in page
    assert "BUKAN DI SINI" not in page


def test_pages_follow_each_other_without_a_gap_or_a_repeat(clerk: Client) -> None:
    people = [resident(card__state=CardStatus.PRINT_READY_RECORD).pk for _ in range(27)]
    first = shown(clerk, tab="siap-cetak")
    assert f"setelah={people[24]}" in first
    second = shown(clerk, tab="siap-cetak", setelah=people[24])
    assert [f"/penduduk/{pk}/" in first for pk in people] == [True] * 25 + [False] * 2
    assert [f"/penduduk/{pk}/" in second for pk in people] == [False] * 25 + [True] * 2
    assert "25 berikutnya" not in second
    assert [entry.row_count for entry in entries("list")] == [25, 2]
    assert entries("list")[1].residents == people[25:]


def test_a_list_is_cut_to_a_village_and_to_the_area(clerk: Client) -> None:
    resident("ORANG KAUMAN", region=KAUMAN)
    resident("ORANG MOJOSARI")
    resident("ORANG JAUH", region=ELSEWHERE)
    page = shown(clerk, tab="semua", desa=KAUMAN)
    assert [name in page for name in ("ORANG KAUMAN", "ORANG MOJOSARI", "ORANG JAUH")] == [True, False, False]
    assert "ORANG JAUH" not in shown(clerk, tab="semua")
    assert clerk.get(LIST, {"desa": ELSEWHERE}).status_code == 422


@pytest.mark.parametrize("asked", [{"tab": "tidak-ada"}, {"setelah": "abc"}, {"setelah": "-1"}])
def test_an_address_that_is_none_of_ours_is_unknown(clerk: Client, asked: dict[str, str]) -> None:
    assert clerk.get(LIST, asked).status_code == 404


def test_an_auditor_sees_no_list_of_people() -> None:
    assert at_the_desk(Role.AUDITOR)[0].get(LIST).status_code == 403


def test_a_full_page_asks_as_often_as_one_line(clerk: Client) -> None:
    resident(card__state=CardStatus.PRINT_READY_RECORD)
    with CaptureQueriesContext(connection) as one:
        shown(clerk, tab="siap-cetak")
    for _ in range(30):
        resident(card__state=CardStatus.PRINT_READY_RECORD)
    with CaptureQueriesContext(connection) as many:
        shown(clerk, tab="siap-cetak")
    assert len(many) == len(one) <= 18


def test_the_tabs_by_age_go_on_behind_the_last_one_the_oldest_first(clerk: Client) -> None:
    unrecorded = {"card__state": CardStatus.UNREGISTERED}
    older, younger = aged(16), aged(16) + datetime.timedelta(days=2)
    late = resident("LAHIR KEMUDIAN", birth_date=younger, **unrecorded)
    twins = [resident(birth_date=older, **unrecorded).pk for _ in range(26)]
    first = shown(clerk, tab="umur-16")
    assert f"setelah={twins[24]}" in first
    assert "LAHIR KEMUDIAN" not in first
    second = shown(clerk, tab="umur-16", setelah=twins[24])
    assert second.index(f"/penduduk/{twins[25]}/") < second.index(f"/penduduk/{late.pk}/")
    assert f"/penduduk/{twins[24]}/" not in second

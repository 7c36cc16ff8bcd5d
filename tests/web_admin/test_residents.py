"""The list of residents: of one's own area, masked, written down before it is shown, at a fixed price."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from registry import scope
from registry.actions import access
from registry.choices import CardStatus, MaritalStatus, Role
from registry.models import AccessEntry, Resident
from registry.models.access import AccessAction
from tests.factories.registry import ResidentFactory
from tests.web_admin.counting import MOST, queries_of
from tests.web_admin.signing_in import client_of, officer_of, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LIST = "/admin/registry/resident/"
CHILD = datetime.date(2019, 5, 4)


@pytest.fixture
def clerk() -> Client:
    return client_of(Role.CLERK)


def names(client: Client, query: str = "") -> set[str]:
    """Return who stands on the list."""
    body = client.get(LIST + query).content.decode()
    return {resident.name for resident in Resident.unscoped.all() if resident.name in body}


def test_a_clerk_sees_the_people_of_her_area_and_no_others(clerk: Client) -> None:
    ResidentFactory.create(name="DI DALAM")
    ResidentFactory.create(name="DI LUAR", region_id="35.17.01.2001")
    assert names(clerk) == {"DI DALAM"}


def test_numbers_on_the_list_are_masked(clerk: Client) -> None:
    resident = ResidentFactory.create()
    body = clerk.get(LIST).content.decode()
    assert resident.nik not in body
    assert f"{resident.nik[:6]}******{resident.nik[12:]}" in body


def test_every_page_is_written_down_with_the_people_on_it() -> None:
    officer = officer_of(Role.CLERK)
    shown = [ResidentFactory.create(), ResidentFactory.create()]
    ResidentFactory.create(region_id="35.17.01.2001")
    sign_in(officer).get(LIST)
    entry = AccessEntry.objects.get(action=AccessAction.LIST)
    assert entry.officer == officer
    assert entry.residents == sorted(resident.pk for resident in shown)
    assert entry.row_count == 2


def test_nobody_is_shown_where_the_entry_cannot_be_written(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ResidentFactory.create(name="TIDAK TERCATAT")
    clerk.raise_request_exception = False

    def broken(**_entry: object) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(access, "record", broken)
    answer = clerk.get(LIST)
    assert answer.status_code == 500
    assert b"TIDAK TERCATAT" not in answer.content


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?kartu=belum-rekam", {"BELUM REKAM", "REKAM ULANG", "KAWIN MUDA"}),
        ("?kartu=siap-cetak", {"SIAP CETAK"}),
        ("?kartu=rekam-ulang", {"REKAM ULANG"}),
        ("?kartu=wajib", {"BELUM REKAM", "KAWIN MUDA", "SIAP CETAK", "REKAM ULANG"}),
        ("?kartu=sudah-rekam", {"SIAP CETAK"}),
        ("?sex__exact=P", {"KAWIN MUDA"}),
        ("?card__state__exact=PRINT_READY_RECORD", {"SIAP CETAK"}),
        ("?tahun_lahir=2019", {"ANAK KECIL"}),
        ("?tahun_lahir=dua", set()),
        ("?region__code__exact=35.16.01.2001", {"SIAP CETAK"}),
    ],
)
def test_tabs_and_filters_narrow_the_list(clerk: Client, query: str, expected: set[str]) -> None:
    ResidentFactory.create(name="BELUM REKAM", unrecorded=True)
    ResidentFactory.create(name="REKAM ULANG", card__state=CardStatus.ENROLL_FAILURE_AT_CENTRAL)
    ResidentFactory.create(name="SIAP CETAK", card__state=CardStatus.PRINT_READY_RECORD, region_id="35.16.01.2001")
    ResidentFactory.create(name="ANAK KECIL", birth_date=CHILD, unrecorded=True)
    ResidentFactory.create(
        name="KAWIN MUDA",
        birth_date=datetime.date(2010, 8, 1),
        sex="P",
        marital_status=MaritalStatus.MARRIED,
        unrecorded=True,
    )
    ResidentFactory.create(name="SUDAH WAFAT", deceased=True, unrecorded=True, birth_date=datetime.date(1950, 1, 1))
    assert names(clerk, query) == expected


def test_there_is_no_search_over_names(clerk: Client) -> None:
    ResidentFactory.create(name="SITI AMINAH")
    ResidentFactory.create(name="BUDI SANTOSO")
    assert b'name="q"' not in clerk.get(LIST).content
    assert names(clerk, "?q=SITI") == {"SITI AMINAH", "BUDI SANTOSO"}


@pytest.mark.parametrize("query", ["", "?kartu=belum-rekam", "?p=2"])
def test_a_list_of_any_length_asks_a_fixed_number_of_times(clerk: Client, query: str) -> None:
    ResidentFactory.create_batch(30)
    assert queries_of(clerk, LIST + query) <= MOST


@pytest.mark.parametrize("page", ["change/", "history/", "delete/"])
def test_a_person_has_no_page_of_her_own_here(clerk: Client, page: str) -> None:
    other = ResidentFactory.create(name="ORANG LAIN", region_id="35.17.01.2001")
    answer = clerk.get(f"{LIST}{other.pk}/{page}")
    assert answer.status_code in {403, 404}
    assert b"ORANG LAIN" not in answer.content


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_keeps_accounts_or_checks_them_sees_nobody(role: Role) -> None:
    assert client_of(role).get(LIST).status_code == 403


def test_the_villages_offered_by_the_filter_are_those_of_the_area(clerk: Client) -> None:
    address = "/admin/autocomplete/?app_label=registry&model_name=resident&field_name=region&term="
    assert clerk.get(f"{address}35.16.08.2001").json()["results"]
    assert clerk.get(f"{address}35.17").json()["results"] == []


def test_an_officer_without_an_area_sees_nobody() -> None:
    ResidentFactory.create(name="SIAPA PUN")
    assert names(client_of(Role.CLERK, area=None)) == set()
    with scope.everywhere():
        assert Resident.objects.count() == 1

"""The desk page of who is due: numbers that open names, a sheet for the village head, a file, and the entry of each."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.actions import card_tallies
from registry.choices import CardStatus, Role
from registry.models import AccessEntry, ExportRequest, Resident
from registry.models.export import ExportState
from tests.registry.desk import ELSEWHERE, KAUMAN, MOJOSARI, at_the_desk, entries, number_of, resident

pytestmark = pytest.mark.django_db

PAGE = "/petugas/wajib-rekam/"
LIST = f"{PAGE}{MOJOSARI}/belum-rekam/"


@pytest.fixture(autouse=True)
def _in_november(time_machine: time_machine.TimeMachineFixture) -> None:
    """It is 27 November 2026, in the school year 2026/2027."""
    time_machine.move_to(datetime.datetime(2026, 11, 27, 3, tzinfo=datetime.UTC))


@pytest.fixture
def clerk() -> Client:
    return at_the_desk()[0]


def unrecorded(name: str = "WAJIB REKAM", born: str = "1990-08-01", **given: Any) -> Resident:
    day = datetime.date.fromisoformat(born)
    return resident(name, birth_date=day, card__state=CardStatus.UNREGISTERED, **given)


def shown(client: Client, address: str, **asked: Any) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def row(page: str, name: str) -> list[str]:
    """Return the cells of a row of the numbers, without their tags."""
    found = re.search(rf"<tr>(?:(?!</tr>).)*?{name}.*?</tr>", page, re.DOTALL)
    assert found is not None, name
    cells = re.findall(r"<td.*?>(.*?)</td>", found.group(), re.DOTALL)
    return [re.sub(r"<.*?>", "", cell).strip() for cell in cells]


def test_the_numbers_of_villages_open_their_names(clerk: Client) -> None:
    unrecorded()
    unrecorded("TUJUH BELAS", "2010-03-05")
    unrecorded("ENAM BELAS", "2011-03-05", region=KAUMAN)
    resident("SUDAH PUNYA")
    card_tallies.count(at=timezone.now())
    page = shown(clerk, PAGE, desa="35.16.08")
    village = Resident.unscoped.get(name="WAJIB REKAM").region.name
    assert row(page, village) == ["2", "1", "1", "1", "0"]
    assert row(page, "Jumlah") == ["2", "1", "1", "1", "1"]
    assert f"{LIST}?tahun_ajaran=2026%2F2027" in page
    assert f"{PAGE}{KAUMAN}/menjadi-16/?" in page
    assert f"{PAGE}{KAUMAN}/menjadi-17/?" not in page
    assert "27-11-2026 10.00" in page
    assert entries("list") == []
    assert "WAJIB REKAM" in shown(clerk, LIST)


def test_without_a_place_the_own_area_is_shown_by_its_districts(clerk: Client) -> None:
    unrecorded()
    page = shown(clerk, PAGE)
    assert "?desa=35.16.08&amp;tahun_ajaran=2026%2F2027" in page
    assert "belum dihitung" in page


def test_an_officer_without_an_area_is_told_whom_to_ask() -> None:
    assert "belum diberi wilayah kerja" in shown(at_the_desk(area=None)[0], PAGE)


def test_days_are_typed_freely_and_the_last_one_counts(clerk: Client) -> None:
    """Seventeen on polling day is due on it; without a first day it begins tomorrow."""
    unrecorded("HARI INI", "2009-11-27")
    unrecorded("BESOK", "2009-11-28")
    unrecorded("HARI PEMUNGUTAN", "2010-02-17")
    unrecorded("SEHARI SESUDAHNYA", "2010-02-18")
    page = shown(clerk, PAGE, desa="35.16.08", sampai="17-02-2027")
    assert row(page, "Jumlah")[3] == "2"
    link = re.search(rf'href="({PAGE}{MOJOSARI}/menjadi-17/[^"]*)"', page)
    assert link is not None
    listed = shown(clerk, link.group(1).replace("&amp;", "&"))
    names = ("HARI INI", "BESOK", "HARI PEMUNGUTAN", "SEHARI SESUDAHNYA")
    assert [name in listed for name in names] == [False, True, True, False]
    assert "28 November 2026 sampai 17 Februari 2027" in listed


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"sampai": "31-02-2027"}, "hari-bulan-tahun"),
        ({"sampai": "26-11-2026"}, "mendahului"),
        ({"dari": "01-01-2027"}, "Isi juga tanggal akhirnya"),
        ({"dari": "02-01-2027", "sampai": "01-01-2027"}, "mendahului"),
        ({"dari": "01-01-2020", "sampai": "01-01-2027"}, "paling lama lima tahun"),
        ({"tahun_ajaran": "1999/2000"}, "tahun_ajaran"),
        ({"desa": ELSEWHERE}, "wilayah Anda"),
    ],
)
def test_what_is_typed_wrongly_is_said_in_words(clerk: Client, asked: dict[str, str], sentence: str) -> None:
    answer = clerk.get(PAGE, asked)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        f"{PAGE}{ELSEWHERE}/belum-rekam/",
        f"{PAGE}35.16/belum-rekam/",
        f"{PAGE}99.99.99.9999/belum-rekam/",
        f"{PAGE}{MOJOSARI}/semua/",
        f"{LIST}?tahun_ajaran=abc",
        f"{LIST}?dari=01-01-2027",
    ],
)
def test_an_address_that_is_none_of_ours_is_unknown(clerk: Client, address: str) -> None:
    assert clerk.get(address).status_code == 404
    assert clerk.post(address.replace("/?", "/cetak/?"), {"untuk": "sekolah"}).status_code in {404, 405}


def test_a_line_says_since_when_and_in_which_class(clerk: Client) -> None:
    person = unrecorded("TUJUH BELAS", "2009-03-05")
    unrecorded("KAWIN MUDA", "2010-03-05", marital_status=2)
    page = shown(clerk, LIST)
    assert row(page, "TUJUH BELAS")[-3:] == ["5 Maret 2026", "XI atau XII", "Belum merekam KTP-el"]
    assert row(page, "KAWIN MUDA")[-3] == "sejak kawin"
    number = number_of(person)
    assert f"{number[:6]}******{number[12:]}" in page
    assert number not in page


def test_whoever_is_shown_is_written_down_page_by_page(clerk: Client) -> None:
    people = {unrecorded().pk for _ in range(27)}
    first, second = shown(clerk, LIST), shown(clerk, LIST, halaman=2)
    assert "27 orang" in first
    assert "halaman=2" in first
    assert "halaman=1" in second
    first_entry, second_entry = entries("list")
    assert (first_entry.row_count, second_entry.row_count) == (25, 2)
    assert {*first_entry.residents, *second_entry.residents} == people
    assert first_entry.subject == f"wajib rekam belum-rekam wilayah {MOJOSARI}"


@pytest.mark.parametrize("number", ["abc", "-1", "0", "99", "9" * 30, "٢"])
def test_a_page_number_that_is_none_leads_to_a_page_that_is(clerk: Client, number: str) -> None:
    unrecorded()
    assert "WAJIB REKAM" in shown(clerk, LIST, halaman=number)


def test_a_sheet_for_the_village_has_columns_to_tick_and_no_number_that_could_be_made_whole(clerk: Client) -> None:
    person = unrecorded()
    answer = clerk.post(f"{LIST}cetak/", {"untuk": "kepala desa atau lurah"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Untuk kepala desa atau lurah" in page
    assert all(title in page for title in ("Diberi tahu", "Hadir", "Merekam", "Keterangan", "001/002", "01-08-1990"))
    number = number_of(person)
    assert f"{number[:6]}**********" in page
    assert number[12:] not in re.sub(r"\d\d-\d\d-\d{4}", "", row(page, "WAJIB REKAM")[3])
    listed, printed = entries("list")[-1], entries("print")[-1]
    assert (listed.residents, listed.beside) == ([person.pk], 0)
    assert (printed.residents, printed.beside) == ([person.pk], 1)
    assert printed.purpose == "Mencetak daftar wajib rekam untuk kepala desa atau lurah"


def test_a_sheet_is_not_opened_by_a_link_or_for_nobody(clerk: Client) -> None:
    unrecorded()
    assert clerk.get(f"{LIST}cetak/").status_code == 405
    assert clerk.post(f"{LIST}cetak/", {"untuk": "siapa saja"}).status_code == 404
    assert not AccessEntry.objects.filter(action__in=["list", "print"]).exists()


def test_a_long_list_is_printed_sheet_by_sheet(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.actions.due_lists.SHEET", 2)
    for _ in range(3):
        unrecorded()
    first = clerk.post(f"{LIST}cetak/", {"untuk": "sekolah"}).content.decode()
    last = clerk.post(f"{LIST}cetak/", {"untuk": "sekolah", "lembar": "2"}).content.decode()
    assert "lembar 1 dari 2" in first
    assert "Lembar berikutnya" in first
    assert "Lembar berikutnya" not in last
    assert [entry.row_count for entry in entries("print")] == [2, 1]


def test_a_file_leaves_by_the_way_of_all_files(clerk: Client) -> None:
    unrecorded("TUJUH BELAS", "2010-03-05")
    unrecorded("ENAM BELAS", "2011-03-05")
    address = f"{PAGE}{MOJOSARI}/menjadi-17/berkas/?tahun_ajaran=2026/2027"
    answer = clerk.post(address, {"format": "csv", "tujuan": "Jemput bola sekolah"})
    request = ExportRequest.objects.get()
    assert answer["Location"] == f"/petugas/ekspor/{request.pk}/"
    assert (request.row_count, request.state, request.purpose) == (1, ExportState.READY, "Jemput bola sekolah")
    fetched = clerk.post(f"/petugas/ekspor/{request.pk}/unduh/", {"ya": "1"})
    text = b"".join(fetched.streaming_content).decode()  # type: ignore[attr-defined]
    assert "TUJUH BELAS" in text
    assert "ENAM BELAS" not in text


@pytest.mark.parametrize(
    ("region", "purpose", "sentence"),
    [(KAUMAN, "uji", "Tidak ada baris yang cocok"), (MOJOSARI, "", "Tulis tujuan berkasnya")],
)
def test_a_file_of_nobody_or_without_a_purpose_is_refused_in_words(
    clerk: Client, region: str, purpose: str, sentence: str
) -> None:
    unrecorded()
    asked = {"format": "csv", "tujuan": purpose}
    answer = clerk.post(f"{PAGE}{region}/menjadi-17/berkas/?tahun_ajaran=2026/2027", asked, follow=True)
    assert answer.redirect_chain == [(f"{PAGE}{region}/menjadi-17/?tahun_ajaran=2026%2F2027", 302)]
    assert sentence in answer.content.decode()
    assert not ExportRequest.objects.exists()


@pytest.mark.parametrize(
    ("role", "page", "file"),
    [
        (Role.CLERK, 200, 302),
        (Role.SUPERVISOR, 200, 302),
        (Role.FRONT_DESK, 200, 403),
        (Role.REVIEWER, 200, 403),
        (Role.AUDITOR, 403, 403),
        (Role.ADMINISTRATOR, 403, 403),
    ],
)
def test_who_may_open_the_page_and_take_a_file(role: Role, page: int, file: int) -> None:
    unrecorded()
    client, _ = at_the_desk(role)
    assert [client.get(address).status_code for address in (PAGE, LIST)] == [page, page]
    assert client.post(f"{LIST}cetak/", {"untuk": "sekolah"}).status_code == page
    assert client.post(f"{LIST}berkas/", {"format": "csv", "tujuan": "uji"}).status_code == file


def test_a_full_page_asks_as_often_as_one_line_and_a_regency_as_often_as_a_village(clerk: Client) -> None:
    unrecorded()
    counted = {}
    for address in (LIST, f"{PAGE}?desa={MOJOSARI}"):
        with CaptureQueriesContext(connection) as asked:
            clerk.get(address)
        counted[address] = len(asked)
    for _ in range(30):
        unrecorded()
        unrecorded(region=KAUMAN)
    with CaptureQueriesContext(connection) as many:
        clerk.get(LIST)
    with CaptureQueriesContext(connection) as wide:
        clerk.get(PAGE)
    assert len(many) == counted[LIST] <= 20
    assert len(wide) <= counted[f"{PAGE}?desa={MOJOSARI}"] <= 20

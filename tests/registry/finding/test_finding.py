"""Finding people at the desk: who is found, how it is shown, what is written down."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry import scope, sealing
from registry.choices import CardStatus, Role
from registry.queries import finding, places
from registry.queries.finding import Wish
from registry.rules.search_term import Meaning, Term, read
from tests.registry.desk import ELSEWHERE, KAUMAN, MOJOSARI, at_the_desk, entries, household, number_of, resident

pytestmark = pytest.mark.django_db

FIND = "/petugas/cari/"
A_DAY = datetime.date(1985, 3, 2)


@pytest.fixture
def clerk() -> Client:
    return at_the_desk()[0]


def search(client: Client, term: str, **fields: Any) -> str:
    answer = client.post(FIND, {"term": term, **fields})
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def names(wish: Wish) -> list[str]:
    with scope.everywhere():
        return [person.name for person in finding.find(wish).residents]


def by_name(name: str, **fields: Any) -> list[str]:
    return names(Wish(read(name), **fields))


def test_the_empty_form_shows_nobody_and_leaves_no_entry(clerk: Client) -> None:
    resident("SITI AMINAH")
    page = clerk.get(FIND)
    assert page.status_code == 200
    assert "SITI AMINAH" not in page.content.decode()
    assert entries("search") == []


def test_a_nik_finds_its_bearer_with_the_numbers_masked(clerk: Client) -> None:
    person = resident("SITI AMINAH")
    number = number_of(person)
    page = search(clerk, f"{number[:4]} {number[4:8]}.{number[8:12]} {number[12:]}")
    assert "SITI AMINAH" in page
    assert f"/petugas/penduduk/{person.pk}/" in page
    assert f"{number[:6]}******{number[12:]}" in page
    assert page.count(number) == 0


def test_a_family_card_number_finds_everybody_on_it_the_head_first(clerk: Client) -> None:
    home = household()
    resident("ANAK BUNGSU", household=home, relation_to_head=4)
    resident("PAK KEPALA", household=home, relation_to_head=1)
    page = search(clerk, home.kk_number)
    assert 0 < page.index("PAK KEPALA") < page.index("ANAK BUNGSU")


def test_a_birth_date_finds_those_born_on_it_the_wanted_village_first(clerk: Client) -> None:
    resident("AAN DARI MOJOSARI", birth_date=A_DAY)
    resident("ZAKI DARI KAUMAN", region=KAUMAN, birth_date=A_DAY)
    resident("LAHIR LAIN HARI")
    page = search(clerk, "02-03-1985", place=KAUMAN)
    assert page.index("ZAKI DARI KAUMAN") < page.index("AAN DARI MOJOSARI")
    assert "LAHIR LAIN HARI" not in page


@pytest.mark.parametrize(
    ("registered", "typed"),
    [
        ("SOEKARDJO", "Sukarjo"),
        ("MUHAMMAD YUSUF", "Moch. Jusup"),
        ("H. SITI AMINAH", "st amina"),
        ("NUR HAYATI", "Nurhayati"),
        ("SUGENG WIDODO", "Widodo Sugeng"),
        ("SUGENG WIDODO", "sugneg widodo"),
        ("FEBRIANTO SAPUTRA", "Febrinato Saputra"),
        ("ENDANG SULASTRI WAHYUNINGSIH", "sulastri"),
        ("KHOIRUL ANAM", "Choirul Anam"),
        ("ABDURRAHMAN WAHID", "Abdul Rachman Wahid"),
    ],
)
def test_a_name_is_found_however_it_is_typed(registered: str, typed: str) -> None:
    resident("BAMBANG PURNOMO")
    resident(registered)
    assert by_name(typed)[:1] == [registered]


def test_the_same_name_comes_before_similar_ones() -> None:
    for name in ("SITI AMINAH NURLAILA", "SITI AMINAH", "SITI AMINA", "SITI AMALIA"):
        resident(name)
    assert by_name("siti aminah")[:3] == ["SITI AMINAH", "SITI AMINA", "SITI AMINAH NURLAILA"]


def test_of_two_with_one_name_the_wanted_village_then_the_birth_year_decides() -> None:
    resident("SITI AMINAH", birth_date=datetime.date(1970, 1, 5))
    resident("SITI AMINAH", region=KAUMAN, birth_date=datetime.date(1950, 1, 5))
    resident("SITI AMINAH", birth_date=datetime.date(1992, 1, 5))

    def years(**fields: Any) -> list[int]:
        with scope.everywhere():
            return [person.birth_date.year for person in finding.find(Wish(read("Siti Aminah"), **fields)).residents]

    assert years(place=KAUMAN) == [1950, 1970, 1992]
    assert years(year=1990) == [1992, 1970, 1950]
    assert years(place=KAUMAN, year=1990) == [1950, 1992, 1970]
    assert years(birth_date=datetime.date(1970, 1, 5))[0] == 1970


def test_more_than_a_page_is_said_and_the_village_is_asked_for(clerk: Client) -> None:
    for _ in range(27):
        resident("SITI AMINAH")
    page = search(clerk, "Siti Aminah")
    assert page.count("/petugas/penduduk/") == 25
    assert "Lebih dari 25 orang cocok" in page
    assert "Tambahkan desa dan tahun lahir" in page


def test_nobody_found_says_what_to_try_next(clerk: Client) -> None:
    assert "Cari dengan tanggal lahir, NIK, atau nomor KK" in search(clerk, "Xqwerty")
    assert "lalu cari dengan nama" in search(clerk, "3516080108900001")
    assert "Cari dengan nama dan tahun lahir" in search(clerk, "01-08-1900")


@pytest.mark.parametrize(
    ("term", "said"),
    [("Si", "tiga huruf"), ("", "tiga huruf"), ("351608010890000", "15 angka"), ("3516083208900001", "bukan tanggal")],
)
def test_what_cannot_be_looked_up_is_said_beside_the_box(clerk: Client, term: str, said: str) -> None:
    answer = clerk.post(FIND, {"term": term})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert entries("search") == []


def test_nobody_of_another_area_is_found_by_number_date_or_name(clerk: Client) -> None:
    stranger = resident("SITI AMINAH", region=ELSEWHERE, birth_date=A_DAY)
    for term in (number_of(stranger), stranger.household.kk_number, "02-03-1985", "Siti Aminah", "aminah"):
        assert "Tidak ditemukan" in search(clerk, term), term
    assert [entry.residents for entry in entries("search")] == [[]] * 5


def test_an_officer_without_an_area_finds_nobody() -> None:
    client, _ = at_the_desk(area=None)
    resident("SITI AMINAH")
    assert "Tidak ditemukan" in search(client, "Siti Aminah")


def test_the_officer_of_a_village_finds_only_her_village() -> None:
    client, _ = at_the_desk(area=KAUMAN)
    resident("SITI AMINAH")
    here = resident("SITI AMINAH", region=KAUMAN)
    page = search(client, "Siti Aminah")
    assert page.count("/petugas/penduduk/") == 1
    assert f"/petugas/penduduk/{here.pk}/" in page


def test_the_search_in_the_database_is_cut_by_its_own_area_and_by_that_of_the_connection() -> None:
    resident("SITI AMINAH", region=ELSEWHERE)
    resident("SITI AMINAH", region=KAUMAN)

    def found(area: str, setting: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('kependudukan.area', %s, true)", [setting])
            cursor.execute("SELECT count(*) FROM find_residents('ST AMINA', %s, '', NULL, NULL, 26)", [area])
            return int(cursor.fetchone()[0])

    assert [found("00", ""), found("00", "00"), found("35.16", ""), found("00", "35.16")] == [2, 2, 1, 1]
    assert [found("35.16", "35.78"), found("35.1", ""), found("", ""), found("35.16.08", "35.16")] == [0, 0, 0, 1]


def test_a_key_with_other_signs_than_letters_finds_nobody() -> None:
    resident("SITI AMINAH")
    assert names(Wish(Term(Meaning.NAME, "ST' OR 1=1 --"))) == []


def test_every_search_is_written_down_with_who_was_shown_and_a_mark() -> None:
    client, officer = at_the_desk()
    person = resident("SITI AMINAH")
    number = number_of(person)
    search(client, number)
    [entry] = entries("search")
    assert (entry.officer, entry.residents, entry.row_count) == (officer, [person.pk], 1)
    assert entry.mark == sealing.sealer().index(sealing.SEARCH, number)
    assert number not in f"{entry.subject} {entry.purpose}"


def test_one_name_leaves_one_mark_however_it_is_typed(clerk: Client) -> None:
    search(clerk, "Soekardjo")
    search(clerk, "H. SUKARJO")
    first, second = entries("search")
    assert first.mark == second.mark


def test_without_its_entry_nobody_is_shown(clerk: Client) -> None:
    resident("SITI AMINAH")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registry_accessentry ADD CONSTRAINT broken CHECK (action <> 'search') NOT VALID")
    clerk.raise_request_exception = False
    answer = clerk.post(FIND, {"term": "Siti Aminah"})
    assert answer.status_code == 500
    assert "SITI AMINAH" not in answer.content.decode()


def test_a_search_that_takes_too_long_is_given_up_and_still_written_down(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PATIENCE", datetime.timedelta(milliseconds=30))
    monkeypatch.setattr(finding, "_BY_NAME", "SELECT pg_sleep(5) FROM (SELECT %s, %s, %s, %s, %s, %s) AS given")
    page = search(clerk, "Siti Aminah")
    assert "terlalu luas" in page
    assert len(entries("search")) == 1


def test_names_are_masked_for_whom_names_are_closed_and_an_auditor_finds_nobody() -> None:
    resident("SITI AMINAH")
    auditor, _ = at_the_desk(Role.AUDITOR)
    assert auditor.post(FIND, {"term": "Siti Aminah"}).status_code == 403
    front_desk, _ = at_the_desk(Role.FRONT_DESK)
    assert "SITI AMINAH" in search(front_desk, "Siti Aminah")


def test_the_answer_is_kept_nowhere_and_the_term_stands_in_no_address(clerk: Client) -> None:
    answer = clerk.post(FIND, {"term": "Siti Aminah"})
    assert "no-store" in answer["Cache-Control"]
    assert clerk.get(f"{FIND}?term=Siti+Aminah").content.decode().count("Tidak ditemukan") == 0


def test_a_place_is_read_by_name_or_code_and_only_inside_the_area(clerk: Client) -> None:
    resident("SITI AMINAH")
    search(clerk, "Siti Aminah", place=f"Wilayah {KAUMAN}")
    search(clerk, "Siti Aminah", place=f"Kelurahan Wilayah {KAUMAN}, Kecamatan Wilayah 35.16.08 ({KAUMAN})")
    answer = clerk.post(FIND, {"term": "Siti Aminah", "place": ELSEWHERE})
    assert answer.status_code == 422
    assert "Tidak ada desa, kelurahan, atau kecamatan itu" in answer.content.decode()


def test_a_page_of_results_asks_as_often_as_one_result(clerk: Client) -> None:
    resident("SITI AMINAH", card__state=CardStatus.PRINT_READY_RECORD)
    with CaptureQueriesContext(connection) as one:
        search(clerk, "Siti Aminah")
    for _ in range(25):
        resident("SITI AMINAH", region=MOJOSARI)
    with CaptureQueriesContext(connection) as many:
        search(clerk, "Siti Aminah")
    assert len(many) == len(one) <= 22


def test_the_places_offered_are_written_as_they_are_read() -> None:
    at_the_desk()
    with scope.everywhere():
        offered = [place for place in places.offered() if place.endswith((f"({KAUMAN})", "(35.16.08)"))]
        assert offered == [places.written(places.named(place)) for place in offered]
        assert len(offered) == 2

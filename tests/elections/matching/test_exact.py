"""The NIK finds a row's person only when the person behind it agrees."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from tests.elections.matching.conftest import Run
from tests.elections.matching.crowd import row_of
from tests.elections.matching.people import Person, person

TWIN = {"kk_number": "3516080203100001", "birth_date": date(1999, 6, 20), "sex": "P", "marital_status": "1"}


def tables(residents: list[Person], *rows: dict[str, Any]) -> tuple[pa.Table, pa.Table]:
    """Both inputs, with some bystanders so that names have a rarity."""
    bystanders = [
        person(
            900 + number,
            nik=f"35160901017{number:01d}0001",
            kk_number=f"351609010210{number:04d}",
            name=f"TETANGGA {chr(65 + number)}WAN",
            birth_date=date(1970 + number, 1, 2),
            region_code="35.16.09.2001",
        )
        for number in range(8)
    ]
    people = [resident.__dict__ for resident in residents + bystanders]
    return pa.Table.from_pylist(people), pa.Table.from_pylist(list(rows))


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "MATCHED"),
        ({"name": "BUDI SANTSOO"}, "MATCHED_WITH_DIFFERENCES"),
        ({"name": "B. SANTOSO"}, "MATCHED_WITH_DIFFERENCES"),
        ({"birth_date": date(1990, 1, 8)}, "MATCHED_WITH_DIFFERENCES"),
        ({"birth_date": None}, "MATCHED"),
        ({"rt": "009"}, "MATCHED_WITH_DIFFERENCES"),
        ({"rt": "000", "rw": "000"}, "MATCHED"),
        ({"kk_number": ""}, "MATCHED"),
    ],
)
def test_the_same_nik_and_person_match_and_differences_are_told(
    run: Run, changes: dict[str, Any], outcome: str
) -> None:
    resident = person(1)
    match = run(*tables([resident], row_of(1, resident) | changes)).matches[1]
    assert (match["outcome"], match["resident_id"], match["rule"]) == (outcome, 1, "nik")


def test_a_nik_of_somebody_else_gives_way_to_the_rows_own_person(run: Run) -> None:
    owner = person(1)
    right = person(2, name="KARTIKA WULANDARI", sex="P", birth_date=date(1988, 3, 4), nik="3516084403880002")
    match = run(*tables([owner, right], row_of(7, right) | {"nik": owner.nik})).matches[7]
    assert (match["outcome"], match["resident_id"]) == ("PROBABLE", 2)


def test_a_nik_of_somebody_else_is_for_a_person_to_decide_when_nobody_better_is_found(run: Run) -> None:
    owner = person(1)
    stranger = row_of(7, owner) | {
        "name": "WIWIK PUJIATI",
        "sex": "P",
        "birth_date": date(1955, 5, 5),
        "kk_number": "3516990101010009",
        "region_code": "35.16.01.2003",
    }
    match = run(*tables([owner], stranger)).matches[7]
    assert (match["outcome"], match["reason"]) == ("REVIEW", "NIK_OF_ANOTHER")
    assert (match["resident_id"], match["candidate_id"]) == (None, 1)


def test_the_nik_of_one_twin_with_the_name_of_the_other_links_neither(run: Run) -> None:
    one = person(1, name="DWI LESTARI", nik="3516086006990001", **TWIN)
    other = person(2, name="DEWI LESTARI", nik="3516086006990002", **TWIN)
    match = run(*tables([one, other], row_of(3, other) | {"nik": one.nik})).matches[3]
    assert (match["outcome"], match["resident_id"]) == ("REVIEW", None)


def test_twins_with_their_own_niks_are_told_apart(run: Run) -> None:
    one = person(1, name="DWI LESTARI", nik="3516086006990001", **TWIN)
    other = person(2, name="DEWI LESTARI", nik="3516086006990002", **TWIN)
    matches = run(*tables([one, other], row_of(1, one), row_of(2, other))).matches
    assert [matches[entry]["resident_id"] for entry in (1, 2)] == [1, 2]


def test_a_nik_that_two_residents_bear_links_only_with_other_evidence(run: Run) -> None:
    one = person(1)
    other = person(2, nik=one.nik, name="SUTRISNO", birth_date=date(1961, 2, 3), kk_number="3516081111110011")
    match = run(*tables([one, other], row_of(1, one))).matches[1]
    assert (match["outcome"], match["resident_id"]) == ("MATCHED", 1)


def test_a_son_with_his_fathers_name_and_nik_is_not_taken_for_the_father(run: Run) -> None:
    father = person(1, name="SLAMET", birth_date=date(1960, 5, 6), nik="3516080605600001")
    son = person(2, name="SLAMET", birth_date=date(1992, 9, 17), nik="3516081709920001", kk_number=father.kk_number)
    match = run(*tables([father, son], row_of(1, son) | {"nik": father.nik})).matches[1]
    assert match["resident_id"] in {2, None}

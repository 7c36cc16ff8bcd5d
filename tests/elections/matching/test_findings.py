"""What is found wrong with a roll: kind, rule, code, and evidence that names nobody."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from elections.matching.vocabulary import FindingKind
from tests.elections.matching.conftest import Result, Run
from tests.elections.matching.crowd import Crowd, row_of
from tests.elections.matching.people import Person, person


def found(run: Run, residents: list[Person], *rows: dict[str, Any], **policy: Any) -> list[dict[str, Any]]:
    """The findings of a comparison."""
    people = pa.Table.from_pylist([resident.__dict__ for resident in residents])
    return run(people, pa.Table.from_pylist(list(rows)), **policy).findings


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"residency_status": "2"}, ("deceased", "residency_status", "1")),
        ({"residency_status": "3"}, ("moved_out", "residency_status", "4")),
        ({"occupation_code": "6"}, ("military", "occupation", "6")),
        ({"occupation_code": "07"}, ("police", "occupation", "7")),
        ({"birth_date": date(2003, 12, 10), "marital_status": "1"}, ("under_age", "registry_birth_date", "3")),
        ({"birth_date": date(2003, 12, 9), "marital_status": "1"}, None),
        ({"birth_date": date(2003, 12, 10), "marital_status": "2"}, None),
        ({"card_status": "UNREGISTERED"}, ("not_recorded", "card_status", "")),
        ({"card_status": "ENROLL_FAILURE_AT_CENTRAL"}, ("not_recorded", "card_status", "")),
        ({"card_status": "DUPLICATE_RECORD"}, ("not_recorded", "card_status", "")),
        ({"card_status": "SEARCH_FAILURE_AT_CENTRAL"}, None),
        ({"card_status": "BIO_CAPTURED"}, None),
        ({"card_status": ""}, None),
    ],
)
def test_what_the_registry_says_of_a_voter_is_found(
    run: Run, changes: dict[str, Any], expected: tuple[str, str, str] | None
) -> None:
    resident = person(1, **changes)
    findings = [(item["kind"], item["rule"], item["kpu_code"]) for item in found(run, [resident], row_of(1, resident))]
    assert findings == ([expected] if expected else [])


def test_a_row_in_another_village_is_found_with_the_level_at_which_it_differs(run: Run) -> None:
    near, far = person(1), person(2, name="KARTIKA", birth_date=date(1970, 2, 3))
    rows = (
        row_of(1, near) | {"region_code": "35.16.08.2009"},
        row_of(2, far) | {"region_code": "35.76.01.1001"},
    )
    rules = {item["entry_id"]: item["rule"] for item in found(run, [near, far], *rows)}
    assert rules == {1: "other_village", 2: "other_regency"}


def test_the_rows_own_birth_date_counts_when_nobody_was_found(run: Run) -> None:
    child = row_of(1, person(1)) | {"birth_date": date(2010, 5, 5), "marital_status": "B", "name": "ARIF", "nik": ""}
    child |= {"kk_number": "", "region_code": "35.16.01.2001"}
    kinds = {(item["kind"], item["rule"]) for item in found(run, [person(7)], child)}
    assert ("under_age", "roll_birth_date") in kinds


def test_of_two_rows_of_one_person_the_better_one_is_kept(run: Run) -> None:
    resident = person(1)
    rows = (
        row_of(1, resident) | {"nik": "3516081308900001", "tps_number": "004"},
        row_of(2, resident) | {"tps_number": "009"},
    )
    duplicates = [item for item in found(run, [resident], *rows) if item["kind"] == "duplicate"]
    assert [(item["entry_id"], item["resident_id"], item["rule"]) for item in duplicates] == [(1, 1, "same_person")]
    assert duplicates[0]["evidence"] == "Orang yang sama dengan baris 2 di TPS 009."


def test_two_rows_with_one_nik_are_told_from_two_rows_with_two(run: Run) -> None:
    resident = person(1)
    findings = found(run, [resident], row_of(1, resident), row_of(2, resident))
    assert [(item["entry_id"], item["rule"]) for item in findings] == [(2, "same_nik")]


def test_identical_rows_of_an_unknown_person_are_duplicates_too(run: Run) -> None:
    stranger = row_of(1, person(50, name="WIWIK PUJIATI", region_code="35.16.01.2001", birth_date=date(1960, 3, 4)))
    findings = found(run, [person(1, name="HASAN")], stranger, stranger | {"entry_id": 2})
    duplicates = [(item["entry_id"], item["rule"]) for item in findings if item["kind"] == "duplicate"]
    assert duplicates == [(2, "identical_rows")]


@pytest.mark.parametrize(
    ("changes", "policy", "is_missing"),
    [
        ({}, {}, True),
        ({}, {"area": "35.16"}, True),
        ({}, {"area": "35.16.08.2001"}, True),
        ({}, {"area": "35.76"}, False),
        ({"residency_status": "2"}, {}, False),
        ({"occupation_code": "6"}, {}, False),
        ({"birth_date": date(2005, 1, 2), "marital_status": "1"}, {}, False),
        ({"birth_date": date(2005, 1, 2), "marital_status": "2"}, {}, True),
        ({"birth_date": None, "marital_status": "1"}, {}, False),
    ],
)
def test_an_eligible_resident_without_a_row_is_missing(
    run: Run, changes: dict[str, Any], policy: dict[str, Any], is_missing: bool
) -> None:
    listed = person(1)
    other = person(
        2, **({"name": "KARTIKA", "birth_date": date(1970, 2, 3), "kk_number": "3516081212120012"} | changes)
    )
    findings = found(run, [listed, other], row_of(1, listed), **policy)
    assert [item["resident_id"] for item in findings] == ([2] if is_missing else [])


def test_somebody_waiting_for_a_decision_is_not_missing(crowd: Crowd, crowd_result: Result) -> None:
    waiting = {match["candidate_id"] for match in crowd_result.matches.values()} - {None}
    missing = {item["resident_id"] for item in crowd_result.findings if item["kind"] == "missing_from_roll"}
    assert missing
    assert not waiting & missing


def test_the_election_decides_under_which_code_a_finding_is_reported(run: Run) -> None:
    dead = person(1, residency_status="2")
    findings = found(run, [dead], row_of(1, dead), kpu_codes={FindingKind.DECEASED: "91"})
    assert [item["kpu_code"] for item in findings] == ["91"]


def test_the_evidence_names_nobody(crowd: Crowd, crowd_result: Result) -> None:
    sentences = {re.sub(r"\d", "0", item["evidence"]).upper() for item in crowd_result.findings}
    names = {resident.name for resident in crowd.residents if " " in resident.name}
    assert not [name for name in names if any(name in sentence for sentence in sentences)]
    for item in crowd_result.findings:
        assert not re.search(r"\d{9}", item["evidence"])
        assert 0 < len(item["evidence"]) <= 200

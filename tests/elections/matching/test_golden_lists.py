"""What a careful clerk decides on the troubles of real rolls is what the matching decides, row by row."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from elections.matching.engine import compare
from elections.matching.policy import Policy
from elections.matching.vocabulary import FindingKind, Outcome
from tests.elections.matching.conftest import Result, Run, read_back
from tests.elections.matching.crowd import POLLING_DAY, make
from tests.elections.matching.golden_list import GoldenRow, golden_list, troubles

POLICY = Policy(polling_date=POLLING_DAY, area="35.16")


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Every list compared once."""
    return {trouble: _compared(trouble, tmp_path_factory) for trouble in troubles()}


def _compared(trouble: str, folders: pytest.TempPathFactory) -> Result:
    known = golden_list(trouble)
    return read_back(
        compare(known.residents_table(), known.roll_table(), policy=POLICY, directory=folders.mktemp(trouble))
    )


def _rows() -> list[object]:
    return [
        pytest.param(row, id=str(row), marks=[pytest.mark.xfail(reason=row.open, strict=True)] if row.open else [])
        for trouble in troubles()
        for row in golden_list(trouble).rows
    ]


@pytest.mark.parametrize("row", _rows())
def test_a_row_becomes_what_a_careful_clerk_decides(results: dict[str, Result], row: GoldenRow) -> None:
    faults = row.faults_of(results[row.trouble])
    assert not faults, f"{row.why} {faults}"


@pytest.fixture(scope="session")
def neighbours() -> pa.Table:
    """Three thousand residents of other villages, with the usual names and birth dates."""
    everybody = make(3_000, seed=5).residents
    return pa.Table.from_pylist(
        [replace(person, resident_id=person.resident_id + 10_000).__dict__ for person in everybody]
    )


@pytest.mark.parametrize("trouble", troubles())
def test_a_list_is_decided_alike_among_thousands(run: Run, neighbours: pa.Table, trouble: str) -> None:
    known = golden_list(trouble)
    few = known.residents_table()
    many = pa.concat_tables([few, neighbours.select(few.column_names).cast(few.schema)])
    result = run(many, known.roll_table(), area="35.16")
    told = {row.entry_id: faults for row in known.rows if not row.open and (faults := row.faults_of(result))}
    assert not told


@pytest.mark.parametrize("trouble", [trouble for trouble in troubles() if golden_list(trouble).missing])
def test_residents_are_missing_from_the_roll_as_a_clerk_says(results: dict[str, Result], trouble: str) -> None:
    expected = golden_list(trouble).missing
    told = {item["resident_id"] for item in results[trouble].findings if item["kind"] == "missing_from_roll"}
    assert {resident: resident in told for resident in expected} == expected


def test_there_is_a_list_for_every_trouble() -> None:
    assert len(troubles()) >= 18


@pytest.mark.parametrize("trouble", troubles())
def test_a_list_is_long_enough_and_says_why(trouble: str) -> None:
    known = golden_list(trouble)
    assert 10 <= len(known.rows) <= 30
    assert 20 <= len(known.residents) <= 60
    assert all(row.why.endswith((".", "?")) for row in known.rows)
    assert {outcome for row in known.rows for outcome in row.outcomes} <= set(Outcome)
    assert {kind for row in known.rows for kinds in row.findings for kind in kinds} <= set(FindingKind)


@pytest.mark.parametrize("trouble", troubles())
def test_an_expected_resident_stands_in_the_list(trouble: str) -> None:
    known = golden_list(trouble)
    there = {int(resident["resident_id"]) for resident in known.residents}
    linked = {Outcome.MATCHED, Outcome.MATCHED_WITH_DIFFERENCES, Outcome.PROBABLE}
    for row in known.rows:
        assert row.residents <= there
        assert row.residents or not linked & set(row.outcomes)

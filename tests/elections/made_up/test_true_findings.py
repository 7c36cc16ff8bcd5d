"""The findings of the truth file, recomputed from the other files alone."""

from collections import Counter, defaultdict

import pytest

from elections.matching.vocabulary import FindingKind
from registry.rules import nik as nik_rules
from tests.elections.made_up.written_files import Files, kinds_of, village_of

COLUMNS = {
    "deceased": ("STATUS", "2"),
    "moved_out": ("STATUS", "3"),
    "military": ("JENIS_PKRJN", "6"),
    "police": ("JENIS_PKRJN", "7"),
}
"""Findings that the registry's own word decides: column and code."""


@pytest.fixture(params=["files", "hard"])
def made(request: pytest.FixtureRequest) -> Files:
    found: Files = request.getfixturevalue(request.param)
    return found


def reported(made: Files, kind: str) -> list[tuple[str, str]]:
    return [(row["no"], row["nik"]) for row in made.findings if row["kind"] == kind]


def listed(made: Files) -> list[tuple[str, str]]:
    return [(row["no"], row["nik"]) for row in made.truth_roll]


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_registry_says_who_should_not_be_listed(made: Files, kind: str) -> None:
    people, (column, code) = made.residents_by_nik, COLUMNS[kind]
    assert reported(made, kind) == [row for row in listed(made) if row[1] and people[row[1]][column] == code]


def test_everybody_on_the_roll_who_is_not_recorded_is_reported(made: Files) -> None:
    wanted = [(row["no"], row["nik"]) for row in made.truth_roll if row["recorded"] == "0" and row["nik"]]
    assert reported(made, "not_recorded") == wanted


def test_everybody_listed_away_from_home_is_reported(made: Files) -> None:
    people = made.residents_by_nik
    wanted = [
        (truth["no"], truth["nik"])
        for row, truth in zip(made.roll, made.truth_roll, strict=True)
        if truth["nik"] and row["KODE_WILAYAH"] != village_of(people[truth["nik"]])
    ]
    assert reported(made, "wrong_village") == wanted


def test_children_on_the_roll_and_strangers_are_reported(made: Files) -> None:
    young = [(row["no"], row["nik"]) for row in made.truth_roll if "under_age" in kinds_of(row)]
    strangers = [(row["no"], "") for row in made.truth_roll if not row["nik"]]
    assert reported(made, "under_age") == young
    assert reported(made, "not_in_registry") == strangers


def test_all_rows_of_a_person_on_the_roll_twice_are_reported(made: Files) -> None:
    rows: dict[str, list[str]] = defaultdict(list)
    for no, nik in listed(made):
        if nik:
            rows[nik].append(no)
    wanted = {(no, nik) for nik, numbers in rows.items() if len(numbers) > 1 for no in numbers}
    assert set(reported(made, "duplicate")) == wanted


def test_every_nik_that_cannot_be_one_is_reported(made: Files) -> None:
    wanted = []
    for row, known in zip(made.roll, listed(made), strict=True):
        try:
            nik_rules.parse(row["NIK"])
        except nik_rules.InvalidNik:
            wanted.append(known)
    assert reported(made, "invalid_nik") == wanted


def test_those_missing_from_the_roll_stand_without_a_row(made: Files) -> None:
    assert reported(made, "missing_from_roll") == [("", row["nik"]) for row in made.missing]


def test_the_truth_counts_the_findings_that_it_lists(made: Files) -> None:
    counts = Counter(row["kind"] for row in made.findings)
    counts["duplicate"] -= len({row["nik"] for row in made.findings if row["kind"] == "duplicate"})
    assert made.truth["findings"] == dict(counts)
    assert set(counts) == {*FindingKind, "not_in_registry"}

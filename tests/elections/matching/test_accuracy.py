"""On a made-up crowd whose truth is known: hardly a wrong link, few missed, few for a person to decide."""

from __future__ import annotations

from tests.elections.matching.conftest import Result
from tests.elections.matching.crowd import Crowd


def hard_rows(crowd: Crowd) -> list[int]:
    """Rows whose NIK does not lead to their person, or whose person is not in the registry."""
    owners = {person.nik: person.resident_id for person in crowd.residents}
    return [
        row["entry_id"]
        for row in crowd.roll
        if crowd.truth[row["entry_id"]] is None or owners.get(row["nik"]) != crowd.truth[row["entry_id"]]
    ]


def test_links_of_hard_rows_are_right_and_nearly_complete(crowd: Crowd, crowd_result: Result) -> None:
    hard = hard_rows(crowd)
    linked = {entry: crowd_result.matches[entry]["resident_id"] for entry in hard}
    right = sum(1 for entry, found in linked.items() if found is not None and found == crowd.truth[entry])
    wrong = sum(1 for entry, found in linked.items() if found is not None and found != crowd.truth[entry])
    known = sum(1 for entry in hard if crowd.truth[entry] is not None)
    assert len(hard) > 200
    assert wrong == 0
    assert right / known >= 0.98


def test_rows_with_their_own_nik_are_linked_to_their_person(crowd: Crowd, crowd_result: Result) -> None:
    easy = set(crowd.truth) - set(hard_rows(crowd))
    lost = [entry for entry in easy if crowd_result.matches[entry]["resident_id"] != crowd.truth[entry]]
    assert len(lost) <= len(easy) // 5000


def test_few_rows_are_left_to_a_person(crowd_result: Result) -> None:
    share = crowd_result.comparison.outcomes.get("REVIEW", 0) / crowd_result.comparison.entries
    assert share <= 0.002


def test_a_resident_with_two_rows_is_found_as_a_duplicate_whatever_the_niks(crowd: Crowd, crowd_result: Result) -> None:
    rows: dict[int, list[int]] = {}
    for entry, resident in crowd.truth.items():
        if resident is not None:
            rows.setdefault(resident, []).append(entry)
    twice = {entry for entries in rows.values() if len(entries) > 1 for entry in entries}
    found = {finding["entry_id"] for finding in crowd_result.findings if finding["kind"] == "duplicate"}
    surplus = sum(len(entries) - 1 for entries in rows.values() if len(entries) > 1)
    assert found <= twice | {entry for entry, resident in crowd.truth.items() if resident is None}
    assert len(found & twice) >= 0.98 * surplus

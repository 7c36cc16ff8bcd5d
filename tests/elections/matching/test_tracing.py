"""A row looked at anew gives what the comparison gave, and speaks of the residents it did not choose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from elections.matching.policy import Policy
from elections.matching.tracing import NotThere, Trace, explain_pair, traced
from elections.matching.vocabulary import NikLevel
from tests.elections.matching.conftest import Result
from tests.elections.matching.crowd import POLLING_DAY, Crowd

POLICY = Policy(polling_date=POLLING_DAY)


@pytest.fixture(scope="module")
def trace(crowd: Crowd, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trace]:
    folder = tmp_path_factory.mktemp("trace")
    with traced(crowd.residents_table(), crowd.roll_table(), policy=POLICY, directory=folder) as opened:
        yield opened


def test_a_row_traced_again_has_the_weight_and_margin_of_the_comparison(trace: Trace, crowd_result: Result) -> None:
    searched = [match for match in crowd_result.matches.values() if match["margin"] is not None]
    assert len(searched) > 100
    for match in searched[:60]:
        ranked = trace.candidates(match["entry_id"])
        following = ranked[1].likelihood if len(ranked) > 1 else POLICY.doubt
        assert ranked[0].resident_id == (match["resident_id"] or match["candidate_id"])
        assert (ranked[0].weight, ranked[0].rule) == (match["weight"], match["rule"])
        assert match["margin"] in {ranked[0].likelihood - following, 0}


def test_a_row_that_its_nik_settled_is_traced_with_the_weight_it_had(trace: Trace, crowd_result: Result) -> None:
    settled = [match for match in crowd_result.matches.values() if match["outcome"] == "MATCHED"]
    for match in settled[:10]:
        assert trace.pair(match["entry_id"], match["resident_id"]).weight == match["weight"]


def test_a_row_that_found_nobody_has_no_candidate_worth_a_look(trace: Trace, crowd_result: Result) -> None:
    nobody = [match["entry_id"] for match in crowd_result.matches.values() if match["outcome"] == "NOT_FOUND"]
    near = [candidate for entry in nobody for candidate in trace.candidates(entry)]
    assert all(candidate.weight < POLICY.review for candidate in near)


def test_a_resident_whom_no_rule_finds_can_be_asked_about(trace: Trace, crowd: Crowd, crowd_result: Result) -> None:
    entry = next(match["entry_id"] for match in crowd_result.matches.values() if match["outcome"] == "MATCHED")
    home = crowd.roll[entry - 1]["region_code"]
    stranger = next(person for person in crowd.residents if person.region_code != home)
    asked = trace.pair(entry, stranger.resident_id)
    levels = {part.field: part.level for part in asked.pair[0].parts}
    assert (asked.resident_id, asked.rule, levels["nik"]) == (stranger.resident_id, "", NikLevel.DIFFERENT)
    assert asked.weight < POLICY.review


def test_who_is_in_neither_input_is_told_so(trace: Trace, crowd: Crowd) -> None:
    with pytest.raises(NotThere, match="Baris 999999 tidak ada di daftar pemilih"):
        trace.candidates(999_999)
    with pytest.raises(NotThere, match="Penduduk 999999 tidak ada di data penduduk"):
        trace.pair(1, 999_999)


def test_one_pair_can_be_explained_from_the_two_inputs(crowd: Crowd, crowd_result: Result, tmp_path: Path) -> None:
    match = crowd_result.matches[1]
    pair = explain_pair(
        crowd.residents_table(),
        crowd.roll_table(),
        entry_id=1,
        resident_id=match["resident_id"],
        policy=POLICY,
        directory=tmp_path,
    )
    assert pair.weight == match["weight"]
    assert list(tmp_path.iterdir()) == []

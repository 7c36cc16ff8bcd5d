"""A match taken apart again: its parts sum to its weight, and each has a sentence."""

from __future__ import annotations

import pytest

from elections.matching.explaining import WORDS, explain
from elections.matching.vocabulary import LEVELS, NikLevel
from elections.matching.weights import FIELDS, NAME
from tests.elections.matching.conftest import Result
from tests.elections.matching.crowd import Crowd


def test_the_parts_of_every_match_sum_to_its_weight(crowd: Crowd, crowd_result: Result) -> None:
    weighed = [match for match in crowd_result.matches.values() if match["weight"] is not None]
    assert len(weighed) > 6000
    for match in weighed:
        parts = explain(match, residents=len(crowd.residents))
        assert sum(part.bits for part in parts) == match["weight"]


def test_the_strongest_part_stands_first(crowd: Crowd, crowd_result: Result) -> None:
    match = next(match for match in crowd_result.matches.values() if match["nik_level"] == NikLevel.EQUAL)
    strengths = [abs(part.bits) for part in explain(match, residents=len(crowd.residents))]
    assert strengths == sorted(strengths, reverse=True)


def test_a_row_that_found_nobody_has_nothing_to_explain(crowd: Crowd, crowd_result: Result) -> None:
    nobody = next(match for match in crowd_result.matches.values() if match["outcome"] == "NOT_FOUND")
    assert explain(nobody, residents=len(crowd.residents)) == []


@pytest.mark.parametrize("field", LEVELS)
def test_every_level_has_a_weight_and_a_sentence(field: str) -> None:
    table = NAME if field == "name" else FIELDS[field]
    assert set(table) == set(WORDS[field]) == set(LEVELS[field])
    assert all(sentence.endswith(".") for sentence in WORDS[field].values())


@pytest.mark.parametrize("field", [field for field in LEVELS if field != "nik"])
def test_more_agreement_never_weighs_less(field: str) -> None:
    table = {level: bits for level, bits in FIELDS.get(field, {}).items() if level}
    against_random = [bits.random for _, bits in sorted(table.items())]
    assert against_random == sorted(against_random)

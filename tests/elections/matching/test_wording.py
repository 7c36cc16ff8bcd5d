"""One table of words: every level, outcome, reason and finding has its own, and nothing is left over."""

from __future__ import annotations

from enum import Enum
from typing import Any

import pytest

from elections.matching.blocking import AREA_RULES, NATION_RULES
from elections.matching.contexts import BASE
from elections.matching.vocabulary import LEVELS, FindingKind, Outcome, Reason
from elections.matching.wording import (
    FINDINGS,
    LABELS,
    OUTCOMES,
    REASONS,
    REMARKS,
    RULES,
    VERDICTS,
    WORDS,
    in_bits,
    thousands,
    verdict,
)

TABLES: list[tuple[Any, type[Enum]]] = [
    (OUTCOMES, Outcome),
    (REASONS, Reason),
    (FINDINGS, FindingKind),
    *((WORDS[field], vocabulary) for field, vocabulary in LEVELS.items()),
]


@pytest.mark.parametrize(("words", "vocabulary"), TABLES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_value_has_words_of_its_own(words: dict[Enum, str], vocabulary: type[Enum]) -> None:
    assert set(words) == set(vocabulary)
    assert len(set(words.values())) == len(words)
    assert all(text and text == text.strip(" .:") for text in words.values())


def test_no_words_are_left_over() -> None:
    assert list(WORDS) == list(LEVELS)
    assert set(LABELS) == {*LEVELS, "start", "rarity"}
    assert set(REMARKS) <= set(BASE)
    assert list(RULES) == [rule.name for rule in (*AREA_RULES, *NATION_RULES)]
    assert len(set(RULES.values())) == len(RULES)


def test_words_grow_stronger_with_the_bits() -> None:
    told = [verdict(bits) for bits in range(-2500, 2501)]
    scale = ["sangat melemahkan", *reversed([words for _, words in VERDICTS])]
    assert list(dict.fromkeys(told)) == scale
    assert verdict(0) == verdict(49) == verdict(-49) == "tidak menentukan"
    assert verdict(-50) == "sedikit melemahkan"
    assert verdict(800) == "sangat mendukung"
    assert verdict(-800) == "sangat melemahkan"


@pytest.mark.parametrize(
    ("bits", "signed", "text"),
    [(600, False, "6,0"), (600, True, "+6,0"), (-1325, False, "-13,2"), (0, True, "0,0"), (-3, True, "0,0")],
)
def test_bits_are_written_as_indonesian_writes_them(bits: int, signed: bool, text: str) -> None:
    assert in_bits(bits, signed=signed) == text


def test_counts_are_written_with_points() -> None:
    assert thousands(823014) == "823.014"

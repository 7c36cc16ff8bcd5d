"""When a recording counts as made."""

from __future__ import annotations

import pytest

from queueing.choices import RecordedPart
from queueing.rules.recording import PARTS, PartTold, what_is_missing

TAKEN = {part: PartTold(part, is_taken=True) for part in PARTS}
CHECK = "Cocokkan dahulu orangnya dengan data register."


def test_the_parts_of_the_rule_are_those_that_are_stored() -> None:
    assert dict(PARTS) == dict(RecordedPart.choices)


def test_four_parts_of_a_person_who_was_checked_are_a_recording() -> None:
    assert what_is_missing(TAKEN.values(), is_checked=True) == ()


@pytest.mark.parametrize("part", ["fingerprints", "irises", "signature"])
def test_a_part_that_she_does_not_have_stands_in_nobodys_way(part: str) -> None:
    parts = {**TAKEN, part: PartTold(part, is_taken=False, not_possible="missing")}
    assert what_is_missing(parts.values(), is_checked=True) == ()


def test_a_face_is_taken_of_everybody() -> None:
    parts = {**TAKEN, "face": PartTold("face", is_taken=False, not_possible="injured")}
    (sentence,) = what_is_missing(parts.values(), is_checked=True)
    assert sentence.startswith("Foto wajah direkam untuk setiap orang.")


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_which_nothing_is_told_is_asked_for(part: str) -> None:
    parts = [told for name, told in TAKEN.items() if name != part]
    assert what_is_missing(parts, is_checked=True) == (
        f"{PARTS[part]}: pilih terekam, atau sebab tidak dapat direkam.",
    )


def test_nobody_is_recorded_unchecked() -> None:
    assert what_is_missing(TAKEN.values(), is_checked=False) == (CHECK,)
    assert len(what_is_missing([], is_checked=False)) == 5

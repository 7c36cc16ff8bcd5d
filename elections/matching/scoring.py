"""The levels of a pair to its weight, as whole hundredths of a bit: their sum is the same in any order of rows."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from collections.abc import Mapping
from enum import IntEnum
from math import log2

from elections.matching import weights


def weight() -> str:
    """SQL for the weight of a row of levels: the worse of the two explanations."""
    return f"least({against_random()}, {against_household()})"


def likelihood() -> str:
    """SQL for what one entry's candidates are ranked by: all the evidence, for none of them explains away another's."""
    return against_random()


def against_random() -> str:
    """SQL for the sum of weights against a random resident, prior included."""
    prior = f"(SELECT round(100 * log2({weights.FOUND_SHARE} / greatest(count(*), 1)))::INTEGER FROM residents)"
    names = " ".join(
        f"WHEN {level} THEN {bits.offset} + least({bits.cap}, name_bits)" for level, bits in weights.NAME.items()
    )
    fields = [
        cases(field, {level: bits.random for level, bits in table.items()}) for field, table in weights.FIELDS.items()
    ]
    return " + ".join([prior, f"CASE name_level {names} END", *fields])


def against_household() -> str:
    """SQL for the sum of weights against a member of the household, prior included."""
    prior = household_prior()
    names = cases("name", {level: bits.household for level, bits in weights.NAME.items()})
    fields = [
        cases(field, {level: bits.household for level, bits in table.items()})
        for field, table in weights.FIELDS.items()
    ]
    return " + ".join([str(prior), names, *fields])


def household_prior() -> int:
    """Hundredths of a bit for one person against the relatives of an absent one."""
    return round(100 * log2(weights.FOUND_SHARE / weights.RELATIVES_OF_ABSENT))


def cases(field: str, table: Mapping[IntEnum, int]) -> str:
    """SQL for the weight of a field's level."""
    branches = " ".join(f"WHEN {level} THEN {bits}" for level, bits in table.items() if bits)
    return f"CASE {field}_level {branches} ELSE 0 END" if branches else "0"

"""The levels of a pair to its weight, as whole hundredths of a bit: their sum is the same in any order of rows."""

from collections.abc import Mapping
from enum import IntEnum

from elections.matching.weights import Bits, Weights


def weight(weights: Weights) -> str:
    """SQL for the weight of a row of levels: the worse of the two explanations."""
    return f"least({against_random(weights)}, {against_household(weights)})"


def likelihood(weights: Weights) -> str:
    """SQL for what one entry's candidates are ranked by: all the evidence, for none of them explains away another's."""
    return against_random(weights)


def against_random(weights: Weights) -> str:
    """SQL for the sum of weights against a random resident, prior included."""
    return " + ".join([str(weights.prior), *(_random(name, levels) for name, levels in weights.fields.items())])


def against_household(weights: Weights) -> str:
    """SQL for the sum of weights against a member of the household, prior included."""
    parts = (
        _cases(name, {level: str(bits.household) for level, bits in levels.items()})
        for name, levels in weights.fields.items()
    )
    return " + ".join([str(weights.household_prior), *parts])


def _random(name: str, levels: Mapping[IntEnum, Bits]) -> str:
    return _cases(
        name,
        {
            level: f"{bits.random} + least({bits.cap}, name_bits)" if bits.cap else str(bits.random)
            for level, bits in levels.items()
        },
    )


def _cases(field: str, table: Mapping[IntEnum, str]) -> str:
    branches = " ".join(f"WHEN {level.value} THEN {bits}" for level, bits in table.items() if bits != "0")
    return f"CASE {field}_level {branches} ELSE 0 END" if branches else "0"

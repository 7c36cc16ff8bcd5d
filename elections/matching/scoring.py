"""The levels of a pair to its weight, as whole hundredths of a bit: their sum is the same in any order of rows."""

from collections.abc import Callable, Mapping
from enum import IntEnum

from elections.matching.contexts import BASE, CONTEXTS
from elections.matching.weights import Bits, Weights


def weight(weights: Weights) -> str:
    """SQL for the weight of a row of levels: the worse of the two explanations."""
    return f"least({against_random(weights)}, {against_household(weights)})"


def likelihood(weights: Weights) -> str:
    """SQL for what one entry's candidates are ranked by: all evidence of the pair, for none explains another's away.

    The standing is not in it: of two whom everything else fits alike a person must choose, even if one of them is
    another row's already.
    """
    of_the_pair = (_field(field, weights, _random) for field in _fields(weights) if field != "standing")
    return " + ".join([str(weights.prior), *of_the_pair])


def against_random(weights: Weights) -> str:
    """SQL for the sum of weights against a random resident, prior included."""
    return " + ".join([str(weights.prior), *(_field(field, weights, _random) for field in _fields(weights))])


def of_standing(weights: Weights) -> str:
    """SQL for what the standing adds to either sum."""
    return _field("standing", weights, _random)


def against_household(weights: Weights) -> str:
    """SQL for the sum of weights against a member of the household, prior included."""
    return " + ".join(
        [str(weights.household_prior), *(_field(field, weights, _household) for field in _fields(weights))]
    )


def _fields(weights: Weights) -> list[str]:
    """The fields that are weighed; a context is a field's other weights, not a field."""
    return [field for field in weights.fields if field not in BASE]


def _field(field: str, weights: Weights, part: Callable[[Bits], str]) -> str:
    """SQL for the weight of a field: by the first of its contexts that holds."""
    cases = " ".join(
        f"WHEN {context.condition()} THEN {_cases(field, weights.fields[context.name], part)}"
        for context in CONTEXTS.get(field, ())
        if context.name in weights.fields
    )
    plain = _cases(field, weights.fields.get(field, {}), part)
    return f"CASE {cases} ELSE {plain} END" if cases else plain


def _random(bits: Bits) -> str:
    return f"{bits.random} + least({bits.cap}, name_bits)" if bits.cap else str(bits.random)


def _household(bits: Bits) -> str:
    return str(bits.household)


def _cases(field: str, table: Mapping[IntEnum, Bits], part: Callable[[Bits], str]) -> str:
    branches = " ".join(f"WHEN {level.value} THEN {part(bits)}" for level, bits in table.items() if part(bits) != "0")
    return f"CASE {field}_level {branches} ELSE 0 END" if branches else "0"

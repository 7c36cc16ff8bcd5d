"""Where the chance of one field's level depends on what other fields have shown already.

Birth date and sex stand inside a NIK, and its area is mostly that of the village. Between two people who were born on
one day in one village, NIKs that agree but for the serial prove nearly nothing: the figures were counted already. And a
second row of one person mostly stands in another village, under another NIK.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from elections.matching.comparing import level
from elections.matching.sides import Side
from elections.matching.vocabulary import AreaLevel, DateLevel, NikLevel, SexLevel, StandingLevel


class Context(NamedTuple):
    """What other fields must have shown: at least the levels of ``least``, and just those of ``exactly``."""

    name: str
    least: Mapping[str, IntEnum] = {}
    exactly: Mapping[str, IntEnum] = {}

    def condition(self) -> str:
        """SQL over level columns."""
        least = [f"{field}_level >= {wanted.value}" for field, wanted in self.least.items()]
        return " AND ".join([*least, *(f"{field}_level = {wanted.value}" for field, wanted in self.exactly.items())])

    def holds(self, levels: Mapping[str, int]) -> bool:
        """Whether a pair with these levels is in this context."""
        reached = all(levels[field] >= wanted.value for field, wanted in self.least.items())
        return reached and all(levels[field] == wanted.value for field, wanted in self.exactly.items())


ALIKE = {"birth_date": DateLevel.EQUAL_PLACEHOLDER, "sex": SexLevel.EQUAL}

CONTEXTS: Mapping[str, tuple[Context, ...]] = {
    "nik": (Context("nik_alike_at_home", {**ALIKE, "area": AreaLevel.VILLAGE}), Context("nik_alike", ALIKE)),
    "standing": (Context("standing_other_nik", exactly={"nik": NikLevel.DIFFERENT}),),
    "area": (Context("area_taken", exactly={"standing": StandingLevel.TAKEN}),),
}
"""Field to its contexts, the first that holds counts; none of them: the field's own chances."""

BASE = {context.name: field for field, contexts in CONTEXTS.items() for context in contexts}
"""Context to its field."""


def between(context: Context, roll: Side, registry: Side) -> str:
    """SQL over the columns of a pair that says the same as ``Context.condition`` over its levels."""
    columns = {"birth_date": "birth_date", "sex": "sex", "area": "region"}
    least = [f"{getattr(roll, columns[field])} = {getattr(registry, columns[field])}" for field in context.least]
    exactly = [f"({level(field, roll, registry)}) = {wanted.value}" for field, wanted in context.exactly.items()]
    return " AND ".join([*least, *exactly])

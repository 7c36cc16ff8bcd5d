"""What is compared in FEBRL4, as data: fields with their levels, and the blocking rules."""

from __future__ import annotations

from enum import IntEnum

from elections.matching.blocking import Rule
from elections.matching.comparing import LevelRule


class Level(IntEnum):
    """How two values agree; the higher the more."""

    UNKNOWN = 0  # one side is blank
    DIFFERENT = 1
    SIMILAR = 2
    CLOSE = 3  # one typing error
    EXCHANGED = 4  # it stands in the neighbouring field
    EQUAL = 5


def _words(field: str, neighbour: str = "") -> list[LevelRule]:
    """Levels of words, by Damerau-Levenshtein and Jaro-Winkler."""
    e, r = f"e.{field}", f"r.{field}"
    exchanged = [LevelRule(Level.EXCHANGED, f"{e} = r.{neighbour}")] if neighbour else []
    return [
        LevelRule(Level.UNKNOWN, f"{e} IS NULL OR {r} IS NULL"),
        LevelRule(Level.EQUAL, f"{e} = {r}"),
        *exchanged,
        LevelRule(Level.CLOSE, f"damerau_levenshtein({e}, {r}) = 1"),
        LevelRule(Level.SIMILAR, f"jaro_winkler_similarity({e}, {r}) >= 0.85"),
        LevelRule(Level.DIFFERENT),
    ]


def _figures(field: str) -> list[LevelRule]:
    """Levels of a number that is a name."""
    e, r = f"e.{field}", f"r.{field}"
    return [
        LevelRule(Level.UNKNOWN, f"{e} IS NULL OR {r} IS NULL"),
        LevelRule(Level.EQUAL, f"{e} = {r}"),
        LevelRule(Level.CLOSE, f"damerau_levenshtein({e}, {r}) = 1"),
        LevelRule(Level.DIFFERENT),
    ]


FIELDS: dict[str, list[LevelRule]] = {
    "given_name": _words("given_name", "surname"),
    "surname": _words("surname", "given_name"),
    "street_number": _figures("street_number"),
    "address_1": _words("address_1", "address_2"),
    "address_2": _words("address_2", "address_1"),
    "suburb": _words("suburb"),
    "postcode": _figures("postcode"),
    "state": _words("state"),
    "date_of_birth": _figures("date_of_birth"),
    "soc_sec_id": _figures("soc_sec_id"),
}


def _sharing(*fields: str) -> Rule:
    """A rule of pairs that have these fields alike."""
    return Rule("_and_".join(fields), " AND ".join(f"e.{field} = r.{field}" for field in fields))


RULES = (
    _sharing("soc_sec_id"),
    _sharing("date_of_birth"),
    _sharing("given_name", "surname"),
    Rule("names_exchanged", "e.given_name = r.surname AND e.surname = r.given_name"),
    _sharing("surname", "postcode"),
    _sharing("given_name", "postcode"),
    _sharing("surname", "suburb"),
    _sharing("given_name", "suburb"),
    _sharing("address_1"),
    _sharing("street_number", "postcode"),
    _sharing("street_number", "suburb"),
)

"""The hand-set weights, all in one place: bits of evidence per field and level.

Each level has two weights, in hundredths of a bit (log2 of how much likelier the level is for one person than for two):
against a RANDOM other resident, and against a member of the same HOUSEHOLD. Relatives share the family card, the
address, the birth place and often part of the name, so those prove nothing between them. A pair's weight is the lower
of the two sums: it must beat both explanations. Whole hundredths keep sums exact in any order.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from elections.matching.vocabulary import (
    AreaLevel,
    DateLevel,
    KkLevel,
    MaritalLevel,
    NameLevel,
    NikLevel,
    PlaceLevel,
    RtLevel,
    SexLevel,
)


class Bits(NamedTuple):
    """Hundredths of a bit against a random resident, and against a member of the household."""

    random: int
    household: int


class NameBits(NamedTuple):
    """Weights of a name level; against a random resident a rare name counts more.

    The random weight is ``offset`` plus the bits of the name's rarity, at most ``cap`` (0: rarity is not used).
    """

    offset: int
    cap: int
    household: int


NAME: Mapping[NameLevel, NameBits] = {
    NameLevel.UNKNOWN: NameBits(0, 0, 0),
    NameLevel.DIFFERENT: NameBits(-900, 0, -900),
    NameLevel.PARTIAL: NameBits(-200, 0, -400),
    NameLevel.SIMILAR: NameBits(-500, 900, -50),
    NameLevel.CLOSE: NameBits(-450, 1500, 300),
    NameLevel.SHORTENED: NameBits(-400, 1600, 500),
    NameLevel.SOUND: NameBits(-250, 1700, 600),
    NameLevel.VARIANT: NameBits(-100, 1800, 750),
    NameLevel.EQUAL: NameBits(-20, 1800, 800),
}

FIELDS: Mapping[str, Mapping[IntEnum, Bits]] = {
    "nik": {
        NikLevel.UNKNOWN: Bits(0, 0),
        NikLevel.DIFFERENT: Bits(-400, -400),
        NikLevel.SERIAL: Bits(-500, -700),
        NikLevel.PREFIX: Bits(100, 20),
        NikLevel.NEAR: Bits(700, 600),
        NikLevel.EQUAL: Bits(2000, 1000),
    },
    "birth_date": {
        DateLevel.UNKNOWN: Bits(0, 0),
        DateLevel.DIFFERENT: Bits(-800, -800),
        DateLevel.TWO_PARTS: Bits(200, 150),
        DateLevel.PLACEHOLDER: Bits(250, 200),
        DateLevel.SWAPPED: Bits(600, 500),
        DateLevel.EQUAL_PLACEHOLDER: Bits(800, 600),
        DateLevel.EQUAL: Bits(1450, 700),
    },
    "sex": {
        SexLevel.UNKNOWN: Bits(0, 0),
        SexLevel.DIFFERENT: Bits(-600, -600),
        SexLevel.EQUAL: Bits(90, 90),
    },
    "birth_place": {
        PlaceLevel.UNKNOWN: Bits(0, 0),
        PlaceLevel.DIFFERENT: Bits(-200, -100),
        PlaceLevel.CLOSE: Bits(0, 0),
        PlaceLevel.EQUAL_COMMON: Bits(20, 0),
        PlaceLevel.EQUAL_RARE: Bits(400, 50),
    },
    "kk_number": {
        KkLevel.UNKNOWN: Bits(0, 0),
        KkLevel.DIFFERENT: Bits(-200, 0),
        KkLevel.NEAR: Bits(800, 0),
        KkLevel.EQUAL: Bits(1600, 0),
    },
    "area": {
        AreaLevel.UNKNOWN: Bits(0, 0),
        AreaLevel.OTHER: Bits(-500, -100),
        AreaLevel.REGENCY: Bits(-400, 0),
        AreaLevel.DISTRICT: Bits(0, 0),
        AreaLevel.VILLAGE: Bits(800, 0),
    },
    "rt_rw": {
        RtLevel.UNKNOWN: Bits(0, 0),
        RtLevel.DIFFERENT: Bits(-150, 0),
        RtLevel.PARTLY: Bits(50, 0),
        RtLevel.EQUAL: Bits(400, 0),
    },
    "marital_status": {
        MaritalLevel.UNKNOWN: Bits(0, 0),
        MaritalLevel.DIFFERENT: Bits(-250, -250),
        MaritalLevel.PLAUSIBLE: Bits(-50, -50),
        MaritalLevel.EQUAL: Bits(70, 70),
    },
}

CLAIMED = -300
"""When another row of the roll already took the resident by NIK: a second row of one person is rare."""

FOUND_SHARE = 0.8
"""Share of the roll's rows whose person stands in the registry once: the prior is this over the residents."""

RELATIVES_OF_ABSENT = 0.4
"""Residents per row that are relatives of a person who is not in the registry; other relatives lose on the margin."""

VERSION = "hand-1"
"""Named in every run's summary; a change of any number above needs a new name."""

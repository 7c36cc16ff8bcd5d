"""SIAK's codes that rules decide on, as plain enums; a test holds them to `registry/choices.py`."""

from enum import IntEnum


class Marital(IntEnum):
    """Status kawin."""

    SINGLE = 1
    MARRIED = 2
    DIVORCED = 3
    WIDOWED = 4


class Residency(IntEnum):
    """Status dasar."""

    ALIVE = 1
    DECEASED = 2
    MOVED = 3
    MISSING = 4
    GONE_ABROAD = 6
    INVALID = 9


class Relation(IntEnum):
    """SHDK: how a member of a household stands to its head."""

    HEAD = 1
    HUSBAND = 2
    WIFE = 3
    CHILD = 4
    CHILD_IN_LAW = 5
    GRANDCHILD = 6
    PARENT = 7
    PARENT_IN_LAW = 8
    OTHER_RELATIVE = 9
    DOMESTIC_WORKER = 10
    OTHER = 11

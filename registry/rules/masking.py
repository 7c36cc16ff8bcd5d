"""How a NIK, KK number or name is shown to whom: masked unless a purpose was given by someone who may unmask.

This decides what is shown. Writing down that it was shown is the caller's duty, before the answer leaves
(UU 27/2022 art. 31-32).
"""

from dataclasses import dataclass
from enum import StrEnum

MASK = "*"


class Audience(StrEnum):
    """Who looks. The first six are the officers' roles; then the person concerned, and everybody else."""

    CLERK = "clerk"
    FRONT_DESK = "front_desk"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    RESIDENT = "resident"
    PUBLIC = "public"


# Those whose work needs whole numbers at times. An auditor checks who looked, not whom they looked at, and an
# administrator keeps accounts; residents read their own number from their own card.
MAY_UNMASK = frozenset({Audience.CLERK, Audience.REVIEWER, Audience.SUPERVISOR})

SEES_NAMES = frozenset({Audience.CLERK, Audience.FRONT_DESK, Audience.REVIEWER, Audience.SUPERVISOR, Audience.RESIDENT})


@dataclass(frozen=True, slots=True)
class View:
    """How the three identifying values of a person are shown to one audience."""

    nik: str
    kk_number: str
    name: str


def mask_number(number: str) -> str:
    """A NIK or KK number as six digits, six stars, four digits; anything not sixteen long as stars only.

    A damaged number is hidden whole: fifteen right digits are nearly a person.
    """
    if len(number) != 16:
        return MASK * len(number)
    return number[:6] + MASK * 6 + number[12:]


def mask_all_but_area(number: str) -> str:
    """A NIK as its six digits of area and ten stars, for paper that may be lost; anything not sixteen long as stars.

    The last digits stay away where they are asked for as a proof elsewhere.
    """
    return MASK * len(number) if len(number) != 16 else number[:6] + MASK * 10


def mask_name(name: str) -> str:
    """The first letter of each word and a star for every other: SITI AMINAH is S*** A*****.

    A word of one letter becomes a star, or the whole name of a person with a one-letter name would show.
    """
    return " ".join(_mask_word(word) for word in name.split())


def may_unmask(audience: Audience, *, purpose: str) -> bool:
    """Whether whole numbers may be shown: the role allows it and a purpose was written down."""
    return audience in MAY_UNMASK and bool(purpose.strip())


def shown_to(audience: Audience, *, nik: str, kk_number: str, name: str, purpose: str = "") -> View:
    """The three values as `audience` may see them; only a purpose opens the numbers."""
    shown_name = name if audience in SEES_NAMES else mask_name(name)
    if may_unmask(audience, purpose=purpose):
        return View(nik=nik, kk_number=kk_number, name=shown_name)
    return View(nik=mask_number(nik), kk_number=mask_number(kk_number), name=shown_name)


def _mask_word(word: str) -> str:
    return word[0] + MASK * (len(word) - 1) if len(word) > 1 else MASK

"""What happened to a resident, in words: civil events, and the values that a file replaced."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from registry.choices import CardStatus, MaritalStatus, RelationToHead, ResidencyStatus, Sex
from registry.models import CivilEvent, Household, IntakeChange, Resident
from registry.rules.dates import UnreadableDate, parse_date

_CHOICES: Final[dict[str, Any]] = {
    "relation_to_head": RelationToHead,
    "sex": Sex,
    "marital_status": MaritalStatus,
    "residency_status": ResidencyStatus,
    "card_state": CardStatus,
}
_OF_RESIDENTS: Final = frozenset(field.name for field in Resident._meta.get_fields())
_TITLES: Final = {"household_id": "keluarga", "region_id": "desa/kelurahan", "card_state": "status KTP-el"}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What a file replaced: title and former value of each column."""

    change: IntakeChange
    former: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EventLine:
    """A civil event; `is_reversed` when a later one has taken it back, `is_of_another` when it is about somebody else.

    A spouse's death or a move of the household changes everybody in it.
    """

    event: CivilEvent
    is_reversed: bool
    is_of_another: bool


def change_in_words(change: IntakeChange) -> ChangeLine:
    """Return a change with the titles and words of the screen instead of columns and codes."""
    return ChangeLine(change, [(title_of(column), value_of(column, value)) for column, value in change.before.items()])


def events_in_words(events: Iterable[CivilEvent], *, of: Resident) -> list[EventLine]:
    """Return civil events, saying of each whether it still stands."""
    return [EventLine(event, hasattr(event, "reversed_by"), event.resident_id != of.pk) for event in events]


def title_of(column: str) -> str:
    """Return what a column is called on screen."""
    if column in _TITLES:
        return _TITLES[column]
    model = Resident if column in _OF_RESIDENTS else Household
    return str(getattr(model._meta.get_field(column), "verbose_name", column))


def value_of(column: str, value: object) -> str:
    """Return a stored value in words."""
    if value in (None, ""):
        return "kosong"
    if column in _CHOICES:
        return str(_CHOICES[column](value).label)
    if column == "birth_date":
        return _day(str(value))
    return str(value)


def _day(written: str) -> str:
    try:
        day: datetime.date = parse_date(written)
    except UnreadableDate:
        return written
    return f"{day:%d-%m-%Y}"

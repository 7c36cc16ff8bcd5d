"""People and households as values, and the plan of an event: what would change, what follows, what forbids it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from registry.rules.siak_codes import Relation, Residency

#: Stands for the row that the event itself will make.
NEW: Final = 0

Value = str | int | None

FUTURE: Final = "Tanggal peristiwa belum tiba."
PRESENT: Final = frozenset({Residency.ALIVE, Residency.MISSING, Residency.GONE_ABROAD})


class Subject(StrEnum):
    """Whose row a change is of."""

    RESIDENT = "resident"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Person:
    """A resident's values by the names of their columns; no number among them."""

    id: int
    household_id: int
    relation_to_head: int
    name: str
    birth_place: str
    birth_date: date
    sex: str
    marital_status: int
    occupation_code: int | None
    residency_status: int
    region_id: str

    @property
    def is_counted(self) -> bool:
        """Whether the registry counts her among the living of her household."""
        return self.residency_status in PRESENT


@dataclass(frozen=True, slots=True)
class Home:
    """A household's values and everybody on its card, the dead and the moved included."""

    id: int
    region_id: str
    address: str
    rt: str
    rw: str
    members: tuple[Person, ...] = ()

    @property
    def living(self) -> tuple[Person, ...]:
        """The members whom the registry counts."""
        return tuple(member for member in self.members if member.is_counted)

    @property
    def has_head(self) -> bool:
        """Whether a living member is its head."""
        return any(member.relation_to_head == Relation.HEAD for member in self.living)


@dataclass(frozen=True, slots=True)
class Change:
    """One row that an event changes: the columns that differ, before and after, as plain values.

    Attributes:
        id: the row's, or NEW.
        name: who it is, for the page that shows the plan; never stored.
    """

    subject: Subject
    id: int
    name: str
    before: Mapping[str, Value]
    after: Mapping[str, Value]

    @property
    def is_new(self) -> bool:
        """Whether the event makes the row."""
        return self.id == NEW


@dataclass(frozen=True, slots=True)
class Plan:
    """What an event would do, to be shown before it is confirmed; with a refusal nothing is done."""

    changes: tuple[Change, ...] = ()
    consequences: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()

    def digest(self) -> str:
        """SHA-256 of everything the officer confirms: if any of it is different now, she has to look again."""
        told = json.dumps([[asdict(change) for change in self.changes], self.consequences], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(slots=True)
class Draft:
    """A plan in the making."""

    changes: list[Change] = field(default_factory=list)
    consequences: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def refuse_if(self, forbidden: bool, sentence: str) -> None:
        """Add a refusal where it applies."""
        if forbidden:
            self.refusals.append(sentence)

    def add(self, person: Person, /, **after: Value) -> None:
        """Add what changes of a resident; columns that stay as they are do not count."""
        self._add(Subject.RESIDENT, person, person.id, person.name, after)

    def add_home(self, home: Home, name: str, /, **after: Value) -> None:
        """Add what changes of a household."""
        self._add(Subject.HOUSEHOLD, home, home.id, name, after)

    def make(self, subject: Subject, name: str, /, **after: Value) -> None:
        """Add a row that the event makes."""
        self.changes.append(Change(subject, NEW, name, {}, after))

    def done(self) -> Plan:
        """Return the plan; a refused one changes nothing."""
        changes = () if self.refusals else tuple(self.changes)
        return Plan(changes, tuple(self.consequences), tuple(self.refusals))

    def _add(self, subject: Subject, row: Person | Home, row_id: int, name: str, after: dict[str, Value]) -> None:
        before = {column: plain(getattr(row, column)) for column in after}
        differing = [column for column in after if before[column] != after[column]]
        if differing:
            self.changes.append(
                Change(
                    subject,
                    row_id,
                    name,
                    {column: before[column] for column in differing},
                    {column: after[column] for column in differing},
                )
            )


def plain(value: date | str | int | None) -> Value:
    """A column's value as JSON holds it: a day as yyyy-mm-dd, everything else as it is."""
    return value.isoformat() if isinstance(value, date) else value


def spoken_day(day: date) -> str:
    """A day as it is written on the desks: 26-11-2026."""
    return f"{day:%d-%m-%Y}"


def head_leaves(home: Home, leaving: Iterable[Person]) -> str | None:
    """The sentence to say when a household would be left without a head, or None."""
    gone = {person.id for person in leaving}
    staying = [member for member in home.living if member.id not in gone]
    was_led = any(member.id in gone and member.relation_to_head == Relation.HEAD for member in home.living)
    if not was_led:
        return None
    if not staying:
        return "Kartu keluarga tidak lagi punya anggota."
    return "Kartu keluarga tidak punya kepala lagi: pilih kepala keluarga baru."

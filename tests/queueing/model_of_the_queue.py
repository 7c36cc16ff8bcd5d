"""What the queue should do, in plain Python: seats are counted, states are words, and nobody is in a hurry."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

HOLD: Final = datetime.timedelta(minutes=10)
#: How long a seat that was given up rests; the tests set the queue to the same.
REST: Final = datetime.timedelta(minutes=10)
SEATED: Final = ("held", "confirmed", "checked_in", "served")
EXPECTED: Final = ("confirmed", "checked_in")


@dataclass
class Form:
    """One party as it should be: its people by their ordinal, each a state and a NIK."""

    key: uuid.UUID
    slot: int
    states: dict[int, str]
    held_until: datetime.datetime
    state: str = "held"
    niks: dict[int, str] = field(default_factory=dict)
    changes: int = 0

    def those(self, *states: str) -> list[int]:
        """Return the ordinals of the people in one of these states."""
        return [ordinal for ordinal, state in self.states.items() if state in states]

    def become(self, ordinals: Iterable[int], state: str) -> None:
        """Put these people into a state."""
        self.states.update(dict.fromkeys(ordinals, state))


@dataclass
class Model:
    """All parties, how many seats each slot has, and when those that were given up open again."""

    now: datetime.datetime
    seats: dict[int, int]
    forms: list[Form] = field(default_factory=list)
    shut: dict[int, list[datetime.datetime]] = field(default_factory=dict)

    def room(self, slot: int) -> int:
        """Return how many seats could be claimed now."""
        taken = sum(len(form.those(*SEATED)) for form in self.forms if form.slot == slot)
        return self.seats[slot] - taken - sum(moment > self.now for moment in self.shut.get(slot, []))

    def takes(self, slot: int, persons: int) -> bool:
        """Return whether so many find room, once lapsed holds are given back where there is too little."""
        if self.room(slot) < persons:
            self.expire(slot)
        return self.room(slot) >= persons

    def give_up(self, slot: int, seats: int) -> None:
        """Let so many seats of a slot rest."""
        self.shut.setdefault(slot, []).extend([self.now + REST] * seats)

    def expire(self, slot: int | None = None) -> None:
        """Give back what has run out, everywhere or in one slot."""
        for form in self.forms:
            if form.state == "held" and form.held_until <= self.now and slot in (None, form.slot):
                form.state = "expired"
                form.become(form.those("held"), "expired")

    def is_booked(self, niks: Iterable[str], beside: Form) -> bool:
        """Return whether somebody with one of these NIK is expected elsewhere."""
        wanted = set(niks)
        return any(
            form.niks.get(ordinal) in wanted
            for form in self.forms
            if form is not beside
            for ordinal in form.those(*EXPECTED)
        )

    def leave(self, form: Form, ordinals: Iterable[int]) -> None:
        """Cancel these people; a form without anybody is over."""
        leaving = [ordinal for ordinal in form.those("held", "confirmed") if ordinal in set(ordinals)]
        self.give_up(form.slot, len(leaving))
        form.become(leaving, "cancelled")
        if set(form.states.values()) == {"cancelled"}:
            form.state = "cancelled"

"""What a cut takes out of a slot: which seats nobody is given any more, and who has to be asked to come another time.

Free seats go first, then forms that nobody has finished, and only then people who have their place
(`queueing/rules/surplus.py`). Whoever exceeds nothing is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from queueing.rules.offers import TOO_LATE
from queueing.rules.seating import Lane
from queueing.rules.surplus import Booked, surplus

ANSWER_WITHIN: Final = timedelta(hours=24)
"""How long a proposed place is kept (assumption: a day and a night, as the offices answer letters; check)."""

#: Free seats of these lanes go in this order: whoever uses the priority lane loses last.
_FREE_ORDER: Final = {Lane.GENERAL: 0, Lane.WALK_IN: 1, Lane.PRIORITY: 2}


@dataclass(frozen=True, slots=True)
class SeatNow:
    """One seat as a cut finds it.

    `booked` is who has her place on it, `unfinished` who holds it with a form that is not confirmed; `is_taken` also
    holds for people in the hall, whom nobody moves.
    """

    id: int
    number: int
    lane: str
    withheld: str = ""
    is_offered: bool = False
    is_taken: bool = False
    booked: Booked | None = None
    unfinished: Booked | None = None


@dataclass(slots=True)
class SlotCut:
    """What is taken out of one slot: seats by id, the parties whose forms end, and the bookings that exceed."""

    slot: int
    seats: list[int] = field(default_factory=list)
    unfinished: list[object] = field(default_factory=list)
    surplus: list[int] = field(default_factory=list)


def seats_lost(seats: Sequence[SeatNow], *, devices: int | None, per_device: int) -> int:
    """Count the open seats that a slot loses with so many devices, or with all of them (None).

    A health protocol goes on keeping its share: of what the devices that stay could do, as much is open as before.
    """
    standing = [seat for seat in seats if seat.withheld != "cut"]
    open_seats = [seat for seat in standing if not seat.withheld]
    if devices is None or not standing:
        return len(open_seats)
    left = max(len(standing) - devices * per_device, 0)
    return len(open_seats) - len(open_seats) * left // len(standing)


def cut_of(slot: int, seats: Sequence[SeatNow], lost: int) -> SlotCut:
    """Choose what goes, so many seats in all: free ones, then offered ones, unfinished forms, and people last."""
    cut = SlotCut(slot)
    standing = [seat for seat in seats if not seat.withheld]
    free = sorted((seat for seat in standing if not seat.is_taken), key=_free_first)
    cut.seats = [seat.id for seat in free[:lost]]
    _end_forms(cut, standing, lost)
    exceeding = lost - len(cut.seats)
    booked = {seat.booked.id: seat for seat in standing if seat.booked}
    if exceeding > 0:
        people = [seat.booked for seat in booked.values() if seat.booked]
        cut.surplus = surplus(people, {slot: len(people) - exceeding})
        cut.seats += [booked[person].id for person in cut.surplus][:exceeding]
    return cut


def answer_by(at: datetime, *, was: datetime, proposed: datetime | None) -> datetime:
    """Until when somebody is waited for: a day, but no longer than until shortly before either of her two slots."""
    slots = [slot - TOO_LATE for slot in (was, proposed) if slot]
    return max(min([at + ANSWER_WITHIN, *slots]), at)


def _free_first(seat: SeatNow) -> tuple[bool, int, int]:
    return seat.is_offered, _FREE_ORDER[Lane(seat.lane)], -seat.number


def _end_forms(cut: SlotCut, standing: Iterable[SeatNow], lost: int) -> None:
    """End forms that hold places, the latest first and each with all its seats, as far as free seats do not do."""
    forms: dict[object, list[SeatNow]] = {}
    holding = [seat for seat in standing if seat.unfinished]
    for seat in sorted(holding, key=lambda seat: (seat.unfinished.booked_at, seat.unfinished.id), reverse=True):  # type: ignore[union-attr]
        forms.setdefault(seat.unfinished.party, []).append(seat)  # type: ignore[union-attr]
    for party, seats in forms.items():
        if len(cut.seats) >= lost:
            return
        cut.unfinished.append(party)
        cut.seats += [seat.id for seat in seats][: lost - len(cut.seats)]

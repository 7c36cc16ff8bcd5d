"""Which of those who wait is offered the seats of one slot that were given up, and which seats a larger party gathers.

Parties are served in the order in which they came. One that needs more seats than there are would never be served if
every single seat went to the next person at once; one that kept seats as long as it likes would keep everybody else
waiting. So the first such party keeps them for a while, and no longer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

GATHERED_MOST: Final = timedelta(hours=2)
"""How long a seat is kept for a party that needs more; at most a quarter of what is left until its slot."""


@dataclass(frozen=True, slots=True)
class FreedSeat:
    """A seat that somebody gave up; `is_shut` while the public may not claim it yet."""

    id: int
    freed_at: datetime
    is_shut: bool


@dataclass(frozen=True, slots=True)
class InLine:
    """A party that waits for this day and lane, and how many seats it needs."""

    id: UUID
    persons: int


@dataclass(frozen=True, slots=True)
class Passing:
    """Who is offered which seats; and which are kept, each until when, for a party that needs more."""

    offers: dict[UUID, tuple[int, ...]]
    kept: dict[int, datetime]
    gathers: UUID | None


def pass_on(
    seats: Iterable[FreedSeat],
    line: Sequence[InLine],
    *,
    slot_starts_at: datetime,
    now: datetime,
    gathering_elsewhere: frozenset[UUID] = frozenset(),
) -> Passing:
    """Offer the seats of one slot and lane to the line.

    1. In the order of the line each party gets its seats, those that were given up first, if enough are left.
    2. The first that needs more than are left, and has at least half of them, gathers: the seats that are still shut
       are kept for it until `kept_until`. Those behind choose from the others.
    3. A party that gathers in an earlier slot (`gathering_elsewhere`) does not keep seats in this one.
    """
    left = sorted(seats, key=lambda seat: (seat.freed_at, seat.id))
    offers: dict[UUID, tuple[int, ...]] = {}
    kept: dict[int, datetime] = {}
    gathers: UUID | None = None
    for party in line:
        if not left:
            break
        if party.persons <= len(left):
            offers[party.id] = tuple(seat.id for seat in left[: party.persons])
            left = left[party.persons :]
        elif gathers is None and party.id not in gathering_elsewhere and 2 * len(left) >= party.persons:
            ends = {seat.id: kept_until(seat.freed_at, slot_starts_at) for seat in left if seat.is_shut}
            kept = {seat: end for seat, end in ends.items() if end > now}
            gathers = party.id if kept else None
            left = [seat for seat in left if seat.id not in kept]
    return Passing(offers, kept, gathers)


def kept_until(freed_at: datetime, slot_starts_at: datetime) -> datetime:
    """Until when a seat is kept for a party that needs more; then it passes to the next that it is enough for."""
    return freed_at + min(GATHERED_MOST, (slot_starts_at - freed_at) / 4)

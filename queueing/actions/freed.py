"""What becomes of a seat that was given up: whoever waits first, then the public after a while nobody can guess.

Whoever gives a seat up holds her own party's row and only marks the seat: it is shut and says when it was given up.
`offers.pass_on` offers it in a transaction of its own, so that nobody who holds one party waits for another.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Sequence

from queueing import locks
from queueing.choices import Lane
from queueing.models import RecordingSlot, Seat
from queueing.queries import waiting
from queueing.rules.offers import TOO_LATE
from queueing.rules.releasing import freed_seat_delay


def give_back(seats: Sequence[int], *, at: datetime.datetime) -> None:
    """Free these seats inside the open transaction; the caller has locked the party that had them.

    The seats of one slot stay together. So shortly before a slot nobody could be asked any more: then they are for
    those who stand at the desk.
    """
    for slot, ids in _by_slot(locks.lock_seats(seats)).items():
        starts_at = RecordingSlot.objects.values_list("starts_at", flat=True).get(pk=slot)
        if starts_at - at < TOO_LATE:
            locks.free(ids, freed_at=at, opens_at=at, lane=Lane.WALK_IN)
        else:
            locks.free(ids, freed_at=at, opens_at=at + some_time())


def let_go(seats: Sequence[int], *, at: datetime.datetime) -> None:
    """Free seats of a form that was not finished: for whoever waits, or for everybody at once where nobody does."""
    locked = [seat.pk for seat in locks.lock_seats(seats)]
    wanted = waiting.wanted(locked)
    give_back(wanted, at=at)
    locks.free([seat for seat in locked if seat not in wanted], freed_at=at)


def some_time() -> datetime.timedelta:
    """Return how long a seat rests this time."""
    return freed_seat_delay(random.random())  # noqa: S311 - spreads the moments, keeps no secret


def seats_of(bookings: Sequence[int]) -> list[int]:
    """Return the seats that these bookings sit on."""
    return list(Seat.objects.filter(taken_by__in=bookings).values_list("pk", flat=True))


def _by_slot(seats: Iterable[Seat]) -> dict[int, list[int]]:
    slots: dict[int, list[int]] = {}
    for seat in seats:
        slots.setdefault(seat.slot_id, []).append(seat.pk)
    return slots

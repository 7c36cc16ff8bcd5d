"""What becomes of a seat that was given up: whoever waits first, then the public after a while nobody can guess."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence

from queueing import locks
from queueing.models import Seat
from queueing.rules.releasing import freed_seat_delay


def give_back(seats: Sequence[int], *, at: datetime.datetime) -> None:
    """Free these seats inside the open transaction; the caller has locked their party."""
    locked = locks.lock_seats(seats)
    opens_at = at + freed_seat_delay(random.random())  # noqa: S311 - spreads the moments, keeps no secret
    locks.free([seat.pk for seat in locked], opens_at=opens_at)


def seats_of(bookings: Sequence[int]) -> list[int]:
    """Return the seats that these bookings sit on."""
    return list(Seat.objects.filter(taken_by__in=bookings).values_list("pk", flat=True))

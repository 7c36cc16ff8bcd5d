"""How those whose recording failed can be told so: by the contact with which they booked before.

The registry has no contacts. Bookings and notices are asked for inside the scope in force: an officer of a district
reaches nobody who booked at an office of another area, and prints a letter instead.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from queueing.choices import BookingState, NoticeKind
from queueing.models import Booking, Notice
from queueing.models.booking import EXPECTED

#: Whoever was here, or has a place, has proven that she can be reached so.
_BOOKED = (*EXPECTED, BookingState.SERVED)


@dataclass(frozen=True, slots=True)
class Reach:
    """How one resident can be told.

    `booking` is the newest whose party has a proven contact, None where there is none; `last` is the newest
    invitation to be recorded again, while it is kept; `has_place` says that she is expected already.
    """

    booking: Booking | None = None
    last: Notice | None = None
    has_place: bool = False

    def told_since(self, moment: datetime.datetime) -> bool:
        """Whether she was invited after that moment."""
        return self.last is not None and self.last.created_at > moment


def reach(indexes: Mapping[int, uuid.UUID], *, at: datetime.datetime) -> dict[int, Reach]:
    """Return how each of these residents, by the keyed index of her NIK, can be reached at a moment; two queries."""
    found = Booking.objects.filter(nik_index__in=indexes.values(), state__in=_BOOKED)
    hers: defaultdict[uuid.UUID, list[Booking]] = defaultdict(list)
    for booking in found.select_related("party", "slot").order_by("-confirmed_at", "-pk"):
        assert booking.nik_index is not None
        hers[booking.nik_index].append(booking)
    told = _told(booking.party_id for bookings in hers.values() for booking in bookings)
    return {resident: _reach(hers[index], told, at) for resident, index in indexes.items()}


def booking_of(notice: Notice) -> int:
    """Return for whose booking an invitation was written: a party of six has one contact for all of them."""
    return int(notice.once_key.split(":")[1])


def _told(parties: Iterable[uuid.UUID]) -> dict[int, Notice]:
    notices = Notice.objects.filter(party_id__in=set(parties), kind=NoticeKind.RECORD_AGAIN)
    return {booking_of(notice): notice for notice in notices.order_by("created_at", "pk")}


def _reach(bookings: Sequence[Booking], told: Mapping[int, Notice], at: datetime.datetime) -> Reach:
    last = max((told[one.pk] for one in bookings if one.pk in told), key=lambda one: one.created_at, default=None)
    has_place = any(one.state in EXPECTED and one.slot is not None and one.slot.ends_at > at for one in bookings)
    return Reach(next(filter(_can_be_told, bookings), None), last, has_place)


def _can_be_told(booking: Booking) -> bool:
    party = booking.party
    return booking.agrees and bool(party.channel) and party.contact_proved_at is not None

"""Who waited in vain during an outage takes priority places of another day here, once, without a new form."""

from __future__ import annotations

import datetime
import uuid
from zoneinfo import ZoneInfo

from django.db import IntegrityError

from queueing import locks
from queueing.actions import book, bookings, proposals, telling
from queueing.actions.holds import OfficeClosed, SlotFull, SlotPast
from queueing.choices import BookingState, Lane, PartyState, Priority, ProposalState, QueueEventKind, TicketState
from queueing.models import Booking, Party, PriorityToken, RecordingSlot, Ticket

#: Who was not served on the day of the outage: expected, in the hall, or written down as absent that evening.
WAITED = (BookingState.CONFIRMED, BookingState.CHECKED_IN, BookingState.NO_SHOW)


class NoPriority(Exception):
    """There is no token of the party, it was used, or its days are over."""

    def __init__(self) -> None:
        super().__init__("Hak prioritas ini sudah dipakai atau sudah lewat waktunya.")


def token_of(party: uuid.UUID, *, on: datetime.date) -> PriorityToken | None:
    """Return the party's token that is still good on a day."""
    good = PriorityToken.unscoped.filter(party=party, used_at=None, good_until__gte=on)
    return good.select_related("outage").order_by("good_until").first()


def take(*, party: uuid.UUID, slot: RecordingSlot, at: datetime.datetime) -> Party:
    """Move all of the party who were not served to priority seats of another time; the token is used up by it.

    None of its two changes. Two clicks at once: the second waits for the party's row and finds the token used. A
    number that somebody was given in the hall is cancelled, and none is given twice.

    Raises:
        NoPriority: see the class.
        SlotFull: ...
        SlotPast: ...
        OfficeClosed: ...
        bookings.NotExpected: everybody was served.
        bookings.AlreadyBooked: somebody of the party, written down as absent, has booked anew.
        locks.Crowded: ...
    """
    if slot.starts_at <= at:
        raise SlotPast
    if not slot.office.is_open:
        raise OfficeClosed
    try:
        return _take(party, slot, at)
    except IntegrityError as error:
        bookings.raise_unless_clash(error)
        raise bookings.AlreadyBooked from error


def _take(party: uuid.UUID, slot: RecordingSlot, at: datetime.datetime) -> Party:
    with locks.patient():
        found = locks.lock_party(party)
        today = at.astimezone(ZoneInfo(slot.office.time_zone)).date()
        token, before = token_of(party, on=today), found.slot
        if token is None or slot.day > token.good_until or slot.office_id != found.office_id:
            raise NoPriority
        people = list(Booking.unscoped.filter(party=found, state__in=WAITED).order_by("ordinal"))
        if found.state != PartyState.CONFIRMED or before is None or not people:
            raise bookings.NotExpected
        if Booking.unscoped.filter(party=found, state=BookingState.SERVED).exists():
            raise bookings.NotExpected
        seats = locks.claim(slot.pk, lane=Lane.PRIORITY, persons=len(people), at=at)
        if not seats:
            raise SlotFull
        ids = [person.pk for person in people]
        _leave_the_hall(ids, at)
        bookings.sit(people, seats, slot, at=at)
        Booking.unscoped.filter(pk__in=ids).update(
            state=BookingState.CONFIRMED, priority=Priority.OUTAGE, ended_at=None
        )
        proposals.settle(party=party, state=ProposalState.CHOSEN, at=at)
        PriorityToken.unscoped.filter(pk=token.pk).update(used_at=at)
        Party.unscoped.filter(pk=party).update(slot=slot, lane=Lane.PRIORITY)
        book.note(
            kind=QueueEventKind.MOVED, party=party, at=at, bookings=ids, slot=slot.pk, detail="priority after outage"
        )
        return telling.changed(party=party, before=before, at=at)


def _leave_the_hall(bookings: list[int], at: datetime.datetime) -> None:
    """Cancel their numbers; each keeps its place in the sequence and names nobody any more."""
    Ticket.unscoped.filter(booking__in=bookings).update(state=TicketState.CANCELLED, finished_at=at, booking=None)

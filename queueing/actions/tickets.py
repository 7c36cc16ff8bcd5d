"""Numbers in the hall are drawn, called and ended here."""

from __future__ import annotations

import datetime
from typing import Final

from django.db import IntegrityError

from queueing import locks
from queueing.actions import book
from queueing.choices import BookingState, Lane, QueueEventKind, TicketState
from queueing.models import Booking, Counter, Office, Ticket
from queueing.rules.transitions import TICKET, allowed_from
from registry.models.officer import Officer

RECORDING: Final = "A"


class NotCheckedIn(Exception):
    """The booking is not expected any more, so no number is given on it."""

    def __init__(self) -> None:
        super().__init__("Pesanan ini sudah tidak berlaku.")


class AlreadyMoved(Exception):
    """Somebody else has called, served or ended the ticket meanwhile."""

    def __init__(self) -> None:
        super().__init__("Nomor ini sudah ditangani loket lain.")


def check_in(*, booking: int, day: datetime.date, by: Officer, at: datetime.datetime) -> Ticket:
    """Give the person of a confirmed booking a number; a repeat gives the same one.

    The sequence's row is locked until the number is written, so that there is neither gap nor twin
    (`tests/races/test_ticket_numbers.py`).

    Raises:
        NotCheckedIn: see the class.
    """
    try:
        with locks.patient():
            found = Booking.unscoped.select_related("party__office").get(pk=booking)
            locks.lock_party(found.party_id)
            moved = Booking.unscoped.filter(pk=booking, state=BookingState.CONFIRMED).update(
                state=BookingState.CHECKED_IN
            )
            if not moved:
                return _given_before(booking)
            return _draw(found.party.office, day, lane=found.party.lane, booking=found, by=by, at=at)
    except IntegrityError:
        return _given_before(booking)


def call_next(*, counter: Counter, day: datetime.date, by: Officer, at: datetime.datetime) -> Ticket | None:
    """Call the one who waits longest, priority first; None when nobody waits.

    Two counters never call one ticket: the row is claimed with SKIP LOCKED (`tests/races/test_ticket_numbers.py`).
    """
    with locks.patient():
        waiting = Ticket.unscoped.select_for_update(skip_locked=True, no_key=True).filter(
            office=counter.office_id, day=day, state=TicketState.WAITING
        )
        ticket = waiting.filter(lane=Lane.PRIORITY).order_by("ready_at", "pk").first()
        ticket = ticket or waiting.order_by("ready_at", "pk").first()
        if ticket is None:
            return None
        ticket.state, ticket.counter, ticket.called_at = TicketState.CALLED, counter, at
        ticket.save(update_fields=["state", "counter", "called_at"])
        book.note(kind=QueueEventKind.CALLED, party=None, ticket=ticket.pk, at=at, by=by)
        return ticket


def finish(*, ticket: int, by: Officer, at: datetime.datetime) -> None:
    """End a called ticket as served, and its booking with it.

    Raises:
        AlreadyMoved: see the class.
    """
    with locks.patient():
        ended = Ticket.unscoped.filter(pk=ticket, state__in=allowed_from(TICKET, TicketState.SERVED)).update(
            state=TicketState.SERVED, finished_at=at
        )
        if not ended:
            raise AlreadyMoved
        Booking.unscoped.filter(ticket=ticket).update(state=BookingState.SERVED, ended_at=at)
        book.note(kind=QueueEventKind.FINISHED, party=None, ticket=ticket, at=at, by=by)


def _draw(
    office: Office, day: datetime.date, *, lane: str, booking: Booking, by: Officer, at: datetime.datetime
) -> Ticket:
    number = locks.draw_number(office=office.pk, day=day, letter=RECORDING)
    ticket = Ticket.unscoped.create(
        office=office,
        area=office.region_id,
        day=day,
        letter=RECORDING,
        number=number,
        booking=booking,
        lane=lane,
        ready_at=at,
    )
    book.note(
        kind=QueueEventKind.CHECKED_IN, party=booking.party_id, bookings=[booking.pk], ticket=ticket.pk, at=at, by=by
    )
    return ticket


def _given_before(booking: int) -> Ticket:
    ticket = Ticket.unscoped.filter(booking=booking).first()
    if ticket is None:
        raise NotCheckedIn
    return ticket

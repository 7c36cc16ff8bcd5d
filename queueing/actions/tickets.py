"""Numbers of the hall are drawn here, at check-in."""

from __future__ import annotations

import datetime

from django.db import IntegrityError

from queueing import locks
from queueing.actions import book
from queueing.choices import BookingState, QueueEventKind, Service
from queueing.models import Booking, Office, Ticket
from registry.models.officer import Officer


class NotCheckedIn(Exception):
    """The booking is not expected any more, so no number is given on it."""

    def __init__(self) -> None:
        super().__init__("Pesanan ini sudah tidak berlaku.")


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


def _draw(
    office: Office, day: datetime.date, *, lane: str, booking: Booking, by: Officer, at: datetime.datetime
) -> Ticket:
    number = locks.draw_number(office=office.pk, day=day, letter=Service.RECORDING)
    ticket = Ticket.unscoped.create(
        office=office,
        area=office.region_id,
        day=day,
        letter=Service.RECORDING,
        number=number,
        booking=booking,
        name=booking.name,
        nik_index=booking.nik_index,
        lane=lane,
        arrived_at=at,
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

"""Numbers of the hall are called to a counter and ended here."""

from __future__ import annotations

import datetime
from typing import Final

from queueing import locks
from queueing.actions import book
from queueing.choices import BookingState, Lane, QueueEventKind, TicketState
from queueing.models import Booking, Call, Counter, Ticket
from queueing.rules.transitions import TICKET, allowed_from
from registry.models.officer import Officer

#: The letter under which the calls of an office's day are counted.
CALLS: Final = "#"


class AlreadyMoved(Exception):
    """Somebody else has called, served or ended the ticket meanwhile."""

    def __init__(self) -> None:
        super().__init__("Nomor ini sudah ditangani loket lain.")


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
        _call(ticket, counter, by, at)
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


def _call(ticket: Ticket, counter: Counter, by: Officer, at: datetime.datetime, *, is_repeat: bool = False) -> Call:
    """Write the call that board and phones are told of; its ordinal is drawn under a lock, without gap or twin."""
    ordinal = locks.draw_number(office=ticket.office_id, day=ticket.day, letter=CALLS)
    return Call.objects.create(
        office_id=ticket.office_id,
        day=ticket.day,
        ordinal=ordinal,
        ticket=ticket,
        counter=counter,
        at=at,
        by=by,
        is_repeat=is_repeat,
    )

"""Numbers of the hall are called to a counter, called again, missed, passed on and ended here.

Every verb locks the counter first (`queueing/actions/at_counter.py`): a key pressed twice is one step and a refusal.
How a step is taken back stands in `queueing/actions/undoing.py`.
"""

from __future__ import annotations

import datetime
import re
from typing import Final

from queueing import hall_locks, locks
from queueing.actions import at_counter, book
from queueing.actions.at_counter import AlreadyMoved, StillServing
from queueing.choices import BookingState, QueueEventKind, Service, TicketState
from queueing.models import Booking, Call, Counter, CounterShift, Ticket
from queueing.queries.next_up import CALLS, callable_at, calls_so_far, next_up
from queueing.rules.transitions import TICKET, allowed_from
from registry.models.officer import Officer

#: Whoever was not there is called again after so many calls of the office.
RETURNS_AFTER: Final = 5
#: A number is said again at most this often.
REPEAT_EVERY: Final = datetime.timedelta(seconds=5)
#: The detail of an event that passed a ticket on: its service and the counter it waited for, as they were before. The
#: front desk, which may move a number to another lane, says something else there.
PASSED_ON: Final = re.compile(r"[A-Z]:\d*")
#: How often a claim is tried again while others claim the same tickets.
_TRIES: Final = 3


class CounterClosed(Exception):
    """The counter is closed or has a break: it calls nobody."""

    def __init__(self) -> None:
        super().__init__("Loket ini sedang tutup atau istirahat. Buka atau lanjutkan dahulu.")


class TooSoon(Exception):
    """The number was said a moment ago."""

    def __init__(self) -> None:
        super().__init__("Nomor ini baru saja dipanggil. Tunggu beberapa detik.")


class NowhereToGo(Exception):
    """The counter or the service to which a ticket should be passed cannot take it."""

    def __init__(self) -> None:
        super().__init__("Loket atau layanan tujuan tidak dapat menerima nomor ini. Pilih yang lain.")


def call_next(*, counter: Counter, day: datetime.date, by: Officer, at: datetime.datetime) -> Ticket | None:
    """Call whoever is next at this counter (`queueing/queries/next_up.py`); None when nobody waits for it.

    Two counters never call one ticket: the row is claimed with SKIP LOCKED (`tests/races/test_ticket_numbers.py`).

    Raises:
        StillServing: see the class; so do the others.
        CounterClosed: ...
        at_counter.TakenOver: ...
    """
    with locks.patient():
        seat = at_counter.lock(counter.pk, by=by)
        if not seat.is_open:
            raise CounterClosed
        held = at_counter.in_hand(seat)
        if held is not None:
            raise StillServing(held)
        ticket = _claim(seat, day, at)
        if ticket is None:
            return None
        ticket.state, ticket.counter, ticket.called_at = TicketState.CALLED, seat, at
        ticket.save(update_fields=["state", "counter", "called_at"])
        _call(ticket, seat, by, at)
        book.note(kind=QueueEventKind.CALLED, party=None, ticket=ticket.pk, at=at, by=by)
        return ticket


def call_again(*, ticket: int, by: Officer, at: datetime.datetime) -> Call:
    """Call the ticket in hand once more; the board says it again.

    Raises:
        TooSoon: see the class; so do the others.
        at_counter.AlreadyMoved: ...
        at_counter.TakenOver: ...
    """
    with locks.patient():
        found, seat = at_counter.take_in_hand(ticket, by=by)
        last = found.calls.order_by("-ordinal").values_list("at", flat=True).first()
        if last is not None and at - last < REPEAT_EVERY:
            raise TooSoon
        again = _call(found, seat, by, at, is_repeat=True)
        book.note(kind=QueueEventKind.CALLED_AGAIN, party=None, ticket=ticket, at=at, by=by)
        return again


def not_here(*, ticket: int, by: Officer, at: datetime.datetime) -> Ticket:
    """Let go of a ticket whose person did not come: called again after some numbers, the second time as absent.

    An absent person's booking counts towards the cool-down. Whoever comes late all the same goes to the front desk.

    Raises:
        at_counter.AlreadyMoved: see the class; so do the others.
        at_counter.TakenOver: ...
        at_counter.SessionRunning: ...
    """
    with locks.patient():
        found, _ = at_counter.take_in_hand(ticket, by=by)
        at_counter.refuse_while_recording(found)
        found.missed_calls += 1
        if found.missed_calls == 1:
            so_far = calls_so_far(office=found.office_id, day=found.day)
            found.returns_after = so_far + RETURNS_AFTER
            _move(found, TicketState.NOT_HERE, "missed_calls", "returns_after")
            book.note(kind=QueueEventKind.NOT_HERE, party=None, ticket=ticket, at=at, by=by)
            return found
        found.finished_at = at
        _move(found, TicketState.NO_SHOW, "missed_calls", "finished_at")
        _end_booking(found, BookingState.NO_SHOW, at)
        book.note(kind=QueueEventKind.NO_SHOW, party=None, ticket=ticket, at=at, by=by)
        return found


def transfer(
    *, ticket: int, by: Officer, at: datetime.datetime, counter: Counter | None = None, service: str = ""
) -> Ticket:
    """Pass the ticket in hand on: to another counter, which calls it first, or to another service.

    It keeps its number and since when it waits. The event's detail holds the service and the wanted counter that it
    had before, for whoever takes the step back (`A:12`, or `A:` for no counter).

    Raises:
        NowhereToGo: nobody sits at that counter, it is this one or one of another office; or the service is the same.
        at_counter.AlreadyMoved: see the class; so do the others.
        at_counter.TakenOver: ...
        at_counter.SessionRunning: ...
    """
    with locks.patient():
        found, _ = at_counter.take_in_hand(ticket, by=by)
        at_counter.refuse_while_recording(found)
        before = f"{found.service}:{found.wanted_counter_id or ''}"
        if counter is not None:
            _refuse_an_empty_counter(found, counter)
            found.wanted_counter = counter
        elif service in Service.values and service != found.service:
            found.service, found.wanted_counter = service, None
        else:
            raise NowhereToGo
        found.counter, found.missed_calls, found.returns_after = None, 0, None
        _move(found, TicketState.WAITING, "service", "wanted_counter", "counter", "missed_calls", "returns_after")
        book.note(kind=QueueEventKind.TRANSFERRED, party=None, ticket=ticket, at=at, by=by, detail=before)
        return found


def finish(*, ticket: int, by: Officer, at: datetime.datetime) -> None:
    """End a called ticket as served, and its booking with it where that is checked in.

    What became of a booking meanwhile, as when the desk gave it up, stays: the person was served all the same.

    Raises:
        at_counter.AlreadyMoved: see the class; so do the others.
        at_counter.TakenOver: ...
        at_counter.SessionRunning: ...
    """
    with locks.patient():
        found, _ = at_counter.take_in_hand(ticket, by=by)
        at_counter.refuse_while_recording(found)
        found.finished_at = at
        _move(found, TicketState.SERVED, "finished_at")
        _end_booking(found, BookingState.SERVED, at)
        book.note(kind=QueueEventKind.FINISHED, party=None, ticket=ticket, at=at, by=by)


def _claim(counter: Counter, day: datetime.date, at: datetime.datetime) -> Ticket | None:
    """Claim the first of the counter's line; look again where others have claimed all that was seen."""
    for _ in range(_TRIES):
        order = next_up(counter=counter, day=day, at=at)
        claimed = hall_locks.claim_first(order, among=callable_at(counter, day))
        if claimed is not None or not order:
            return claimed
    return None


def _move(ticket: Ticket, to: TicketState, *changed: str) -> None:
    """Write a ticket in its new state, where it is still in one from which that may follow."""
    values = {name: getattr(ticket, name) for name in changed}
    may_follow = Ticket.unscoped.filter(pk=ticket.pk, state__in=allowed_from(TICKET, to))
    if not may_follow.update(state=to, **values):
        raise AlreadyMoved
    ticket.state = to


def _end_booking(ticket: Ticket, state: BookingState, at: datetime.datetime) -> None:
    Booking.unscoped.filter(ticket=ticket, state=BookingState.CHECKED_IN).update(state=state, ended_at=at)


def _refuse_an_empty_counter(ticket: Ticket, counter: Counter) -> None:
    sat_at = CounterShift.objects.filter(counter=counter, counter__office=ticket.office_id, ended_at=None)
    if counter.pk == ticket.counter_id or not sat_at.exists():
        raise NowhereToGo


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

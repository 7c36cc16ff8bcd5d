"""The last step of a counter is taken back here: a call, a finish, an absence, a transfer.

What a counter did last is told by its last call that was not withdrawn, and by what became of that ticket since. It is
taken back within a few minutes, unless somebody else has the ticket by now or its person was recorded.
"""

from __future__ import annotations

import datetime
from typing import Final

from django.db import IntegrityError, transaction

from queueing import hall_locks, locks
from queueing.actions import at_counter, book, calls
from queueing.choices import BookingState, QueueEventKind, SessionOutcome, TicketState
from queueing.models import Booking, Call, Counter, QueueEvent, RecordingSession, Ticket
from registry.models.officer import Officer

#: A step may be taken back for so long.
WITHIN: Final = datetime.timedelta(minutes=5)

_ENDED: Final = {TicketState.SERVED: BookingState.SERVED, TicketState.NO_SHOW: BookingState.NO_SHOW}


class NothingToUndo(Exception):
    """The counter has not done anything lately that could be taken back."""

    def __init__(self) -> None:
        minutes = WITHIN.seconds // 60
        super().__init__(f"Tidak ada langkah yang dapat dibatalkan. Langkah lama lewat setelah {minutes} menit.")


class Elsewhere(Exception):
    """Somebody else has the ticket by now."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(f"{ticket} sudah ditangani di tempat lain, jadi langkah ini tidak dapat dibatalkan.")


class AlreadyRecorded(Exception):
    """The person of the ticket was recorded: that is not taken back at the counter."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(f"Warga {ticket} sudah terekam, jadi langkah ini tidak dapat dibatalkan.")


def undo(*, counter: Counter, day: datetime.date, by: Officer, at: datetime.datetime) -> Ticket:
    """Take back the last step of a counter on a day; once more takes back the one before.

    A call goes back to where the ticket was, and its `Call` is withdrawn: neither shown nor said. Everything else
    gives the counter the ticket back. Two hands at one counter take turns; a ticket that another counter claims
    meanwhile is that counter's (`tests/races/test_calls.py`).

    Raises:
        NothingToUndo: see the class; so do the others.
        Elsewhere: ...
        AlreadyRecorded: ...
        at_counter.SessionRunning: ...
        at_counter.TakenOver: ...
    """
    with locks.patient():
        seat = at_counter.lock(counter.pk, by=by)
        ticket = hall_locks.lock_ticket(_last_call(seat, day).ticket_id)
        _refuse_elsewhere(ticket, seat)
        _refuse_recorded(ticket)
        is_called = ticket.state == TicketState.CALLED
        taken_back = _withdraw_call(ticket, at) if is_called else _take_again(ticket, seat, at)
        book.note(kind=QueueEventKind.UNDONE, party=None, ticket=ticket.pk, at=at, by=by, detail=taken_back)
        return Ticket.unscoped.get(pk=ticket.pk)


def _last_call(counter: Counter, day: datetime.date) -> Call:
    of_day = Call.objects.filter(office=counter.office_id, day=day, counter=counter, withdrawn_at=None)
    last = of_day.order_by("-ordinal").first()
    if last is None:
        raise NothingToUndo
    return last


def _refuse_elsewhere(ticket: Ticket, counter: Counter) -> None:
    called_last = ticket.calls.filter(withdrawn_at=None).order_by("-ordinal").values_list("counter", flat=True).first()
    if called_last != counter.pk:
        raise Elsewhere(ticket)


def _refuse_recorded(ticket: Ticket) -> None:
    at_counter.refuse_while_recording(ticket)
    if RecordingSession.unscoped.filter(ticket=ticket, outcome=SessionOutcome.CAPTURED).exists():
        raise AlreadyRecorded(ticket)


def _withdraw_call(ticket: Ticket, at: datetime.datetime) -> str:
    """Put a called ticket back where it was before, with its calls since then withdrawn."""
    if ticket.called_at is None or at - ticket.called_at > WITHIN:
        raise NothingToUndo
    ticket.calls.filter(at__gte=ticket.called_at, withdrawn_at=None).update(withdrawn_at=at)
    before = ticket.calls.filter(withdrawn_at=None).order_by("-ordinal").first()
    was_missed = ticket.missed_calls > 0 and ticket.returns_after is not None
    _write(
        ticket,
        state=TicketState.NOT_HERE if was_missed else TicketState.WAITING,
        counter=before.counter_id if before and was_missed else None,
        called_at=before.at if before and was_missed else None,
    )
    return QueueEventKind.CALLED


def _take_again(ticket: Ticket, counter: Counter, at: datetime.datetime) -> str:
    """Give the counter the ticket back that it has let go: finished, missed or passed on."""
    last = QueueEvent.objects.filter(ticket=ticket).order_by("-pk").first()
    if last is None or last.kind == QueueEventKind.UNDONE:
        raise NothingToUndo
    is_ours = last.kind != QueueEventKind.TRANSFERRED or calls.PASSED_ON.fullmatch(last.detail)
    if not is_ours or _LET_GO.get(last.kind) != ticket.state:
        raise Elsewhere(ticket)
    if at - last.at > WITHIN:
        raise NothingToUndo
    again = {"state": TicketState.CALLED, "counter": counter.pk, "finished_at": None}
    try:
        with transaction.atomic():
            _write(ticket, **again, **_as_before(ticket, last))
            if ticket.state in _ENDED:
                ended = Booking.unscoped.filter(ticket=ticket, state=_ENDED[TicketState(ticket.state)])
                ended.update(state=BookingState.CHECKED_IN, ended_at=None)
    except IntegrityError as somebody_has_her_place:
        # She holds another number or another booking by now.
        raise Elsewhere(ticket) from somebody_has_her_place
    return last.kind


def _as_before(ticket: Ticket, step: QueueEvent) -> dict[str, object]:
    """Return what else the step has changed, as it was."""
    if step.kind == QueueEventKind.TRANSFERRED:
        service, _, wanted = step.detail.partition(":")
        return {"service": service, "wanted_counter": int(wanted) if wanted else None}
    if step.kind == QueueEventKind.NOT_HERE:
        return {"missed_calls": ticket.missed_calls - 1, "returns_after": None}
    if step.kind == QueueEventKind.NO_SHOW:
        return {"missed_calls": ticket.missed_calls - 1}
    return {}


#: Events with which a counter lets go of a ticket, and the state that the ticket is in as long as nothing followed.
_LET_GO: Final[dict[str, TicketState]] = {
    QueueEventKind.FINISHED: TicketState.SERVED,
    QueueEventKind.NOT_HERE: TicketState.NOT_HERE,
    QueueEventKind.NO_SHOW: TicketState.NO_SHOW,
    QueueEventKind.TRANSFERRED: TicketState.WAITING,
}


def _write(ticket: Ticket, **changes: object) -> None:
    """Write the row, where it is still in the state that was seen."""
    if not Ticket.unscoped.filter(pk=ticket.pk, state=ticket.state).update(**changes):
        raise Elsewhere(ticket)

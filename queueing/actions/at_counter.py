"""What every step of a counter begins with: the counter is locked, and whoever acts is the one who sits there."""

from __future__ import annotations

from queueing import hall_locks
from queueing.choices import TicketState
from queueing.models import Counter, CounterShift, RecordingSession, Ticket
from registry.models.officer import Officer


class TakenOver(Exception):
    """Another officer sits at the counter."""

    def __init__(self) -> None:
        super().__init__("Loket ini sudah diambil alih petugas lain. Pilih loket Anda lagi.")


class AlreadyMoved(Exception):
    """Somebody else has called, served or ended the ticket meanwhile."""

    def __init__(self) -> None:
        super().__init__("Nomor ini sudah ditangani loket lain.")


class StillServing(Exception):
    """The counter has a ticket in hand."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(f"Selesaikan dahulu {ticket}.")
        self.ticket = ticket


class SessionRunning(Exception):
    """The person of the ticket is being recorded."""

    def __init__(self) -> None:
        super().__init__("Perekaman warga ini masih berjalan. Akhiri dahulu perekamannya.")


def lock(counter: int, *, by: Officer) -> Counter:
    """Lock the counter until the transaction ends, and return it as it is now.

    A counter at which nobody sits, as one that was opened in the office's list, is anybody's.

    Raises:
        TakenOver: see the class.
        Counter.DoesNotExist: there is none.
    """
    found = hall_locks.lock_counter(counter)
    if CounterShift.objects.filter(counter=found, ended_at=None).exclude(officer=by).exists():
        raise TakenOver
    return found


def in_hand(counter: Counter) -> Ticket | None:
    """Return the ticket that the counter serves."""
    return Ticket.unscoped.filter(counter=counter, state=TicketState.CALLED).first()


def take_in_hand(ticket: int, *, by: Officer) -> tuple[Ticket, Counter]:
    """Lock a called ticket with its counter, and return both as they are now.

    Raises:
        AlreadyMoved: nobody serves it, or another counter does by now.
        TakenOver: see the class.
    """
    counter = Ticket.unscoped.filter(pk=ticket, state=TicketState.CALLED).values_list("counter", flat=True).first()
    if counter is None:
        raise AlreadyMoved
    seat = lock(counter, by=by)
    found = hall_locks.lock_ticket(ticket)
    if found.state != TicketState.CALLED or found.counter_id != counter:
        raise AlreadyMoved
    return found, seat


def refuse_while_recording(ticket: Ticket) -> None:
    """Refuse to let somebody go who is being recorded.

    Raises:
        SessionRunning: see the class.
    """
    if RecordingSession.unscoped.filter(ticket=ticket, ended_at=None).exists():
        raise SessionRunning

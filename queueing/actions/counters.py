"""Counters are opened, taken over, paused and closed here; a shift says who sat there and when."""

from __future__ import annotations

import datetime

from django.db import IntegrityError

from queueing import hall_locks, locks
from queueing.actions import at_counter
from queueing.choices import TicketState
from queueing.models import Counter, CounterShift, Ticket
from registry.models.officer import Officer


class SitsElsewhere(Exception):
    """The officer sits at another counter."""

    def __init__(self) -> None:
        super().__init__("Anda masih membuka loket lain. Tutup dahulu loket itu.")


class CounterTaken(Exception):
    """Another officer sits at the counter; whoever relieves her takes it over."""

    def __init__(self) -> None:
        super().__init__("Loket ini sedang dipakai petugas lain. Ambil alih bila Anda menggantikannya.")


def open_counter(*, counter: int, by: Officer, at: datetime.datetime) -> Counter:
    """Sit down at a free counter and open it; whoever sits there already stays.

    Two officers never have one counter (`tests/races/test_calls.py`).

    Raises:
        CounterTaken: see the class; so does the other.
        SitsElsewhere: ...
        Counter.DoesNotExist: there is none.
    """
    return _sit_down(counter, by=by, at=at, may_relieve=False)


def take_over(*, counter: int, by: Officer, at: datetime.datetime) -> Counter:
    """Relieve whoever sits at a counter: her shift ends, a new one begins, the ticket in hand stays.

    Raises:
        SitsElsewhere: see the class.
        Counter.DoesNotExist: there is none.
    """
    return _sit_down(counter, by=by, at=at, may_relieve=True)


def pause(*, counter: int, note: str, by: Officer, at: datetime.datetime) -> None:
    """Call nobody for a while; who is in hand is served to the end.

    Raises:
        at_counter.TakenOver: see the class.
    """
    with locks.patient():
        found = at_counter.lock(counter, by=by)
        if found.is_open:
            Counter.objects.filter(pk=found.pk).update(is_open=False, paused_at=at, pause_note=note)


def resume(*, counter: int, by: Officer) -> None:
    """Call again after a break.

    Raises:
        at_counter.TakenOver: see the class.
    """
    with locks.patient():
        found = at_counter.lock(counter, by=by)
        Counter.objects.filter(pk=found.pk).exclude(paused_at=None).update(is_open=True, paused_at=None, pause_note="")


def close(*, counter: int, by: Officer, at: datetime.datetime) -> None:
    """Close the counter and leave it; whoever was to wait for it waits for any.

    Raises:
        at_counter.StillServing: see the class; so does the other.
        at_counter.TakenOver: ...
    """
    with locks.patient():
        found = at_counter.lock(counter, by=by)
        held = at_counter.in_hand(found)
        if held is not None:
            raise at_counter.StillServing(held)
        shut(found, at=at)


def shut(counter: Counter, *, at: datetime.datetime) -> None:
    """End the shift of a counter that is locked, and close it; whoever was to wait for it waits for any."""
    CounterShift.objects.filter(counter=counter, ended_at=None).update(ended_at=at)
    Counter.objects.filter(pk=counter.pk).update(is_open=False, paused_at=None, pause_note="")
    in_line = (TicketState.WAITING, TicketState.NOT_HERE)
    Ticket.unscoped.filter(wanted_counter=counter, state__in=in_line).update(wanted_counter=None)


def _sit_down(counter: int, *, by: Officer, at: datetime.datetime, may_relieve: bool) -> Counter:
    try:
        with locks.patient():
            found = hall_locks.lock_counter(counter)
            sitting = CounterShift.objects.filter(counter=found, ended_at=None).first()
            if sitting is not None and sitting.officer_id == by.pk:
                return found
            if sitting is not None:
                if not may_relieve:
                    raise CounterTaken
                CounterShift.objects.filter(pk=sitting.pk).update(ended_at=at)
            CounterShift.objects.create(counter=found, officer=by, started_at=at)
            found.is_open, found.paused_at, found.pause_note = True, None, ""
            found.save(update_fields=["is_open", "paused_at", "pause_note"])
            return found
    except IntegrityError as sits_elsewhere:
        raise SitsElsewhere from sits_elsewhere

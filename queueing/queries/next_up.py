"""Who is called next at one counter, and how many calls an office's day has had."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Final

from django.db.models import Q, QuerySet

from queueing.choices import TicketState
from queueing.models import Counter, Ticket
from queueing.models.ticket import NumberSequence
from queueing.queries.line import priority_run, waiting_of
from queueing.rules import calling

#: The letter under which the calls of an office's day are counted.
CALLS: Final = "#"
#: States in which a ticket may be called.
CALLABLE: Final = (TicketState.WAITING, TicketState.NOT_HERE)


def calls_so_far(*, office: int, day: datetime.date) -> int:
    """Return how many calls an office's day has had."""
    counted = NumberSequence.objects.filter(office=office, day=day, letter=CALLS)
    return counted.values_list("last_number", flat=True).first() or 0


def callable_at(counter: Counter, day: datetime.date) -> QuerySet[Ticket]:
    """Return the tickets that the counter may call: of its services, and waiting for no other counter."""
    of_day = Ticket.unscoped.filter(office=counter.office_id, day=day, state__in=CALLABLE)
    here = Q(wanted_counter=None, service__in=counter.services) if counter.services else Q(wanted_counter=None)
    return of_day.filter(Q(wanted_counter=counter.pk) | here)


def next_up(*, counter: Counter, day: datetime.date, at: datetime.datetime) -> list[int]:
    """Return the tickets that the counter may call, in the order in which it does (`in_turn`)."""
    so_far = calls_so_far(office=counter.office_id, day=day)
    run = priority_run(counter.office_id, day)
    return [one.pk for one in in_turn(callable_at(counter, day), so_far=so_far, run=run, at=at)]


def in_turn(tickets: Iterable[Ticket], *, so_far: int, run: int, at: datetime.datetime) -> list[Ticket]:
    """Put those whom a counter may call in the order in which it does.

    First whoever was transferred to this counter; then those who were not there, once as many numbers were called
    as they were told; then the line by its rule; and last those who were not there though their numbers have not been
    called yet: nobody else waits.

    Args:
        tickets: those whom the counter may call (`callable_at`).
        so_far: how many calls the day has had.
        run: how many of the priority lane were called in a row (`priority_run`).
        at: the moment.
    """
    found = {one.pk: one for one in tickets}
    waiting = [one for one in found.values() if one.state == TicketState.WAITING]
    wanted = sorted((one for one in waiting if one.wanted_counter_id), key=lambda one: (one.ready_at, one.pk))
    line = calling.in_order((waiting_of(one) for one in waiting if not one.wanted_counter_id), run=run, now=at)
    absent = sorted(
        (one for one in found.values() if one.state == TicketState.NOT_HERE),
        key=lambda one: (one.returns_after or 0, one.pk),
    )
    due = [one for one in absent if (one.returns_after or 0) <= so_far]
    early = [one for one in absent if (one.returns_after or 0) > so_far]
    return [*wanted, *due, *(found[one.ticket] for one in line), *early]

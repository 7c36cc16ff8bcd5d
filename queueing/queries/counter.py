"""What a counter's screen asks of the hall: who sits where, whom it serves, who waits for it, how the day goes."""

from __future__ import annotations

import datetime
from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from queueing.choices import Lane, QueueEventKind, Service, TicketState
from queueing.models import Counter, CounterShift, Office, Ticket
from queueing.queries.next_up import CALLABLE, calls_so_far, in_turn
from queueing.rules import calling
from registry import scope
from registry.models.officer import Officer

#: So many of those who wait are named on the screen.
SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Seat:
    """One counter as it is chosen: who sits there, where somebody does, and since when."""

    counter: Counter
    officer: Officer | None
    since: datetime.datetime | None

    @property
    def services(self) -> list[str]:
        """What is called there, in words; empty where it is everything."""
        return [Service(letter).label for letter in self.counter.services]


@dataclass(frozen=True, slots=True)
class Next:
    """One number that waits, without a name."""

    number: str
    lane: str
    is_priority: bool
    is_wanted: bool
    was_missed: bool


@dataclass(frozen=True, slots=True)
class Missed:
    """One number that was called and not there; called again after so many numbers."""

    number: str
    after: int


@dataclass(frozen=True, slots=True)
class Pace:
    """What one officer did today: how many she served, and how long the middle one took in minutes."""

    served: int
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Hall:
    """What a counter sees of its hall; `waiting` counts everybody, `next_up` names whom it calls first."""

    next_up: Sequence[Next]
    waiting: int
    by_service: Sequence[tuple[str, int]]
    missed: Sequence[Missed]
    pace: Pace


def today_at(office: Office, at: datetime.datetime) -> datetime.date:
    """Return the day by the office's own calendar."""
    return at.astimezone(ZoneInfo(office.time_zone)).date()


def own_counters() -> QuerySet[Counter]:
    """Return the counters of the open offices that lie in the officer's area."""
    return Counter.objects.filter(scope.current().condition("office__region_id"), office__is_open=True)


def seats() -> dict[Office, list[Seat]]:
    """Return the counters of the open offices of the officer's area, by office, with who sits there; two queries."""
    of_area = own_counters()
    sitting = {
        shift.counter_id: shift
        for shift in CounterShift.objects.filter(ended_at=None, counter__in=of_area).select_related("officer")
    }
    found: dict[Office, list[Seat]] = {}
    for counter in of_area.select_related("office").order_by("office__name", "number"):
        shift = sitting.get(counter.pk)
        seat = Seat(counter, shift.officer, shift.started_at) if shift else Seat(counter, None, None)
        found.setdefault(counter.office, []).append(seat)
    return found


def seat_of(officer: Officer) -> Counter | None:
    """Return the counter at which the officer sits, in an office of her area."""
    sat_at = own_counters().filter(shifts__officer=officer, shifts__ended_at=None)
    return sat_at.select_related("office").first()


def in_hand(counter: Counter) -> Ticket | None:
    """Return whom the counter serves, with what she booked."""
    served = Ticket.objects.filter(counter=counter, state=TicketState.CALLED)
    return served.select_related("office", "booking__slot").first()


def others_open(counter: Counter) -> list[Counter]:
    """Return the other counters of the office at which somebody sits: a number may be passed on to them."""
    sat_at = Counter.objects.filter(office=counter.office_id, shifts__ended_at=None, shifts__isnull=False)
    return list(sat_at.exclude(pk=counter.pk).order_by("number"))


def hall_of(counter: Counter, *, officer: Officer, at: datetime.datetime) -> Hall:
    """Return the hall as a counter sees it; three queries, however many wait."""
    day = today_at(counter.office, at)
    of_day = Ticket.unscoped.filter(office=counter.office_id, day=day)
    tickets = list(of_day.exclude(state=TicketState.CANCELLED))
    so_far = calls_so_far(office=counter.office_id, day=day)
    ours = [one for one in tickets if one.state in CALLABLE and _may_call(counter, one)]
    waiting = [one for one in tickets if one.state == TicketState.WAITING]
    counted = Tally(one.service for one in waiting)
    return Hall(
        next_up=[_next(one) for one in in_turn(ours, so_far=so_far, run=_run(tickets), at=at)[:SHOWN]],
        waiting=len(waiting),
        by_service=[(service.label, counted[service]) for service in Service if counted[service]],
        missed=[
            Missed(str(one), max((one.returns_after or 0) - so_far, 0))
            for one in sorted(tickets, key=lambda one: (one.returns_after or 0, one.pk))
            if one.state == TicketState.NOT_HERE
        ],
        pace=_pace(officer, counter.office_id, day),
    )


def _may_call(counter: Counter, ticket: Ticket) -> bool:
    """Whether the counter calls such a ticket, as `callable_at` asks it."""
    if ticket.wanted_counter_id is not None:
        return ticket.wanted_counter_id == counter.pk
    return not counter.services or ticket.service in counter.services


def _next(ticket: Ticket) -> Next:
    return Next(
        number=str(ticket),
        lane=Lane(ticket.lane).label,
        is_priority=ticket.lane == Lane.PRIORITY,
        is_wanted=ticket.wanted_counter_id is not None,
        was_missed=ticket.state == TicketState.NOT_HERE,
    )


def _run(tickets: Sequence[Ticket]) -> int:
    """Count the priority lane's numbers that were called last in a row, as `priority_run` does."""
    called = sorted(
        ((one.called_at, one.pk, one.lane == Lane.PRIORITY) for one in tickets if one.called_at is not None),
        reverse=True,
    )
    return calling.priority_run(lane for *_, lane in called[: calling.PRIORITY_IN_A_ROW])


def _pace(officer: Officer, office: int, day: datetime.date) -> Pace:
    served = Ticket.unscoped.filter(
        office=office,
        day=day,
        state=TicketState.SERVED,
        events__kind=QueueEventKind.FINISHED,
        events__by=officer,
        called_at__isnull=False,
        finished_at__isnull=False,
    )
    spans = [
        (finished - called).total_seconds() / 60
        for _, called, finished in served.values_list("pk", "called_at", "finished_at").distinct()
        if called is not None and finished is not None
    ]
    return Pace(len(spans), round(median(spans)) if spans else None)

"""The line of one office on one day: who is called where, who waits in which order, and how long recordings take."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, DateField, DateTimeField, F, Func, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from queueing.choices import Lane, TicketState
from queueing.models import Counter, Office, Ticket
from queueing.rules import calling
from queueing.rules.calling import PRIORITY_IN_A_ROW, Waiting
from queueing.rules.waiting import WaitRange, expected_wait

#: From so many recordings that ended last it is told how long one takes.
_RECENT: Final = 20
#: What is planned with where an office has no plan of its own.
_USUAL_MINUTES: Final = 10.0


@dataclass(frozen=True, slots=True)
class InLine:
    """One ticket of the day; `party` is who it was drawn for, where she had booked."""

    ticket: int
    number: str
    state: str
    counter: int | None
    party: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Line:
    """One office's day as it was at a moment: who is called, the last one first; who waits, the next one first."""

    zone: str
    called: tuple[InLine, ...]
    waiting: tuple[InLine, ...]
    others: tuple[InLine, ...]
    open_counters: int
    recent_minutes: tuple[float, ...]
    usual_minutes: float

    def of(self, party: uuid.UUID) -> list[InLine]:
        """Return the tickets of a party: whoever is called, then who waits, then who is done."""
        return [one for one in (*self.called, *self.waiting, *self.others) if one.party == party]

    def people_before(self, ticket: int) -> int:
        """Return how many are called before this ticket, which waits."""
        return next(number for number, one in enumerate(self.waiting) if one.ticket == ticket)

    def wait_behind(self, people: int) -> WaitRange | None:
        """Return how long somebody waits who has so many before her; None while no counter is open."""
        return expected_wait(
            people_before=people,
            open_counters=self.open_counters,
            recent_service_minutes=self.recent_minutes,
            usual_minutes=self.usual_minutes,
        )


def line_of(office: int, at: datetime.datetime) -> Line:
    """Return today's line of an office, by its own calendar; one query, two where nobody has a number yet.

    Raises:
        Office.DoesNotExist: there is none.
    """
    tickets = list(_tickets(office, at))
    about: Any = tickets[0] if tickets else Office.objects.annotate(**_about(office, "")).get(pk=office)
    in_hand = sorted(
        (one for one in tickets if one.state == TicketState.CALLED),
        key=lambda one: (one.called_at, one.pk),
        reverse=True,
    )
    waiting = _in_calling_order(tickets, at)
    others = [one for one in tickets if one.state not in {TicketState.CALLED, TicketState.WAITING}]
    return Line(
        zone=about.zone,
        called=tuple(map(_in_line, in_hand)),
        waiting=tuple(map(_in_line, waiting)),
        others=tuple(map(_in_line, others)),
        open_counters=max(about.open_counters or 0, len({one.counter_id for one in in_hand})),
        recent_minutes=_recent(others),
        usual_minutes=float(about.usual_minutes or _USUAL_MINUTES),
    )


def priority_run(office: int, day: datetime.date) -> int:
    """Return how many of the priority lane were called in a row on that day, up to as many as the rule counts."""
    called = Ticket.unscoped.filter(office=office, day=day, called_at__isnull=False)
    lanes = called.order_by("-called_at", "-pk").values_list("lane", flat=True)[:PRIORITY_IN_A_ROW]
    return calling.priority_run(lane == Lane.PRIORITY for lane in lanes)


def waiting_of(ticket: Ticket) -> Waiting:
    """Return what the rule of the line (`queueing/rules/calling.py`) has to know of a ticket."""
    return Waiting(ticket.pk, ticket.lane == Lane.PRIORITY, ticket.ready_at)


def _in_calling_order(tickets: Sequence[Ticket], at: datetime.datetime) -> list[Ticket]:
    """Return those who wait, by the rule; the run of the priority lane is counted as `priority_run` does."""
    called = sorted(
        ((one.called_at, one.pk, one.lane == Lane.PRIORITY) for one in tickets if one.called_at is not None),
        reverse=True,
    )
    waiting = {one.pk: one for one in tickets if one.state == TicketState.WAITING}
    run = calling.priority_run(lane for *_, lane in called[:PRIORITY_IN_A_ROW])
    ordered = calling.in_order(map(waiting_of, waiting.values()), run=run, now=at)
    return [waiting[one.ticket] for one in ordered]


def _tickets(office: int, at: datetime.datetime) -> QuerySet[Any]:
    """Return the tickets of the office's today; each brings along what the line has to know of the office."""
    local = Func(F("office__time_zone"), Value(at), function="timezone", output_field=DateTimeField())
    return (
        Ticket.unscoped.filter(office=office, day=Cast(local, DateField()))
        .exclude(state=TicketState.CANCELLED)
        .annotate(**_about(office, "office__"))
        .select_related("counter", "booking")
        .only("letter", "number", "lane", "state", "ready_at", "called_at", "finished_at", "counter__number",
              "booking__party_id")
    )  # fmt: skip


def _about(office: int, path: str) -> dict[str, Any]:
    """Return zone, open counters and planned minutes of an office, which is reached by this path."""
    counted = Counter.objects.filter(office=office, is_open=True).order_by().values("office").annotate(count=Count("*"))
    return {
        "zone": F(f"{path}time_zone"),
        "open_counters": Subquery(counted.values("count")),
        "usual_minutes": F(f"{path}release_plan__minutes_per_recording"),
    }


def _recent(done: Sequence[Ticket]) -> tuple[float, ...]:
    spans = [
        (one.finished_at, (one.finished_at - one.called_at).total_seconds() / 60)
        for one in done
        if one.state == TicketState.SERVED and one.finished_at is not None and one.called_at is not None
    ]
    return tuple(minutes for _, minutes in sorted(spans)[-_RECENT:])


def _in_line(ticket: Ticket) -> InLine:
    return InLine(
        ticket=ticket.pk,
        number=str(ticket),
        state=ticket.state,
        counter=ticket.counter.number if ticket.counter else None,
        party=ticket.booking.party_id if ticket.booking else None,
    )

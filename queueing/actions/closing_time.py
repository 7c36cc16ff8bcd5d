"""Days that are over are ended here: counters that were left open, numbers that were not served, bookings not come to.

It is done after midnight of the office, never on the day itself: the last numbers may be served after closing time.
Whoever was waiting was there: her number ends as cancelled ("kantor tutup") and her booking, which she may make again
at once, does not count as an absence. Whoever never came is absent (`no_show`), which the cool-down counts, unless the
office could not have served her: her place was cut, or an outage fell into her session. Who was promised priority for
that outage keeps her booking until she takes another time or the promise is over.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from queueing import hall_locks, locks
from queueing.actions import book, bookings, counters
from queueing.choices import BookingState, QueueEventKind, TicketState
from queueing.models import Booking, Counter, CounterShift, Office, Outage, PriorityToken, Ticket
from queueing.models.ticket import IN_LINE

#: What the book says of a number that nobody called any more, and of a booking that the office could not serve.
CLOSED: Final = "kantor tutup"


@dataclass(frozen=True, slots=True)
class Ended:
    """How many shifts, numbers and bookings were ended: absent ones, and those that the office did not serve."""

    shifts: int = 0
    numbers: int = 0
    absent: int = 0
    not_served: int = 0


def end_past_days(*, at: datetime.datetime) -> Ended:
    """End what is left of the days before today, by each office's own calendar; a repeat finds nothing to do.

    Each row ends in a transaction of its own and only while it is still in the state that was seen: whoever is
    checked in, called or finished at this moment stays so.
    """
    ended = Ended()
    for office in Office.objects.order_by("pk"):
        today = at.astimezone(ZoneInfo(office.time_zone)).date()
        begins = datetime.datetime.combine(today, datetime.time(), ZoneInfo(office.time_zone))
        ended = Ended(
            ended.shifts + sum(_end_shift(counter, begins, at) for counter in _left_open(office, begins)),
            ended.numbers + sum(_end_number(ticket, at) for ticket in _left_in_line(office, today)),
            ended.absent + sum(_end_absent(*one, at) for one in _never_came(office, today, served=True)),
            ended.not_served + sum(_end_not_served(*one, at) for one in _never_came(office, today, served=False)),
        )
    return ended


def _left_open(office: Office, begins: datetime.datetime) -> list[int]:
    left = CounterShift.objects.filter(counter__office=office, ended_at=None, started_at__lt=begins)
    return list(left.order_by("counter").values_list("counter", flat=True))


def _end_shift(counter: int, begins: datetime.datetime, at: datetime.datetime) -> int:
    with locks.patient():
        found: Counter = hall_locks.lock_counter(counter)
        if not CounterShift.objects.filter(counter=found, ended_at=None, started_at__lt=begins).exists():
            return 0
        counters.shut(found, at=at)
        return 1


def _left_in_line(office: Office, today: datetime.date) -> list[int]:
    left = Ticket.unscoped.filter(office=office, day__lt=today, state__in=IN_LINE)
    return list(left.order_by("pk").values_list("pk", flat=True))


def _end_number(ticket: int, at: datetime.datetime) -> int:
    with locks.patient():
        found = hall_locks.lock_ticket(ticket)
        if found.state not in IN_LINE:
            return 0
        Ticket.unscoped.filter(pk=ticket).update(state=TicketState.CANCELLED, finished_at=at)
        book.note(kind=QueueEventKind.CANCELLED, party=None, ticket=ticket, at=at, detail=CLOSED)
        person = found.booking
        if person is not None and person.state == BookingState.CHECKED_IN:
            Booking.unscoped.filter(pk=person.pk).update(state=BookingState.CONFIRMED)
            if not _promised(found.day).filter(party=person.party_id).exists():
                _let_go(person.party_id, person.pk, at)
        return 1


def _promised(day: datetime.date) -> QuerySet[PriorityToken]:
    """Return the rights of those who waited in vain on an outage and may still take another time of their own."""
    return PriorityToken.unscoped.filter(used_at=None, good_until__gte=day)


def _never_came(office: Office, today: datetime.date, *, served: bool) -> Iterator[tuple[uuid.UUID, int]]:
    """Give the bookings of past days that nobody came to: where the office could have served them, or could not."""
    outage = Outage.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=OuterRef("slot__starts_at")),
        office=office,
        started_at__lt=OuterRef("slot__ends_at"),
    )
    could_not = ~Q(seat__withheld="") | Q(Exists(outage))
    expected = Booking.unscoped.filter(slot__office=office, slot__day__lt=today, state=BookingState.CONFIRMED)
    expected = expected.exclude(Exists(_promised(today).filter(party=OuterRef("party"))))
    found = expected.exclude(could_not) if served else expected.filter(could_not)
    yield from list(found.order_by("pk").values_list("party", "pk"))


def _end_absent(party: uuid.UUID, booking: int, at: datetime.datetime) -> int:
    with locks.patient():
        locks.lock_party(party)
        expected = Booking.unscoped.filter(pk=booking, state=BookingState.CONFIRMED)
        if not expected.update(state=BookingState.NO_SHOW, ended_at=at):
            return 0
        book.note(kind=QueueEventKind.NO_SHOW, party=party, bookings=[booking], at=at)
        return 1


def _end_not_served(party: uuid.UUID, booking: int, at: datetime.datetime) -> int:
    with locks.patient():
        return _let_go(party, booking, at)


def _let_go(party: uuid.UUID, booking: int, at: datetime.datetime) -> int:
    """Take a booking that the office has not served out of its party, and give its seat back."""
    found = locks.lock_party(party)
    gone = bookings.leave(found, at=at, bookings=[booking])
    if gone:
        book.note(kind=QueueEventKind.CANCELLED, party=party, bookings=[booking], at=at, detail=CLOSED)
    return len(gone)

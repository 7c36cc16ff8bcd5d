"""A made-up hall: people who have booked, come and been given their numbers, and officers at four counters."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from benchmarks.booking import places, web
from benchmarks.booking.places import Shape
from queueing import links
from queueing.actions import bookings, calls, counters, holds, tickets
from queueing.choices import TicketState
from queueing.models import Booking, Counter, CounterShift, Office, Party, RecordingSlot, Ticket
from registry.models.officer import Officer

COUNTERS: Final = 4


@dataclass(frozen=True, slots=True)
class Hall:
    """The office, and the links of the parties that have come."""

    office: Office
    links: Sequence[str]


def fill(people: int) -> Hall:
    """Empty the tables, and let so many people book, come and be given a number; each counter has called one."""
    now = timezone.now()
    office = places.set_out(Shape("hall", 1, people))
    slot = RecordingSlot.objects.get(office=office)
    for _ in range(people):
        holds.hold(key=uuid.uuid4(), slot=slot, persons=1, at=now)
    parties = web.prepare()
    for party in parties:
        bookings.confirm(party=party, at=now)
    # Their session began a while ago, so that nobody has come early.
    RecordingSlot.objects.update(day=today(office), starts_at=now - datetime.timedelta(minutes=30), ends_at=now)
    for number in range(1, COUNTERS + 1):
        counter = Counter.objects.create(office=office, number=number)
        counters.open_counter(counter=counter.pk, by=_officer(number), at=now)
    for person in Booking.unscoped.order_by("pk").values_list("pk", flat=True):
        tickets.check_in(booking=person, day=today(office), by=_officer(1), at=timezone.now())
    for counter in Counter.objects.all():
        call_next(counter)
    return Hall(office, [links.link_of(party) for party in Party.unscoped.values_list("pk", flat=True)])


def today(office: Office) -> datetime.date:
    """Return the day by the office's own calendar."""
    return timezone.now().astimezone(ZoneInfo(office.time_zone)).date()


def end_in_hand(counter: Counter) -> None:
    """End whoever is served at a counter, as its officer does."""
    found = Ticket.unscoped.get(counter=counter, state=TicketState.CALLED)
    calls.finish(ticket=found.pk, by=_at(counter), at=timezone.now())


def call_next(counter: Counter) -> str:
    """Call the next number to a counter, as its officer does; return it as the board shows it."""
    called = calls.call_next(counter=counter, day=today(counter.office), by=_at(counter), at=timezone.now())
    if called is None:
        raise RuntimeError("Nobody waits any more: let more people come.")
    return str(called)


def _at(counter: Counter) -> Officer:
    return CounterShift.objects.select_related("officer").get(counter=counter, ended_at=None).officer


def _officer(number: int) -> Officer:
    made, _ = Officer.objects.get_or_create(username=f"loket{number}", defaults={"area_id": "35.16"})
    return made

"""Made-up people in a hall: officers at counters, and tickets that wait there."""

from __future__ import annotations

import datetime
import itertools
from typing import Any, Final

from queueing.choices import Lane
from queueing.models import Booking, Counter, CounterShift, Office, Ticket
from registry.models import Officer
from tests.factories.queueing import CounterFactory, a_booking
from tests.factories.registry import OfficerFactory
from tests.queueing.tickets.booked import a_slot

#: Ten in the morning in Jakarta, on a Friday.
NOW: Final = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)
TODAY: Final = datetime.date(2026, 11, 20)
MINUTE: Final = datetime.timedelta(minutes=1)

_minutes: Final = itertools.count()


def an_officer_at(counter: Counter, **facts: Any) -> Officer:
    """Return an officer who sits at the counter."""
    officer: Officer = OfficerFactory.create(**facts)
    CounterShift.objects.create(counter=counter, officer=officer, started_at=NOW - 30 * MINUTE)
    return officer


def a_counter(office: Office, number: int = 1, **facts: Any) -> Counter:
    """Return an open counter."""
    made: Counter = CounterFactory.create(office=office, number=number, **facts)
    return made


def a_ticket(office: Office, **facts: Any) -> Ticket:
    """Return a ticket that waits since an hour ago, each a second after the one before."""
    letter = facts.get("letter", "A")
    number = Ticket.unscoped.filter(office=office, letter=letter).count() + 1
    since = NOW - 60 * MINUTE + datetime.timedelta(seconds=number)
    told = {
        "letter": letter,
        "service": letter,
        "number": number,
        "day": TODAY,
        "lane": Lane.GENERAL,
        "name": f"ORANG {letter} {number}",
        "arrived_at": since,
        "ready_at": since,
        "area": office.region_id,
        **facts,
    }
    return Ticket.unscoped.create(office=office, **told)


def a_booked_ticket(office: Office, **facts: Any) -> Ticket:
    """Return the waiting ticket of somebody who had booked and was checked in."""
    party = a_booking(a_slot(office, days=0, hour=10, minute=30 + next(_minutes) % 29, seats=1))
    booking = Booking.unscoped.get(party=party)
    Booking.unscoped.filter(pk=booking.pk).update(state="checked_in")
    return a_ticket(office, booking=booking, nik_index=booking.nik_index, **facts)

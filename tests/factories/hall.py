"""What a hall needs beside bookings: numbers that are being served, and sessions under way."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from queueing.choices import TicketState, TimeZone
from queueing.models import Counter, Office, RecordingSession, Ticket
from registry.models import Officer, Resident
from tests.factories.queueing import CounterFactory


def today_at(office: Office) -> datetime.date:
    """Return the day by the office's own calendar."""
    return timezone.now().astimezone(ZoneInfo(office.time_zone)).date()


def zone_far_from_midnight() -> str:
    """Return a zone of Indonesia in which the next hour lies on the same day as now."""
    return next(zone for zone in TimeZone.values if timezone.now().astimezone(ZoneInfo(zone)).hour < 22)


def a_ticket(office: Office, *, counter: Counter | None = None, **facts: object) -> Ticket:
    """Return the next number of the day, waiting, or called to the counter that is given."""
    now = timezone.now()
    number = Ticket.unscoped.filter(office=office, day=today_at(office), letter="A").count() + 1
    state = {"state": TicketState.CALLED, "counter": counter, "called_at": now} if counter else {}
    told = {"letter": "A", "number": number, "lane": "general", "arrived_at": now, "ready_at": now, **state, **facts}
    return Ticket.unscoped.create(office=office, area=office.region_id, day=today_at(office), **told)


def being_served(office: Office, resident: Resident) -> Ticket:
    """Return the number of a resident who stands at a counter of her own."""
    return a_ticket(office, counter=CounterFactory.create(office=office), resident=resident)


def a_session(office: Office, resident: Resident, officer: Officer, **facts: object) -> RecordingSession:
    """Return a session that is under way."""
    told = {"day": today_at(office), "started_at": timezone.now(), "place": "uji", **facts}
    return RecordingSession.unscoped.create(
        office=office, area=office.region_id, resident=resident, officer=officer, **told
    )

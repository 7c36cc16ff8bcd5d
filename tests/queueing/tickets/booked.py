"""Made-up places for tests of tickets: an office that is always open, and slots at its own nine o'clock."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone

from queueing import links
from queueing.models import Booking, Office, Party, RecordingSlot
from tests.factories.queueing import OfficeFactory, SlotFactory, open_daily


def an_office(**facts: Any) -> Office:
    """Return an office that is open all day on every day."""
    told = {"name": "Kantor Dispendukcapil", "address": "Jalan Ahmad Yani 16", **facts}
    office: Office = OfficeFactory.create(**told)
    open_daily(office, datetime.time(0), datetime.time(23, 59))
    return office


def a_slot(office: Office, *, days: int = 3, hour: int = 9, minute: int = 0, seats: int = 2) -> RecordingSlot:
    """Return a slot so many days from today, at an hour of the office's clock."""
    today = timezone.now().astimezone(ZoneInfo(office.time_zone))
    starts_at = today.replace(hour=hour, minute=minute, second=0, microsecond=0) + datetime.timedelta(days=days)
    made: RecordingSlot = SlotFactory.create(office=office, starts_at=starts_at, seats=seats)
    return made


def path(party: Party, tail: str = "") -> str:
    """Return the address of a party's ticket, or of a page behind it."""
    return f"/tiket/{links.link_of(party.pk)}/{tail}"


def people_of(party: Party) -> list[Booking]:
    """Return the people of a party in their order."""
    return list(Booking.unscoped.filter(party=party).order_by("ordinal"))


def text_of(client: Client, address: str, *, status: int = 200) -> str:
    """Return a page as one line of text."""
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())

"""How people are received in tests: booked for half past ten, looked up by one field, given their numbers."""

from __future__ import annotations

import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from queueing.choices import Lane
from queueing.models import Booking, Office, Party
from tests.factories.queueing import a_booking
from tests.queueing.tickets.booked import a_slot

#: Ten in the morning in Jakarta.
NOW = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)
NIK, OTHER = "3516080108900007", "3516080108900008"
MOST_QUERIES = 16


def booked(office: Office, *, persons: int = 1, priority: str = "", lane: str = Lane.GENERAL, **when: Any) -> Party:
    slot = a_slot(office, seats=persons, **{"days": 0, "hour": 10, "minute": 30, **when})
    slot.seats.update(lane=lane)
    party = a_booking(
        slot, persons=persons, lane=lane, niks=[f"35160801089000{number:02d}" for number in range(7, 7 + persons)]
    )
    Booking.unscoped.filter(party=party, ordinal=1).update(priority=priority)
    return party


def search(desk: Client, text: str, *, status: int = 200) -> str:
    answer = desk.post(reverse("queueing:front_desk"), {"cari": text})
    assert answer.status_code == status, answer
    return " ".join(answer.content.decode().split())


def receive(desk: Client, party: Party, **answers: str) -> str:
    coming = Booking.unscoped.filter(party=party).values_list("pk", flat=True)
    answer = desk.post(reverse("queueing:front_desk_receive"), {"orang": list(coming), **answers}, follow=True)
    return " ".join(answer.content.decode().split())

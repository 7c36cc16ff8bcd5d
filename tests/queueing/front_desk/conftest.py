"""A front desk at ten in the morning, with an officer who has chosen her office."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from queueing.choices import Lane
from queueing.models import Office, RecordingSlot
from registry.choices import Role
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.registry import OfficerFactory
from tests.queueing.front_desk.received import NOW
from tests.queueing.tickets.booked import a_slot, an_office
from tests.signing import sign_in


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    make_region("35.16.08.2001", "Mojosari")
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture
def officer() -> Officer:
    return OfficerFactory.create(role=Role.FRONT_DESK)


@pytest.fixture
def desk(client: Client, officer: Officer, office: Office) -> Client:
    sign_in(client, officer)
    client.post(reverse("queueing:front_desk_office"), {"kantor": office.pk, "kertas": "58"})
    return client


@pytest.fixture
def session(office: Office) -> RecordingSlot:
    """A session of half past ten, with two seats for whoever comes."""
    slot = a_slot(office, days=0, hour=10, minute=30)
    slot.seats.update(lane=Lane.WALK_IN)
    return slot

"""A hall at eleven in the morning: a counter since ten, and five numbers of whom each became something else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from queueing.actions import calls, counters
from queueing.choices import Lane
from queueing.models import Counter, Office
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.registry import OfficerFactory
from tests.queueing.counter.in_the_hall import MINUTE, NOW, a_counter, a_ticket
from tests.queueing.hall_day.calling import LATER, call
from tests.queueing.tickets.booked import an_office
from tests.signing import sign_in


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def office() -> Office:
    make_region("35.16.08.2001")
    return an_office()


@pytest.fixture
def officer(office: Office) -> Officer:
    found: Officer = OfficerFactory.create(first_name="Sri", last_name="Wahyuni")
    return found


@pytest.fixture
def counter(office: Office, officer: Officer) -> Counter:
    made = a_counter(office, 3, is_open=False)
    return counters.open_counter(counter=made.pk, by=officer, at=NOW)


@pytest.fixture
def desk(client: Client, office: Office) -> Client:
    return sign_in(client, OfficerFactory.create(supervisor=True))


@pytest.fixture
def day(office: Office, counter: Counter, officer: Officer) -> Office:
    """Five numbers: one served after 62 minutes in 8, one missed once, one at the counter, two that wait."""
    a_ticket(office, told_low_minutes=50, told_high_minutes=65)
    a_ticket(office, told_low_minutes=0, told_high_minutes=20)
    a_ticket(office, told_low_minutes=80, told_high_minutes=90, lane=Lane.WALK_IN)
    a_ticket(office, letter="B", arrived_at=NOW - 30 * MINUTE, ready_at=NOW - 30 * MINUTE)
    a_ticket(office, letter="B", lane=Lane.PRIORITY, arrived_at=NOW + 50 * MINUTE, ready_at=NOW + 50 * MINUTE)
    first = call(counter, officer, NOW + 2 * MINUTE)
    calls.finish(ticket=first.pk, by=officer, at=NOW + 10 * MINUTE)
    missed = call(counter, officer, NOW + 15 * MINUTE)
    calls.not_here(ticket=missed.pk, by=officer, at=NOW + 16 * MINUTE)
    call(counter, officer, NOW + 20 * MINUTE)
    return office

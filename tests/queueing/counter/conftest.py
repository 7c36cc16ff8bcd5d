"""What the hall rests on: a regency, an office, a counter with an officer, and ten in the morning."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from queueing.models import Counter, Office
from registry.models import Officer
from tests.factories.elections import make_region
from tests.queueing.counter.in_the_hall import NOW, a_counter, an_officer_at
from tests.queueing.tickets.booked import an_office


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08.2001")


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture
def counter(office: Office) -> Counter:
    return a_counter(office, 3)


@pytest.fixture
def officer(counter: Counter) -> Officer:
    return an_officer_at(counter)

"""The rush of November 2020, with an office that opens on Monday."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from queueing.models import Office
from queueing.views.public import looking
from tests.factories.elections import make_region
from tests.factories.offices import an_office
from tests.queueing.places.choosing import RUSH


@pytest.fixture(autouse=True)
def rush() -> Iterator[None]:
    make_region("35.16.08")
    looking.forget()
    with time_machine.travel(RUSH, tick=False):
        yield
    looking.forget()


@pytest.fixture
def office() -> Office:
    return an_office(main=True)

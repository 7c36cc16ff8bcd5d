"""Calling the next number of a made-up day, and the moment at which the day is looked at."""

from __future__ import annotations

import datetime
from typing import Final

from queueing.actions import calls
from queueing.models import Counter, Ticket
from registry.models import Officer
from tests.queueing.counter.in_the_hall import MINUTE, NOW, TODAY

LATER: Final = NOW + 60 * MINUTE


def call(counter: Counter, officer: Officer, at: datetime.datetime) -> Ticket:
    found = calls.call_next(counter=counter, day=TODAY, by=officer, at=at)
    assert found is not None
    return found

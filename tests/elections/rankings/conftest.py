"""One small country for the ranking tests: two regencies of Jawa Timur, one of them compared."""

from __future__ import annotations

import pytest

from elections.actions import rankings
from elections.models import RankingEdition, ReconciliationRun
from tests.factories.elections import MOMENT, Rows, make_run

VILLAGES: dict[str, Rows] = {
    "35.16.01.2001": (190, 8, 6, 5),
    "35.16.01.2002": (300, 5, 0, 0),
    "35.16.01.2003": (120, 0, 0, 0),
    "35.16.02.2001": (99, 1, 0, 0),
    "35.16.02.2002": (198, 2, 0, 0),
    "35.16.02.2003": (90, 20, 10, 7),
    "35.16.08.1004": (500, 0, 0, 0),
}


@pytest.fixture
def run(db: None) -> ReconciliationRun:
    return make_run(VILLAGES)


@pytest.fixture
def edition(run: ReconciliationRun) -> RankingEdition:
    return rankings.publish(run, by=None, at=MOMENT)

"""An officer of one regency at work, and somebody whose card she is at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from registry import row_security, scope
from registry.models import Officer, Resident
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory, ResidentFactory


@pytest.fixture
def officer(db: None) -> Officer:
    plant_regency("35.16")
    return OfficerFactory.create(username="bu-ani", area_id="35.16")


@pytest.fixture
def person(officer: Officer) -> Resident:
    return ResidentFactory.create(unrecorded=True)


@pytest.fixture
def at_work(officer: Officer) -> Iterator[Officer]:
    """Act as the officer, as a request would."""
    with scope.of(officer), row_security.of(officer):
        yield officer

"""An officer of one regency at work, inside her scope and behind the second net."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from registry import row_security, scope
from registry.models import Officer
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory
from tests.registry.events.families import Family, make_family
from tests.signing import sign_in


@pytest.fixture
def officer(db: None) -> Officer:
    plant_regency("35.16")
    return OfficerFactory.create(username="bu-ani", area_id="35.16")


@pytest.fixture
def family(officer: Officer) -> Family:
    return make_family()


@pytest.fixture
def at_work(officer: Officer) -> Iterator[Officer]:
    """Act as the officer, as a request would."""
    with scope.of(officer), row_security.of(officer):
        yield officer


@pytest.fixture
def desk(officer: Officer) -> Client:
    """The officer's browser, signed in a moment ago."""
    return sign_in(Client(), officer)

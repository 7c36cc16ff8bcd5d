"""What tickets rest on: a regency, and a phone that has nothing but a link."""

from __future__ import annotations

import pytest
from django.test import Client

from queueing.models import Office
from tests.factories.elections import make_region
from tests.queueing.tickets.booked import an_office


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture
def phone() -> Client:
    return Client()

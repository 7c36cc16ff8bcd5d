"""What cuts and outages rest on: a regency, and somebody who may declare them."""

from __future__ import annotations

import pytest

from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.registry import OfficerFactory


@pytest.fixture
def supervisor() -> Officer:
    make_region("35.16.08")
    officer: Officer = OfficerFactory.create(supervisor=True)
    return officer

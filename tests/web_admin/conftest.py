"""The regions that the tests of the web admin speak of."""

from __future__ import annotations

import pytest

from tests.factories.elections import make_region


@pytest.fixture(autouse=True)
def regions(request: pytest.FixtureRequest) -> None:
    """Two regencies with a village each, for tests that use the database."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        for code in ("35.16.08.2001", "35.16.01.2001", "35.17.01.2001"):
            make_region(code)

"""The regency of the forms."""

from __future__ import annotations

import pytest

from tests.factories.elections import make_region


@pytest.fixture(autouse=True)
def regions(db: None) -> None:
    make_region("35.16.08")

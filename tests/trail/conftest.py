"""A trail with entries and seals, and hands that reach past its guards."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from registry.actions import access, seals
from registry.models import AccessEntry, Officer
from registry.models.access import AccessAction
from tests.factories.regions import plant_regency
from tests.factories.registry import MOMENT, OfficerFactory


@pytest.fixture
def clerk() -> Officer:
    """A clerk of Kabupaten Mojokerto."""
    plant_regency("35.16")
    return OfficerFactory.create(first_name="Rina", last_name="Wati")


def write(count: int, by: Officer | None = None, at: datetime.datetime = MOMENT) -> list[AccessEntry]:
    """Write so many entries about one resident each."""
    return [
        access.record(
            action=AccessAction.VIEW, subject=f"penduduk {pk}", purpose="uji jejak", by=by, at=at, residents=[pk]
        )
        for pk in range(1, count + 1)
    ]


@contextmanager
def past_the_guards(*tables: str) -> Iterator[Callable[..., None]]:
    """Act as the owner of the tables with their triggers off: what a database administrator could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor.execute
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def sealed(*counts: int) -> list[AccessEntry]:
    """Write and seal stretches of so many entries; return them all."""
    entries = []
    for count in counts:
        entries += write(count)
        seals.seal(at=MOMENT)
    return entries

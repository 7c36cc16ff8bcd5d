"""A death recorded, with what follows for the spouse."""

from __future__ import annotations

import datetime

from django.utils import timezone

from registry.actions import event_book
from registry.actions.event_book import Confirmation, Entry
from registry.choices import CivilEventKind
from registry.models import CivilEvent, Officer
from registry.queries import families
from registry.rules.civil_events import deaths
from registry.rules.civil_events.deaths import Death
from registry.rules.civil_events.plan import Plan


def foresee(resident_id: int, told: Death, *, on: datetime.date) -> Plan:
    """Say what recording the death would do; nothing is written."""
    person = families.person(resident_id)
    return deaths.plan(person, families.home(person.household_id), told, today=on)


def record(
    resident_id: int, told: Death, *, document: str, confirmation: Confirmation, by: Officer, at: datetime.datetime
) -> CivilEvent:
    """Record the death of a resident; two officers at once record it once (`tests/races/test_civil_events.py`)."""
    return event_book.write(
        lambda: foresee(resident_id, told, on=timezone.localdate(at)),
        entry=Entry(CivilEventKind.DEATH, resident_id, told.event_date, document),
        confirmation=confirmation,
        by=by,
        at=at,
        residents=[resident_id],
    )

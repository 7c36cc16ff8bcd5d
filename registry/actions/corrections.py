"""Correction of a resident's data; the book keeps the old values."""

from __future__ import annotations

import datetime

from django.utils import timezone

from registry.actions import event_book
from registry.actions.event_book import Confirmation, Entry
from registry.choices import CivilEventKind
from registry.models import CivilEvent, Officer
from registry.queries import families
from registry.rules.civil_events import corrections
from registry.rules.civil_events.corrections import Correction
from registry.rules.civil_events.plan import Plan


def foresee(resident_id: int, told: Correction, *, on: datetime.date) -> Plan:
    """Say what the correction would change; nothing is written."""
    return corrections.plan(families.person(resident_id), told, today=on)


def record(
    resident_id: int,
    told: Correction,
    *,
    document: str,
    reason: str,
    confirmation: Confirmation,
    by: Officer,
    at: datetime.datetime,
) -> CivilEvent:
    """Correct a resident's data."""
    return event_book.write(
        lambda: foresee(resident_id, told, on=timezone.localdate(at)),
        entry=Entry(CivilEventKind.CORRECTION, resident_id, told.event_date, document, reason),
        confirmation=confirmation,
        by=by,
        at=at,
        residents=[resident_id],
    )

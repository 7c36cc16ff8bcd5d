"""The report of a breach: whom an officer saw. Making it is itself an entry in the trail."""

from __future__ import annotations

import datetime

from django.db import transaction

from registry import scope
from registry.actions import access
from registry.models import Officer
from registry.models.access import AccessAction
from registry.queries import breach
from registry.queries.breach import Report


def report(
    officer: Officer,
    *,
    since: datetime.date,
    until: datetime.date,
    by: Officer | None,
    at: datetime.datetime,
    purpose: str,
) -> Report:
    """Return the report over all areas, for the office itself."""
    with transaction.atomic(), scope.everywhere():
        found = breach.report(officer, since, until)
        access.record(
            action=AccessAction.TRAIL,
            subject=f"laporan kebocoran, petugas {officer.pk}",
            purpose=purpose,
            by=by,
            at=at,
            residents=[seen.resident_id for seen in found.seen],
        )
    return found

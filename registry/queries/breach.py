"""Whom an officer saw in a period, one by one, with what was shown: the ground of a breach report."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from registry.models import AccessEntry, Officer, Resident
from registry.models.access import AccessAction
from registry.queries.trail import moments, period
from registry.rules.what_was_shown import WHAT_WAS_SHOWN


@dataclass(frozen=True, slots=True)
class Seen:
    """One resident as an officer saw her; `resident` is None once her batch was taken back."""

    resident_id: int
    resident: Resident | None
    acts: Sequence[AccessAction]
    first_at: datetime.datetime
    last_at: datetime.datetime
    times: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everybody the officer saw, and the acts that touched rows without naming whose."""

    seen: Sequence[Seen]
    unnamed: Sequence[AccessEntry]


def report(officer: Officer, since: datetime.date, until: datetime.date) -> Report:
    """Return whom she saw on the office's days from `since` to `until`, both included; asks for a scope."""
    start, end = moments(since, until)
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [officer.pk, start, end, list(WHAT_WAS_SHOWN)])
        rows = cursor.fetchall()
    people = Resident.objects.select_related("region", "household").in_bulk([row[0] for row in rows])
    seen = [
        Seen(pk, people.get(pk), [AccessAction(act) for act in acts], first, last, times)
        for pk, acts, first, last, times in rows
    ]
    unnamed = AccessEntry.objects.filter(period(since, until), officer=officer, row_count__gt=0, residents=[])
    return Report(seen, list(unnamed.order_by("at", "pk")))


_SEEN: Final = """
    SELECT one, array_agg(DISTINCT action ORDER BY action), min(at), max(at), count(*)
    FROM registry_accessentry, unnest(residents) AS one
    WHERE officer_id = %s AND at >= %s AND at < %s AND action = ANY(%s)
    GROUP BY one ORDER BY one
"""

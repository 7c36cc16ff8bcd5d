"""How many different residents an officer has seen today, and how many more she may."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate, make_aware

from registry.models import AccessAlarm, Officer
from registry.models.access import AccessAction
from registry.models.alarm import AlarmKind

#: Which acts count towards which limit: one resident opened, or many shown in a list.
COUNTED: Final = {
    AlarmKind.OPENED: (AccessAction.VIEW, AccessAction.REVEAL, AccessAction.PRINT),
    AlarmKind.LISTED: (AccessAction.SEARCH, AccessAction.LIST),
}


@dataclass(frozen=True)
class Use:
    """How many an officer has seen on a day, and how many of those asked for would be new to her."""

    seen: int
    new: int


def kind_of(action: str) -> AlarmKind | None:
    """Return the limit that an act counts towards, if any."""
    return next((kind for kind, actions in COUNTED.items() if action in actions), None)


def limit_of(officer: Officer, kind: AlarmKind, day: datetime.date) -> int:
    """Return how many she may see on this day: what her role may, and what a supervisor has granted on top."""
    by_role = settings.DAILY_LIMITS[kind]
    granted = AccessAlarm.objects.filter(officer=officer, day=day, kind=kind).values_list("extra", flat=True).first()
    return int(by_role.get(officer.role, by_role["other"])) + (granted or 0)


def day_of(moment: datetime.datetime) -> datetime.date:
    """Return the office's day of a moment."""
    return localdate(moment)


def use(officer: Officer, kind: AlarmKind, asked: Collection[int], *, at: datetime.datetime) -> Use:
    """Return her use of the day, in one query over `access_by_officer_and_moment`."""
    start = make_aware(datetime.datetime.combine(day_of(at), datetime.time.min))
    with connection.cursor() as cursor:
        cursor.execute(
            _SEEN_AND_NEW,
            [officer.pk, start, start + datetime.timedelta(days=1), list(COUNTED[kind]), list(asked)],
        )
        seen, new = cursor.fetchone()
    return Use(seen=seen, new=new)


def take_turn(officer: Officer) -> None:
    """Wait, inside the open transaction, until no other request of hers is between counting and writing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('daily limit'), %s)", [officer.pk])


_SEEN_AND_NEW: Final = """
    WITH seen AS (
        SELECT DISTINCT unnest(residents[: cardinality(residents) - beside]) AS id FROM registry_accessentry
        WHERE officer_id = %s AND at >= %s AND at < %s AND action = ANY(%s)
    )
    SELECT (SELECT count(*) FROM seen),
           (SELECT count(DISTINCT asked.id) FROM unnest(%s::bigint[]) AS asked (id)
            WHERE NOT EXISTS (SELECT FROM seen WHERE seen.id = asked.id))
"""

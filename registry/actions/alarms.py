"""Alarms raised, and looked at by a supervisor who may grant more for the day."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from registry.actions import access
from registry.models import AccessAlarm, Officer
from registry.models.access import AccessAction
from registry.models.alarm import AlarmKind


class OwnAlarm(Exception):
    """Nobody reviews an alarm about herself."""


class ReviewedMeanwhile(Exception):
    """Somebody else has reviewed this alarm since the page was opened."""


class DayIsOver(Exception):
    """More can be granted for today only."""


def sound(*, kind: AlarmKind, officer: Officer | None, at: datetime.datetime, detail: str = "") -> AccessAlarm:
    """Raise the alarm of this day, or count it once more.

    Two at once are one row (`one_alarm_a_day_of_a_kind`), and both are counted.
    """
    with transaction.atomic():
        alarm, is_new = AccessAlarm.objects.get_or_create(
            officer=officer,
            day=localdate(at),
            kind=kind,
            defaults={"raised_at": at, "last_at": at, "detail": detail[:300]},
        )
        if not is_new:
            AccessAlarm.objects.filter(pk=alarm.pk).update(times=F("times") + 1, last_at=at, detail=detail[:300])
    alarm.refresh_from_db()
    return alarm


def review(
    alarm: AccessAlarm, *, by: Officer, at: datetime.datetime, note: str, extra: int = 0, seen: datetime.datetime | None
) -> None:
    """Write down that somebody looked, what she found, and how many more residents the officer may see today.

    Args:
        alarm: the alarm.
        by: the supervisor.
        at: the moment.
        note: what she found, for the trail.
        extra: residents on top of the limit, for today; replaces what was granted before.
        seen: when the alarm had last been reviewed, as her page showed it: of two supervisors one is told.

    Raises:
        OwnAlarm, ReviewedMeanwhile, DayIsOver: see the classes.
    """
    if alarm.officer_id == by.pk:
        raise OwnAlarm
    if extra and alarm.day != localdate(at):
        raise DayIsOver
    with transaction.atomic():
        changed = AccessAlarm.objects.filter(pk=alarm.pk, reviewed_at=seen).update(
            reviewed_by=by, reviewed_at=at, note=note, extra=extra
        )
        if not changed:
            raise ReviewedMeanwhile
        access.record(
            action=AccessAction.ACCOUNT,
            subject=f"peringatan {alarm.pk}, tambahan {extra}",
            purpose=note[:200],
            by=by,
            at=at,
        )

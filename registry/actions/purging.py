"""What is older than its time of keeping goes, step by step; what is counted from it stays.

The periods stand in `registry/rules/retention.py`. Of books that are only written at their end the database lets rows
go only inside a transaction that names the table, and never younger ones (migration 0010). Other apps bring their
steps through `registry/forgetting.py`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, Final

from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.utils.timezone import localdate

from registry import forgetting
from registry.actions import access
from registry.forgetting import Step
from registry.models import (
    AccessAlarm,
    AccessEntry,
    AccessSeal,
    CardBefore,
    ExportRequest,
    HeldRow,
    HouseholdBefore,
    IntakeBatch,
    IntakeChange,
    OfficerBefore,
    ResidentBefore,
    TrailCheck,
)
from registry.models.access import AccessAction
from registry.queries.trail_seals import PURGED_UP_TO
from registry.rules import retention
from registry.rules.retention import Period

_HISTORY: Final = (ResidentBefore, HouseholdBefore, CardBefore, OfficerBefore)


def steps() -> Iterator[Step]:
    """Give every step, the access log last: the entries of the others are written before it."""
    yield _simple("baris tertahan", retention.HELD_ROWS, HeldRow._base_manager, "batch__finished_at")
    yield Step("nilai lama dari berkas", retention.INTAKE_CHANGES, _changes_due, _forget_changes)
    for model in _HISTORY:
        yield forgetting.of_former_values(model)
    yield _simple("permintaan ekspor", retention.EXPORT_REQUESTS, ExportRequest.objects, "asked_at")
    yield _simple("peringatan", retention.ALARMS, AccessAlarm.objects, "last_at")
    yield _simple("pemeriksaan jejak", retention.TRAIL_CHECKS, TrailCheck.objects, "at")
    yield _simple("sesi yang berakhir", retention.SESSIONS, Session.objects, "expire_date")
    yield from forgetting.of_other_apps()
    yield Step("catatan akses", retention.ACCESS_LOG, _entries_due, _forget_entries)


def purge(step: Step, *, at: datetime.datetime) -> int:
    """Carry one step out, with its entry in the trail, and return how many records went."""
    with transaction.atomic():
        gone, subject = step.forget(at)
        if gone:
            access.record(
                action=AccessAction.PURGE,
                subject=subject,
                purpose=f"Lewat masa simpan {step.period.keep.days} hari",
                by=None,
                at=at,
                row_count=gone,
            )
    return gone


def _simple(title: str, period: Period, rows: models.Manager[Any], moment: str) -> Step:
    def over(at: datetime.datetime) -> models.QuerySet[Any]:
        return rows.filter(**{f"{moment}__lt": at - period.keep})

    return Step(title, period, lambda at: over(at).count(), lambda at: (over(at).delete()[0], title))


def _changes(at: datetime.datetime) -> models.QuerySet[IntakeChange]:
    return IntakeChange._base_manager.filter(batch__finished_at__lt=at - retention.INTAKE_CHANGES.keep)


def _changes_due(at: datetime.datetime) -> int:
    return _changes(at).count()


def _forget_changes(at: datetime.datetime) -> tuple[int, str]:
    """Delete what batches replaced, and note it at each: it cannot be withdrawn any more."""
    found = _changes(at)
    for batch in IntakeBatch.objects.filter(pk__in=found.values("batch_id")).select_for_update():
        batch.summary = batch.summary | {"changes_purged": localdate(at).isoformat()}
        batch.save(update_fields=["summary"])
    return found.delete()[0], "nilai lama dari berkas"


def _last_seal_due(at: datetime.datetime) -> AccessSeal | None:
    """Return the newest seal whose entries, and all before them, are old enough: seals go whole or not at all."""
    limit = at - retention.ACCESS_LOG.keep
    old = AccessSeal.objects.filter(sealed_at__lt=limit)
    first_young = AccessEntry.objects.filter(at__gte=limit).aggregate(pk=models.Min("pk"))["pk"]
    if first_young is not None:
        old = old.filter(last_id__lt=first_young)
    return old.order_by("-number").first()


def _entries_due(at: datetime.datetime) -> int:
    seal = _last_seal_due(at)
    return AccessEntry.objects.filter(pk__lte=seal.last_id).count() if seal else 0


def _forget_entries(at: datetime.datetime) -> tuple[int, str]:
    """Delete the entries under old seals; the seals stay, so that the chain can be followed from its first link."""
    seal = _last_seal_due(at)
    if seal is None:
        return 0, ""
    forgetting.let_go_of("registry_accessentry")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_accessentry WHERE id <= %s", [seal.last_id])
        return int(cursor.rowcount), PURGED_UP_TO.format(seal.number)

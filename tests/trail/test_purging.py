"""What is older than its time goes, nothing younger can, and the trail stays whole."""

from __future__ import annotations

import datetime
import io
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from registry.actions import intakes, purging, seals
from registry.models import (
    AccessEntry,
    AccessSeal,
    HeldRow,
    IntakeBatch,
    IntakeChange,
    Officer,
    Resident,
    ResidentBefore,
    TrailCheck,
)
from registry.models.access import AccessAction
from registry.queries import trail_seals
from registry.queries.trail_seals import Damage
from registry.rules import retention
from tests.factories.registry import BatchFactory, HeldRowFactory, ResidentFactory
from tests.trail.conftest import past_the_guards, write

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LONG_AGO = datetime.datetime(2015, 1, 5, tzinfo=datetime.UTC)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("purge", *arguments, stdout=out)
    return out.getvalue()


def old_seals() -> None:
    """Two old seals, one that mixes old and new, and fresh entries."""
    write(3, at=LONG_AGO)
    seals.seal(at=LONG_AGO)
    write(2, at=LONG_AGO)
    seals.seal(at=LONG_AGO)
    write(2, at=LONG_AGO)
    write(1, at=timezone.now())
    seals.seal(at=timezone.now())


def purge_all() -> None:
    for step in purging.steps():
        purging.purge(step, at=timezone.now())


def found() -> list[tuple[int | None, Damage]]:
    return [(fault.seal, fault.damage) for fault in trail_seals.faults(now=timezone.now())]


def test_without_being_told_nothing_is_deleted() -> None:
    old_seals()
    said = run()
    assert "catatan akses: 5 lewat masa simpan" in said
    assert "--do" in said
    assert AccessEntry.objects.count() == 8


def test_whole_old_seals_go_and_the_trail_stays_whole() -> None:
    old_seals()
    assert "catatan akses: 5 dihapus" in run("--do")
    assert AccessSeal.objects.count() == 3
    assert AccessEntry.objects.exclude(action=AccessAction.PURGE).count() == 3
    entry = AccessEntry.objects.get(action=AccessAction.PURGE)
    assert (entry.subject, entry.row_count) == ("jejak sampai segel 2", 5)
    assert found() == []
    seals.seal(at=timezone.now())
    assert found() == []


def test_a_second_purge_finds_nothing() -> None:
    old_seals()
    run("--do")
    assert "catatan akses: 0 dihapus" in run("--do")


def test_old_entries_deleted_without_the_purge_are_still_found() -> None:
    old_seals()
    with past_the_guards("registry_accessentry") as do:
        do("DELETE FROM registry_accessentry WHERE id <= (SELECT last_id FROM registry_accessseal WHERE number = 1)")
    assert found() == [(1, Damage.DELETED)]


def test_no_setting_lets_a_young_entry_go() -> None:
    young = write(1, at=timezone.now() - retention.ACCESS_LOG.keep + datetime.timedelta(hours=1))[0]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL kependudukan.purging = 'registry_accessentry'")
        with pytest.raises(IntegrityError, match="only written at its end"), transaction.atomic():
            young.delete()
        cursor.execute("SET LOCAL kependudukan.purging = ''")
    with pytest.raises(IntegrityError, match="only written at its end"), transaction.atomic():
        write(1, at=LONG_AGO)[0].delete()  # old enough, and nobody purges


def test_the_database_keeps_as_long_as_the_rule_says() -> None:
    with connection.cursor() as cursor:
        cursor.execute("""SELECT tgrelid::regclass::text, encode(tgargs, 'escape') FROM pg_trigger
            WHERE tgfoid = 'keep_until_old'::regproc""")
        kept = {table: int(match[1]) for table, arguments in cursor.fetchall()
                if (match := re.search(r"(\d+) days", arguments))}  # fmt: skip
    assert kept.pop("registry_accessentry") == retention.ACCESS_LOG.keep.days
    assert len(kept) == 5
    assert set(kept.values()) == {retention.HISTORY.keep.days}


def test_the_access_log_is_kept_five_years_at_least() -> None:
    assert retention.ACCESS_LOG.keep >= datetime.timedelta(days=5 * 365)


def finished(days_ago: int, **more: Any) -> IntakeBatch:
    return BatchFactory.create(finished_at=timezone.now() - datetime.timedelta(days=days_ago), **more)


def test_held_rows_of_old_batches_go_and_their_sums_stay(clerk: Officer) -> None:
    old, new = finished(181, held=1, rows_in=1), finished(179)
    HeldRowFactory.create(batch=old)
    HeldRowFactory.create(batch=new)
    purge_all()
    assert HeldRow.objects.get().batch == new
    old.refresh_from_db()
    assert old.held == 1


def test_a_batch_whose_former_values_are_gone_cannot_be_withdrawn(clerk: Officer) -> None:
    old = finished(731)
    IntakeChange.objects.create(batch=old, resident=ResidentFactory.create(), before={"name": "LAMA"})
    purge_all()
    assert not IntakeChange.objects.exists()
    with pytest.raises(intakes.NotWithdrawable, match="lewat masa simpan"):
        intakes.withdraw(old, by=None, at=timezone.now())


def test_former_values_go_with_their_time(clerk: Officer) -> None:
    for _ in range(2):
        Resident.unscoped.filter(pk=ResidentFactory.create().pk).update(name="LAIN")
    first = ResidentBefore.unscoped.earliest("pgh_id")
    with past_the_guards("registry_residentbefore") as do:
        do("UPDATE registry_residentbefore SET pgh_created_at = %s WHERE pgh_id = %s", [LONG_AGO, first.pk])
    purge_all()
    assert ResidentBefore.unscoped.count() == 1
    assert AccessEntry.objects.get(action=AccessAction.PURGE).subject == "penduduk sebelum diubah"


def test_old_checks_of_the_trail_go() -> None:
    TrailCheck.objects.create(at=LONG_AGO, entries=0)
    purge_all()
    assert not TrailCheck.objects.exists()


def test_results_of_reconciliations_are_a_step_of_their_own() -> None:
    assert "hasil pemadanan" in [step.title for step in purging.steps()]

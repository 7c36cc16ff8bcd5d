"""Two workers, or two people, at rolls at one moment: each race first without its guard, then with it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from pytest_django.fixtures import Settings

from elections.actions import elections, reconciliations, rolls
from elections.ingest import roll_partition
from elections.models import Election, ReconciliationRun, VoterRoll, VoterRollEntry
from elections.rules.known_elections import PEMILU_2024, PILKADA_2020
from registry import jobs
from registry.actions.intakes import BatchIsInUse
from registry.ingest import running
from registry.models import IntakeBatch
from tests.elections.ingest.made_up_rolls import as_csv, voters
from tests.factories.regions import plant_regency
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.race]

VILLAGES = {"35.16": "35.16.08.2001", "35.76": "35.76.01.1003"}


@pytest.fixture
def pilkada(settings: Settings, tmp_path: Path) -> Election:
    settings.INTAKE_DIR = tmp_path / "intake"
    for regency in VILLAGES:
        plant_regency(regency)
    return elections.set_up(PILKADA_2020)


def received(election: Election, region: str, folder: Path) -> IntakeBatch:
    path = folder / f"{region}.csv"
    path.write_text(as_csv(voters(20, KODE_WILAYAH=VILLAGES[region])))
    return rolls.receive(path, election=election, region=region, kind="DPT", by=None, at=timezone.now())


def loaded(election: Election, folder: Path) -> VoterRoll:
    batch = received(election, "35.16", folder)
    running.run(batch.pk)
    return VoterRoll.unscoped.get(batch=batch)


def merged_together(pilkada: Election, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[IntakeBatch]:
    """Load the rolls of two regencies; both workers wait for each other before they attach, if they get that far."""
    batches = [received(pilkada, region, folder) for region in VILLAGES]
    meeting, progress = threading.Barrier(2), jobs.Job.progress

    def meet(job: jobs.Job, step: str, *counts: Any) -> None:
        if step == "Mengindeks pemilih":
            with contextlib.suppress(threading.BrokenBarrierError):
                meeting.wait(timeout=4)
        progress(job, step, *counts)

    with monkeypatch.context() as patch:
        patch.setattr(jobs.Job, "progress", meet)
        all_at_once(*(lambda pk=batch.pk: running.run(pk) for batch in batches))
    for batch in batches:
        batch.refresh_from_db()
    return batches


def test_without_turns_two_rolls_merged_at_once_end_in_a_deadlock(
    pilkada: Election, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll_partition, "take_turn", lambda: None)

    batches = merged_together(pilkada, tmp_path, monkeypatch)

    assert sorted(batch.state for batch in batches) == ["done", "merging"]


def test_two_rolls_merged_at_once_both_come_in(
    pilkada: Election, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = merged_together(pilkada, tmp_path, monkeypatch)

    assert [(batch.state, batch.failure) for batch in batches] == [("done", "")] * 2
    assert VoterRollEntry.unscoped.count() == 40


def asked_for(roll: VoterRoll) -> ReconciliationRun:
    return reconciliations.ask(roll, by=None, at=timezone.now(), purpose="Uji")


def withdrawn_while_being_asked_for(roll: VoterRoll) -> object:
    """Ask for a reconciliation and, before that is committed, withdraw the roll; return what the withdrawal said."""
    said: list[object] = []
    withdrawing = threading.Thread(
        target=lambda: said.extend(all_at_once(lambda: rolls.withdraw(roll, by=None, at=timezone.now())))
    )
    with transaction.atomic():
        asked_for(roll)
        withdrawing.start()
        wait_until(lambda: bool(said) or somebody_waits())
    withdrawing.join()
    return said[0]


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not happened() and time.monotonic() < end:
        time.sleep(0.02)


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        # Of this database alone: another process of the run has one of its own on the same server.
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


def test_without_the_lock_a_roll_is_withdrawn_under_a_reconciliation_that_was_just_asked_for(
    pilkada: Election, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roll = loaded(pilkada, tmp_path)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)

    assert isinstance(withdrawn_while_being_asked_for(roll), VoterRoll)

    assert ReconciliationRun.unscoped.filter(roll=roll, state="queued").exists()
    assert not VoterRollEntry.unscoped.exists()


def test_a_roll_is_not_withdrawn_under_a_reconciliation_that_was_just_asked_for(
    pilkada: Election, tmp_path: Path
) -> None:
    roll = loaded(pilkada, tmp_path)

    assert isinstance(withdrawn_while_being_asked_for(roll), BatchIsInUse)

    assert VoterRollEntry.unscoped.count() == 20


def test_a_reconciliation_asked_for_during_a_withdrawal_is_refused(pilkada: Election, tmp_path: Path) -> None:
    roll = loaded(pilkada, tmp_path)
    said: list[object] = []
    asking = threading.Thread(target=lambda: said.extend(all_at_once(lambda: asked_for(roll))))
    with transaction.atomic():
        rolls.withdraw(VoterRoll.unscoped.get(pk=roll.pk), by=None, at=timezone.now())
        asking.start()
        wait_until(lambda: bool(said) or somebody_waits())
    asking.join()

    assert isinstance(said[0], reconciliations.RollWithdrawn)
    assert not ReconciliationRun.unscoped.exists()


def test_of_one_file_sent_at_once_for_two_elections_one_is_received(pilkada: Election, tmp_path: Path) -> None:
    pemilu = elections.set_up(PEMILU_2024)

    said = all_at_once(*(lambda of=of: received(of, "35.16", tmp_path) for of in (pilkada, pemilu)))

    refusals = [answer for answer in said if isinstance(answer, rolls.REFUSALS)]
    assert (len(refusals), IntakeBatch.objects.count()) == (1, 1)
    assert "sudah dimuat" in str(refusals[0])

"""Asking for a reconciliation: what it needs, what it leaves in the log, what may be shown of a failure."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from elections import snapshots
from elections.actions import elections, reconciliations
from elections.matching.engines import NoEngine
from elections.matching.spark_place import SparkPlace
from elections.models import Election, ReconciliationRun, VoterRoll
from elections.rules.known_elections import PILKADA_2020
from registry import jobs
from registry.models import AccessEntry, IntakeBatch, Region

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def roll() -> VoterRoll:
    for code, level, parent in [("00", "nation", None), ("35", "province", "00"), ("35.16", "regency", "35")]:
        Region.objects.create(code=code, name=code, level=level, parent_id=parent)
    batch = IntakeBatch.objects.create(
        kind="voter_roll", state="done", file_name="dpt.csv", sha256="0" * 64, size=1, region_id="35.16",
        received_at=timezone.now(),
    )  # fmt: skip
    return VoterRoll.unscoped.create(
        election=elections.set_up(PILKADA_2020), region_id="35.16", kind="DPT", batch=batch,
        loaded_at=timezone.now(), entry_count=7,
    )  # fmt: skip


def ask(roll: VoterRoll) -> ReconciliationRun:
    return reconciliations.ask(roll, by=None, at=timezone.now(), purpose="Surat 470/123")


def test_a_reconciliation_is_logged_with_its_purpose_and_an_end_of_keeping(roll: VoterRoll) -> None:
    run = ask(roll)
    entry = AccessEntry.objects.get(action="reconcile")
    assert (entry.purpose, entry.row_count, entry.subject) == ("Surat 470/123", 7, f"pemadanan {run.pk}")
    assert run.retain_until > timezone.localdate()
    assert run.policy["polling_date"] == "2020-12-09"


def test_without_a_polling_date_nobody_can_say_who_is_under_age(roll: VoterRoll) -> None:
    Election.objects.update(polling_date=None)
    roll.election.refresh_from_db()
    with pytest.raises(reconciliations.PollingDateMissing, match="belum diisi"):
        ask(roll)
    assert not ReconciliationRun.unscoped.exists()


def test_a_roll_that_was_taken_back_is_not_reconciled(roll: VoterRoll) -> None:
    VoterRoll.unscoped.update(withdrawn_at=timezone.now())
    with pytest.raises(reconciliations.RollWithdrawn, match="Muat daftar yang baru"):
        ask(roll)


def test_a_run_without_a_purpose_is_refused_by_the_database(roll: VoterRoll) -> None:
    with pytest.raises(IntegrityError, match="has_a_purpose"), transaction.atomic():
        reconciliations.ask(roll, by=None, at=timezone.now(), purpose="")


def test_a_run_that_outlives_too_many_workers_is_set_aside(roll: VoterRoll) -> None:
    run = ask(roll)
    ReconciliationRun.unscoped.filter(pk=run.pk).update(attempts=jobs.MOST_ATTEMPTS)
    with pytest.raises(jobs.WornOut), jobs.take(ReconciliationRun, run.pk, ["queued"]):
        pytest.fail("a worn-out job must not be worked on")
    reconciliations.set_aside(run.pk, at=timezone.now())
    run.refresh_from_db()
    assert run.state == "failed"
    assert "dikesampingkan" in run.failure


def test_the_worker_compares_with_the_engine_of_its_settings(
    roll: VoterRoll, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.WORK_DIR, settings.RECONCILIATION_ENGINE = tmp_path, "spark"
    settings.SPARK_MASTER, settings.SPARK_FOLDER = "yarn", tmp_path / "shared"
    asked: dict[str, Any] = {}
    monkeypatch.setattr(snapshots, "residents", nullcontext)
    monkeypatch.setattr(snapshots, "roll_entries", nullcontext)

    def compare(*_: object, **how: object) -> None:
        asked.update(how)
        raise NoEngine("Mesin ini tidak terpasang.")

    monkeypatch.setattr(reconciliations, "compare", compare)
    with pytest.raises(NoEngine), jobs.take(ReconciliationRun, ask(roll).pk, ["queued"]) as job:
        reconciliations.carry_out(job)
    assert asked["engine"] == "spark"
    assert asked["spark"] == SparkPlace("yarn", tmp_path / "shared", "2g")


def test_a_missing_engine_is_told_in_its_own_words() -> None:
    assert reconciliations.failure_of(NoEngine("Mesin ini tidak terpasang.")) == "Mesin ini tidak terpasang."


def test_an_unexpected_error_shows_its_kind_and_never_its_text() -> None:
    error = IntegrityError("DETAIL: Key (nik)=(3516080108900001) already exists")
    assert "3516" not in reconciliations.failure_of(error)
    assert "IntegrityError" in reconciliations.failure_of(error)

"""The next reconciliation of a regency rests on the last one; what that one left goes with its matches."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.conf import settings
from django.utils import timezone

from elections.actions import earlier_results, elections, forgetting, reconciliations, results, work_files
from elections.choices import RunState
from elections.models import ReconciliationRun, VoterRoll
from elections.models.reconciliation import LIVE_STATES
from elections.rules.known_elections import PILKADA_2020
from registry import jobs
from registry.models import IntakeBatch, Region
from tests.elections.matching.crowd import Crowd, make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture(autouse=True)
def empty_work_folder() -> Iterator[None]:
    shutil.rmtree(settings.WORK_DIR, ignore_errors=True)
    yield
    shutil.rmtree(settings.WORK_DIR, ignore_errors=True)


@pytest.fixture
def roll() -> VoterRoll:
    for code, level, parent in [("00", "nation", None), ("35", "province", "00"), ("35.16", "regency", "35")]:
        Region.objects.create(code=code, name=code, level=level, parent_id=parent)
    return a_roll()


def a_roll() -> VoterRoll:
    batch = IntakeBatch.objects.create(
        kind="voter_roll", state="done", file_name="dpt.csv", sha256=f"{IntakeBatch.objects.count():064d}", size=1,
        region_id="35.16", received_at=timezone.now(),
    )  # fmt: skip
    return VoterRoll.unscoped.create(
        election=elections.set_up(PILKADA_2020), region_id="35.16", kind="DPT", batch=batch,
        loaded_at=timezone.now(), entry_count=0,
    )  # fmt: skip


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> Crowd:
    """What the snapshots give; only the state of the run is saved, for its rows are nobody's."""
    crowd = make(400, seed=5, rate=3)

    @contextmanager
    def residents() -> Iterator[pa.Table]:
        yield crowd.residents_table()

    @contextmanager
    def roll_entries(_: int) -> Iterator[pa.Table]:
        yield crowd.roll_table()

    def save(run: ReconciliationRun, folder: Path, job: jobs.Job) -> None:
        summary = json.loads((folder / "summary.json").read_text())
        job.finish_step(state=RunState.DONE, finished_at=timezone.now(), summary=summary)
        run.refresh_from_db()

    monkeypatch.setattr("elections.snapshots.residents", residents)
    monkeypatch.setattr("elections.snapshots.roll_entries", roll_entries)
    monkeypatch.setattr(results, "save", save)
    return crowd


def reconcile(roll: VoterRoll) -> ReconciliationRun:
    run = reconciliations.ask(roll, by=None, at=timezone.now(), purpose="Surat 470/123")
    with jobs.take(ReconciliationRun, run.pk, LIVE_STATES) as job:
        reconciliations.carry_out(job)
    run.refresh_from_db()
    return run


def lying() -> list[str]:
    return sorted(path.name for path in Path(settings.WORK_DIR).iterdir())


def test_the_next_run_of_a_roll_takes_over_what_did_not_change(roll: VoterRoll, crowd: Crowd) -> None:
    first = reconcile(roll)
    assert first.summary["reused"] == 0
    crowd.roll[7]["name"] = "ORANG LAIN"
    second = reconcile(roll)
    assert len(crowd.roll) - 10 < second.summary["reused"] < len(crowd.roll)
    assert lying() == [f"earlier-35.16-{second.pk}"]


def test_a_newer_roll_of_the_regency_rests_on_the_older_one(roll: VoterRoll, crowd: Crowd) -> None:
    reconcile(roll)
    crowd.roll[:] = [row | {"entry_id": row["entry_id"] + 5000} for row in crowd.roll]
    assert reconcile(a_roll()).summary["reused"] == len(crowd.roll)


def test_what_is_kept_is_for_the_worker_alone_and_holds_no_findings(roll: VoterRoll, crowd: Crowd) -> None:
    run = reconcile(roll)
    kept = Path(settings.WORK_DIR) / f"earlier-35.16-{run.pk}"
    assert stat.filemode(kept.stat().st_mode) == "drwx------"
    assert sorted(path.name for path in kept.iterdir()) == ["matches.parquet", "row_digests", "summary.json"]


def test_a_run_that_is_stopped_leaves_the_earlier_one_as_it_was(
    roll: VoterRoll, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = reconcile(roll)
    run = reconciliations.ask(roll, by=None, at=timezone.now(), purpose="Surat 470/124")

    def cancel(*_: Any) -> None:
        raise jobs.Cancelled

    with jobs.take(ReconciliationRun, run.pk, LIVE_STATES) as job:
        monkeypatch.setattr(job, "stop_if_told", cancel)
        with pytest.raises(jobs.Cancelled):
            reconciliations.carry_out(job)
        reconciliations.stop(job, state=RunState.CANCELLED)
    assert lying() == [f"earlier-35.16-{first.pk}"]
    assert reconcile(roll).summary["reused"] == len(crowd.roll)


def test_a_worker_killed_after_borrowing_leaves_links_that_are_swept(roll: VoterRoll, crowd: Crowd) -> None:
    first = reconcile(roll)
    run = reconciliations.ask(roll, by=None, at=timezone.now(), purpose="Surat 470/124")
    with jobs.take(ReconciliationRun, run.pk, LIVE_STATES) as job:
        draft = work_files.make_draft(job)
        assert earlier_results.borrow(run, draft) == draft / "earlier"
        reconciliations.stop(job, state=RunState.FAILED)
    work_files.clear_leftovers()
    assert lying() == [f"earlier-35.16-{first.pk}"]
    assert reconcile(roll).summary["reused"] == len(crowd.roll)


def test_what_was_borrowed_stays_whole_when_another_takes_its_place(roll: VoterRoll, crowd: Crowd) -> None:
    first = reconcile(roll)
    run = reconciliations.ask(roll, by=None, at=timezone.now(), purpose="Surat 470/124")
    with jobs.take(ReconciliationRun, run.pk, LIVE_STATES) as job:
        draft = work_files.make_draft(job)
        borrowed = earlier_results.borrow(run, draft)
        assert borrowed is not None
        shutil.rmtree(Path(settings.WORK_DIR) / f"earlier-35.16-{first.pk}")
        assert (borrowed / "matches.parquet").stat().st_size > 0
        reconciliations.stop(job, state=RunState.CANCELLED)


def test_what_a_run_left_is_forgotten_with_its_matches(
    roll: VoterRoll, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = reconcile(roll)
    monkeypatch.setattr(
        results, "forget", lambda run, at: ReconciliationRun.unscoped.filter(pk=run.pk).update(forgotten_at=at)
    )
    ReconciliationRun.unscoped.filter(pk=run.pk).update(retain_until="2020-01-01")
    forgetting.forget(timezone.now())
    assert lying() == []


def test_what_a_forgotten_run_left_is_not_used(roll: VoterRoll, crowd: Crowd) -> None:
    run = reconcile(roll)
    ReconciliationRun.unscoped.filter(pk=run.pk).update(forgotten_at=timezone.now())
    assert reconcile(roll).summary["reused"] == 0


def test_the_sweeper_keeps_only_the_newest_of_a_regency(roll: VoterRoll, crowd: Crowd) -> None:
    first = reconcile(roll)
    old = Path(settings.WORK_DIR) / f"earlier-35.16-{first.pk}"
    shutil.copytree(old, copy := Path(settings.WORK_DIR) / "copy")
    second = reconcile(roll)
    copy.rename(old)
    unknown = Path(settings.WORK_DIR) / "earlier-35.16-999999"
    unknown.mkdir()
    earlier_results.clear()
    assert lying() == [f"earlier-35.16-{second.pk}"]

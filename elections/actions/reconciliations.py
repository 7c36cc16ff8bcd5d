"""Reconciliations asked for, carried out step by step, cancelled."""

from __future__ import annotations

import datetime
import shutil
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from elections import snapshots
from elections.actions import earlier_results, results, work_files
from elections.choices import RunState
from elections.matching.engine import Cancelled as ComparisonCancelled
from elections.matching.engine import compare
from elections.matching.engines import NoEngine
from elections.matching.inputs import BadInput
from elections.matching.parting import PartMissing
from elections.matching.policy import Policy
from elections.matching.spark_place import SparkPlace
from elections.matching.vocabulary import FindingKind
from elections.models import ReconciliationRun, VoterRoll
from elections.models.reconciliation import LIVE_STATES
from registry.actions import access
from registry.jobs import Cancelled, Job
from registry.models.access import AccessAction
from registry.models.officer import Officer

RETENTION: Final = datetime.timedelta(days=365)


class PollingDateMissing(Exception):
    """Who is under age, and who is missing from the roll, cannot be said without the day of the vote."""


class AlreadyReconciling(Exception):
    """A reconciliation of this roll is under way: one run per roll at a time."""


class RollWithdrawn(Exception):
    """The roll was taken back; its rows are gone."""


def ask(
    roll: VoterRoll,
    *,
    by: Officer | None,
    at: datetime.datetime,
    purpose: str,
    retain_until: datetime.date | None = None,
) -> ReconciliationRun:
    """Ask for one comparison of the roll with the registry; the caller rings for a worker on commit.

    The race of two people asking at once is settled by `one_live_reconciliation_per_roll`
    (`tests/races/test_reconciliations.py`), that with a withdrawal by the roll's lock (`tests/races/test_rolls.py`).

    Raises:
        AlreadyReconciling, PollingDateMissing, RollWithdrawn: see there.
    """
    policy = policy_of(roll)
    try:
        with transaction.atomic():
            _refuse_withdrawn(roll)
            run = ReconciliationRun.unscoped.create(
                roll=roll,
                region_id=roll.region_id,
                purpose=purpose,
                retain_until=retain_until or at.date() + RETENTION,
                policy=policy.as_dict(),
                asked_at=at,
                asked_by=by,
            )
            access.record(
                action=AccessAction.RECONCILE,
                subject=f"pemadanan {run.pk}",
                purpose=purpose,
                by=by,
                at=at,
                row_count=roll.entry_count,
            )
    except IntegrityError as error:
        if "one_live_reconciliation_per_roll" not in str(error):
            raise
        raise AlreadyReconciling("Daftar ini sedang dipadankan. Tunggu sampai selesai atau hentikan dahulu.") from error
    return run


def _refuse_withdrawn(roll: VoterRoll) -> None:
    """Hold the roll until the run is committed: a withdrawal waits and finds the run, or was first and is seen.

    The run's foreign key would not hold it: Django's are checked at the end of the transaction.
    """
    held = VoterRoll.unscoped.select_for_update(no_key=True).get(pk=roll.pk)
    if held.withdrawn_at is not None:
        raise RollWithdrawn("Daftar pemilih ini sudah ditarik. Muat daftar yang baru lebih dahulu.")


def policy_of(roll: VoterRoll) -> Policy:
    """Return the comparison's settings for a roll: its election's day and codes, its regency as the area.

    Raises:
        PollingDateMissing: see the class.
    """
    election = roll.election
    if election.polling_date is None:
        raise PollingDateMissing(
            f"Hari pemungutan suara {election.name} belum diisi. Isi tanggalnya pada data pemilihan, lalu ulangi."
        )
    codes = {FindingKind(kind): code for kind, code in election.rules.get("finding_codes", {}).items()}
    return Policy(
        polling_date=election.polling_date,
        area=roll.region_id,
        memory_limit=settings.DUCKDB_MEMORY,
        kpu_codes=codes,
    )


def ask_cancel(run: ReconciliationRun, *, at: datetime.datetime) -> bool:
    """Ask a live run to stop; one that no worker has begun stops at once. Return whether it was live."""
    mine = ReconciliationRun.unscoped.filter(pk=run.pk)
    waiting = mine.filter(state__in=[RunState.QUEUED, RunState.WAITING], lease_holder=None)
    if waiting.update(state=RunState.CANCELLED, cancel_asked_at=at, finished_at=at):
        return True
    begun = mine.filter(state__in=[RunState.QUEUED, RunState.RUNNING, RunState.WAITING])
    return bool(begun.update(state=RunState.CANCELLING, cancel_asked_at=at))


def carry_out(job: Job) -> None:
    """Bring a taken run to its end: compare, then save.

    A run resumed after a crash compares again only where the finished comparison's files are gone.

    Raises:
        registry.jobs.Cancelled, registry.jobs.LeaseLost: the run stops here and keeps nothing.
    """
    run = ReconciliationRun.unscoped.select_related("roll__election").get(pk=job.pk)
    if run.cancel_asked_at is not None:
        raise Cancelled
    if not work_files.is_compared(run):
        _compare(run, job)
    results.save(run, work_files.folder_of(run.pk), job)
    earlier_results.keep(run)
    work_files.clear(run.pk)


def stop(job: Job, *, state: RunState, failure: str = "") -> None:
    """End a run without a result."""
    job.finish_step(state=state, failure=failure, finished_at=timezone.now())
    work_files.clear(job.pk)


def set_aside(run_id: int, *, at: datetime.datetime) -> None:
    """Fail a run that outlived too many workers, so that it stops nobody else."""
    live = ReconciliationRun.unscoped.filter(pk=run_id, state__in=LIVE_STATES)
    live.update(
        state=RunState.FAILED,
        finished_at=at,
        failure="Pemadanan ini terlalu sering terhenti dan dikesampingkan. Periksa memori dan log worker.",
    )


def failure_of(error: Exception) -> str:
    """What may be kept and shown of an error: the matching's own sentences, else only its kind.

    A database error can quote a row, and a row can hold a name.
    """
    if isinstance(error, PollingDateMissing | results.ResultIncomplete | BadInput | NoEngine | PartMissing):
        return str(error)[:2000]
    return f"Kesalahan tak terduga ({type(error).__name__}). Rinciannya ada di log worker."


def _compare(run: ReconciliationRun, job: Job) -> None:
    policy = policy_of(run.roll)
    begin(job, snapshot_at=timezone.now(), policy=policy.as_dict())
    draft = work_files.make_draft(job)
    try:
        with snapshots.residents() as residents, snapshots.roll_entries(run.roll_id) as entries:
            comparison = compare(
                residents,
                entries,
                policy=policy,
                directory=draft,
                progress=job.progress,
                cancelled=job.is_cancelled,
                earlier=earlier_results.borrow(run, draft),
                leaves=True,
                engine=settings.RECONCILIATION_ENGINE,
                spark=SparkPlace(settings.SPARK_MASTER, settings.SPARK_FOLDER, settings.SPARK_DRIVER_MEMORY),
            )
        earlier_results.give_back(draft)
        job.stop_if_told()
        work_files.hand_over(job, draft, digest=comparison.digest)
    except ComparisonCancelled as told:
        raise Cancelled from told
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def begin(job: Job, **changes: object) -> None:
    """Mark the run as running, unless somebody has cancelled it since it was taken."""
    with transaction.atomic():
        live = ReconciliationRun.unscoped.select_for_update(no_key=True).get(pk=job.pk)
        if live.cancel_asked_at is not None:
            raise Cancelled
        job.finish_step(state=RunState.RUNNING, **changes)

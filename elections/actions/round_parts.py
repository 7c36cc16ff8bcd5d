"""The steps of a round as workers carry them out: a regency at home, the leftovers, a regency's result."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from elections import snapshots
from elections.actions import reconciliations, results, work_files
from elections.actions.work_files import ROUND, RUN
from elections.choices import RunState
from elections.matching.at_home import compare_at_home
from elections.matching.engine import Cancelled as ComparisonCancelled
from elections.matching.leftovers import compare_leftovers
from elections.matching.parting import PartMissing
from elections.matching.policy import Policy
from elections.matching.uniting import unite
from elections.models import ReconciliationRound, ReconciliationRun
from registry import scope, sealing
from registry.jobs import Cancelled, Job


def carry_out(job: Job) -> None:
    """Do the step that is due of a taken run: compare it at home, or, once the leftovers are found, save its result.

    Raises:
        registry.jobs.Cancelled, registry.jobs.LeaseLost: the run stops here and keeps nothing.
        elections.matching.parting.PartMissing: files are gone, or the election was changed under the round.
    """
    run = ReconciliationRun.unscoped.select_related("roll__election", "round").get(pk=job.pk)
    if run.cancel_asked_at is not None:
        raise Cancelled
    if run.round is None:
        raise ValueError("this run is no part of a round")
    if run.round.leftovers_at is None:
        _compare_at_home(run, run.round, job)
        return
    if not work_files.is_compared(run):
        _unite(run, run.round, job)
    results.save(run, work_files.folder_of(run.pk), job)
    work_files.clear(run.pk)


def find_leftovers(job: Job) -> None:
    """Find the leftovers of a taken round, then let every run save its result.

    A home whose files are gone is compared again instead.

    Raises:
        registry.jobs.Cancelled, registry.jobs.LeaseLost: the step ends here and keeps nothing.
    """
    asked = ReconciliationRound.unscoped.get(pk=job.pk)
    runs = list(ReconciliationRun.unscoped.filter(round=asked).select_related("roll__election").order_by("pk"))
    if asked.leftovers_at is not None or any(run.state != RunState.WAITING for run in runs):
        return
    if _compare_lost_homes_again(runs):
        return
    area = "" if asked.region_id == scope.NATION else asked.region_id
    policy = replace(_unchanged_policy(runs[0]), area=area)
    with _draft(job, ROUND) as draft:
        with snapshots.residents() as residents:
            compare_leftovers(
                residents,
                [work_files.folder_of(run.pk) for run in runs],
                policy=policy,
                directory=draft,
                key=_key(asked),
                progress=job.progress,
                cancelled=job.is_cancelled,
            )
        job.stop_if_told()
        with transaction.atomic():
            work_files.hand_over(job, draft, kind=ROUND, leftovers_at=timezone.now())
            waiting = ReconciliationRun.unscoped.filter(round=asked, state=RunState.WAITING)
            if waiting.update(state=RunState.QUEUED) != len(runs):
                raise Cancelled


def _compare_at_home(run: ReconciliationRun, asked: ReconciliationRound, job: Job) -> None:
    policy = reconciliations.policy_of(run.roll)
    reconciliations.begin(job, snapshot_at=timezone.now(), policy=policy.as_dict())
    ReconciliationRound.unscoped.filter(pk=asked.pk, state=RunState.QUEUED).update(state=RunState.RUNNING)
    with _draft(job, RUN) as draft:
        with snapshots.residents(run.region_id) as residents, snapshots.roll_entries(run.roll_id) as entries:
            compare_at_home(
                residents,
                entries,
                policy=policy,
                directory=draft,
                key=_key(asked),
                progress=job.progress,
                cancelled=job.is_cancelled,
            )
        job.stop_if_told()
        work_files.hand_over(job, draft, state=RunState.WAITING)


def _unite(run: ReconciliationRun, asked: ReconciliationRound, job: Job) -> None:
    policy = _unchanged_policy(run)
    reconciliations.begin(job)
    with _draft(job, RUN) as draft:
        comparison = unite(
            work_files.folder_of(run.pk),
            work_files.folder_of(asked.pk, ROUND),
            policy=policy,
            directory=draft,
            progress=job.progress,
            cancelled=job.is_cancelled,
        )
        job.stop_if_told()
        work_files.hand_over(job, draft, digest=comparison.digest)


def _compare_lost_homes_again(runs: list[ReconciliationRun]) -> bool:
    lost = [run.pk for run in runs if not work_files.is_at_home(run)]
    return bool(ReconciliationRun.unscoped.filter(pk__in=lost, state=RunState.WAITING).update(state=RunState.QUEUED))


def _unchanged_policy(run: ReconciliationRun) -> Policy:
    """The policy that the run was compared at home under; parts under two policies would make no sense together."""
    policy = reconciliations.policy_of(run.roll)
    passing = {"memory_limit", "threads"}
    kept, now = ({k: v for k, v in plain.items() if k not in passing} for plain in (run.policy, policy.as_dict()))
    if _as_stored(now) != kept:
        raise PartMissing("Data pemilihan diubah di tengah pemadanan wilayah. Minta pemadanan wilayah sekali lagi.")
    return policy


def _as_stored(plain: dict[str, object]) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


def _key(asked: ReconciliationRound) -> bytes:
    return sealing.sealer().file_key(f"{ROUND}-{asked.pk}")


@contextmanager
def _draft(job: Job, kind: str) -> Iterator[Path]:
    """A folder of the worker's own, gone when the block ends unless it was handed over."""
    draft = work_files.make_draft(job, kind)
    try:
        yield draft
    except ComparisonCancelled as told:
        raise Cancelled from told
    finally:
        shutil.rmtree(draft, ignore_errors=True)

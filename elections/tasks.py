"""What workers do for elections; arguments are ids and nothing else."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import Final

import adbc_driver_manager as adbc
from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.utils import timezone

from elections.actions import (
    earlier_results,
    forgetting,
    rankings,
    reconciliations,
    results,
    round_parts,
    rounds,
    work_files,
)
from elections.choices import RunState
from elections.models import ReconciliationRound, ReconciliationRun
from elections.models.reconciliation import LIVE_STATES, WORKING_STATES
from registry import jobs, scope

log = logging.getLogger(__name__)

# Another try may succeed: the server or the disk was away.
_PASSING: Final = (OperationalError, InterfaceError, adbc.Error, OSError, MemoryError)


@shared_task
def reconcile(run_id: int) -> None:
    """Carry out what is due of one reconciliation; alone, it is published, in a round, the round moves on.

    A second call while one works does nothing.
    """
    with scope.everywhere():
        part = ReconciliationRun.unscoped.filter(pk=run_id, round__isnull=False)
        round_id = part.values_list("round_id", flat=True).first()
        try:
            with jobs.take(ReconciliationRun, run_id, WORKING_STATES) as job:
                _carry_out(job, reconciliations.carry_out if round_id is None else round_parts.carry_out)
        except (jobs.Busy, jobs.LeaseLost):
            log.info("reconciliation %s is in other hands", run_id)
            return
        except jobs.WornOut:
            reconciliations.set_aside(run_id, at=timezone.now())
        if round_id is None:
            publish_ranking(run_id)
        else:
            reconcile_round(round_id)


def _carry_out(job: jobs.Job, step: Callable[[jobs.Job], None]) -> None:
    try:
        step(job)
    except jobs.Cancelled:
        reconciliations.stop(job, state=RunState.CANCELLED)
    except (jobs.LeaseLost, *_PASSING):
        raise  # the lease is given back and the sweeper rings again
    except Exception as error:
        _note("reconciliation", job, error)
        reconciliations.stop(job, state=RunState.FAILED, failure=reconciliations.failure_of(error))


def _note(what: str, job: jobs.Job, error: Exception) -> None:
    """Write down where it failed; the error's text may quote a row, so only its name goes along."""
    place = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s %s failed: %s\n%s", what, job.pk, type(error).__name__, place)


@shared_task
def reconcile_round(round_id: int) -> None:
    """Move a round on and ring for what is due; called too often it does nothing."""
    with scope.everywhere():
        _ring(round_id, rounds.move_on(round_id, at=timezone.now()))


def _ring(round_id: int, due: rounds.Due) -> None:
    for run_id in due.runs:
        reconcile.delay(run_id)
    if due.leftovers:
        reconcile_leftovers.delay(round_id)
    for run_id in due.rankings:
        publish_ranking.delay(run_id)
    if due.over:
        results.discard_leftovers()
        work_files.clear_leftovers()


@shared_task
def reconcile_leftovers(round_id: int) -> None:
    """Find the leftovers of a round whose regencies are all compared; a second call while one works does nothing."""
    with scope.everywhere():
        due = rounds.move_on(round_id, at=timezone.now())
        if not due.leftovers:
            _ring(round_id, due)
            return
        try:
            with jobs.take(ReconciliationRound, round_id, [RunState.RUNNING]) as job:
                _find_leftovers(job)
        except (jobs.Busy, jobs.LeaseLost):
            log.info("the leftovers of round %s are in other hands", round_id)
            return
        except jobs.WornOut:
            rounds.set_aside(round_id)
        reconcile_round(round_id)


def _find_leftovers(job: jobs.Job) -> None:
    try:
        round_parts.find_leftovers(job)
    except jobs.Cancelled:
        log.info("the leftovers of round %s were cancelled", job.pk)
    except (jobs.LeaseLost, *_PASSING):
        raise
    except Exception as error:
        _note("leftovers of round", job, error)
        job.finish_step(state=RunState.CANCELLING, failure=reconciliations.failure_of(error))


@shared_task
def publish_ranking(run_id: int) -> None:
    """Freeze the ranking of a finished run; doing it twice gives the same edition."""
    run = ReconciliationRun.unscoped.filter(pk=run_id, state=RunState.DONE).first()
    if run is not None:
        rankings.publish(run, by=run.asked_by, at=timezone.now())


@shared_task
def sweep() -> None:
    """Ring again for runs whose worker is gone, for live rounds, and for runs whose ranking was never frozen."""
    waiting = ReconciliationRun.unscoped.filter(pk__in=jobs.waiting(ReconciliationRun, WORKING_STATES).values("pk"))
    not_begun_in_a_round = Q(round__isnull=False, state=RunState.QUEUED)  # their round rings for a few at a time
    for run_id in waiting.exclude(not_begun_in_a_round).order_by("pk").values_list("pk", flat=True):
        reconcile.delay(run_id)
    for round_id in ReconciliationRound.unscoped.filter(state__in=LIVE_STATES).values_list("pk", flat=True):
        reconcile_round.delay(round_id)
    unranked = ReconciliationRun.unscoped.filter(state=RunState.DONE, editions__isnull=True, roll__withdrawn_at=None)
    for run_id in unranked.values_list("pk", flat=True):
        publish_ranking.delay(run_id)
    results.clear_leftovers()
    results.discard_leftovers()
    work_files.clear_leftovers()
    earlier_results.clear()


@shared_task
def forget_expired() -> None:
    """Drop the matches and findings of runs whose time of keeping is over (UU 27/2022)."""
    forgetting.forget(timezone.now())

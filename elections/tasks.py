"""What workers do for elections; arguments are ids and nothing else."""

from __future__ import annotations

import logging
import traceback
from typing import Final

import adbc_driver_manager as adbc
from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from elections.actions import earlier_results, forgetting, rankings, reconciliations, results, work_files
from elections.choices import RunState
from elections.models import ReconciliationRun
from elections.models.reconciliation import LIVE_STATES
from registry import jobs, scope

log = logging.getLogger(__name__)

# Another try may succeed: the server or the disk was away.
_PASSING: Final = (OperationalError, InterfaceError, adbc.Error, OSError, MemoryError)


@shared_task
def reconcile(run_id: int) -> None:
    """Carry out one reconciliation and publish its ranking; a second call while one works does nothing."""
    with scope.everywhere():
        try:
            with jobs.take(ReconciliationRun, run_id, LIVE_STATES) as job:
                _carry_out(job)
        except (jobs.Busy, jobs.LeaseLost):
            log.info("reconciliation %s is in other hands", run_id)
            return
        except jobs.WornOut:
            reconciliations.set_aside(run_id, at=timezone.now())
            return
        publish_ranking(run_id)


def _carry_out(job: jobs.Job) -> None:
    try:
        reconciliations.carry_out(job)
    except jobs.Cancelled:
        reconciliations.stop(job, state=RunState.CANCELLED)
    except (jobs.LeaseLost, *_PASSING):
        raise  # the lease is given back and the sweeper rings again
    except Exception as error:
        # Its text may quote a row: only its name and the place are written down.
        place = "".join(traceback.format_tb(error.__traceback__))
        log.error("reconciliation %s failed: %s\n%s", job.pk, type(error).__name__, place)  # noqa: TRY400
        reconciliations.stop(job, state=RunState.FAILED, failure=reconciliations.failure_of(error))


@shared_task
def publish_ranking(run_id: int) -> None:
    """Freeze the ranking of a finished run; doing it twice gives the same edition."""
    run = ReconciliationRun.unscoped.filter(pk=run_id, state=RunState.DONE).first()
    if run is not None:
        rankings.publish(run, by=run.asked_by, at=timezone.now())


@shared_task
def sweep() -> None:
    """Ring again for runs whose worker is gone, and for finished runs whose ranking was never frozen."""
    for run_id in jobs.waiting(ReconciliationRun, LIVE_STATES).values_list("pk", flat=True):
        reconcile.delay(run_id)
    unranked = ReconciliationRun.unscoped.filter(state=RunState.DONE, editions__isnull=True, roll__withdrawn_at=None)
    for run_id in unranked.values_list("pk", flat=True):
        publish_ranking.delay(run_id)
    results.clear_leftovers()
    work_files.clear_leftovers()
    earlier_results.clear()


@shared_task
def forget_expired() -> None:
    """Drop the matches and findings of runs whose time of keeping is over (UU 27/2022)."""
    forgetting.forget(timezone.now())

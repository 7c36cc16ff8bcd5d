"""The registry's jobs for a worker: a task carries ids only and says no more than "look there"."""

from __future__ import annotations

from celery import shared_task

from registry import jobs
from registry.ingest import running
from registry.models import IntakeBatch
from registry.models.intake import WORKER_STATES


@shared_task
def run_intake(batch_id: int) -> None:
    """Work on one batch; harmless when it is done or another worker has it."""
    running.run(batch_id)


@shared_task
def sweep() -> None:
    """Ring again for batches whose worker is gone, and clear away what a crash left behind."""
    running.recheck_emptied()
    for batch in jobs.waiting(IntakeBatch, WORKER_STATES):
        run_intake.delay(batch.pk)
    running.clear_leftovers()

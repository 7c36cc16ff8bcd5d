"""The registry's jobs for a worker: a task carries ids only and says no more than "look there"."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from registry import jobs, scope
from registry.actions import card_tallies, seals
from registry.ingest import running
from registry.models import IntakeBatch
from registry.models.intake import WORKER_STATES

log = logging.getLogger(__name__)


@shared_task
def run_intake(batch_id: int) -> None:
    """Work on one batch; harmless when it is done or another worker has it."""
    running.run(batch_id)
    count_cards.delay()


@shared_task
def count_cards() -> None:
    """Count the cards of every village anew, for the figures that officers see first."""
    with scope.everywhere():
        card_tallies.count(at=timezone.now())


@shared_task
def sweep() -> None:
    """Ring again for batches whose worker is gone, and clear away what a crash left behind."""
    running.recheck_emptied()
    for batch in jobs.waiting(IntakeBatch, WORKER_STATES):
        run_intake.delay(batch.pk)
    running.clear_leftovers()


@shared_task
def seal_trail() -> None:
    """Seal what was written since the last seal; entries that are just being written wait for the next minute."""
    try:
        seals.seal(at=timezone.now())
    except (seals.EntriesInFlight, seals.SealingElsewhere) as busy:
        log.info("the trail is sealed a minute later: %s", type(busy).__name__)


@shared_task
def verify_trail() -> None:
    """Read the whole trail; what is wrong raises an alarm that supervisors and auditors see."""
    done = seals.check(at=timezone.now())
    if done.faults:
        log.error("the trail is damaged in %s places; run manage.py verify_trail", len(done.faults))

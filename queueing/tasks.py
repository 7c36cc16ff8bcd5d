"""The queue's jobs for a worker: a task says no more than "look there"."""

from __future__ import annotations

import datetime
from typing import Final

from celery import shared_task
from django.utils import timezone

from queueing.actions import deliveries, offers
from registry.doorbell import Doorbell

#: A worker goes back to its other tasks after this; the sweeper rings again within seconds.
_LONGEST: Final = datetime.timedelta(seconds=30)


@shared_task
def deliver_notices() -> None:
    """Send the notices that are due; harmless when there are none or another deliverer is at it."""
    deliveries.deliver_all(at=timezone.now(), within=_LONGEST)


_bell: Final = Doorbell("notices", lambda: deliver_notices.apply_async(retry=False, expires=60))


def ring_for_notices() -> None:
    """Ring for a deliverer; to be called by a door after its commit: `transaction.on_commit(ring_for_notices)`.

    It never waits and never fails: the notices lie in the outbox, and beat rings every few seconds anyway.
    """
    _bell.ring()


@shared_task
def move_waiting_lists() -> None:
    """End what is over and offer what was given up; harmless when there is nothing or another worker is at it."""
    offers.move_on(at=timezone.now())


_freed_bell: Final = Doorbell("freed seats", lambda: move_waiting_lists.apply_async(retry=False, expires=60))


def ring_for_freed_seats() -> None:
    """Ring for whoever passes seats on; to be called by a door after a commit that gave a seat up.

    It never waits and never fails: the seats are marked, and beat rings every few seconds anyway.
    """
    _freed_bell.ring()

"""The queue's jobs for a worker: a task says no more than "look there"."""

from __future__ import annotations

import datetime
from typing import Final

from celery import shared_task
from django.utils import timezone

from queueing.actions import closing_time, days_off, deliveries, drawing, offers, proposals, proving, publishing
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
    """Draw what is due, end what is over and offer what was given up; harmless when another worker is at it."""
    at = timezone.now()
    drawing.draw_due(at=at)
    offers.move_on(at=at)
    proposals.leave_unanswered(at=at)


_freed_bell: Final = Doorbell("freed seats", lambda: move_waiting_lists.apply_async(retry=False, expires=60))


def ring_for_freed_seats() -> None:
    """Ring for whoever passes seats on; to be called by a door after a commit that gave a seat up.

    It never waits and never fails: the seats are marked, and beat rings every few seconds anyway.
    """
    _freed_bell.ring()


@shared_task
def publish_slots() -> None:
    """Publish the coming days of every office; first the days off, of this year and the next."""
    at = timezone.now()
    days_off.bring_in(years=[at.year, at.year + 1])
    publishing.publish_everywhere(at=at)


_slots_bell: Final = Doorbell("slots", lambda: publish_slots.apply_async(retry=False, expires=600))


def ring_for_slots() -> None:
    """Ring for a publisher after a change; who opens a page before it comes has the days published on sight."""
    _slots_bell.ring()


@shared_task
def prove() -> None:
    """Ask every night whether all counts of the queue add up; what does not is logged and raises an alarm."""
    proving.prove(at=timezone.now())


@shared_task
def end_past_days() -> None:
    """End what is left of days that are over, every night; harmless when another worker is at it."""
    closing_time.end_past_days(at=timezone.now())

"""Long jobs: one worker at a time, alive or replaced, and unable to finish what is no longer its own.

A job is a row with a lease (`registry/models/lease.py`). Its worker takes the lease, a thread of its own renews
it every few seconds and carries the progress into the row, so that the screen sees it while the worker's
transaction is still open. When the worker dies the lease runs out and the sweeper rings again. Every step ends
with `Job.finish_step`, a guarded update inside the step's own transaction: a worker that lost its lease meanwhile
writes nothing. The races are shown, with and without the guard, in `tests/races/test_leases.py`.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from registry.models.lease import Leased

MOST_ATTEMPTS: Final = 12
#: A lease is renewed this many times before it would run out.
RENEWALS: Final = 8

log = logging.getLogger(__name__)


class Busy(Exception):
    """Another worker holds this job, or it is not waiting for one."""


class LeaseLost(Exception):
    """This worker was believed dead and another may be at work: what it did since must not be kept."""


class Cancelled(Exception):
    """Somebody asked for the job to stop."""


class WornOut(Exception):
    """The job has killed its worker too many times; it is set aside as failed."""


class Job:
    """One taken job: reports progress, hears of cancellation, ends its steps."""

    def __init__(self, model: type[Leased], pk: int, holder: uuid.UUID) -> None:
        self._model, self.pk, self.holder = model, pk, holder
        self._progress: tuple[str, int, int] = ("", 0, 0)
        self._stopped, self._lost, self._cancelled = threading.Event(), threading.Event(), threading.Event()
        self._renewer = threading.Thread(target=self._renew_until_stopped, name=f"lease-{pk}", daemon=True)

    def progress(self, step: str, done: int = 0, total: int = 0) -> None:
        """Say how far the step is; the renewing thread writes it within a few seconds."""
        self._progress = (step[:40], done, total)
        self.stop_if_told()

    def is_cancelled(self) -> bool:
        """Return whether somebody asked for the job to stop."""
        return self._cancelled.is_set()

    def stop_if_told(self) -> None:
        """Raise at a safe point.

        Raises:
            Cancelled: somebody asked for it.
            LeaseLost: see the class.
        """
        if self._lost.is_set():
            raise LeaseLost
        if self._cancelled.is_set():
            raise Cancelled

    def alone(self) -> None:
        """Wait, inside the open transaction, until no other worker is in a step of this job."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [self._model._meta.db_table, self.pk])

    def finish_step(self, **changes: Any) -> None:
        """Write the step's end into the job's row, as the last statement of the step's transaction.

        Raises:
            LeaseLost: the lease is not ours any more; the transaction must roll back.
        """
        if not self._held().update(**changes):
            raise LeaseLost

    def _held(self) -> QuerySet[Leased]:
        return self._model._base_manager.filter(pk=self.pk, lease_holder=self.holder)

    def start(self) -> None:
        """Begin to renew the lease."""
        self._renewer.start()

    def release(self) -> None:
        """Stop renewing and give the lease back, if it is still ours."""
        self._stopped.set()
        if self._renewer.is_alive():
            self._renewer.join(timeout=settings.JOB_LEASE.total_seconds())
        self._held().update(lease_holder=None, lease_until=None)

    def _renew_until_stopped(self) -> None:
        try:
            while not self._stopped.wait(settings.JOB_LEASE.total_seconds() / RENEWALS) and not self._lost.is_set():
                self._renew()
        finally:
            connections.close_all()

    def _renew(self) -> None:
        step, done, total = self._progress
        try:
            with connection.cursor() as cursor:  # a finishing step may hold the row: wait less than a lease
                cursor.execute("SET lock_timeout = '3s'")
            until = Now() + settings.JOB_LEASE
            ours = self._held().update(lease_until=until, step=step, step_done=done, step_total=total)
            if not ours:
                self._lost.set()
            elif self._held().filter(cancel_asked_at__isnull=False).exists():
                self._cancelled.set()
        except DatabaseError as error:
            log.warning("lease of %s %s not renewed: %s", self._model.__name__, self.pk, type(error).__name__)
            connections.close_all()


def waiting(model: type[Leased], live: Sequence[str]) -> QuerySet[Leased]:
    """Return the jobs in a live state that no living worker holds."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=Now())
    return model._base_manager.filter(free, Q(("state__in", live))).order_by("pk")


@contextmanager
def take(model: type[Leased], pk: int, live: Sequence[str]) -> Iterator[Job]:
    """Hold the job while the block runs.

    Raises:
        Busy: another worker holds it, or it is in no live state.
        WornOut: it was begun too many times without an end.
    """
    holder = uuid.uuid4()
    taken = (
        waiting(model, live)
        .filter(pk=pk)
        .update(lease_holder=holder, lease_until=Now() + settings.JOB_LEASE, attempts=F("attempts") + 1)
    )
    if not taken:
        raise Busy
    job = Job(model, pk, holder)
    try:
        if model._base_manager.get(pk=pk).attempts > MOST_ATTEMPTS:
            raise WornOut
        job.start()
        yield job
    finally:
        job.release()

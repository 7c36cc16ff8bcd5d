"""Two workers and one job: one works, one that lost its lease finishes nothing, and a dead one is replaced."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from pytest_django.fixtures import Settings

from registry import jobs
from registry.choices import IntakeState
from registry.models import IntakeBatch
from registry.models.intake import LIVE_STATES
from tests.factories.regions import plant_regency
from tests.factories.registry import BatchFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

WORKERS = 8


@pytest.fixture
def batch() -> IntakeBatch:
    plant_regency("35.16")
    return BatchFactory.create(received=True)


@pytest.fixture
def short_lease(settings: Settings) -> None:
    settings.JOB_LEASE = timedelta(seconds=1)


def together(work: Callable[[], None], workers: int = WORKERS) -> None:
    """Run the work in so many threads that start at the same moment, each with a connection of its own."""
    start = threading.Barrier(workers)

    def at_once() -> None:
        try:
            start.wait()
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=at_once) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_many_workers_one_takes_the_job(batch: IntakeBatch) -> None:
    taken: list[int] = []
    everyone_tried = threading.Barrier(WORKERS)

    def work() -> None:
        try:
            with jobs.take(IntakeBatch, batch.pk, LIVE_STATES):
                taken.append(1)
                everyone_tried.wait()
        except jobs.Busy:
            everyone_tried.wait()

    together(work)

    assert len(taken) == 1


def test_without_the_guard_many_workers_take_the_job(batch: IntakeBatch) -> None:
    """Control: looking first and writing afterwards lets several in."""
    taken: list[int] = []
    everyone_looked = threading.Barrier(WORKERS)

    def work() -> None:
        free = jobs.waiting(IntakeBatch, LIVE_STATES).filter(pk=batch.pk).exists()
        everyone_looked.wait()
        if free:
            IntakeBatch.objects.filter(pk=batch.pk).update(attempts=F("attempts") + 1)
            taken.append(1)

    together(work)

    assert len(taken) == WORKERS


def test_a_worker_that_lost_its_lease_cannot_finish_a_step(batch: IntakeBatch, short_lease: None) -> None:
    with jobs.take(IntakeBatch, batch.pk, LIVE_STATES) as frozen:
        _run_out(batch)
        with jobs.take(IntakeBatch, batch.pk, LIVE_STATES) as living:
            with pytest.raises(jobs.LeaseLost), transaction.atomic():
                frozen.finish_step(state=IntakeState.DONE)
            living.finish_step(state=IntakeState.CHECKING)

    batch.refresh_from_db()
    assert batch.state == IntakeState.CHECKING


def test_without_the_guard_a_worker_that_lost_its_lease_overwrites_the_other(batch: IntakeBatch) -> None:
    """Control: a plain update by the one believed dead wins."""
    with jobs.take(IntakeBatch, batch.pk, LIVE_STATES) as frozen:
        _run_out(batch)
        with jobs.take(IntakeBatch, batch.pk, LIVE_STATES) as living:
            living.finish_step(state=IntakeState.CHECKING)
            IntakeBatch.objects.filter(pk=frozen.pk).update(state=IntakeState.DONE)

    batch.refresh_from_db()
    assert batch.state == IntakeState.DONE


def test_the_work_of_a_lost_step_is_rolled_back_with_it(batch: IntakeBatch) -> None:
    def step(job: jobs.Job) -> None:
        with transaction.atomic():
            IntakeBatch.objects.filter(pk=batch.pk).update(source_letter="ditulis oleh yang mati")
            job.finish_step(state=IntakeState.DONE)

    with jobs.take(IntakeBatch, batch.pk, LIVE_STATES) as frozen:
        _run_out(batch)
        with jobs.take(IntakeBatch, batch.pk, LIVE_STATES), pytest.raises(jobs.LeaseLost):
            step(frozen)

    batch.refresh_from_db()
    assert batch.source_letter == ""


def test_a_living_worker_keeps_its_lease_beyond_its_length(batch: IntakeBatch, short_lease: None) -> None:
    with jobs.take(IntakeBatch, batch.pk, LIVE_STATES) as job:
        first_end = _end_of(batch)
        _wait_until(lambda: _end_of(batch) > first_end + timedelta(seconds=1))

        with pytest.raises(jobs.Busy), jobs.take(IntakeBatch, batch.pk, LIVE_STATES):
            pass
        job.finish_step(state=IntakeState.DONE)

    batch.refresh_from_db()
    assert (batch.state, batch.lease_holder) == (IntakeState.DONE, None)


def test_a_dead_worker_is_replaced_when_its_lease_has_run_out(batch: IntakeBatch) -> None:
    _leave_as_a_dead_worker_does(batch)
    with pytest.raises(jobs.Busy), jobs.take(IntakeBatch, batch.pk, LIVE_STATES):
        pass

    _run_out(batch)

    with jobs.take(IntakeBatch, batch.pk, LIVE_STATES) as job:
        job.finish_step(state=IntakeState.CHECKING)
    batch.refresh_from_db()
    assert (batch.state, batch.attempts) == (IntakeState.CHECKING, 2)


def test_a_frozen_worker_hears_at_its_next_step_that_another_is_on(batch: IntakeBatch, short_lease: None) -> None:
    with jobs.take(IntakeBatch, batch.pk, LIVE_STATES) as frozen:
        IntakeBatch.objects.filter(pk=batch.pk).update(lease_holder="00000000-0000-0000-0000-000000000001")

        _wait_until(lambda: _raises(jobs.LeaseLost, lambda: frozen.progress("Membaca berkas")))


def test_a_worker_hears_of_a_cancellation_at_its_next_step(batch: IntakeBatch, short_lease: None) -> None:
    with jobs.take(IntakeBatch, batch.pk, LIVE_STATES) as job:
        IntakeBatch.objects.filter(pk=batch.pk).update(cancel_asked_at=batch.received_at)

        _wait_until(lambda: _raises(jobs.Cancelled, lambda: job.progress("Membaca berkas")))


def test_steps_of_one_job_never_overlap(batch: IntakeBatch) -> None:
    inside, most = [0], [0]
    with jobs.take(IntakeBatch, batch.pk, LIVE_STATES) as job:

        def step() -> None:
            with transaction.atomic():
                job.alone()
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                time.sleep(0.02)
                inside[0] -= 1

        together(step)

    assert most == [1]


def test_without_the_lock_steps_of_one_job_overlap() -> None:
    """Control: transactions alone do not keep two steps apart."""
    inside, most = [0], [0]
    both_inside = threading.Barrier(2)

    def step() -> None:
        with transaction.atomic():
            inside[0] += 1
            both_inside.wait()
            most[0] = max(most[0], inside[0])

    together(step, workers=2)

    assert most == [2]


def test_a_job_that_was_begun_too_often_is_worn_out(batch: IntakeBatch) -> None:
    IntakeBatch.objects.filter(pk=batch.pk).update(attempts=jobs.MOST_ATTEMPTS)

    with pytest.raises(jobs.WornOut), jobs.take(IntakeBatch, batch.pk, LIVE_STATES):
        pass

    batch.refresh_from_db()
    assert batch.lease_holder is None


def _end_of(batch: IntakeBatch) -> datetime:
    ends = IntakeBatch.objects.get(pk=batch.pk).lease_until
    assert ends is not None
    return ends


def _run_out(batch: IntakeBatch) -> None:
    IntakeBatch.objects.filter(pk=batch.pk).update(lease_until="2000-01-01T00:00:00Z")


def _leave_as_a_dead_worker_does(batch: IntakeBatch) -> None:
    from django.db.models.functions import Now

    IntakeBatch.objects.filter(pk=batch.pk).update(
        lease_holder="00000000-0000-0000-0000-000000000002", lease_until=Now() + timedelta(minutes=5), attempts=1
    )


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


def _raises(kind: type[Exception], act: Callable[[], None]) -> bool:
    try:
        act()
    except kind:
        return True
    return False

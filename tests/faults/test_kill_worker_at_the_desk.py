"""kill -9 of the worker under a file of the intake desk: it waits, merges and goes as if nothing had happened."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from elections.made_up.making import MadeUp, make_population
from registry.actions import intakes
from registry.choices import IntakeKind, Role
from registry.models import IntakeBatch, Officer
from registry.tasks import run_intake
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory
from tests.faults.test_kill_worker import await_state, content
from tests.faults.workers import Worker
from tests.registry.ingest import contents

STRIKES = 2

pytestmark = [
    pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.task, pytest.mark.fault,
]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    return make_population(tmp_path_factory.mktemp("made-up"), seed=5, residents=20_000)


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    worker = Worker(tmp_path)
    yield worker
    worker.kill()


@pytest.fixture
def supervisor() -> Officer:
    plant_regency("35.16")
    return OfficerFactory.create(role=Role.SUPERVISOR)


def reach(batch: IntakeBatch, state: str, worker: Worker) -> None:
    """Ring, kill the worker at random moments of its work, then let one live until the batch is there."""
    run_intake.delay(batch.pk)
    dice = random.Random(state)
    for _ in range(STRIKES):
        worker.start()
        before = batch.attempts
        await_state(batch, lambda: batch.attempts > before or batch.state == state, worker)  # noqa: B023
        time.sleep(dice.uniform(0, 1.5))
        worker.kill()
        batch.refresh_from_db()
        if batch.state == state:
            break
    worker.start()
    await_state(batch, lambda: batch.state in {state, "failed"}, worker)
    worker.kill()
    assert (batch.state, batch.failure) == (state, "")


def test_a_file_of_the_desk_survives_kills_at_every_stop(made: MadeUp, worker: Worker, supervisor: Officer) -> None:
    batch = intakes.receive(
        made.regencies[0].siak,
        kind=IntakeKind.SIAK_EXTRACT,
        region="35.16",
        by=supervisor,
        at=timezone.now(),
        needs_approval=True,
    )
    reach(batch, "waiting", worker)
    promised = batch.summary["preview"]["residents_new"]
    assert content() == (None, 0)

    # A worker that is killed while the batch waits takes nothing of it. The last of those that brought it here may have
    # been killed before it gave its lease back; that runs out by itself.
    batch.refresh_from_db()
    left = batch.lease_holder
    worker.start()
    time.sleep(2)
    worker.kill()
    batch.refresh_from_db()
    assert batch.state == "waiting"
    assert batch.lease_holder in {None, left}

    intakes.approve(batch, by=supervisor, at=timezone.now())
    reach(batch, "done", worker)
    assert content()[1] == promised == batch.accepted

    intakes.ask_withdrawal(batch, reason="Uji", by=supervisor, at=timezone.now())
    reach(batch, "withdrawn", worker)
    assert content() == (None, 0)
    assert contents.stage_tables() == []

"""kill -9 of the worker at random points: the job ends all the same, with the same result and nothing twice."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from elections.actions import elections, reconciliations, rolls
from elections.choices import RollKind
from elections.made_up.making import MadeUp, make_population
from elections.models import Match, RankingEdition, ReconciliationRun, VoterRoll
from elections.rules.known_elections import PILKADA_2020
from elections.tasks import reconcile
from registry.actions import intakes
from registry.choices import IntakeKind
from registry.ingest import running
from registry.models import IntakeBatch
from registry.tasks import run_intake
from tests.factories.regions import plant_regency
from tests.faults.workers import Worker

REGENCY = "35.16"
STRIKES = 5
PATIENCE = 90

pytestmark = [
    pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.task, pytest.mark.fault,
]  # fmt: skip

# What the registry holds, without the numbers that a sequence gave.
CONTENT = """
    SELECT md5(string_agg(concat_ws('|', r.nik_index, h.kk_number_index, r.name, r.birth_place, r.birth_date, r.sex,
        r.marital_status, r.relation_to_head, r.occupation_code, r.residency_status, r.region_id, h.region_id,
        h.address, h.rt, h.rw, c.state), ',' ORDER BY r.nik_index)), count(*)
    FROM registry_resident r JOIN registry_household h ON h.id = r.household_id
    JOIN registry_cardrecord c ON c.resident_id = r.id
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    return make_population(tmp_path_factory.mktemp("made-up"), seed=5, residents=20_000)


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    worker = Worker(tmp_path)
    yield worker
    worker.kill()


def content() -> tuple[str | None, int]:
    with connection.cursor() as cursor:
        cursor.execute(CONTENT)
        digest, count = cursor.fetchone()
    return digest, count


def receive_extract(made: MadeUp) -> IntakeBatch:
    path = made.regencies[0].siak
    return intakes.receive(path, kind=IntakeKind.SIAK_EXTRACT, region=REGENCY, by=None, at=timezone.now())


def await_state(job: IntakeBatch | ReconciliationRun, reached: Callable[[], bool], worker: Worker) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        job.refresh_from_db()
        if reached():
            return
        time.sleep(0.05)
    pytest.fail(f"{job} stays {job.state}, lease {job.lease_until}\n{worker.log()[-3000:]}")


def strike(job: IntakeBatch | ReconciliationRun, worker: Worker, dice: random.Random, lasts: float) -> bool:
    """Kill the worker at a random moment of its work; say whether the job was still under way then."""
    worker.start()
    before = job.attempts
    await_state(job, lambda: job.attempts > before or job.state == "done", worker)
    time.sleep(dice.uniform(0, lasts))
    worker.kill()
    job.refresh_from_db()
    return job.state != "done"


def test_an_intake_survives_five_kills_with_the_same_rows(made: MadeUp, worker: Worker) -> None:
    plant_regency(REGENCY)
    first = receive_extract(made)
    begun = time.monotonic()
    running.run(first.pk)
    lasts, expected = time.monotonic() - begun, content()
    first.refresh_from_db()
    assert expected[1] == first.accepted > 20_000
    intakes.withdraw(first, by=None, at=timezone.now())
    assert content() == (None, 0)

    dice, strikes = random.Random(16), 0
    batch = receive_extract(made)
    run_intake.delay(batch.pk)
    while strikes < STRIKES:
        if strike(batch, worker, dice, lasts):
            strikes += 1
            continue
        assert content() == expected
        intakes.withdraw(IntakeBatch.objects.get(pk=batch.pk), by=None, at=timezone.now())
        batch = receive_extract(made)
        run_intake.delay(batch.pk)
    worker.start()
    await_state(batch, lambda: batch.state in {"done", "failed"}, worker)
    assert (batch.state, batch.failure) == ("done", "")
    assert content() == expected
    assert batch.rows_in == batch.accepted == first.accepted
    with connection.cursor() as cursor:
        assert [name for name in connection.introspection.table_names(cursor) if "stage" in name] == []


def test_a_reconciliation_survives_five_kills_with_the_same_digest(made: MadeUp, worker: Worker) -> None:
    plant_regency(REGENCY)
    running.run(receive_extract(made).pk)
    election, path = elections.set_up(PILKADA_2020), made.regencies[0].roll
    roll_batch = rolls.receive(
        path, election=election, region=REGENCY, kind=RollKind.DPT, by=None, at=timezone.now(), made_up=True
    )
    running.run(roll_batch.pk)
    roll = VoterRoll.unscoped.get()
    undisturbed = asked(roll)
    begun = time.monotonic()
    reconcile(undisturbed.pk)
    lasts = time.monotonic() - begun
    undisturbed.refresh_from_db()
    assert undisturbed.state == "done"

    dice, strikes = random.Random(3), 0
    run = asked(roll)
    reconcile.delay(run.pk)
    while strikes < STRIKES:
        if strike(run, worker, dice, lasts):
            strikes += 1
            continue
        assert run.digest == undisturbed.digest
        run = asked(roll)
        reconcile.delay(run.pk)
    worker.start()
    await_state(run, lambda: run.state in {"done", "failed"}, worker)
    assert (run.state, run.failure, run.digest) == ("done", "", undisturbed.digest)
    assert Match.unscoped.filter(run=run).count() == roll.entry_count
    await_state(run, lambda: RankingEdition.objects.filter(run=run).exists(), worker)
    assert RankingEdition.objects.filter(run=run).count() == 1


def asked(roll: VoterRoll) -> ReconciliationRun:
    return reconciliations.ask(roll, by=None, at=timezone.now(), purpose="Uji")

"""kill -9 of one of two workers in the middle of a round: it ends all the same, with the digests of a calm one."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from elections.actions import rounds
from elections.choices import RunState
from elections.models import Election, Match, RankingEdition, ReconciliationRound, ReconciliationRun, VoterRoll
from elections.tasks import reconcile_round
from registry.models import Region
from tests.factories.provinces import load_province, make_province
from tests.faults.workers import Worker

PATIENCE = 120
ONCE_EACH = 3 + 1 + 3
"""Steps of a round of three that nobody disturbs: homes, leftovers, results."""

pytestmark = [
    pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.task, pytest.mark.fault,
]  # fmt: skip


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[tuple[Worker, Worker]]:
    pair = Worker(tmp_path, "satu"), Worker(tmp_path, "dua")
    yield pair
    for worker in pair:
        worker.kill()


@pytest.fixture
def rolls(tmp_path_factory: pytest.TempPathFactory) -> list[VoterRoll]:
    return load_province(make_province(tmp_path_factory.mktemp("provinsi"), residents=4000))


def test_a_round_survives_kills_of_its_workers_with_the_same_digests(
    rolls: list[VoterRoll], workers: tuple[Worker, Worker]
) -> None:
    call_command("reconcile_round", election="pilkada-2020", area="35", purpose="Uji", here=True)
    undisturbed = ReconciliationRound.unscoped.get()
    asked = rounds.ask(Election.objects.get(), Region.objects.get(code="35"), by=None, at=timezone.now(), purpose="Uji")
    reconcile_round.delay(asked.pk)
    dice = random.Random(4)
    for worker in workers:
        worker.start()
    for moment in (is_at_home, leftovers_are_sought, is_saving):
        await_moment(asked, moment, workers)
        time.sleep(dice.uniform(0, 0.3))
        struck = dice.choice(workers)
        struck.kill()
        struck.start()
    await_moment(asked, is_over, workers)
    asked.refresh_from_db()
    assert (asked.state, asked.failure, asked.digest) == ("done", "", undisturbed.digest)
    assert digests_of(asked) == digests_of(undisturbed)
    assert asked.attempts + sum(run.attempts for run in runs_of(asked)) > ONCE_EACH, "no strike hit a step"
    for run, roll in zip(runs_of(asked), rolls, strict=True):
        assert Match.unscoped.filter(run=run).count() == roll.entry_count
    await_moment(asked, is_ranked, workers)
    assert not [path.name for path in Path(settings.WORK_DIR).glob(f"round-{asked.pk}*")]


def runs_of(asked: ReconciliationRound) -> list[ReconciliationRun]:
    return list(ReconciliationRun.unscoped.filter(round=asked).order_by("region_id"))


def digests_of(asked: ReconciliationRound) -> dict[str, str]:
    return {run.region_id: run.digest for run in runs_of(asked)}


def await_moment(
    asked: ReconciliationRound, reached: Callable[[ReconciliationRound], bool], workers: tuple[Worker, Worker]
) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if reached(ReconciliationRound.unscoped.get(pk=asked.pk)):
            return
        time.sleep(0.02)
    states = [(run.region_id, run.state, run.attempts) for run in runs_of(asked)]
    pytest.fail(f"{states}\n" + "\n".join(worker.log()[-2000:] for worker in workers))


def is_at_home(asked: ReconciliationRound) -> bool:
    return is_over(asked) or any(run.state == RunState.RUNNING for run in runs_of(asked))


def leftovers_are_sought(asked: ReconciliationRound) -> bool:
    return is_over(asked) or asked.lease_holder is not None or asked.leftovers_at is not None


def is_saving(asked: ReconciliationRound) -> bool:
    return is_over(asked) or (asked.leftovers_at is not None and is_at_home(asked))


def is_over(asked: ReconciliationRound) -> bool:
    return asked.state in {RunState.DONE, RunState.FAILED, RunState.CANCELLED}


def is_ranked(asked: ReconciliationRound) -> bool:
    return all(RankingEdition.objects.filter(run=run).count() == 1 for run in runs_of(asked))

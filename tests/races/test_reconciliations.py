"""Two people, or two workers, at one reconciliation: each race first without its guard, then with it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections
from django.utils import timezone

from elections.actions import elections, reconciliations, results, work_files
from elections.choices import RunState
from elections.models import ReconciliationRun, VoterRoll
from elections.models.reconciliation import LIVE_STATES
from elections.rules.known_elections import PILKADA_2020
from registry import jobs
from registry.models import IntakeBatch, Region

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.race]

GUARD = "one_live_reconciliation_per_roll"


@pytest.fixture
def roll() -> VoterRoll:
    for code, level, parent in [("00", "nation", None), ("35", "province", "00"), ("35.16", "regency", "35")]:
        Region.objects.create(code=code, name=code, level=level, parent_id=parent)
    batch = IntakeBatch.objects.create(
        kind="voter_roll", state="done", file_name="dpt.csv", sha256="0" * 64, size=1, region_id="35.16",
        received_at=timezone.now(),
    )  # fmt: skip
    return VoterRoll.unscoped.create(
        election=elections.set_up(PILKADA_2020), region_id="35.16", kind="DPT", batch=batch,
        loaded_at=timezone.now(), entry_count=0,
    )  # fmt: skip


def at_once(times: int, act: Callable[[], object]) -> list[object]:
    """Do the same in several threads at one moment; return what each gave or raised."""
    barrier, said = threading.Barrier(times), []

    def go() -> None:
        try:
            barrier.wait()
            said.append(act())
        except Exception as refusal:
            said.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def ask(roll: VoterRoll) -> ReconciliationRun:
    return reconciliations.ask(VoterRoll.unscoped.get(pk=roll.pk), by=None, at=timezone.now(), purpose="Uji")


def test_of_people_asking_at_once_one_gets_a_run_and_the_others_a_sentence(roll: VoterRoll) -> None:
    said = at_once(6, lambda: ask(roll))
    assert sum(isinstance(answer, ReconciliationRun) for answer in said) == 1
    assert sum(isinstance(answer, reconciliations.AlreadyReconciling) for answer in said) == 5


def test_without_its_constraint_the_same_asking_makes_several_runs(roll: VoterRoll) -> None:
    definition = (
        "CREATE UNIQUE INDEX {} ON elections_reconciliationrun (roll_id)"
        " WHERE state IN ('queued', 'running', 'waiting', 'cancelling')"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {GUARD}")
    try:
        said = at_once(6, lambda: ask(roll))
        assert sum(isinstance(answer, ReconciliationRun) for answer in said) == 6
    finally:
        ReconciliationRun.unscoped.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(definition.format(GUARD))


def test_a_second_run_may_follow_when_the_first_has_ended(roll: VoterRoll) -> None:
    first = ask(roll)
    assert reconciliations.ask_cancel(first, at=timezone.now())
    assert ask(roll).pk != first.pk
    assert not reconciliations.ask_cancel(first, at=timezone.now())


def test_of_workers_taking_one_run_at_once_one_holds_it(roll: VoterRoll) -> None:
    run, done = ask(roll), threading.Event()

    def hold() -> str:
        with jobs.take(ReconciliationRun, run.pk, LIVE_STATES):
            done.wait(1)
        return "held"

    said = at_once(5, hold)
    assert said.count("held") == 1
    assert sum(isinstance(answer, jobs.Busy) for answer in said) == 4


def test_a_worker_that_was_believed_dead_cannot_end_the_run(roll: VoterRoll) -> None:
    run = ask(roll)
    with jobs.take(ReconciliationRun, run.pk, LIVE_STATES) as late:
        ReconciliationRun.unscoped.filter(pk=run.pk).update(lease_until=timezone.now())
        with jobs.take(ReconciliationRun, run.pk, LIVE_STATES) as now_at_it:
            with pytest.raises(jobs.LeaseLost):
                late.finish_step(state=RunState.FAILED)
            now_at_it.finish_step(state=RunState.RUNNING)
    run.refresh_from_db()
    assert run.state == RunState.RUNNING


def test_a_cancelled_run_stops_and_keeps_nothing(roll: VoterRoll) -> None:
    run = ask(roll)
    with jobs.take(ReconciliationRun, run.pk, LIVE_STATES) as job:
        job.finish_step(state=RunState.RUNNING)
        assert reconciliations.ask_cancel(run, at=timezone.now())
        job._renew()
        with pytest.raises(jobs.Cancelled):
            job.progress("apa saja")
        reconciliations.stop(job, state=RunState.CANCELLED)
    run.refresh_from_db()
    assert (run.state, run.digest, run.lease_holder) == ("cancelled", "", None)


def test_a_run_cancelled_as_it_is_taken_does_not_come_back_to_life(roll: VoterRoll) -> None:
    run = ask(roll)
    with jobs.take(ReconciliationRun, run.pk, LIVE_STATES) as job:
        assert reconciliations.ask_cancel(run, at=timezone.now())
        with pytest.raises(jobs.Cancelled):
            reconciliations.carry_out(job)
        reconciliations.stop(job, state=RunState.CANCELLED)
    run.refresh_from_db()
    assert (run.state, run.digest) == ("cancelled", "")


def test_a_worker_that_lost_its_lease_cannot_replace_the_files_of_its_successor(roll: VoterRoll) -> None:
    run = ask(roll)
    with jobs.take(ReconciliationRun, run.pk, LIVE_STATES) as late:
        old = work_files.make_draft(late)
        (old / "summary.json").write_text('{"digest": "old"}')
        ReconciliationRun.unscoped.filter(pk=run.pk).update(lease_until=timezone.now())
        with jobs.take(ReconciliationRun, run.pk, LIVE_STATES) as now_at_it:
            new = work_files.make_draft(now_at_it)
            (new / "summary.json").write_text('{"digest": "new"}')
            work_files.hand_over(now_at_it, new, digest="new")
            with pytest.raises(jobs.LeaseLost):
                work_files.hand_over(late, old, digest="old")
            run.refresh_from_db()
            assert work_files.is_compared(run)
            assert run.digest == "new"
    ReconciliationRun.unscoped.filter(pk=run.pk).update(state=RunState.FAILED)
    work_files.clear_leftovers()
    assert not list(work_files.folder_of(run.pk).parent.glob(f"run-{run.pk}*"))


def test_stages_of_runs_that_are_over_are_dropped_and_others_stay(roll: VoterRoll) -> None:
    over, live = ask(roll), 0
    assert reconciliations.ask_cancel(over, at=timezone.now())
    live = ask(roll).pk
    with connection.cursor() as cursor:
        for run_id in (over.pk, live):
            cursor.execute(f"CREATE UNLOGGED TABLE reconciliation_stage_{run_id}_abc_match (entry_id bigint)")
        results.clear_leftovers()
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'reconciliation_stage_%'")
        assert cursor.fetchall() == [(f"reconciliation_stage_{live}_abc_match",)]
        cursor.execute(f"DROP TABLE reconciliation_stage_{live}_abc_match")

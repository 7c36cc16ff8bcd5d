"""Parts of a round that end at one moment, and people who ask at one moment: each race first without its guard."""

from __future__ import annotations

import threading

import pytest
from django.db import connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from elections.actions import reconciliations, results, round_parts, rounds, work_files
from elections.choices import RunState
from elections.models import Election, Finding, ReconciliationRound, ReconciliationRun, VoterRoll
from elections.models.reconciliation import WORKING_STATES
from registry import jobs
from registry.models import Region
from tests.factories.elections import VoterRollFactory, make_region
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.race]

REGENCIES = ("35.16", "35.17", "35.76")


@pytest.fixture
def rolls() -> list[VoterRoll]:
    return [VoterRollFactory.create(region=make_region(code), entry_count=5) for code in REGENCIES]


@pytest.fixture
def asked(rolls: list[VoterRoll]) -> ReconciliationRound:
    return ask()


def ask(area: str = "35") -> ReconciliationRound:
    return rounds.ask(Election.objects.get(), Region.objects.get(code=area), by=None, at=timezone.now(), purpose="Uji")


def runs_of(asked: ReconciliationRound) -> QuerySet[ReconciliationRun]:
    return ReconciliationRun.unscoped.filter(round=asked).order_by("pk")


def moved_on(asked: ReconciliationRound) -> rounds.Due:
    return rounds.move_on(asked.pk, at=timezone.now())


def reread(asked: ReconciliationRound) -> ReconciliationRound:
    return ReconciliationRound.unscoped.get(pk=asked.pk)


def put_homes_in_place(asked: ReconciliationRound, *, besides: int = 0) -> None:
    """Leave all runs but so many as if they had been compared at home."""
    ReconciliationRound.unscoped.filter(pk=asked.pk).update(state=RunState.RUNNING)
    for run in runs_of(asked)[besides:]:
        ReconciliationRun.unscoped.filter(pk=run.pk).update(state=RunState.WAITING)


def test_two_parts_that_end_at_once_do_not_both_think_the_other_is_at_work(asked: ReconciliationRound) -> None:
    put_homes_in_place(asked, besides=2)

    def end(run: ReconciliationRun) -> bool:
        ReconciliationRun.unscoped.filter(pk=run.pk).update(state=RunState.WAITING)
        return moved_on(asked).leftovers

    said = all_at_once(*(lambda run=run: end(run) for run in runs_of(asked)[:2]))

    assert True in said


def test_without_the_commit_before_it_both_think_the_other_is_at_work(asked: ReconciliationRound) -> None:
    """Control: looking inside the transaction that ends the part, nobody sees all parts at their end."""
    put_homes_in_place(asked, besides=2)
    both_wrote, both_looked = threading.Barrier(2), threading.Barrier(2)

    def end(run: ReconciliationRun) -> bool:
        with transaction.atomic():
            ReconciliationRun.unscoped.filter(pk=run.pk).update(state=RunState.WAITING)
            both_wrote.wait(10)
            all_wait = not runs_of(asked).exclude(state=RunState.WAITING).exists()
            both_looked.wait(10)
        return all_wait

    said = all_at_once(*(lambda run=run: end(run) for run in runs_of(asked)[:2]))

    assert said == [False, False]
    assert moved_on(asked).leftovers  # what the sweeper finds


def test_of_workers_rung_for_the_leftovers_at_once_one_finds_them(
    asked: ReconciliationRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_homes_in_place(asked)
    at_work, everyone_tried = [], threading.Barrier(3)
    monkeypatch.setattr(round_parts, "find_leftovers", lambda job: at_work.append(job.pk))

    def work() -> None:
        try:
            with jobs.take(ReconciliationRound, asked.pk, [RunState.RUNNING]) as job:
                round_parts.find_leftovers(job)
                everyone_tried.wait(10)
        except jobs.Busy:
            everyone_tried.wait(10)

    all_at_once(work, work, work)

    assert at_work == [asked.pk]


def test_results_that_are_ready_at_once_end_the_round_once(asked: ReconciliationRound) -> None:
    put_results_in_place(asked)

    said = all_at_once(*[lambda: moved_on(asked)] * 4)

    assert sum(bool(due.rankings) for due in said if isinstance(due, rounds.Due)) == 1
    assert all(isinstance(due, rounds.Due) and due.over for due in said)
    assert reread(asked).state == "done"
    assert set(runs_of(asked).values_list("state", flat=True)) == {"done"}


def put_results_in_place(asked: ReconciliationRound) -> None:
    put_homes_in_place(asked)
    ReconciliationRound.unscoped.filter(pk=asked.pk).update(leftovers_at=timezone.now())
    runs_of(asked).update(digest="d" * 64, summary={"outcomes": {}})


def test_no_result_is_shown_before_all_are_there(asked: ReconciliationRound) -> None:
    put_results_in_place(asked)
    late = runs_of(asked)[0]
    ReconciliationRun.unscoped.filter(pk=late.pk).update(state=RunState.RUNNING, summary={})

    assert moved_on(asked) == rounds.Due(runs=[])
    assert not runs_of(asked).filter(state=RunState.DONE).exists()


def test_a_roll_that_is_reconciled_by_itself_is_left_out(rolls: list[VoterRoll]) -> None:
    said = single_against_round(rolls[0])

    assert isinstance(said, ReconciliationRound)
    assert said.left_out == ["35.16"]
    assert list(runs_of(said).values_list("region_id", flat=True)) == ["35.17", "35.76"]


def test_without_the_locked_rolls_one_single_run_refuses_the_whole_round(
    rolls: list[VoterRoll], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: who looks without holding the rolls misses the run being asked for; only the constraint is left."""
    monkeypatch.setattr(rounds, "_locked", lambda found, _region: found.select_related("election").order_by("pk"))

    said = single_against_round(rolls[0])

    assert isinstance(said, reconciliations.AlreadyReconciling)
    assert not ReconciliationRound.unscoped.exists()


def single_against_round(roll: VoterRoll) -> object:
    """Ask for a round while somebody's asking for one of its rolls is not committed; return what the round gave."""
    said: list[object] = []

    def ask_round() -> None:
        try:
            said.append(ask())
        except Exception as refusal:
            said.append(refusal)
        finally:
            connections.close_all()

    other = threading.Thread(target=ask_round)
    with transaction.atomic():
        reconciliations.ask(roll, by=None, at=timezone.now(), purpose="Uji")
        other.start()
        other.join(1)
        assert not said
    other.join(20)
    return said[0]


def test_of_rounds_asked_for_at_once_there_is_one(rolls: list[VoterRoll]) -> None:
    said = all_at_once(ask, ask, ask)

    assert sum(isinstance(answer, ReconciliationRound) for answer in said) == 1
    refused = (reconciliations.AlreadyReconciling, rounds.NothingToReconcile)
    assert sum(isinstance(answer, refused) for answer in said) == 2


def test_the_newest_roll_of_a_regency_is_taken_and_withdrawn_ones_are_not(rolls: list[VoterRoll]) -> None:
    newer = VoterRollFactory.create(region=rolls[0].region, entry_count=6, loaded_at=timezone.now())
    VoterRoll.unscoped.filter(pk=rolls[1].pk).update(withdrawn_at=timezone.now())

    assert list(runs_of(ask()).values_list("roll_id", flat=True)) == [newer.pk, rolls[2].pk]


def test_a_cancelled_round_ends_when_nobody_is_at_any_part(asked: ReconciliationRound) -> None:
    first = runs_of(asked)[0]
    with jobs.take(ReconciliationRun, first.pk, WORKING_STATES) as job:
        job.finish_step(state=RunState.RUNNING)
        assert rounds.ask_cancel(asked, at=timezone.now())
        assert moved_on(asked) == rounds.Due(runs=[first.pk])
        assert sorted(runs_of(asked).values_list("state", flat=True)) == ["cancelled", "cancelled", "cancelling"]
        assert reread(asked).state == "cancelling"
        reconciliations.stop(job, state=RunState.CANCELLED)

    assert moved_on(asked).over
    assert (reread(asked).state, reread(asked).failure) == ("cancelled", "")
    assert not rounds.ask_cancel(asked, at=timezone.now())


def test_a_part_cancelled_by_itself_takes_its_round_along(asked: ReconciliationRound) -> None:
    reconciliations.ask_cancel(runs_of(asked)[1], at=timezone.now())

    assert moved_on(asked).over
    assert reread(asked).state == "cancelled"


def test_a_part_that_fails_fails_the_round_with_its_reason_and_leaves_nothing(asked: ReconciliationRound) -> None:
    put_results_in_place(asked)
    saved, failed = runs_of(asked)[0], runs_of(asked)[2]
    Finding.unscoped.create(run=saved, kind="deceased", entry_id=1, region=saved.region, rule="x")
    work_files.folder_of(saved.pk).mkdir(parents=True, exist_ok=True)
    ReconciliationRun.unscoped.filter(pk=failed.pk).update(state=RunState.FAILED, failure="Berkas hilang.", summary={})

    assert moved_on(asked).over
    results.discard_leftovers()
    work_files.clear_leftovers()

    ended = reread(asked)
    assert (ended.state, ended.failure) == ("failed", f"{failed.region.full_name}: Berkas hilang.")
    assert list(runs_of(asked).values_list("state", flat=True)) == ["cancelled", "cancelled", "failed"]
    assert not Finding.unscoped.exists()
    assert not work_files.folder_of(saved.pk).exists()


def test_leftovers_of_a_worker_believed_dead_are_not_handed_over(asked: ReconciliationRound) -> None:
    put_homes_in_place(asked)
    with jobs.take(ReconciliationRound, asked.pk, [RunState.RUNNING]) as late:
        draft = work_files.make_draft(late, work_files.ROUND)
        ReconciliationRound.unscoped.filter(pk=asked.pk).update(lease_until="2000-01-01T00:00:00Z")
        rounds.ask_cancel(asked, at=timezone.now())
        assert moved_on(asked).over
        with pytest.raises(jobs.LeaseLost):
            work_files.hand_over(late, draft, kind=work_files.ROUND, leftovers_at=timezone.now())
    assert (reread(asked).state, reread(asked).leftovers_at) == ("cancelled", None)


def test_a_home_whose_files_are_gone_is_compared_again(asked: ReconciliationRound) -> None:
    put_homes_in_place(asked)
    with jobs.take(ReconciliationRound, asked.pk, [RunState.RUNNING]) as job:
        round_parts.find_leftovers(job)

    assert moved_on(asked).runs == [run.pk for run in runs_of(asked)]
    assert reread(asked).leftovers_at is None


def test_a_part_that_waits_is_nobodys_work(asked: ReconciliationRound) -> None:
    put_homes_in_place(asked)
    with pytest.raises(jobs.Busy), jobs.take(ReconciliationRun, runs_of(asked)[0].pk, WORKING_STATES):
        pytest.fail("a waiting part must not be worked on")


def test_a_round_with_worn_out_leftovers_fails(asked: ReconciliationRound) -> None:
    put_homes_in_place(asked)
    rounds.set_aside(asked.pk)

    assert moved_on(asked).over
    assert reread(asked).state == "failed"
    assert "dikesampingkan" in reread(asked).failure

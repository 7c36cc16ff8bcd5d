"""Two people at the intake desk at once: one is let through, the other is told; each race is shown unguarded too."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import QuerySet
from pytest_django.fixtures import Settings

from registry.actions import intakes, mending
from registry.choices import HeldRowState, IntakeKind, IntakeState, Role
from registry.ingest import running, siak_merge
from registry.models import HeldRow, IntakeBatch, Officer, Resident
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory
from tests.registry.ingest.extracts import people, person, write_csv

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

MOMENT = datetime.datetime(2020, 11, 20, 3, 0, tzinfo=datetime.UTC)
BAD = {"NIK": "35160"}


@pytest.fixture
def clerk(settings: Settings, tmp_path: Path) -> Officer:
    settings.INTAKE_DIR = tmp_path / "intake"
    plant_regency("35.16")
    return OfficerFactory.create(role=Role.SUPERVISOR)


def handed_in(folder: Path, clerk: Officer, name: str = "penduduk.csv", start: int = 0) -> IntakeBatch:
    """Return a batch that waits for approval, with one held row."""
    path = write_csv(folder / name, [*people(50, start=start), person(900 + start, **BAD)])
    batch = intakes.receive(
        path, kind=IntakeKind.SIAK_EXTRACT, region="35.16", by=clerk, at=MOMENT, needs_approval=True
    )
    return run(batch)


def run(batch: IntakeBatch) -> IntakeBatch:
    running.run(batch.pk)
    batch.refresh_from_db()
    return batch


def loaded(folder: Path, clerk: Officer) -> IntakeBatch:
    batch = handed_in(folder, clerk)
    intakes.approve(batch, by=clerk, at=MOMENT)
    return run(batch)


def together(*works: Callable[[], object]) -> list[object]:
    """Do the works in threads that start at once; return what each returned or raised."""
    start = threading.Barrier(len(works))
    ends: list[object] = [None] * len(works)

    def at_once(place: int) -> None:
        try:
            start.wait()
            ends[place] = works[place]()
        except Exception as error:
            ends[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=at_once, args=[place]) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def as_it_was_seen(batch: IntakeBatch, states: list[IntakeState]) -> QuerySet[IntakeBatch]:
    """Stand for code that looks at the state first and then writes whatever it finds."""
    assert batch.state in states
    return IntakeBatch.objects.filter(pk=batch.pk)


def test_two_people_approving_at_once_approve_once(clerk: Officer, tmp_path: Path) -> None:
    batch = handed_in(tmp_path, clerk)
    others = [OfficerFactory.create(role=Role.CLERK) for _ in range(4)]

    ends = together(*[lambda by=by: intakes.approve(batch, by=by, at=MOMENT) for by in others])

    assert ends.count(None) == 1
    assert sum(isinstance(end, intakes.NotWaiting) for end in ends) == 3
    run(batch)
    assert batch.approved_by == others[ends.index(None)]
    assert Resident.unscoped.count() == 50


def test_without_the_guard_both_believe_that_they_approved(
    clerk: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: the second writes over who approved."""
    batch = handed_in(tmp_path, clerk)
    seen = [IntakeBatch.objects.get(pk=batch.pk) for _ in range(2)]
    monkeypatch.setattr(intakes, "still", as_it_was_seen)

    ends = together(*[lambda one=one: intakes.approve(one, by=clerk, at=MOMENT) for one in seen])

    assert ends == [None, None]


@pytest.mark.parametrize("_try", range(4))
def test_approved_and_cancelled_at_once_is_one_of_the_two(clerk: Officer, tmp_path: Path, _try: int) -> None:
    batch = handed_in(tmp_path, clerk)

    approved, cancelled = together(
        lambda: intakes.approve(batch, by=clerk, at=MOMENT),
        lambda: intakes.ask_cancel(batch, by=clerk, at=MOMENT),
    )

    run(batch)
    # Cancelled first: nothing is approved. Approved first: the worker is told to stop, and nothing of it stays.
    assert cancelled is None
    assert batch.state == IntakeState.CANCELLED
    assert isinstance(approved, intakes.NotWaiting) or batch.approved_by == clerk
    assert not Resident.unscoped.exists()
    assert not HeldRow.objects.exists()


def test_without_the_guard_a_cancelled_file_is_merged(
    clerk: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: whoever approves what she saw waiting brings a cancelled batch back to life, its sums gone."""
    batch = handed_in(tmp_path, clerk)
    seen = IntakeBatch.objects.get(pk=batch.pk)
    intakes.ask_cancel(batch, by=clerk, at=MOMENT)
    monkeypatch.setattr(intakes, "still", as_it_was_seen)

    intakes.approve(seen, by=clerk, at=MOMENT)

    batch.refresh_from_db()
    assert (batch.state, batch.rows_in) == (IntakeState.MERGING, 0)


def mended_by_two(row: HeldRow, clerk: Officer, folder: Path) -> list[object]:
    """Let two clerks who both opened the row save it."""
    cells = person(901)
    names = ("BUDI", "SUSI")
    works = [
        lambda name=name: mending.mend(
            HeldRow.objects.select_related("batch").get(pk=row.pk),
            cells=cells | {"NAMA_LGKP": name},
            revision=row.revision,
            by=clerk,
            at=MOMENT,
        )
        for name in names
    ]
    return together(*works)


def test_two_clerks_mending_the_same_row_do_not_save_over_each_other(clerk: Officer, tmp_path: Path) -> None:
    batch = loaded(tmp_path, clerk)
    row = HeldRow.objects.get(batch=batch)

    ends = mended_by_two(row, clerk, tmp_path)

    row.refresh_from_db()
    assert ends.count(None) == 1
    assert sum(isinstance(end, mending.MendedMeanwhile) for end in ends) == 1
    assert (row.state, row.revision) == (HeldRowState.MENDED, 1)


def test_without_the_revision_the_second_clerk_saves_over_the_first(
    clerk: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: nothing but the revision tells them."""
    batch = loaded(tmp_path, clerk)
    row = HeldRow.objects.get(batch=batch)
    monkeypatch.setattr(mending, "unchanged", lambda row, _: HeldRow.objects.filter(pk=row.pk))

    assert mended_by_two(row, clerk, tmp_path) == [None, None]


def test_mended_rows_asked_for_by_two_are_loaded_once(clerk: Officer, tmp_path: Path) -> None:
    batch = loaded(tmp_path, clerk)
    mending.mend(
        HeldRow.objects.select_related("batch").get(batch=batch), cells=person(901), revision=0, by=clerk, at=MOMENT
    )

    ends = together(*[lambda: mending.load_mended(batch, by=clerk, at=MOMENT)] * 2)

    assert sum(isinstance(end, IntakeBatch) for end in ends) == 1
    assert IntakeBatch.objects.filter(mends=batch).count() == 1


@pytest.mark.parametrize(("guarded", "left"), [(True, 100), (False, 50)])
def test_a_file_merged_while_another_is_withdrawn_at_the_desk_brings_its_people(
    clerk: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guarded: bool, left: int
) -> None:
    """A newer file that merges in the middle of a withdrawal keeps the older one in place; unguarded it does not."""
    first = loaded(tmp_path, clerk)
    intakes.ask_withdrawal(first, reason="Keliru", by=clerk, at=MOMENT)
    second = handed_in(tmp_path, clerk, "kedua.csv", start=100)
    intakes.approve(second, by=clerk, at=MOMENT)
    if not guarded:
        monkeypatch.setattr(siak_merge, "take_turn", lambda: None)
        monkeypatch.setattr("registry.ingest.withdrawing.refuse_newer", lambda _: None)

    together(lambda: running.run(first.pk), lambda: running.run(second.pk))

    for batch in (first, second):
        batch.refresh_from_db()
    assert second.state == IntakeState.DONE, second.failure
    assert Resident.unscoped.count() == left
    assert first.state == (IntakeState.DONE if guarded else IntakeState.WITHDRAWN), first.failure

"""A worker that dies at any step leaves nothing half-done, and the next one ends where the first would have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection

from registry import jobs
from registry.choices import IntakeState
from registry.ingest import held, running, siak_merge, staging
from registry.ingest.siak import SiakExtract
from registry.models import HeldRow, IntakeBatch, Resident
from registry.tasks import sweep
from tests.registry.ingest import contents
from tests.registry.ingest.conftest import Load
from tests.registry.ingest.extracts import people, person, write_csv

RESIDENTS = [*people(60), person(70, NIK="1"), person(71), person(71)]
SECOND_EXTRACT = [*people(30, start=40), *(person(at, NAMA_LGKP="NAMA BARU") for at in range(10))]


class Killed(OperationalError):
    """Stands for the moment at which the process is gone; nothing after it runs in the step."""


def _after(place: object, name: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Die just after the named function has done its work, once."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        real = getattr(place, name)

        def dying(*given: object, **named: object) -> object:
            real(*given, **named)
            patch.setattr(place, name, real)
            raise Killed

        patch.setattr(place, name, dying)

    return plant


def _before(place: object, name: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Die just before the named function would run, once."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        real = getattr(place, name)

        def dying(*given: object, **named: object) -> object:
            patch.setattr(place, name, real)
            raise Killed

        patch.setattr(place, name, dying)

    return plant


BOUNDARIES = {
    "before anything": _before(running, "check"),
    "before the file is read": _before(running, "open_rows"),
    "after the file is read": _after(running, "open_rows"),
    "between the two staged tables": _after(staging, "fill"),
    "after staging, before held rows": _before(held, "write"),
    "after held rows, before the move to merging": _after(held, "write"),
    "after checking": _after(running, "check"),
    "before merging": _before(running, "merge"),
    "in the merge, after everything is written": _after(SiakExtract, "merge"),
    "after the merge is done": _after(running, "merge"),
    "while clearing away": _before(running, "_clear_away"),
}


Outcome = tuple[list[tuple[object, ...]], dict[str, Any]]


@pytest.fixture(scope="module")
def once() -> list[Outcome]:
    """What an undisturbed second load has made, once one has been done."""
    return []


@pytest.fixture
def undisturbed(once: list[Outcome], load: Load, tmp_path: Path) -> Outcome:
    """Return what an undisturbed second load makes of the register, and its batch's sums; no keys are among them."""
    if once:
        return once[0]
    load(write_csv(tmp_path / "lama.csv", RESIDENTS))
    batch = load(write_csv(tmp_path / "baru.csv", SECOND_EXTRACT))
    result = (contents.residents(), _sums(batch))
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE registry_intakebatch, registry_household CASCADE")
    once.append(result)
    return result


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_a_death_at_a_boundary_and_another_run_end_as_if_nothing_had_happened(
    boundary: str,
    undisturbed: Outcome,
    load: Load,
    receive: Load,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load(write_csv(tmp_path / "lama.csv", RESIDENTS))
    before = contents.residents()
    batch = receive(write_csv(tmp_path / "baru.csv", SECOND_EXTRACT))

    BOUNDARIES[boundary](monkeypatch)
    running.run(batch.pk)

    batch.refresh_from_db()
    assert contents.residents() == (undisturbed[0] if batch.state == IntakeState.DONE else before)
    assert HeldRow.objects.filter(batch=batch).count() == batch.held + batch.rejected
    running.run(batch.pk)
    batch.refresh_from_db()
    assert batch.state == IntakeState.DONE
    assert (contents.residents(), _sums(batch)) == undisturbed
    running.clear_leftovers()
    assert contents.stage_tables() == []


def test_staged_rows_that_a_crash_of_the_server_emptied_are_made_again(
    receive: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = receive(write_csv(tmp_path / "penduduk.csv", RESIDENTS))
    BOUNDARIES["before merging"](monkeypatch)
    running.run(batch.pk)
    (table, *_) = [name for name in contents.stage_tables() if name.endswith("_resident")]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table}")

    running.run(batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.accepted, batch.held) == (IntakeState.DONE, 61, 1)
    assert HeldRow.objects.filter(batch=batch).count() == 2
    assert Resident.unscoped.count() == 61


def test_a_worker_that_lost_its_lease_finishes_nothing(
    receive: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = receive(write_csv(tmp_path / "penduduk.csv", RESIDENTS))
    real = siak_merge.merge

    def robbed(*given: Any) -> dict[str, int]:
        done = real(*given)
        # Another worker's connection would do this; here the same row is taken over just before the end.
        IntakeBatch.objects.filter(pk=batch.pk).update(lease_holder="00000000-0000-0000-0000-000000000001")
        return done

    monkeypatch.setattr(siak_merge, "merge", robbed)
    running.run(batch.pk)

    batch.refresh_from_db()
    assert batch.state == IntakeState.MERGING
    assert not Resident.unscoped.exists()


def test_a_batch_that_kills_its_worker_again_and_again_is_set_aside(
    receive: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, intake_folder: Path
) -> None:
    batch = receive(write_csv(tmp_path / "penduduk.csv", RESIDENTS))
    IntakeBatch.objects.filter(pk=batch.pk).update(attempts=jobs.MOST_ATTEMPTS)

    running.run(batch.pk)

    batch.refresh_from_db()
    assert batch.state == IntakeState.FAILED
    assert "penduduk.csv: pemuatan berhenti berulang kali" in batch.failure
    assert list(intake_folder.iterdir()) == []


def test_an_unforeseen_error_fails_the_batch_without_telling_values(
    receive: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    batch = receive(write_csv(tmp_path / "penduduk.csv", RESIDENTS))

    def broken(*given: Any) -> None:
        raise ValueError(person(1)["NIK"])

    monkeypatch.setattr(siak_merge, "merge", broken)
    running.run(batch.pk)

    batch.refresh_from_db()
    assert batch.state == IntakeState.FAILED
    assert "tidak terduga (ValueError)" in batch.failure
    assert person(1)["NIK"] not in batch.failure + caplog.text


def test_a_file_that_vanished_is_said_so(receive: Load, tmp_path: Path, intake_folder: Path) -> None:
    batch = receive(write_csv(tmp_path / "penduduk.csv", RESIDENTS))
    (intake_folder / batch.stored_path).unlink()

    running.run(batch.pk)

    batch.refresh_from_db()
    assert "tidak ada lagi di tempat penyimpanan" in batch.failure


def test_the_sweeper_rings_for_batches_that_nobody_holds(
    receive: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = receive(write_csv(tmp_path / "penduduk.csv", RESIDENTS))
    rung: list[int] = []
    monkeypatch.setattr("registry.tasks.run_intake.delay", rung.append)

    sweep()
    with jobs.take(IntakeBatch, batch.pk, [IntakeState.RECEIVED]):
        sweep()

    assert rung == [batch.pk]


def _sums(batch: IntakeBatch) -> dict[str, Any]:
    return {
        "sums": (batch.rows_in, batch.accepted, batch.held, batch.rejected),
        "summary": batch.summary,
        "held": list(HeldRow.objects.filter(batch=batch).order_by("row_number").values_list("row_number", "rule")),
    }

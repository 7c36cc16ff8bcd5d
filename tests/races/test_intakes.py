"""The same file sent twice at once, and two workers on the same batch: one of each wins."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from registry.actions import intakes
from registry.choices import IntakeKind, IntakeState
from registry.ingest import running, siak_merge, siak_withdrawal
from registry.models import IntakeBatch, Resident
from tests.factories.regions import plant_regency
from tests.registry.ingest import contents
from tests.registry.ingest.extracts import people, write_csv

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

MOMENT = datetime.datetime(2020, 11, 20, 3, 0, tzinfo=datetime.UTC)
SENDERS = 6


@pytest.fixture
def path(settings: Settings, tmp_path: Path) -> Path:
    settings.INTAKE_DIR = tmp_path / "intake"
    plant_regency("35.16")
    return write_csv(tmp_path / "penduduk.csv", people(400))


def _send(path: Path) -> IntakeBatch:
    return intakes.receive(path, kind=IntakeKind.SIAK_EXTRACT, region="35.16", by=None, at=MOMENT)


def _together(work: Callable[[], object], workers: int = SENDERS) -> list[object]:
    """Do the work in threads that start at once; return what each returned or raised."""
    start, ends = threading.Barrier(workers), []

    def at_once() -> None:
        try:
            start.wait()
            ends.append(work())
        except Exception as error:
            ends.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=at_once) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def test_the_same_file_sent_by_many_at_once_is_one_batch(path: Path, settings: Settings) -> None:
    ends = _together(lambda: _send(path))

    assert sum(isinstance(end, IntakeBatch) for end in ends) == 1
    assert sum(isinstance(end, intakes.SameFile) for end in ends) == SENDERS - 1
    assert IntakeBatch.objects.count() == 1
    assert len(list(Path(settings.INTAKE_DIR).iterdir())) == 1


def test_without_the_constraints_every_sender_makes_a_batch(path: Path) -> None:
    """Control: nothing but the two constraints decides the race."""
    names = ("the_same_file_is_loaded_once", "one_live_intake_per_kind_and_region")
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(names)])
        definitions = dict(cursor.fetchall())
        for name in names:
            cursor.execute(f"DROP INDEX {name}")
    try:
        ends = _together(lambda: _send(path))

        assert sum(isinstance(end, IntakeBatch) for end in ends) == SENDERS
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE registry_intakebatch CASCADE")
            for name in names:
                cursor.execute(definitions[name])


def test_many_workers_on_one_batch_load_it_once(path: Path) -> None:
    batch = _send(path)

    _together(lambda: running.run(batch.pk))

    batch.refresh_from_db()
    assert (batch.state, batch.attempts) == (IntakeState.DONE, 1)
    assert Resident.unscoped.count() == 400
    assert contents.stage_tables() == []


def test_two_people_withdrawing_at_once_withdraw_it_once(path: Path) -> None:
    batch = _send(path)
    running.run(batch.pk)

    ends = _together(lambda: intakes.withdraw(batch, by=None, at=MOMENT), workers=2)

    assert sum(isinstance(end, IntakeBatch) for end in ends) == 1
    assert sum(isinstance(end, intakes.NotWithdrawable) for end in ends) == 1
    assert not Resident.unscoped.exists()


@pytest.mark.parametrize(("guarded", "left"), [(True, 400), (False, 0)])
def test_a_file_merged_while_another_is_taken_back_brings_its_people(
    path: Path, monkeypatch: pytest.MonkeyPatch, guarded: bool, left: int
) -> None:
    """Without their turns the merge takes people for known who are being deleted, and both say they are done."""
    first = _send(path)
    running.run(first.pk)
    again = path.with_name("sekali-lagi.csv")
    again.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    second = _send(again)
    if not guarded:
        monkeypatch.setattr(siak_merge, "take_turn", lambda: None)
    deleted, merged = threading.Event(), threading.Event()

    def take_back() -> None:
        with transaction.atomic():
            siak_withdrawal.withdraw(first)
            deleted.set()
            merged.wait(3)
        connection.close()

    def merge() -> None:
        deleted.wait(10)
        running.run(second.pk)
        merged.set()
        connection.close()

    threads = [threading.Thread(target=work) for work in (take_back, merge)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    second.refresh_from_db()
    assert (second.state, second.failure) == ("done", "")
    assert Resident.unscoped.count() == left

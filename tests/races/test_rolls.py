"""Two workers, or two people, with rolls at one moment; the race of the workers first without its guard."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django.fixtures import Settings

from elections.actions import elections, rolls
from elections.ingest import roll_partition
from elections.models import Election, VoterRollEntry
from elections.rules.known_elections import PEMILU_2024, PILKADA_2020
from registry import jobs
from registry.ingest import running
from registry.models import IntakeBatch
from tests.elections.ingest.made_up_rolls import as_csv, voters
from tests.factories.regions import plant_regency

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.race]

VILLAGES = {"35.16": "35.16.08.2001", "35.76": "35.76.01.1003"}


@pytest.fixture
def pilkada(settings: Settings, tmp_path: Path) -> Election:
    settings.INTAKE_DIR = tmp_path / "intake"
    for regency in VILLAGES:
        plant_regency(regency)
    return elections.set_up(PILKADA_2020)


def received(election: Election, region: str, folder: Path) -> IntakeBatch:
    path = folder / f"{region}.csv"
    path.write_text(as_csv(voters(20, KODE_WILAYAH=VILLAGES[region])))
    return rolls.receive(path, election=election, region=region, kind="DPT", by=None, at=timezone.now())


def all_at_once(*acts: Callable[[], object]) -> list[object]:
    """Do these in threads of their own; return what each gave or raised, in their order."""
    said: list[object] = [None] * len(acts)

    def go(at: int, act: Callable[[], object]) -> None:
        try:
            said[at] = act()
        except Exception as refusal:
            said[at] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(at, act)) for at, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def merged_together(pilkada: Election, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[IntakeBatch]:
    """Load the rolls of two regencies; both workers wait for each other before they attach, if they get that far."""
    batches = [received(pilkada, region, folder) for region in VILLAGES]
    meeting, progress = threading.Barrier(2), jobs.Job.progress

    def meet(job: jobs.Job, step: str, *counts: Any) -> None:
        if step == "Mengindeks pemilih":
            with contextlib.suppress(threading.BrokenBarrierError):
                meeting.wait(timeout=4)
        progress(job, step, *counts)

    with monkeypatch.context() as patch:
        patch.setattr(jobs.Job, "progress", meet)
        all_at_once(*(lambda pk=batch.pk: running.run(pk) for batch in batches))
    for batch in batches:
        batch.refresh_from_db()
    return batches


def test_without_turns_two_rolls_merged_at_once_end_in_a_deadlock(
    pilkada: Election, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll_partition, "take_turn", lambda: None)

    batches = merged_together(pilkada, tmp_path, monkeypatch)

    assert sorted(batch.state for batch in batches) == ["done", "merging"]


def test_two_rolls_merged_at_once_both_come_in(
    pilkada: Election, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = merged_together(pilkada, tmp_path, monkeypatch)

    assert [(batch.state, batch.failure) for batch in batches] == [("done", "")] * 2
    assert VoterRollEntry.unscoped.count() == 40


def test_of_one_file_sent_at_once_for_two_elections_one_is_received(pilkada: Election, tmp_path: Path) -> None:
    pemilu = elections.set_up(PEMILU_2024)

    said = all_at_once(*(lambda of=of: received(of, "35.16", tmp_path) for of in (pilkada, pemilu)))

    refusals = [answer for answer in said if isinstance(answer, rolls.REFUSALS)]
    assert (len(refusals), IntakeBatch.objects.count()) == (1, 1)
    assert "sudah dimuat" in str(refusals[0])

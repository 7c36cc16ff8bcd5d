"""Two loads of one list at once: each row is kept once, and every row is told what became of it."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError
from django.utils import timezone

from queueing import locks
from queueing.actions import invitations
from queueing.actions.invitations import Loaded
from queueing.models import Invitation
from tests.factories.elections import make_region
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.database, pytest.mark.django_db(transaction=True)]

#: One chunk, so that both loads look once and keep once.
ROWS = 1_500


@pytest.fixture
def lists(tmp_path: Path) -> list[Path]:
    """One list, and the same in another order."""
    make_region("35.16")
    rows = [f"35160841{month:02d}90{serial:04d};X" for month in (8, 9, 10) for serial in range(1, ROWS // 3 + 1)]
    files = [tmp_path / "satu.csv", tmp_path / "dua.csv"]
    for file, ordered in zip(files, (rows, rows[::-1]), strict=True):
        file.write_text("\n".join(["NIK;NAMA", *ordered]) + "\n")
    return files


def load(file: Path) -> Loaded:
    return invitations.load(
        file, region="35.16", election="pilkada-2020", letter_number="1", by=None, at=timezone.now()
    )


def test_one_list_loaded_twice_at_once_is_kept_once(lists: list[Path]) -> None:
    done = all_at_once(*(partial(load, file) for file in lists))
    sums = sorted((found.accepted, found.rejected) for found in done if isinstance(found, Loaded))
    assert sums == [(0, ROWS), (ROWS, 0)], done
    assert Invitation.unscoped.count() == ROWS


def test_without_taking_turns_one_of_the_two_fails(lists: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    both_have_looked, kept = threading.Barrier(2), Invitation.unscoped.bulk_create

    def bulk_create(rows: list[Invitation]) -> list[Invitation]:
        both_have_looked.wait(20)
        return kept(rows)

    monkeypatch.setattr(locks, "take_turn_at_invitations", lambda: None)
    monkeypatch.setattr(Invitation.unscoped, "bulk_create", bulk_create)
    done = all_at_once(*(partial(load, file) for file in lists))
    assert sum(isinstance(found, IntegrityError | OperationalError) for found in done) == 1, done
    assert Invitation.unscoped.count() == ROWS

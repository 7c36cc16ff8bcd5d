"""Two loads of one list at once: each row is kept once, and every row is told what became of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from django.db import IntegrityError
from django.utils import timezone

from queueing import locks
from queueing.actions import invitations
from queueing.actions.invitations import Loaded
from queueing.models import Invitation
from tests.factories.elections import make_region
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.database, pytest.mark.django_db(transaction=True)]

ROWS = 3_000


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
    monkeypatch.setattr(locks, "take_turn_at_invitations", lambda: None)
    done = all_at_once(*(partial(load, file) for file in lists))
    assert any(isinstance(found, IntegrityError) or "deadlock" in str(found) for found in done), done
    assert Invitation.unscoped.count() <= ROWS

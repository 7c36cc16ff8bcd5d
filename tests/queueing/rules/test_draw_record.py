"""What is published of a draw proves itself, and whatever was changed in it shows."""

import copy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from queueing.rules.draw import seed_digest
from queueing.rules.draw_record import faults, outcome, record_of
from queueing.rules.slot_seats import SlotSeats

SEED = bytes(range(32))
DAY = datetime(2020, 11, 30, 1, tzinfo=UTC)
SLOTS = [SlotSeats(7, DAY, 2), SlotSeats(8, DAY + timedelta(minutes=30), 3)]
PERSONS = {f"r{number}": 1 + number % 3 for number in range(6)}


@pytest.fixture
def record() -> dict[str, Any]:
    return record_of(outcome(SEED, PERSONS, SLOTS), PERSONS, SLOTS)


def test_a_record_as_it_was_made_has_no_faults(record: dict[str, Any]) -> None:
    assert faults(seed_digest(SEED), SEED.hex(), record) == []
    assert sum(persons for _, persons, slot in record["entries"] if slot) == 5


def test_a_day_without_slots_is_drawn_for_nobody() -> None:
    drawn = outcome(SEED, PERSONS, [])

    assert drawn.allotment.given == {}
    assert sorted(drawn.allotment.without) == sorted(PERSONS)


def give_another_a_place(record: dict[str, Any]) -> None:
    winner = next(entry for entry in record["entries"] if entry[2])
    loser = next(entry for entry in record["entries"] if not entry[2])
    winner[2], loser[2] = loser[2], winner[2]


def let_one_jump_ahead(record: dict[str, Any]) -> None:
    record["entries"].insert(0, record["entries"].pop())


def leave_one_out(record: dict[str, Any]) -> None:
    winner = next(entry for entry in record["entries"] if entry[2])
    record["entries"].remove(winner)


@pytest.mark.parametrize("change", [give_another_a_place, let_one_jump_ahead, leave_one_out])
def test_a_record_that_was_changed_has_faults(record: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> None:
    changed = copy.deepcopy(record)
    change(changed)

    assert faults(seed_digest(SEED), SEED.hex(), changed)


def test_another_seed_than_the_announced_one_shows(record: dict[str, Any]) -> None:
    assert "SHA-256 benih tidak sama dengan yang diumumkan." in faults(seed_digest(bytes(32)), SEED.hex(), record)

"""The order of the one line: early, late, priority, and that nobody waits for ever."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queueing.rules.calling import (
    PRIORITY_IN_A_ROW,
    SENTENCE,
    Waiting,
    in_order,
    is_priority_next,
    next_of,
    priority_run,
    waits_since,
)

TEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return TEN + timedelta(minutes=minutes)


def line(text: str) -> list[Waiting]:
    """Read "P0 G5": the lane and the minutes after ten, numbered from one."""
    return [Waiting(number, word[0] == "P", at(int(word[1:]))) for number, word in enumerate(text.split(), start=1)]


@pytest.mark.parametrize(
    ("starts", "comes", "since"),
    [(0, -30, 0), (0, 0, 0), (0, 10, 10), (0, 90, 90), (None, 5, 5)],
    ids=["early", "on the minute", "within her session", "late", "not booked"],
)
def test_since_when_somebody_waits(starts: int | None, comes: int, since: int) -> None:
    starts_at = None if starts is None else at(starts)

    assert waits_since(session_starts_at=starts_at, came_at=at(comes)) == at(since)


@pytest.mark.parametrize(
    ("waiting", "run", "order"),
    [
        ("", 0, []),
        ("G5 G0 G3", 0, [2, 3, 1]),
        ("G0 G0", 0, [1, 2]),
        ("G0 P5", 0, [2, 1]),
        ("G0 G1 P2 P3 P4", 0, [3, 4, 1, 5, 2]),
        ("G0 G1 P2 P3", PRIORITY_IN_A_ROW, [1, 3, 4, 2]),
        ("G0 G1 P2 P3", 1, [3, 1, 4, 2]),
        ("P2 P1 P0", PRIORITY_IN_A_ROW, [3, 2, 1]),
        ("G30 G20", 0, [2, 1]),
        ("P30 G5", 0, [2, 1]),
        ("P30 P5 P6 G20", 0, [2, 3, 4, 1]),
    ],
    ids=[
        "nobody",
        "who waits longest",
        "at one moment the number drawn first",
        "priority first",
        "one other after two of priority",
        "the run of what was called counts",
        "the run goes on",
        "priority alone is called on and on",
        "those who came early in the order of their sessions",
        "a time that has come goes before a later session's priority",
        "the run is counted on among those who came early",
    ],
)
def test_the_order_of_the_line(waiting: str, run: int, order: list[int]) -> None:
    ordered = in_order(line(waiting), run=run, now=at(10))

    assert [one.ticket for one in ordered] == order
    first = next_of(line(waiting), run=run, now=at(10))
    assert (first.ticket if first else None) == (order[0] if order else None)


@pytest.mark.parametrize(("called", "run"), [("", 0), ("G", 0), ("P", 1), ("PPG", 2), ("GPP", 0), ("PPP", 3)])
def test_how_many_of_priority_were_called_in_a_row(called: str, run: int) -> None:
    assert priority_run(lane == "P" for lane in called) == run
    assert is_priority_next(run) == (run < 2)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 60)), max_size=30), st.integers(0, 3))
def test_nobody_is_lost_and_no_lane_waits_for_ever(people: list[tuple[bool, int]], run: int) -> None:
    waiting = [Waiting(number, priority, at(minutes)) for number, (priority, minutes) in enumerate(people)]

    ordered = in_order(waiting, run=run, now=at(60))

    assert sorted(one.ticket for one in ordered) == [one.ticket for one in waiting]
    for lane in (True, False):
        own = [one for one in ordered if one.is_priority == lane]
        assert own == sorted(own, key=lambda one: (one.since, one.ticket))
    if any(not one.is_priority for one in ordered):
        last = max(place for place, one in enumerate(ordered) if not one.is_priority)
        runs = [
            len(list(group)) for is_one, group in itertools.groupby(ordered[:last], lambda o: o.is_priority) if is_one
        ]
        assert max(runs, default=0) <= PRIORITY_IN_A_ROW


def test_stepwise_and_at_once_give_the_same_order() -> None:
    waiting, run, called = line("G0 G1 P2 P3 P4 G5 P6"), 0, []
    while waiting:
        nearest = next_of(waiting, run=run, now=at(10))
        assert nearest
        called.append(nearest)
        waiting.remove(nearest)
        run = priority_run(one.is_priority for one in reversed(called))

    assert called == in_order(line("G0 G1 P2 P3 P4 G5 P6"), run=0, now=at(10))


def test_the_sentence_names_the_number_of_the_rule() -> None:
    assert f"Setelah {PRIORITY_IN_A_ROW} nomor prioritas" in SENTENCE

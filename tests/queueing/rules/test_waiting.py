"""The wait that is told, held against lines that were simulated."""

import heapq
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queueing.rules.waiting import WaitRange, expected_wait, leave_and_return

NOW = datetime(2020, 11, 26, 2, 0, 40, tzinfo=UTC)
FOUR_TO_EIGHT = [4.0, 5.0, 6.0, 7.0, 8.0]  # the middle half: 5 to 7


def told(before: int, counters: int, recent: list[float] | None = None, usual: float = 6) -> tuple[int, int] | None:
    wait = expected_wait(
        people_before=before, open_counters=counters, recent_service_minutes=recent or [], usual_minutes=usual
    )
    return (wait.low_minutes, wait.high_minutes) if wait else None


@pytest.mark.parametrize(
    ("before", "counters", "recent", "expected"),
    [
        (0, 1, FOUR_TO_EIGHT, (0, 10)),
        (1, 1, FOUR_TO_EIGHT, (5, 15)),
        (9, 1, FOUR_TO_EIGHT, (45, 70)),
        (9, 2, FOUR_TO_EIGHT, (20, 35)),
        (9, 10, FOUR_TO_EIGHT, (0, 10)),
        # Too few of them: the usual six minutes, from four and a half to eight.
        (9, 1, [30.0] * 4, (40, 80)),
        (9, 1, [], (40, 80)),
        # One that took an hour is no reason to frighten everybody.
        (9, 1, [*FOUR_TO_EIGHT, 60.0], (45, 80)),
        # A counter less.
        (9, 0, FOUR_TO_EIGHT, None),
        (0, -1, [], None),
    ],
)
def test_a_wait_is_told_as_a_range_in_steps_of_five_minutes(
    before: int, counters: int, recent: list[float], expected: tuple[int, int] | None
) -> None:
    assert told(before, counters, recent) == expected


@given(
    before=st.integers(0, 300),
    counters=st.integers(1, 12),
    recent=st.lists(st.floats(0.5, 90), max_size=30),
    usual=st.floats(1, 60),
)
def test_any_range_is_one_and_grows_with_the_line(
    before: int, counters: int, recent: list[float], usual: float
) -> None:
    now, behind = told(before, counters, recent, usual), told(before + 1, counters, recent, usual)
    relieved = told(before, counters + 1, recent, usual)

    assert now is not None
    assert behind is not None
    assert relieved is not None
    assert now[0] % 5 == now[1] % 5 == 0
    assert 0 <= now[0] < now[1]
    assert now[0] <= behind[0]
    assert now[1] <= behind[1]
    assert relieved[0] <= now[0]
    assert relieved[1] <= now[1]


def waited(rng: Random, before: int, counters: int) -> float:
    """Simulate one line: minutes until the next counter is free for whoever has `before` people before her."""
    free = [rng.random() * recording(rng) for _ in range(counters)]
    heapq.heapify(free)
    for _ in range(before):
        heapq.heapreplace(free, free[0] + recording(rng))
    return free[0]


def recording(rng: Random) -> float:
    """Draw minutes of one recording: six in the middle, two thirds of them between four and nine."""
    return 6 * rng.lognormvariate(0, 0.4)


@pytest.mark.parametrize(("before", "counters"), [(0, 1), (3, 1), (20, 1), (0, 4), (5, 4), (40, 4)])
def test_the_range_holds_and_hardly_anybody_is_called_before_it(before: int, counters: int) -> None:
    rng = Random(f"{before} people before, {counters} counters")
    lines, held, called_early = 500, 0, 0
    for _ in range(lines):
        low, high = told(before, counters, [recording(rng) for _ in range(20)]) or (0, 0)
        wait = waited(rng, before, counters)
        held += low <= wait <= high
        called_early += wait < low

    assert held / lines > 0.8
    assert called_early / lines < 0.05


@pytest.mark.parametrize(
    ("low", "margin", "minutes"),
    [(0, 10, None), (20, 10, None), (25, 10, 15), (40, 10, 30), (40, 25, 15), (40, 30, None), (15, 0, 15)],
)
def test_who_may_leave_is_told_when_to_be_back(low: int, margin: int, minutes: int | None) -> None:
    back = leave_and_return(WaitRange(low, low + 30), NOW, travel_margin_minutes=margin)

    assert back == (None if minutes is None else NOW.replace(second=0) + timedelta(minutes=minutes))


def test_ten_minutes_are_kept_for_the_way_unless_said_otherwise() -> None:
    assert leave_and_return(WaitRange(40, 60), NOW) == leave_and_return(
        WaitRange(40, 60), NOW, travel_margin_minutes=10
    )

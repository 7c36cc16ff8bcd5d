"""How long a notice waits after each try."""

from __future__ import annotations

from datetime import timedelta

import pytest

from queueing.rules import back_off


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 10), (2, 30), (3, 90), (4, 270), (5, 810), (6, 2_430), (7, 7_290)],
)
def test_the_wait_grows_threefold_with_a_quarter_by_chance(attempts: int, seconds: int) -> None:
    waits = [back_off.wait_after(attempts, chance=chance).total_seconds() for chance in (0.0, 0.5, 1.0)]

    assert waits == [0.75 * seconds, seconds, 1.25 * seconds]


def test_eight_tries_span_about_three_hours() -> None:
    span = sum((back_off.wait_after(attempts, chance=0.5) for attempts in range(1, 8)), timedelta(0))

    assert timedelta(hours=3) < span < timedelta(hours=3, minutes=5)


@pytest.mark.parametrize(("attempts", "worn_out"), [(0, False), (7, False), (8, True), (9, True)])
def test_the_eighth_try_is_the_last(attempts: int, *, worn_out: bool) -> None:
    assert back_off.is_worn_out(attempts) is worn_out

"""How long somebody waits, as an honest range, and by when she should be back if she leaves.

Whoever stands in line with n people before her at c busy counters is called when the (n + 1)th recording from now ends,
which is after about (n + 1) / c recordings. How long one takes is taken from those that ended lately: the middle half
of them. In simulated lines that varied as recordings do the range held in more than four of five, and fewer than one in
twenty was called before it began (tests/queueing/rules/test_waiting.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor
from statistics import quantiles
from typing import Final

STEP_MINUTES: Final = 5
"""Ranges are told in steps of this: nobody knows better."""

FEWEST_RECENT: Final = 5
"""With fewer recordings than this the usual length is taken instead."""

SHORTEST_LEAVE_MINUTES: Final = 15
"""For less than this nobody is told that she may leave."""

# How far the middle half lies from the usual length as long as none has been measured.
_USUAL_LOW: Final = 3 / 4
_USUAL_HIGH: Final = 4 / 3


@dataclass(frozen=True, slots=True)
class WaitRange:
    """A wait from `low_minutes` to `high_minutes`, both multiples of five."""

    low_minutes: int
    high_minutes: int


def expected_wait(
    *, people_before: int, open_counters: int, recent_service_minutes: Sequence[float], usual_minutes: float
) -> WaitRange | None:
    """The wait of whoever has `people_before` waiting before her; None when no counter is open.

    `recent_service_minutes` are the lengths of the last recordings of this office, `usual_minutes` is what it plans
    with. The low end takes short recordings and a counter that is nearly done, the high end long ones and counters that
    have only just begun; both are rounded outwards to five minutes.
    """
    if open_counters < 1:
        return None
    short, long = _middle_half(recent_service_minutes, usual_minutes)
    low = people_before * short / open_counters
    high = (people_before + 1) * long / open_counters
    return WaitRange(STEP_MINUTES * floor(low / STEP_MINUTES), STEP_MINUTES * ceil(high / STEP_MINUTES))


def leave_and_return(wait: WaitRange, now: datetime, *, travel_margin_minutes: int = 10) -> datetime | None:
    """By when somebody who leaves now has to be back, to the minute, or None when leaving is not worth it.

    The shortest wait counts, less a margin for the way: who is late has lost her turn, who is early has lost minutes.
    """
    away = wait.low_minutes - travel_margin_minutes
    if away < SHORTEST_LEAVE_MINUTES:
        return None
    return (now + timedelta(minutes=away)).replace(second=0, microsecond=0)


def _middle_half(recent: Sequence[float], usual: float) -> tuple[float, float]:
    if len(recent) < FEWEST_RECENT:
        return usual * _USUAL_LOW, usual * _USUAL_HIGH
    lower, _, upper = quantiles(recent, n=4, method="inclusive")
    return lower, upper

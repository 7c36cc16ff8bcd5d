"""The published national series as a line: points for the drawing, sentences for the table beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from elections.rules import ranking
from elections.rules.national_series import NATION, NATIONAL_SERIES, NATIONAL_VOTERS, Count

WIDTH: Final = 600
HEIGHT: Final = 150
_MARGIN: Final = 10


@dataclass(frozen=True, slots=True)
class Point:
    """One day of the series and where it stands in the drawing; `x` and `y` are whole units from the top left."""

    count: Count
    percent: Decimal | None
    x: int
    y: int


def points() -> list[Point]:
    """Return the series, its days at their true distances and its counts from zero up."""
    first, last = NATIONAL_SERIES[0].day, NATIONAL_SERIES[-1].day
    most = max(count.unrecorded for count in NATIONAL_SERIES)
    return [
        Point(
            count=count,
            percent=ranking.percent(ranking.Score(NATION, NATIONAL_VOTERS, NATIONAL_VOTERS - count.unrecorded)),
            x=_MARGIN + (WIDTH - 2 * _MARGIN) * (count.day - first).days // (last - first).days,
            y=HEIGHT - _MARGIN - (HEIGHT - 2 * _MARGIN) * count.unrecorded // most,
        )
        for count in NATIONAL_SERIES
    ]

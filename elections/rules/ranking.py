"""How regions are ranked by e-KTP recording: the two measures, the tie rule, exact arithmetic.

percent = (roll - voters still unrecorded) / roll, over the PERSONS on the roll: all recordings in SIAK over
the DPT gives 102.9 % for one regency in 2024. Nothing is ever clamped: more recorded than listed is an error
upstream. Order by percent: higher percent, smaller backlog, larger roll, then the code. Order by backlog:
smaller backlog, larger roll, then the code. Regions that differ in the code alone share a rank, and the ranks
after them are skipped (1, 1, 3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby


class Measure(StrEnum):
    """By what regions are ranked."""

    PERCENT = "percent"
    BACKLOG = "backlog"


class Band(StrEnum):
    """The groups in which Dukcapil published areas by voters still unrecorded."""

    BELOW_5000 = "below_5000"
    FROM_5000_TO_10000 = "from_5000_to_10000"
    ABOVE_10000 = "above_10000"


BAND_LABELS = {
    Band.BELOW_5000: "di bawah 5.000",
    Band.FROM_5000_TO_10000: "5.000 s.d. 10.000",
    Band.ABOVE_10000: "di atas 10.000",
}


class MoreRecordedThanListed(ValueError):
    """A region with more recorded voters than voters: the sets were not intersected, or a figure is wrong."""

    def __init__(self, code: str, *, roll: int, recorded: int) -> None:
        super().__init__(
            f"Wilayah {code}: {recorded} pemilih sudah merekam, padahal hanya {roll} pemilih dalam daftar. "
            "Periksa sumber angkanya."
        )


@dataclass(frozen=True, slots=True)
class Score:
    """One region: its code, the voters on its roll, and those of them who are recorded."""

    code: str
    roll: int
    recorded: int

    def __post_init__(self) -> None:
        if self.roll < 0 or self.recorded < 0:
            raise ValueError(f"Wilayah {self.code}: jumlah pemilih tidak boleh negatif.")
        if self.recorded > self.roll:
            raise MoreRecordedThanListed(self.code, roll=self.roll, recorded=self.recorded)

    @property
    def unrecorded(self) -> int:
        """The backlog: voters who still have to be recorded."""
        return self.roll - self.recorded

    @property
    def share(self) -> Fraction | None:
        """The exact part of the roll that is recorded, 0 to 1; None where nobody is on the roll."""
        return Fraction(self.recorded, self.roll) if self.roll else None

    @property
    def band(self) -> Band:
        """The group by absolute backlog; both borders belong to the middle one."""
        if self.unrecorded > 10_000:
            return Band.ABOVE_10000
        return Band.BELOW_5000 if self.unrecorded < 5_000 else Band.FROM_5000_TO_10000


@dataclass(frozen=True, slots=True)
class Placed:
    """A region in its place: `position` counts 1, 2, 3; `rank` is shared, and None where nobody may vote."""

    score: Score
    position: int
    rank: int | None


def percent(score: Score, *, places: int = 2) -> Decimal | None:
    """The share in percent, rounded half up for people to read; None where nobody is on the roll.

    One missing voter never reads as 100: what would round up to it is cut instead. Never compare these.
    """
    if score.share is None:
        return None
    exact = Decimal(100 * score.recorded) / Decimal(score.roll)
    step = Decimal(1).scaleb(-places)
    rounded = exact.quantize(step, ROUND_HALF_UP)
    return exact.quantize(step, ROUND_FLOOR) if rounded == 100 and score.unrecorded else rounded


def rank(scores: Iterable[Score], measure: Measure = Measure.PERCENT) -> list[Placed]:
    """Put sibling regions in order; those without voters come last, by code, without a rank."""
    scores = list(scores)
    ranked = sorted((score for score in scores if score.roll), key=lambda score: (_merit(score, measure), score.code))
    empty = sorted((score for score in scores if not score.roll), key=lambda score: score.code)
    placed: list[Placed] = []
    for _, equals in groupby(ranked, key=lambda score: _merit(score, measure)):
        shared = len(placed) + 1
        placed += [Placed(score, place, shared) for place, score in enumerate(equals, start=shared)]
    return placed + [Placed(score, place, None) for place, score in enumerate(empty, start=len(placed) + 1)]


def total(code: str, parts: Iterable[Score]) -> Score:
    """The region around others: sums of persons, never a mean of percentages."""
    parts = list(parts)
    return Score(code, sum(part.roll for part in parts), sum(part.recorded for part in parts))


def _merit(score: Score, measure: Measure) -> tuple[Fraction | int, ...]:
    """What decides the rank, best first; the code is not in it."""
    if measure is Measure.BACKLOG:
        return (score.unrecorded, -score.roll)
    return (-Fraction(score.recorded, score.roll), score.unrecorded, -score.roll)

"""One region's figures as they may be shown: exact to who may see them, bounded where the public may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from elections.models import RegionScore
from elections.rules import ranking, small_cells

PLACES = 3
"""Figures behind the comma of a percentage as it is shown; nothing is ever ordered by it."""


class Certainty(StrEnum):
    """How much a shown figure says."""

    EXACT = "exact"
    BELOW = "below"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of persons, or a bound: below `value`, or at least `value`."""

    value: int
    certainty: Certainty = Certainty.EXACT


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage, exact or at least so much."""

    value: Decimal
    certainty: Certainty = Certainty.EXACT


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of a region; the last four are None where nothing was compared."""

    voters: int
    recorded: Figure
    unrecorded: Figure
    percent: Share
    matched: Figure | None
    in_review: Figure | None
    not_found: Figure | None
    matched_unrecorded: Figure | None

    @property
    def ranked(self) -> ranking.Score:
        """What these figures are ranked by: a bound counts as the worst it allows."""
        return ranking.Score("", self.voters, self.recorded.value)


def exact(score: RegionScore) -> Figures:
    """Return the figures as they stand in the edition."""
    return bounded(score, {})


def bounded(score: RegionScore, bounds: Mapping[str, int]) -> Figures:
    """Return the figures with some cells closed; `bounds` says below which number each is."""
    unrecorded = _count(score.unrecorded, bounds.get(small_cells.UNRECORDED))
    recorded = _rest(score.voters, unrecorded)
    share = ranking.percent(ranking.Score(score.region_id, score.voters, recorded.value), places=PLACES)
    assert share is not None  # regions without voters have no score
    return Figures(
        voters=score.voters,
        recorded=recorded,
        unrecorded=unrecorded,
        percent=Share(share, recorded.certainty),
        **_compared(score, bounds),
    )


def _compared(score: RegionScore, bounds: Mapping[str, int]) -> dict[str, Figure | None]:
    if score.in_review is None or score.not_found is None:
        return dict.fromkeys(("matched", "in_review", "not_found", "matched_unrecorded"))
    in_review = _count(score.in_review, bounds.get(small_cells.IN_REVIEW))
    not_found = _count(score.not_found, bounds.get(small_cells.NOT_FOUND))
    matched_unrecorded = None if bounds else Figure(score.unrecorded - score.in_review - score.not_found)
    return {
        "matched": _rest(score.voters, in_review, not_found),
        "in_review": in_review,
        "not_found": not_found,
        "matched_unrecorded": matched_unrecorded,
    }


def _count(count: int, bound: int | None) -> Figure:
    return Figure(count) if bound is None else Figure(bound, Certainty.BELOW)


def _rest(voters: int, *parts: Figure) -> Figure:
    """Return what is left of the voters; with a closed part, the least that can be left."""
    certainties = {part.certainty for part in parts}
    most = sum(part.value - 1 if part.certainty is Certainty.BELOW else part.value for part in parts)
    certainty = Certainty.EXACT if certainties == {Certainty.EXACT} else Certainty.AT_LEAST
    return Figure(max(0, voters - most), certainty)

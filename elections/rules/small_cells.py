"""Small counts of villages kept from the public, so that neither a cell nor a subtraction gives a few persons away.

A count of 1 to 4 is published as "fewer than 5". The district around the villages publishes its exact sums, so one
such cell alone would follow by subtraction: another village of the district is closed with it, an empty one if
there is one. A village whose cell is closed publishes no share and no rank but those of the bound.

The proof that a cell is safe is a *move*: the same number of persons shifted between two villages such that
everything published stays as it is. While a small cell has no move, more is closed. A district with one village
has no move at all: its sums are that village's, and they are published as the district's. Nor has one where
nobody at all is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from typing import Final

SMALL: Final = 5
"""Counts below this, zero excepted, are small."""

UNRECORDED, IN_REVIEW, NOT_FOUND = COLUMNS = ("unrecorded", "in_review", "not_found")
# Unrecorded voters who were found in the registry. Never published, but whoever knows the three others knows it.
_MATCHED: Final = "matched_unrecorded"
_RECORDED: Final = "recorded"
_PARTS: Final = (IN_REVIEW, NOT_FOUND, _MATCHED)

Bounds = dict[str, int]


@dataclass(frozen=True, slots=True)
class Village:
    """What an attacker would like to know of one village: persons, `in_review + not_found <= unrecorded`."""

    code: str
    voters: int
    unrecorded: int
    in_review: int
    not_found: int

    def counts(self) -> dict[str, int]:
        """Return the three published counts and the two that follow from them."""
        return {
            UNRECORDED: self.unrecorded,
            IN_REVIEW: self.in_review,
            NOT_FOUND: self.not_found,
            _MATCHED: self.unrecorded - self.in_review - self.not_found,
            _RECORDED: self.voters - self.unrecorded,
        }


def bounds(villages: Sequence[Village]) -> list[Bounds]:
    """Return for each village of one district which cells are closed, and below which number each is said to be.

    A cell that is not named is published as it is.
    """
    counts = [village.counts() for village in villages]
    closed = [{name: SMALL for name in COLUMNS if 0 < cells[name] < SMALL} for cells in counts]
    for _ in range(len(villages) * len(COLUMNS) * SMALL):
        exposed = next(_exposed(counts, closed), None)
        if exposed is None:
            return closed
        closed = _closed_further(counts, closed, *exposed)
    return closed


def _exposed(counts: Sequence[Mapping[str, int]], closed: Sequence[Bounds]) -> Iterator[tuple[int, str]]:
    """Yield the small cells that follow from what is published, as (place of the village, name)."""
    for place, cells in enumerate(counts):
        for name in COLUMNS:
            if 0 < cells[name] < SMALL and not _is_safe(counts, closed, place, name):
                yield place, name


def _is_safe(counts: Sequence[Mapping[str, int]], closed: Sequence[Bounds], place: int, name: str) -> bool:
    others = (other for other in range(len(counts)) if other != place)
    return any(
        _holds(counts[place], closed[place], move, +1) and _holds(counts[other], closed[other], move, -1)
        for other, move in product(others, _moves(name))
    )


def _moves(name: str) -> Iterator[dict[str, int]]:
    """Yield the changes of one village that alter a cell and that another village can take back."""
    for part, sign in product(_PARTS, (1, -1)):
        if name in {part, UNRECORDED}:
            yield {part: sign, UNRECORDED: sign, _RECORDED: -sign}
    for (more, less), sign in product(permutations(_PARTS, 2), (1, -1)):
        if name == more:
            yield {more: sign, less: -sign}


def _holds(cells: Mapping[str, int], closed: Bounds, move: Mapping[str, int], sign: int) -> bool:
    """Return whether a village could as well have these counts, as far as the public can see."""
    return all(
        cells[name] + sign * step >= 0
        and (name in {_MATCHED, _RECORDED} or (name in closed and cells[name] + sign * step < closed[name]))
        for name, step in move.items()
    )


def _closed_further(
    counts: Sequence[Mapping[str, int]], closed: Sequence[Bounds], place: int, name: str
) -> list[Bounds]:
    """Close a little more: the same cells of one more village, else a wider bound, else the whole district."""
    for wider in [*_with_one_more(counts, closed, place), _widened(closed, place, name)]:
        if _is_safe(counts, wider, place, name):
            return wider
    everything = [{column: _bound(cells[column]) + SMALL for column in COLUMNS} for cells in counts]
    return everything if everything != closed else _widened(closed, place, name)


def _with_one_more(counts: Sequence[Mapping[str, int]], closed: Sequence[Bounds], place: int) -> Iterator[list[Bounds]]:
    pattern = closed[place]
    others = [other for other in range(len(counts)) if other != place]
    for other in sorted(others, key=lambda other: (sum(counts[other][column] for column in pattern), other)):
        more = {column: _bound(counts[other][column]) for column in pattern} | closed[other]
        yield [more if at == other else cells for at, cells in enumerate(closed)]


def _widened(closed: Sequence[Bounds], place: int, name: str) -> list[Bounds]:
    wider = closed[place] | {name: closed[place][name] + SMALL}
    return [wider if at == place else cells for at, cells in enumerate(closed)]


def _bound(count: int) -> int:
    """Return the next multiple of five above a count: 0 to 4 are "fewer than 5"."""
    return (count // SMALL + 1) * SMALL

"""Whoever subtracts what is published of a district learns no count of one to four persons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.rules.small_cells import COLUMNS, IN_REVIEW, NOT_FOUND, UNRECORDED, Bounds, Village, bounds

Cells = tuple[int, int, int]


def village(unrecorded: int, in_review: int = 0, not_found: int = 0, *, voters: int = 500) -> Village:
    return Village("", voters, unrecorded, in_review, not_found)


def consistent(villages: Sequence[Village], published: Sequence[Bounds]) -> list[list[set[int]]]:
    """Attack: every value each cell may have, given the published cells and the exact sums of the district.

    Complete search, sharing nothing with the rule: sums reachable from the left meet sums needed on the right.
    """
    truth = [(one.unrecorded, one.in_review, one.not_found) for one in villages]
    total = add(truth)
    guesses = [possible(one, cells, shown, total) for one, cells, shown in zip(villages, truth, published, strict=True)]
    before = [{(0, 0, 0)}]
    for options in guesses[:-1]:
        before.append({add([done, more]) for done in before[-1] for more in options})
    after = [{(0, 0, 0)}]
    for options in reversed(guesses[1:]):
        after.append({add([done, more]) for done in after[-1] for more in options})
    after.reverse()
    found = []
    for options, left, right in zip(guesses, before, after, strict=True):
        needed = {(total[0] - r[0], total[1] - r[1], total[2] - r[2]) for r in right}
        fitting = [cells for cells in options if any(add([done, cells]) in needed for done in left)]
        found.append([{cells[place] for cells in fitting} for place in range(3)])
    return found


def possible(one: Village, cells: Cells, shown: Bounds, total: Cells) -> list[Cells]:
    ranges = [
        range(min(shown[name], most + 1)) if name in shown else [cell]
        for name, cell, most in zip(COLUMNS, cells, total, strict=True)
    ]
    guesses: list[Cells] = [(u, r, n) for u, r, n in product(*ranges) if r + n <= u <= one.voters]
    return guesses


def add(cells: Sequence[Cells]) -> Cells:
    return (sum(c[0] for c in cells), sum(c[1] for c in cells), sum(c[2] for c in cells))


def exposed(villages: Sequence[Village], published: Sequence[Bounds]) -> list[tuple[int, str]]:
    return [
        (place, name)
        for place, (one, values) in enumerate(zip(villages, consistent(villages, published), strict=True))
        for name, seen in zip(COLUMNS, values, strict=True)
        if 0 < one.counts()[name] < 5 and len(seen) < 2
    ]


@st.composite
def a_village(draw: st.DrawFn) -> Village:
    few = st.one_of(st.just(0), st.integers(0, 6))
    in_review, not_found, matched = draw(few), draw(few), draw(few)
    unrecorded = in_review + not_found + matched
    return village(unrecorded, in_review, not_found, voters=unrecorded + draw(st.integers(1, 3)))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(a_village(), min_size=2, max_size=3))
def test_subtracting_what_is_published_gives_no_small_count_away(villages: list[Village]) -> None:
    assert exposed(villages, bounds(villages)) == []


def test_the_attack_succeeds_where_only_the_small_cell_itself_is_closed() -> None:
    district = [village(2), village(40), village(31)]
    assert exposed(district, [{UNRECORDED: 5}, {}, {}]) == [(0, UNRECORDED)]


@settings(max_examples=80, deadline=None)
@given(st.lists(a_village(), min_size=1, max_size=6))
def test_a_closed_cell_is_below_its_bound_and_every_small_one_is_closed(villages: list[Village]) -> None:
    for one, closed in zip(villages, bounds(villages), strict=True):
        counts = one.counts()
        assert all(counts[name] < bound and bound % 5 == 0 for name, bound in closed.items())
        assert {name for name in COLUMNS if 0 < counts[name] < 5} <= set(closed)


@pytest.mark.parametrize(
    ("district", "expected"),
    [
        pytest.param([village(40), village(7)], [{}, {}], id="nothing small, nothing closed"),
        pytest.param([village(0), village(0)], [{}, {}], id="zero is no person"),
        pytest.param(
            [village(3), village(4), village(50)],
            [{UNRECORDED: 5}, {UNRECORDED: 5}, {}],
            id="two small cover each other",
        ),
        pytest.param(
            [village(3), village(0), village(50)], [{UNRECORDED: 5}, {UNRECORDED: 5}, {}], id="an empty one covers"
        ),
        pytest.param(
            [village(3), village(60), village(12)],
            [{UNRECORDED: 5}, {}, {UNRECORDED: 15}],
            id="else the smallest other one",
        ),
        pytest.param(
            [village(4), village(4)], [{UNRECORDED: 10}, {UNRECORDED: 5}], id="two full cells need a wider bound"
        ),
        pytest.param(
            [village(60, 2, 0), village(70, 0, 0)], [{IN_REVIEW: 5}, {IN_REVIEW: 5}], id="other columns stay open"
        ),
        pytest.param(
            [village(60, 0, 3), village(0), village(70, 9, 6)],
            [{NOT_FOUND: 5}, {}, {NOT_FOUND: 10}],
            id="a village with nobody left cannot cover a part",
        ),
    ],
)
def test_no_more_is_closed_than_has_to_be(district: list[Village], expected: list[Bounds]) -> None:
    assert bounds(district) == expected


def test_a_district_of_one_village_has_no_cover() -> None:
    assert bounds([village(3)])[0][UNRECORDED] >= 5

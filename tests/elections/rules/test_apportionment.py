"""Sharing a whole number out so that the parts add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.rules.apportionment import apportion

WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (7, [2, 1], [5, 2]),
        (1, [1, 1, 2], [0, 0, 1]),
        (2, [1, 1, 2], [1, 0, 1]),
        (2, [1, 3], [0, 2]),
        (0, [3, 4], [0, 0]),
        (5, [0, 1], [0, 5]),
        (100, [4_300, 2_700, 3_000], [43, 27, 30]),
        (0, [], []),
        (0, [0, 0], [0, 0]),
    ],
)
def test_parts_follow_the_weights_and_the_largest_remainders(total: int, weights: list[int], parts: list[int]) -> None:
    assert apportion(total, weights) == parts


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, [2, -1]), (1, []), (1, [0, 0])], ids=str)
def test_what_cannot_be_shared_out_is_refused(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match=r"negative|cannot be shared"):
        apportion(total, weights)


@given(st.integers(0, 10**9), WEIGHTS)
def test_parts_add_up_and_stay_within_one_of_the_exact_share(total: int, weights: list[int]) -> None:
    parts, whole = apportion(total, weights), sum(weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * whole - total * weight) < whole
        assert weight or not part


@given(WEIGHTS, st.data())
def test_a_total_within_the_weights_never_fills_a_part_beyond_its_weight(
    weights: list[int], data: st.DataObject
) -> None:
    total = data.draw(st.integers(0, sum(weights)))
    assert all(part <= weight for part, weight in zip(apportion(total, weights), weights, strict=True))

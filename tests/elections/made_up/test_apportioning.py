import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.made_up.apportioning import apportion


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (10, [5, 3, 2], [5, 3, 2]),
        (7, [0, 1, 0], [0, 7, 0]),
        (0, [1, 2], [0, 0]),
        (3, [0.5, 0.5, 9], [0, 0, 3]),
    ],
)
def test_a_total_is_shared_by_the_largest_remainder(total: int, weights: list[float], parts: list[int]) -> None:
    assert apportion(total, weights) == parts


def test_what_a_full_part_cannot_take_goes_to_the_others() -> None:
    assert apportion(10, [8, 1, 1], [4, 10, 10]) == [4, 3, 3]


@pytest.mark.parametrize(("weights", "caps"), [([1, 1], [2, 2]), ([0, 0], [9, 9]), ([1, 0], [2, 9])])
def test_a_total_without_room_is_refused(weights: list[float], caps: list[int]) -> None:
    with pytest.raises(ValueError, match="cannot be shared out"):
        apportion(5, weights, caps)


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 40)), min_size=1, max_size=30),
    st.floats(0, 1),
)
def test_parts_add_up_and_never_exceed_their_caps(pairs: list[tuple[int, int]], share: float) -> None:
    weights = [float(weight) for weight, _ in pairs]
    caps = [cap for _, cap in pairs]
    total = int(share * sum(caps))
    parts = apportion(total, weights, caps)
    assert sum(parts) == total
    assert all(0 <= part <= cap for part, cap in zip(parts, caps, strict=True))

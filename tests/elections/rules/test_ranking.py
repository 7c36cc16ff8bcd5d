"""How regions are ranked; the published figures are those of November and December 2020."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.rules.ranking import (
    BAND_LABELS,
    Band,
    Measure,
    MoreRecordedThanListed,
    Placed,
    Score,
    percent,
    rank,
    total,
)

SCORES = st.builds(
    lambda code, roll, missing: Score(f"35.{code:02}", roll, max(0, roll - missing)),
    st.integers(1, 99),
    st.integers(0, 60),
    st.integers(0, 60),
)
SIBLINGS = st.lists(SCORES, max_size=12, unique_by=lambda score: score.code)


@pytest.mark.parametrize(
    ("roll", "unrecorded", "places", "published"),
    [
        (100_359_152, 1_754_751, 2, "98.25"),
        (100_359_152, 1_052_010, 2, "98.95"),
        (100_359_152, 884_904, 2, "99.12"),
        (100_359_152, 351_236, 2, "99.65"),
        (100_359_152, 287_023, 2, "99.71"),
        (823_014, 10_327, 3, "98.745"),
        (823_014, 7_827, 3, "99.049"),
        (823_014, 5_000, 2, "99.39"),
    ],
)
def test_the_published_figures_come_out(roll: int, unrecorded: int, places: int, published: str) -> None:
    assert percent(Score("x", roll, roll - unrecorded), places=places) == Decimal(published)


def test_one_missing_voter_never_reads_as_all() -> None:
    assert percent(Score("35.16", 823_014, 823_013)) == Decimal("99.99")
    assert percent(Score("35.16", 823_014, 823_014)) == Decimal("100.00")


def test_more_recorded_than_listed_is_refused_and_never_clamped() -> None:
    with pytest.raises(MoreRecordedThanListed, match=r"35\.16.*870399.*845655"):
        Score("35.16", 845_655, 870_399)


@pytest.mark.parametrize(("roll", "recorded"), [(-1, 0), (1, -1)])
def test_negative_counts_are_refused(roll: int, recorded: int) -> None:
    with pytest.raises(ValueError, match="negatif"):
        Score("35.16", roll, recorded)


def test_a_region_without_voters_has_no_percentage_and_no_rank() -> None:
    empty, full = Score("35.01", 0, 0), Score("35.02", 10, 1)
    assert percent(empty) is None
    assert rank([empty, full]) == [Placed(full, 1, 1), Placed(empty, 2, None)]


def order(scores: list[Score], measure: Measure = Measure.PERCENT) -> list[tuple[str, int | None]]:
    return [(placed.score.code, placed.rank) for placed in rank(scores, measure)]


def test_the_higher_percentage_comes_first() -> None:
    assert order([Score("a", 100, 98), Score("b", 100, 99), Score("c", 100, 97)]) == [
        ("b", 1),
        ("a", 2),
        ("c", 3),
    ]


def test_of_equal_percentages_the_smaller_backlog_comes_first() -> None:
    assert order([Score("a", 1000, 990), Score("b", 100, 99)]) == [("b", 1), ("a", 2)]


def test_of_two_complete_regions_the_larger_roll_comes_first() -> None:
    assert order([Score("a", 100, 100), Score("b", 1000, 1000)]) == [("b", 1), ("a", 2)]


def test_equal_scores_share_a_rank_in_order_of_code_and_the_next_is_skipped() -> None:
    scores = [Score("c", 100, 98), Score("b", 100, 99), Score("a", 100, 99), Score("d", 100, 98)]
    assert order(scores) == [("a", 1), ("b", 1), ("c", 3), ("d", 3)]
    assert [placed.position for placed in rank(scores)] == [1, 2, 3, 4]


def test_percentages_that_round_alike_are_still_told_apart() -> None:
    scores = [Score("a", 3 * 10**17, 10**17), Score("b", 6 * 10**17, 2 * 10**17 + 1)]
    assert float(scores[0].share or 0) == float(scores[1].share or 0)
    assert order(scores) == [("b", 1), ("a", 2)]


def test_by_backlog_the_fewest_unrecorded_come_first_and_the_larger_roll_breaks_the_tie() -> None:
    scores = [Score("a", 100_000, 94_000), Score("b", 10_000, 9_000), Score("c", 50_000, 49_000)]
    assert order(scores, Measure.BACKLOG) == [("c", 1), ("b", 2), ("a", 3)]


@pytest.mark.parametrize(
    ("unrecorded", "band"),
    [
        (0, Band.BELOW_5000),
        (4_999, Band.BELOW_5000),
        (5_000, Band.FROM_5000_TO_10000),
        (10_000, Band.FROM_5000_TO_10000),
        (10_001, Band.ABOVE_10000),
    ],
)
def test_the_bands_of_dukcapil_have_their_borders_in_the_middle(unrecorded: int, band: Band) -> None:
    assert Score("x", 20_000, 20_000 - unrecorded).band is band
    assert band in BAND_LABELS


def test_a_region_is_the_sum_of_its_parts_and_not_the_mean_of_their_percentages() -> None:
    whole = total("35", [Score("35.16", 1000, 500), Score("35.76", 10, 10)])
    assert (whole.roll, whole.recorded) == (1010, 510)
    assert whole.share == Fraction(51, 101)


@given(SIBLINGS, st.sampled_from(Measure))
def test_a_rank_is_one_more_than_the_number_of_better_regions(scores: list[Score], measure: Measure) -> None:
    for placed in rank(scores, measure):
        if placed.rank is not None:
            better = sum(_is_better(other, placed.score, measure) for other in scores)
            assert placed.rank == better + 1


def _is_better(one: Score, other: Score, measure: Measure) -> bool:
    """The rule written the slow way, by cross-multiplying."""
    if not one.roll:
        return False
    crossed = one.recorded * other.roll - other.recorded * one.roll
    if measure is Measure.PERCENT and crossed:
        return crossed > 0
    if one.unrecorded != other.unrecorded:
        return one.unrecorded < other.unrecorded
    return one.roll > other.roll


@given(SIBLINGS, st.randoms(use_true_random=False), st.sampled_from(Measure))
def test_the_order_does_not_depend_on_the_order_of_the_file(
    scores: list[Score], random: Random, measure: Measure
) -> None:
    shuffled = list(scores)
    random.shuffle(shuffled)
    assert rank(shuffled, measure) == rank(scores, measure)
    assert sorted(placed.position for placed in rank(scores, measure)) == list(range(1, len(scores) + 1))

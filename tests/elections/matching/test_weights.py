"""What decides in one run: the model's chances, reset to the registry that is compared."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum

import pytest

from elections.matching.model import Model, load
from elections.matching.normalising import GRAIN
from elections.matching.statistics import EXPECTED_STANDING, Standings, Statistics
from elections.matching.vocabulary import AreaLevel, KkLevel, NikLevel, PlaceLevel, StandingLevel
from elections.matching.weights import RISING, Weights, bits, weights_of

REGENCY = Statistics(1_100_000, (0.004, 0.06, 1.0), 0.6, 0.002)
HAMLET = Statistics(30, (1.0, 1.0, 1.0), 0.8, 0.05)


def standings(taken: float, free: float) -> Standings:
    shares: dict[IntEnum, float] = {
        StandingLevel.TAKEN: taken,
        StandingLevel.FREE: free,
        StandingLevel.NOT_EXPECTED: 1 - taken - free,
    }
    return Standings(shares, EXPECTED_STANDING)


def test_a_share_of_two_to_one_is_one_bit() -> None:
    assert bits(0.5, 0.25) == 100
    assert bits(0.25, 0.5) == -100
    assert bits(1.0, 1e-12) == 2000


def test_the_larger_the_registry_the_less_likely_is_each_resident() -> None:
    model = load()
    assert weights_of(model, REGENCY).prior < weights_of(model, HAMLET).prior < 0


def test_an_equal_nik_outweighs_the_size_of_any_registry() -> None:
    for statistics in (REGENCY, HAMLET):
        weights = weights_of(load(), statistics)
        assert weights.fields["nik"][NikLevel.EQUAL].random + weights.prior > -200


def test_a_village_that_all_share_says_nothing() -> None:
    weights = weights_of(load(), HAMLET)
    assert weights.fields["area"][AreaLevel.VILLAGE].random == 0
    assert weights_of(load(), REGENCY).fields["area"][AreaLevel.VILLAGE].random > 600


def test_a_card_of_the_household_does_not_count_its_village_again() -> None:
    at_large, at_home = (weights_of(load(), one).fields["kk_number"][KkLevel.EQUAL].random for one in (REGENCY, HAMLET))
    village = weights_of(load(), REGENCY).fields["area"][AreaLevel.VILLAGE].random
    assert at_home < at_large
    # Together they weigh what a card that some three residents share weighs in the whole registry.
    assert 1750 < at_large + village < 1900


def test_a_few_residents_more_move_no_weight_by_less_than_a_grain() -> None:
    model = load()
    before, after = (weights_of(model, replace(REGENCY, residents=size)) for size in (1_100_000, 1_100_050))
    assert before == after
    assert before.prior % GRAIN == 0


@pytest.mark.parametrize("statistics", [REGENCY, HAMLET])
def test_more_agreement_never_weighs_less(statistics: Statistics) -> None:
    weights = weights_of(load(), statistics)
    for field in RISING:
        rising = [bits.random for level, bits in sorted(weights.fields[field].items()) if level.value]
        assert rising == sorted(rising), field
    assert weights.fields["birth_place"][PlaceLevel.CLOSE].random < 200


def test_that_another_row_has_a_resident_never_speaks_for_her() -> None:
    plain = weights_of(load(), REGENCY)
    for taken, free in ((0.001, 0.9), (0.3, 0.3), (0.7, 0.06)):
        weights = plain.knowing(standings(taken, free))
        for key in EXPECTED_STANDING:
            assert weights.fields[key][StandingLevel.TAKEN].random < 0


def test_few_who_are_free_make_being_free_telling() -> None:
    plain = weights_of(load(), REGENCY)
    whole, short = (plain.knowing(standings(*shares)).fields["standing"] for shares in ((0.7, 0.06), (0.001, 0.74)))
    assert whole[StandingLevel.FREE].random > 300
    assert abs(short[StandingLevel.FREE].random) <= 50


def test_a_model_that_lacks_a_field_is_refused_by_name() -> None:
    plain = load().as_dict()
    del plain["fields"]["nik_alike"]
    with pytest.raises(KeyError, match="nik_alike"):
        Model.from_dict(plain)


def test_the_weights_of_a_run_come_back_from_its_summary() -> None:
    weights = weights_of(load(), REGENCY).knowing(standings(0.7, 0.06))
    assert Weights.from_dict(weights.as_dict()) == weights

"""The plan alone, at full scale: nobody has to be made to know that the figures are right."""

from collections import Counter

import pytest

from elections.made_up.figures import DISTRICT_POPULATION, MOJOKERTO, figures_of
from elections.made_up.plan import RegencyPlan, plan_regency
from elections.made_up.profiles import CLEAN, HARD, STANDARD, Profile


@pytest.fixture(scope="module")
def full() -> RegencyPlan:
    return plan_regency("35.16", seed=2020, residents=None, profile=STANDARD)


def test_the_full_regency_has_the_published_totals(full: RegencyPlan) -> None:
    villages = full.villages
    assert len(villages) == 304
    assert sum(village.residents for village in villages) == 1_119_209
    assert sum(village.roll for village in villages) == 823_014
    assert sum(village.male.roll for village in villages) == 409_459
    assert sum(village.female.roll for village in villages) == 413_555
    assert sum(village.stations for village in villages) == 2_084
    assert sum(village.unrecorded for village in villages) == 10_327
    assert sum(village.male.unrecorded for village in villages) == 6_226


def test_each_district_has_its_published_population(full: RegencyPlan) -> None:
    people: Counter[str] = Counter()
    for village in full.villages:
        people[village.village.district] += village.residents
    assert dict(people) == DISTRICT_POPULATION
    assert sum(DISTRICT_POPULATION.values()) == MOJOKERTO.residents
    assert people.most_common(1)[0][0] == "35.16.16"


def test_villages_differ_enough_for_a_ranking(full: RegencyPlan) -> None:
    shares = sorted(1 - village.unrecorded / village.roll for village in full.villages)
    assert shares[0] < 0.965
    assert shares[-1] > 0.999
    assert len({round(share, 4) for share in shares}) > 150


def test_people_who_are_in_no_registry_are_about_a_quarter_percent(full: RegencyPlan) -> None:
    absent = sum(village.male.absent + village.female.absent for village in full.villages)
    assert absent == pytest.approx(0.0025 * 823_014, rel=0.01)


@pytest.mark.parametrize("profile", [STANDARD, HARD, CLEAN], ids=lambda profile: profile.name)
@pytest.mark.parametrize("residents", [2_000, 5_000, 20_000, 123_457, 1_119_209, 3_000_000])
def test_a_smaller_regency_keeps_the_shares(residents: int, profile: Profile) -> None:
    plan = plan_regency("35.16", seed=1, residents=residents, profile=profile)
    scale = residents / MOJOKERTO.residents
    assert sum(village.residents for village in plan.villages) == residents
    assert sum(village.roll for village in plan.villages) == round(823_014 * scale)
    assert sum(village.male.roll for village in plan.villages) == round(409_459 * scale)
    assert sum(village.unrecorded for village in plan.villages) == round(10_327 * scale)
    assert sum(village.male.unrecorded for village in plan.villages) == round(6_226 * scale)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("profile", [STANDARD, HARD], ids=lambda profile: profile.name)
@pytest.mark.parametrize("residents", [2_000, 5_000, 60_000])
def test_no_cell_is_asked_for_more_than_it_has(residents: int, profile: Profile, seed: int) -> None:
    plan = plan_regency("35.16", seed=seed, residents=residents, profile=profile)
    for village in plan.villages:
        assert (village.stations >= 1) == (village.roll > 0)
        for cell in (village.male, village.female):
            assert min(cell.adults, cell.children, cell.gone, cell.absent, cell.roll, cell.unrecorded) >= 0
            assert cell.adults >= cell.roll
            assert cell.absent <= cell.unrecorded <= cell.roll


def test_another_seed_moves_the_unrecorded_but_not_the_people() -> None:
    one, other = (plan_regency("35.16", seed=seed, residents=None, profile=STANDARD) for seed in (1, 2))
    assert [v.residents for v in one.villages] == [v.residents for v in other.villages]
    assert [v.unrecorded for v in one.villages] != [v.unrecorded for v in other.villages]


@pytest.mark.parametrize("code", ["35.76", "31.01", "91.71"])
def test_other_regencies_can_be_planned_too(code: str) -> None:
    plan = plan_regency(code, seed=1, residents=None, profile=STANDARD)
    assert sum(village.residents for village in plan.villages) == figures_of(code, None).residents


@pytest.mark.parametrize("code", ["35", "35.16.08", "35.99", "Mojokerto", ""])
def test_a_code_that_is_no_regency_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="tidak dikenal"):
        plan_regency(code, seed=1, residents=5_000, profile=STANDARD)


@pytest.mark.parametrize(("residents", "words"), [(1_999, "terlalu kecil"), (6_000_001, "terlalu besar")])
def test_too_few_or_too_many_people_are_refused(residents: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        plan_regency("35.16", seed=1, residents=residents, profile=STANDARD)

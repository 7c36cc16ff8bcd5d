"""How many people of each kind live in each village: every total fixed before anybody is made up.

All parts are shared out by the largest remainder, so the totals of a regency are exact at every scale and can
be checked without making a single person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from elections.made_up.apportioning import apportion
from elections.made_up.dice import Dice
from elections.made_up.figures import DISTRICT_POPULATION, Figures, Village, figures_of, villages_of
from elections.made_up.profiles import ABSENT_KINDS, PERSON_KINDS, ErrorKind, Profile

URBAN_WEIGHT = 1.6


@dataclass(frozen=True, slots=True)
class CellPlan:
    """The people of one sex in one village."""

    adults: int
    """Alive and, soldiers and police aside, entitled to vote."""
    children: int
    gone: int
    """In the registry, but dead, moved or otherwise no longer there."""
    absent: int
    """On the roll, but not in the registry's file at all."""
    roll: int
    """Rows of the roll."""
    unrecorded: int
    """Rows of the roll whose person has no recorded KTP-el, the absent ones included."""


@dataclass(frozen=True, slots=True)
class VillagePlan:
    """One village's share of everything."""

    village: Village
    stations: int
    male: CellPlan
    female: CellPlan

    @property
    def residents(self) -> int:
        """Living residents."""
        return sum(cell.adults + cell.children for cell in (self.male, self.female))

    @property
    def roll(self) -> int:
        """Rows of the roll."""
        return self.male.roll + self.female.roll

    @property
    def unrecorded(self) -> int:
        """Rows of the roll whose person has no recorded KTP-el."""
        return self.male.unrecorded + self.female.unrecorded


@dataclass(frozen=True, slots=True)
class RegencyPlan:
    """One regency: its villages in the order of their codes, and the totals that they add up to."""

    code: str
    figures: Figures
    profile: Profile
    villages: tuple[VillagePlan, ...]


def plan_regency(regency: str, *, seed: int, residents: int | None, profile: Profile) -> RegencyPlan:
    """Return the plan of a regency code such as 35.16. Raises ValueError for an unknown code."""
    figures = figures_of(regency, residents)
    villages = villages_of(regency)
    population = _populations(figures.residents, villages)
    roll = apportion(figures.voters, population, population)
    unrecorded = _unrecorded(figures, villages, roll, Dice(seed, regency))
    males = _cells(figures, profile, population, roll, unrecorded)
    return RegencyPlan(
        code=regency,
        figures=figures,
        profile=profile,
        villages=tuple(
            VillagePlan(village, stations, male, female)
            for village, stations, (male, female) in zip(villages, _stations(figures, roll), males, strict=True)
        ),
    )


def _populations(residents: int, villages: Sequence[Village]) -> list[int]:
    """Share the residents over the districts, then over the villages of each; sizes do not depend on the seed."""
    weights = [_size(village) for village in villages]
    districts = sorted({village.district for village in villages})
    known = [
        DISTRICT_POPULATION.get(
            district,
            sum(weight for weight, village in zip(weights, villages, strict=True) if village.district == district),
        )
        for district in districts
    ]
    population: list[int] = []
    for district, people in zip(districts, apportion(residents, known), strict=True):
        inside = [weight for weight, village in zip(weights, villages, strict=True) if village.district == district]
        population += apportion(people, inside)
    return population


def _size(village: Village) -> float:
    """Return how large a village is beside others: most within half and double, kelurahan larger."""
    draw = Dice(0, village.code)
    bell = sum(draw.share(f"size/{turn}") for turn in range(3)) * 2 - 3
    return exp(0.35 * bell) * (URBAN_WEIGHT if village.urban else 1.0)


def _unrecorded(figures: Figures, villages: Sequence[Village], roll: Sequence[int], dice: Dice) -> list[int]:
    """Share the unrecorded voters so that the best villages come near 99.9 % recorded and the worst near 96 %.

    Neighbouring villages resemble each other: half of a village's luck is its district's.
    """
    luck = [dice.share(f"luck/{v.code}") + 0.6 * dice.share(f"luck/{v.district}") for v in villages]
    order = sorted(range(len(villages)), key=lambda place: (luck[place], place))
    rank = {place: (position + 0.5) / len(order) for position, place in enumerate(order)}
    weights = [rows * (0.001 + 0.038 * rank[place] ** 2.3) for place, rows in enumerate(roll)]
    return apportion(figures.unrecorded, weights, [rows // 4 for rows in roll])


def _stations(figures: Figures, roll: Sequence[int]) -> list[int]:
    """Share the polling stations over the villages; each village with voters has one."""
    first = [1 if rows else 0 for rows in roll]
    further = max(0, figures.stations - sum(first))
    return [one + more for one, more in zip(first, apportion(further, roll), strict=True)]


def _cells(
    figures: Figures,
    profile: Profile,
    population: Sequence[int],
    roll: Sequence[int],
    unrecorded: Sequence[int],
) -> list[tuple[CellPlan, CellPlan]]:
    """Split every village's numbers by sex."""
    spare = _spare(figures, profile, population, roll)
    children = [p - r - s for p, r, s in zip(population, roll, spare, strict=True)]
    gone = apportion(round(profile.no_longer_there * figures.residents), population)
    male_roll = apportion(figures.male_voters, roll, roll)
    male_spare = apportion(round(0.55 * sum(spare)), spare, spare)
    male_children = apportion(round(0.512 * sum(children)), children, children)
    male_gone = apportion(round(0.53 * sum(gone)), gone, gone)
    female_roll = [a - b for a, b in zip(roll, male_roll, strict=True)]
    male_unrecorded = _males_of(unrecorded, figures.male_unrecorded, male_roll, female_roll)
    female_unrecorded = [a - b for a, b in zip(unrecorded, male_unrecorded, strict=True)]
    absent = _absent(figures, profile, [*male_unrecorded, *female_unrecorded])
    return [
        (
            CellPlan(
                adults=male_roll[at] + male_spare[at],
                children=male_children[at],
                gone=male_gone[at],
                absent=absent[at],
                roll=male_roll[at],
                unrecorded=male_unrecorded[at],
            ),
            CellPlan(
                adults=female_roll[at] + spare[at] - male_spare[at],
                children=children[at] - male_children[at],
                gone=gone[at] - male_gone[at],
                absent=absent[len(roll) + at],
                roll=female_roll[at],
                unrecorded=female_unrecorded[at],
            ),
        )
        for at in range(len(roll))
    ]


def _spare(figures: Figures, profile: Profile, population: Sequence[int], roll: Sequence[int]) -> list[int]:
    """Return the adults beyond one per row of the roll.

    Every row that is not a voter of the village (a second row, a dead person, ...) leaves one voter out, so the
    spare adults are what the rates still lack: those missing, soldiers and police, and the wrongly placed.
    """
    out_of_place = (kind for kind in PERSON_KINDS if kind is not ErrorKind.WRONG_VILLAGE)
    taken = sum(profile.rate(kind) for kind in out_of_place)
    share = profile.missing + profile.officers - taken
    room = [max(0, p - r) for p, r in zip(population, roll, strict=True)]
    return apportion(round(max(share, 0.0) * figures.voters), roll, room)


def _males_of(unrecorded: Sequence[int], males: int, male_roll: Sequence[int], female_roll: Sequence[int]) -> list[int]:
    """Split the unrecorded by sex, so that no cell has more of them than half its rows."""
    least = [max(0, u - f // 2) for u, f in zip(unrecorded, female_roll, strict=True)]
    room = [min(u, m // 2) - low for u, m, low in zip(unrecorded, male_roll, least, strict=True)]
    more = apportion(males - sum(least), unrecorded, room)
    return [low + extra for low, extra in zip(least, more, strict=True)]


def _absent(figures: Figures, profile: Profile, unrecorded: Sequence[int]) -> list[int]:
    """Share the people who are not in the registry: they are among the unrecorded."""
    total = sum(profile.rows(kind, figures.voters) for kind in ABSENT_KINDS)
    return apportion(total, unrecorded, unrecorded)

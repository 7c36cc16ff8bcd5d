"""The weights of one comparison: the model's, reset to the size and make-up of the registry that is compared.

Whole hundredths of a bit, so that their sum is the same in any order of rows. What is counted over the whole registry
is rounded to a quarter of a bit: a few residents more or less must not move every pair.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from math import log2
from typing import Any, NamedTuple

from elections.matching.contexts import BASE
from elections.matching.model import Model
from elections.matching.normalising import GRAIN
from elections.matching.statistics import Standings, Statistics
from elections.matching.vocabulary import LEVELS, AreaLevel, PlaceLevel, StandingLevel

MOST = 2000
"""No single field speaks with more than 20 bits, for or against."""


WITHIN_VILLAGE = ("kk_number",)
"""Fields that are judged within a village: sharing the village has been counted already."""


class Bits(NamedTuple):
    """Hundredths of a bit against a random resident, and against a member of the household.

    Where ``cap`` is not 0 (levels of the name) the rarity of the name is added to ``random``, at most ``cap`` of it.
    """

    random: int
    household: int
    cap: int = 0


NOTHING = Bits(0, 0)

RISING = ("birth_date", "birth_place", "area", "rt_rw", "marital_status")
"""Fields of which more agreement never weighs less. What a list hardly shows could say otherwise by accident."""

TAKEN_AT_MOST = {"standing": -275, "standing_other_nik": -50}
"""That another row has a resident never speaks for this one: as in a roll of all voters, however small the roll is."""


@dataclass(frozen=True)
class Weights:
    """What decides in one comparison; it stands in the summary, and explains any pair of that comparison."""

    version: str
    prior: int
    household_prior: int
    fields: Mapping[str, Mapping[IntEnum, Bits]]

    def as_dict(self) -> dict[str, Any]:
        """Plain values; levels by name."""
        fields = {
            name: {level.name: list(bits) for level, bits in levels.items()} for name, levels in self.fields.items()
        }
        return {
            "version": self.version,
            "prior": self.prior,
            "household_prior": self.household_prior,
            "fields": fields,
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Weights":
        """What ``as_dict`` gave. Raises KeyError where a level is not of this version's vocabulary."""
        fields = {
            name: {LEVELS[BASE.get(name, name)][level]: Bits(*bits) for level, bits in levels.items()}
            for name, levels in plain["fields"].items()
        }
        return cls(plain["version"], plain["prior"], plain["household_prior"], fields)

    def knowing(self, standings: Standings) -> "Weights":
        """The same once the rows with a right NIK have taken their residents."""
        return replace(self, fields={**self.fields, **_standing(standings)})


def weights_of(model: Model, statistics: Statistics) -> Weights:
    """The model's weights for a registry of this size; the weight of the standing comes later, by ``knowing``."""
    residents = max(statistics.residents, 1)
    areas = _area_shares(statistics)
    counted = {"area": areas, "area_taken": areas, "birth_place": _place_shares(statistics)}
    fields: dict[str, dict[IntEnum, Bits]] = {}
    for name, chances_of in model.fields.items():
        fields[name] = dict.fromkeys(LEVELS[BASE.get(name, name)], NOTHING)
        for level, chances in chances_of.items():
            shared = chances.random
            if chances.others is not None:
                among = residents * (max(statistics.area_shares[0], 1 / residents) if name in WITHIN_VILLAGE else 1)
                shared = min(chances.others / among, 1.0)
            shared = counted.get(name, {}).get(level, shared)
            random = bits(chances.same, shared, coarse=shared is not chances.random)
            if chances.cap:
                random += round(100 * log2(chances.common_name))
            fields[name][level] = Bits(random, bits(chances.same, chances.household), chances.cap)
        if BASE.get(name, name) in RISING:
            fields[name] = _rising(fields[name])
    return Weights(
        version=model.version,
        prior=_coarse(100 * log2(model.found_share / residents)),
        household_prior=round(100 * log2(model.found_share / model.relatives_of_absent)),
        fields=fields,
    )


def _rising(levels: Mapping[IntEnum, Bits]) -> dict[IntEnum, Bits]:
    """The same weights, none of them above that of a nearer level."""
    most, risen = MOST, {}
    for level in sorted(levels, reverse=True):
        if level.value:
            most = min(most, levels[level].random)
        risen[level] = levels[level]._replace(random=most if level.value else levels[level].random)
    return risen


def bits(same: float, other: float, *, coarse: bool = False) -> int:
    """Hundredths of a bit that a level adds when it has the chance ``same`` of one person and ``other`` of two."""
    exact = 100 * log2(same / other)
    return max(-MOST, min(MOST, _coarse(exact) if coarse else round(exact)))


def _coarse(hundredths: float) -> int:
    return round(hundredths / GRAIN) * GRAIN


def _area_shares(statistics: Statistics) -> dict[IntEnum, float]:
    """The chance that a random resident lives as near to a random row as each level says."""
    village, district, regency = (max(share, 1 / max(statistics.residents, 1)) for share in statistics.area_shares)
    floor = 1 / max(statistics.residents, 1)
    return {
        AreaLevel.VILLAGE: village,
        AreaLevel.DISTRICT: max(district - village, floor),
        AreaLevel.REGENCY: max(regency - district, floor),
        AreaLevel.OTHER: max(1 - regency, floor),
    }


def _place_shares(statistics: Statistics) -> dict[IntEnum, float]:
    """The chance that a random resident was born at the place of a random row."""
    floor = 1 / max(statistics.residents, 1)
    return {
        PlaceLevel.EQUAL_COMMON: max(statistics.common_place_share, floor),
        PlaceLevel.EQUAL_RARE: max(statistics.rare_place_share, floor),
    }


def _standing(standings: Standings) -> dict[str, dict[IntEnum, Bits]]:
    """How likely the person of an unsettled row has each standing, against how many residents have it."""
    fields: dict[str, dict[IntEnum, Bits]] = {}
    for key, expected in standings.expected.items():
        fields[key] = {StandingLevel.UNKNOWN: NOTHING}
        for level, same in expected.items():
            weight = bits(same, standings.shares[level], coarse=True)
            if level is StandingLevel.TAKEN:
                weight = min(weight, TAKEN_AT_MOST[key])
            fields[key][level] = Bits(weight, weight)
    return fields

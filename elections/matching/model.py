"""The trained model: how often one person, two strangers and two relatives agree on each field at each level."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from math import log2
from pathlib import Path
from typing import Any

from elections.matching.contexts import BASE
from elections.matching.vocabulary import LEVELS

FOLDER = Path(__file__).parent / "models"
NEEDED = (set(LEVELS) | set(BASE)) - {name for name in (*LEVELS, *BASE) if BASE.get(name, name) == "standing"}
"""Fields and contexts that a model speaks of; the standing is known in a run only."""

CURRENT = "mojokerto-1"
"""The model that is used where none is named."""


@dataclass(frozen=True)
class Chances:
    """The chances of one level of one field.

    ``same``: for two rows of one person (Splink's m). ``random``: for a row and a random other resident (u).
    ``household``: for a row and a relative in the person's household. ``others``: how many residents other than the
    person have the level, where that does not grow with the registry; the chance is then this over its size.
    ``cap`` and ``common_name`` are for levels of the name: hundredths of a bit that rarity adds at most, and the mean
    frequency of a name (the chance that two strangers share one).
    """

    same: float
    random: float
    household: float
    others: float | None = None
    cap: int = 0
    common_name: float = 1.0

    def bits(self) -> float:
        """The weight against a random resident where the level's chance does not depend on the registry, in bits."""
        return log2(self.same / self.random)

    def as_dict(self) -> dict[str, float]:
        """What differs from the plain case, for the file."""
        plain: dict[str, float] = {"same": self.same, "random": self.random, "household": self.household}
        if self.others is not None:
            plain["others"] = self.others
        if self.cap:
            plain |= {"cap": self.cap, "common_name": self.common_name}
        return plain


@dataclass(frozen=True)
class Model:
    """A model with its version and how it was trained.

    ``found_share``: of the rows of a roll, how many have their person in the registry. ``relatives_of_absent``: for
    one row, how many residents are relatives of a person who is not there. Levels that no field is judged by
    (``UNKNOWN``) are not in it.
    """

    version: str
    found_share: float
    relatives_of_absent: float
    fields: Mapping[str, Mapping[IntEnum, Chances]]
    about: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, levels by name, as they stand in the file."""
        fields = {
            name: {level.name: chances.as_dict() for level, chances in sorted(levels.items(), reverse=True)}
            for name, levels in self.fields.items()
        }
        return {
            "version": self.version,
            "about": dict(self.about),
            "found_share": self.found_share,
            "relatives_of_absent": self.relatives_of_absent,
            "fields": fields,
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Model":
        """What ``as_dict`` gave. Raises KeyError for a field that is lacking, and for one or a level not known here."""
        if lacking := NEEDED - set(plain["fields"]):
            raise KeyError(f"no chances of {', '.join(sorted(lacking))}")
        fields = {
            name: {LEVELS[BASE.get(name, name)][level]: Chances(**chances) for level, chances in levels.items()}
            for name, levels in plain["fields"].items()
        }
        return cls(plain["version"], plain["found_share"], plain["relatives_of_absent"], fields, plain["about"])


@cache
def load(version: str = CURRENT) -> Model:
    """Read a model of this package by its version, or any by the path of its file."""
    path = Path(version) if version.endswith(".json") else FOLDER / f"{version}.json"
    return Model.from_dict(json.loads(path.read_text(encoding="utf-8")))


def save(model: Model, path: Path) -> None:
    """Write a model to a file."""
    path.write_text(json.dumps(model.as_dict(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

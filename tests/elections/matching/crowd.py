"""A made-up crowd for the matching's tests: households, twins, same-name fathers, and a roll with known damage.

Everybody is invented. ``truth`` is the resident behind each row of the roll, or None for a stranger.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from tests.elections.matching.damage import SPOILS
from tests.elections.matching.people import Person, make_people

POLLING_DAY = date(2020, 12, 9)


@dataclass
class Crowd:
    residents: list[Person]
    roll: list[dict[str, Any]]
    truth: dict[int, int | None] = field(default_factory=dict)
    damage: dict[int, frozenset[str]] = field(default_factory=dict)

    def residents_table(self) -> pa.Table:
        return pa.Table.from_pylist([person.__dict__ for person in self.residents])

    def roll_table(self) -> pa.Table:
        return pa.Table.from_pylist(self.roll)


def make(size: int, seed: int = 1, *, rate: float = 1.0) -> Crowd:
    """About ``size`` residents and the roll of the grown-up ones; ``rate`` multiplies the rates of damage."""
    dice = random.Random(seed)
    everybody = make_people(dice, size)
    strangers = [person for person in everybody if dice.random() < 0.004]
    unknown = {person.resident_id for person in strangers}
    residents = [person for person in everybody if person.resident_id not in unknown]
    crowd = Crowd(residents, [])
    for person in everybody:
        if (person.birth_date > date(2003, 12, 9) and dice.random() > 0.002) or dice.random() < 0.005:
            continue
        _enter(crowd, dice, person, everybody, rate, known=person.resident_id not in unknown)
        if dice.random() < 0.006:
            _enter(crowd, dice, person, everybody, rate, known=person.resident_id not in unknown, again=True)
    return crowd


def _enter(
    crowd: Crowd,
    dice: random.Random,
    person: Person,
    everybody: list[Person],
    rate: float,
    *,
    known: bool,
    again: bool = False,
) -> None:
    entry_id = len(crowd.roll) + 1
    damage: set[str] = set()
    row = row_of(entry_id, person)
    for kind, chance, spoil in SPOILS:
        if dice.random() < chance * rate * (4 if again else 1):
            damage.add(kind)
            spoil(dice, row, person, everybody)
    crowd.roll.append(row)
    crowd.truth[entry_id] = person.resident_id if known else None
    crowd.damage[entry_id] = frozenset(damage)


def row_of(entry_id: int, person: Person) -> dict[str, Any]:
    """The row of a roll that agrees with the registry in everything."""
    return {
        "entry_id": entry_id,
        "nik": person.nik,
        "kk_number": person.kk_number,
        "name": person.name,
        "birth_place": person.birth_place,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "marital_status": {"1": "B", "2": "S"}.get(person.marital_status, "P"),
        "address": "DUSUN KRAJAN",
        "rt": person.rt,
        "rw": person.rw,
        "region_code": person.region_code,
        "tps_number": f"{(int(person.rw) % 4) + 1:03d}",
        "disability_code": "0",
        "recorded_flag": "S",
        "remark": "",
    }


def shuffled(table: pa.Table, seed: int) -> pa.Table:
    """The same rows in another order."""
    order = list(range(table.num_rows))
    random.Random(seed).shuffle(order)
    return table.take(order)

"""A made-up family as values, for the rules of civil events."""

from __future__ import annotations

import datetime
from typing import Any

from registry.rules.civil_events.moves import Address
from registry.rules.civil_events.plan import Home, Person, Plan
from registry.rules.siak_codes import Marital, Relation, Residency

TODAY = datetime.date(2026, 11, 26)
VILLAGE = "35.16.08.2001"


def person(number: int, name: str, relation: Relation, born: str, **values: Any) -> Person:
    told = {
        "birth_place": "MOJOKERTO", "sex": "L", "marital_status": Marital.SINGLE, "occupation_code": None,
        "residency_status": Residency.ALIVE, "region_id": VILLAGE, "household_id": 1, **values,
    }  # fmt: skip
    return Person(id=number, name=name, relation_to_head=relation, birth_date=datetime.date.fromisoformat(born), **told)


FATHER = person(1, "BUDI", Relation.HEAD, "1980-08-01", marital_status=Marital.MARRIED)
MOTHER = person(2, "SITI", Relation.WIFE, "1982-03-05", sex="P", marital_status=Marital.MARRIED)
SON = person(3, "AGUS", Relation.CHILD, "2010-02-03")
DAUGHTER = person(4, "DEWI", Relation.CHILD, "2006-01-02", sex="P")
GRANDMOTHER = person(5, "MURNI", Relation.PARENT, "1950-07-01", sex="P", marital_status=Marital.WIDOWED)
HOME = Home(1, VILLAGE, "DSN SAWAHAN", "001", "002", (FATHER, MOTHER, SON, DAUGHTER, GRANDMOTHER))
ELSEWHERE = Address("35.16.09.2001", "DSN BARU", "004", "001")


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def changed(plan: Plan) -> dict[int, dict[str, Any]]:
    return {change.id: dict(change.after) for change in plan.changes}

"""One event of every kind, as two steps: foresee, then record what was confirmed."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from registry.actions import births, corrections, deaths, households, marriages, moves
from registry.actions.event_book import Numbers
from registry.choices import RelationToHead
from registry.models import CivilEvent, Officer
from registry.rules.civil_events.births import Birth
from registry.rules.civil_events.corrections import Correction
from registry.rules.civil_events.deaths import Death
from registry.rules.civil_events.households import HeadChange, HouseMove, Split
from registry.rules.civil_events.marriages import Divorce, Marriage
from registry.rules.civil_events.moves import Address, Arrival, Join, MoveOut, Return
from registry.rules.civil_events.plan import Plan
from tests.registry.events.families import AT, KK_NUMBER, OTHER_VILLAGE, TODAY, Family, confirmed

NIK = "3516082411260001"
YESTERDAY = TODAY - datetime.timedelta(days=1)
BIRTH = Birth(datetime.date(2026, 11, 24), "RINI SANTOSO", "L", "MOJOKERTO")
ELSEWHERE = Address(OTHER_VILLAGE, "DSN BARU NO 3", "004", "001")
ARRIVAL = Arrival(YESTERDAY, "JOKO SUSILO", "SURABAYA", datetime.date(1990, 5, 4), "L", 1, RelationToHead.OTHER)


@dataclass(frozen=True)
class Told:
    """What is foreseen, and what records it with a confirmation."""

    foresee: Callable[[], Plan]
    record: Callable[[dict[str, object]], CivilEvent]


def _told(foresee: Callable[[], Plan], record: Callable[..., CivilEvent]) -> Told:
    return Told(foresee, lambda given: record(**given))


def birth(family: Family) -> Told:
    mother = family.mother.pk
    return _told(
        lambda: births.foresee(mother, BIRTH, nik=NIK, is_proposed=True, on=TODAY),
        lambda **given: births.record(mother, BIRTH, nik=NIK, is_proposed=True, document="AL-1", **given),
    )


def death(family: Family) -> Told:
    told = Death(YESTERDAY)
    return _told(
        lambda: deaths.foresee(family.father.pk, told, on=TODAY),
        lambda **given: deaths.record(family.father.pk, told, document="AM-1", **given),
    )


def move_out(family: Family) -> Told:
    told = MoveOut(YESTERDAY, frozenset({family.father.pk, family.son.pk}))
    return _told(
        lambda: moves.foresee_move_out(family.father.pk, told, on=TODAY),
        lambda **given: moves.move_out(family.father.pk, told, destination="SURABAYA", document="", **given),
    )


def marriage(family: Family) -> Told:
    told = Marriage(YESTERDAY, "12/Pdt.P/2026")
    rest: dict[str, Any] = {"partner_id": None, "partner_name": "RATNA"}
    return _told(
        lambda: marriages.foresee_marriage(family.son.pk, told, partner_id=None, on=TODAY),
        lambda **given: marriages.marry(family.son.pk, told, document="AK-1", **rest, **given),
    )


def divorce(family: Family) -> Told:
    told, partner = Divorce(YESTERDAY), family.mother.pk
    return _told(
        lambda: marriages.foresee_divorce(family.father.pk, told, partner_id=partner, on=TODAY),
        lambda **given: marriages.divorce(
            family.father.pk, told, partner_id=partner, partner_name="", document="AC-1", **given
        ),
    )


def correction(family: Family) -> Told:
    values: dict[str, str | int | None] = {
        "name": "BUDI SANTOSA", "birth_date": "1980-08-11", "birth_place": "GRESIK", "occupation_code": 88,
    }  # fmt: skip
    told = Correction(TODAY, values)
    return _told(
        lambda: corrections.foresee(family.father.pk, told, on=TODAY),
        lambda **given: corrections.record(family.father.pk, told, document="", reason="Salah tulis", **given),
    )


def arrival(family: Family) -> Told:
    return _told(
        lambda: moves.foresee_arrival(ARRIVAL, where=family.home.pk, nik=NIK, on=TODAY),
        lambda **given: moves.arrive(
            ARRIVAL, where=family.home.pk, numbers=Numbers(nik=NIK), origin="SURABAYA", document="", **given
        ),
    )


def split(family: Family) -> Told:
    told = Split(YESTERDAY, {family.daughter.pk: RelationToHead.HEAD}, ELSEWHERE)
    return _told(
        lambda: households.foresee_split(family.home.pk, told, on=TODAY),
        lambda **given: households.split(
            family.home.pk, told, kk_number=KK_NUMBER, document="", reason="Bekerja sendiri", **given
        ),
    )


def house_move(family: Family) -> Told:
    told = HouseMove(YESTERDAY, ELSEWHERE)
    return _told(
        lambda: households.foresee_house_move(family.home.pk, told, on=TODAY),
        lambda **given: households.move(family.home.pk, told, document="", reason="Rumah baru", **given),
    )


def head_change(family: Family, *, new_number: bool = False) -> Told:
    relations = {
        family.mother.pk: RelationToHead.HEAD,
        family.father.pk: RelationToHead.HUSBAND,
        family.son.pk: RelationToHead.CHILD,
        family.daughter.pk: RelationToHead.CHILD,
    }
    told = HeadChange(YESTERDAY, relations, new_number)
    return _told(
        lambda: households.foresee_head_change(family.home.pk, told, on=TODAY),
        lambda **given: households.change_head(
            family.home.pk, told, kk_number=KK_NUMBER if new_number else "", document="", reason="Ayah bekerja jauh",
            **given,
        ),
    )  # fmt: skip


def head_change_with_a_new_number(family: Family) -> Told:
    return head_change(family, new_number=True)


def join(family: Family, target: int) -> Told:
    told = Join(YESTERDAY, RelationToHead.OTHER_RELATIVE)
    return _told(
        lambda: moves.foresee_join(family.daughter.pk, told, household_id=target, on=TODAY),
        lambda **given: moves.join(
            family.daughter.pk, told, household_id=target, document="", reason="Ikut bibi", **given
        ),
    )


def come_back(resident: int, home: int) -> Told:
    told = Return(TODAY, RelationToHead.OTHER_RELATIVE)
    return _told(
        lambda: moves.foresee_return(resident, told, household_id=home, on=TODAY),
        lambda **given: moves.come_back(resident, told, household_id=home, origin="SURABAYA", document="", **given),
    )


def record(told: Told, officer: Officer, key: uuid.UUID | None = None) -> CivilEvent:
    """Foresee, confirm, record."""
    return told.record({"confirmation": confirmed(told.foresee(), key), "by": officer, "at": AT})


KINDS: list[Callable[[Family], Told]] = [
    birth, death, move_out, marriage, divorce, correction, arrival, split, house_move, head_change,
    head_change_with_a_new_number,
]  # fmt: skip

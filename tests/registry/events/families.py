"""A made-up family on one card, what the register holds of everybody, and events as an officer confirms them."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection

from registry import sealing
from registry.actions.event_book import Confirmation
from registry.choices import MaritalStatus, RelationToHead, Sex
from registry.models import Household, Resident
from registry.rules.civil_events.plan import Plan
from tests.factories.registry import HouseholdFactory, ResidentFactory

AT = datetime.datetime(2026, 11, 26, 3, 0, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 11, 26)
VILLAGE, OTHER_VILLAGE = "35.16.08.2001", "35.16.09.2001"
KK_NUMBER, OTHER_KK_NUMBER = "3516082611260001", "3516082611260002"
DISTRICT_AND_DAY = "351608241126"


@dataclass
class Family:
    """Father, mother, a son of 16, a daughter of 20."""

    home: Household
    father: Resident
    mother: Resident
    son: Resident
    daughter: Resident


def make_family(region: str = VILLAGE) -> Family:
    """Make the family; the mother is the father's wife."""
    home = HouseholdFactory.create(region_id=region)

    def member(name: str, relation: RelationToHead, born: tuple[int, int, int], **values: Any) -> Resident:
        return ResidentFactory.create(
            household=home,
            region_id=region,
            name=name,
            relation_to_head=relation,
            birth_date=datetime.date(*born),
            **values,
        )

    return Family(
        home,
        member("BUDI SANTOSO", RelationToHead.HEAD, (1980, 8, 1), marital_status=MaritalStatus.MARRIED),
        member("SITI AMINAH", RelationToHead.WIFE, (1982, 3, 5), sex=Sex.FEMALE, marital_status=MaritalStatus.MARRIED),
        member("AGUS SANTOSO", RelationToHead.CHILD, (2010, 2, 3), card__state="UNREGISTERED"),
        member("DEWI SANTOSO", RelationToHead.CHILD, (2006, 1, 2), sex=Sex.FEMALE),
    )


def confirmed(plan: Plan, key: uuid.UUID | None = None) -> Confirmation:
    """Confirm a plan as an officer does who has read it."""
    assert not plan.refusals, plan.refusals
    return Confirmation(plan.digest(), key or uuid.uuid4())


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every column of every resident, household and card."""
    tables = {}
    with connection.cursor() as cursor:
        for table, order in (("resident", "id"), ("household", "id"), ("cardrecord", "resident_id")):
            cursor.execute(f"SELECT * FROM registry_{table} ORDER BY {order}")
            tables[table] = [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in cursor]
    return tables


def nik_index(number: str) -> uuid.UUID:
    return sealing.sealer().index(sealing.NIK, number)

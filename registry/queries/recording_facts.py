"""What a place for recording depends on: the facts of one resident who knows her KK, and of her household.

Both are asked on the public's behalf, past any scope; `registry/actions/public_answers.py` writes them down. A visitor
of an office is looked up by its officer, inside her scope.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from registry.choices import CardStatus, MaritalStatus
from registry.models import Resident
from registry.models.resident import ResidentQuerySet
from registry.rules.dates import latest_birth_date
from registry.rules.masking import mask_name
from registry.rules.next_step import RECORDING_AGE
from registry.rules.region_codes import district_of, regency_of

_COLUMNS: Final = ("pk", "birth_date", "marital_status", "residency_status", "card__state", "region_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentFacts:
    """One resident, without a name or a number.

    `card_state` is a state of `registry/rules/card_status.py`, `residency_status` SIAK's status dasar; places are
    dotted codes.
    """

    resident_id: int
    birth_date: datetime.date
    ever_married: bool
    residency_status: int
    card_state: str
    home_district: str
    home_regency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDue:
    """Somebody of a household who has yet to be recorded; her first name is masked."""

    facts: ResidentFacts
    nik_index: uuid.UUID
    shown_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who stands before an officer: her facts, with her name and the name of her village."""

    facts: ResidentFacts
    name: str
    village: str


def visitor_of(nik_index: uuid.UUID) -> Visitor | None:
    """Return who has that NIK within the scope of the officer before whom she stands, who writes down that she looked.

    One query.
    """
    found = Resident.objects.filter(nik_index=nik_index).values_list("name", "region__name", *_COLUMNS).first()
    return Visitor(name=found[0], village=found[1], facts=_facts(found[2:])) if found else None


def facts_of(nik_index: uuid.UUID, kk_number_index: uuid.UUID) -> ResidentFacts | None:
    """Return the facts of whoever has that NIK on that KK, and None where there is nobody or it is another KK.

    One query finds the NIK and compares the KK number afterwards, so that a wrong KK number costs what a right one
    does.
    """
    found = Resident.unscoped.filter(nik_index=nik_index).values_list("household__kk_number_index", *_COLUMNS).first()
    if found is None or found[0] != kk_number_index:
        return None
    return _facts(found[1:])


def names_of(nik_indexes: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names that the registry has for these NIKs; whoever is not in it is left out.

    For comparing a list that came in with what is recorded; no name is to be shown.
    """
    return dict(Resident.unscoped.filter(nik_index__in=nik_indexes).values_list("nik_index", "name"))


def members_due(kk_number_index: uuid.UUID, *, on: datetime.date) -> tuple[MemberDue, ...]:
    """Return who of a household lives here, may be recorded on that day and has yet to be, the eldest first."""
    rows = _due(on).filter(household__kk_number_index=kk_number_index).order_by("birth_date", "pk")
    return tuple(
        MemberDue(facts=_facts(row[2:]), nik_index=row[0], shown_name=mask_name(row[1].split()[0]))
        for row in rows.values_list("nik_index", "name", *_COLUMNS)
    )


def _due(on: datetime.date) -> ResidentQuerySet:
    """Return who may be recorded: from 16 on, or ever married."""
    residents = Resident.unscoped.alive().unrecorded()
    of_age = residents.filter(birth_date__lte=latest_birth_date(RECORDING_AGE, on=on))
    return of_age | residents.exclude(marital_status=MaritalStatus.SINGLE)


def _facts(row: Iterable[Any]) -> ResidentFacts:
    resident_id, birth_date, marital_status, residency_status, card_state, village = row
    return ResidentFacts(
        resident_id=resident_id,
        birth_date=birth_date,
        ever_married=marital_status != MaritalStatus.SINGLE,
        residency_status=residency_status,
        card_state=card_state or CardStatus.UNREGISTERED.value,
        home_district=district_of(village),
        home_regency=regency_of(village),
    )

"""Residents and households as the values that the rules of civil events decide on."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db.models import Q

from registry import sealing
from registry.models import CivilEventChange, Household, Resident
from registry.rules.civil_events.plan import PRESENT, Home, Person, Subject
from registry.rules.civil_events.reversals import Written
from registry.rules.siak_codes import Relation


def person_of(resident: Resident) -> Person:
    """Return a resident's values."""
    return Person(
        id=resident.pk,
        household_id=resident.household_id,
        relation_to_head=resident.relation_to_head,
        name=resident.name,
        birth_place=resident.birth_place,
        birth_date=resident.birth_date,
        sex=resident.sex,
        marital_status=resident.marital_status,
        occupation_code=resident.occupation_code,
        residency_status=resident.residency_status,
        region_id=resident.region_id,
    )


def person(resident_id: int) -> Person:
    """Return the values of a resident inside the scope.

    Raises:
        Resident.DoesNotExist: she is not, or is out of the scope.
    """
    return person_of(Resident.objects.get(pk=resident_id))


def home(household_id: int) -> Home:
    """Return a household inside the scope with everybody on its card, the head first.

    Raises:
        Household.DoesNotExist: it is not, or is out of the scope.
    """
    household = Household.objects.get(pk=household_id)
    members = Resident.objects.filter(household=household).order_by("relation_to_head", "birth_date", "pk")
    return Home(
        id=household.pk,
        region_id=household.region_id,
        address=household.address,
        rt=household.rt,
        rw=household.rw,
        members=tuple(person_of(member) for member in members),
    )


def by_nik(number: str) -> Resident | None:
    """Return the resident with this NIK inside the scope."""
    return Resident.objects.filter(nik_index=sealing.sealer().index(sealing.NIK, number)).first()


def by_kk_number(number: str) -> Household | None:
    """Return the household with this KK number inside the scope."""
    return Household.objects.filter(kk_number_index=sealing.sealer().index(sealing.KK_NUMBER, number)).first()


def taken_niks(indexes: list[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these blind indexes are somebody's, wherever she lives."""
    return set(Resident.unscoped.filter(nik_index__in=indexes).values_list("nik_index", flat=True))


def lost_by(undoing: Collection[Written]) -> list[str]:
    """Say what undoing these changes would break around them: two heads on a card, a card that others joined."""
    touched = {one.id for one in undoing if one.subject is Subject.RESIDENT}
    made = [one.id for one in undoing if one.subject is Subject.HOUSEHOLD and one.is_new]
    joined = Resident.objects.filter(household_id__in=made).exclude(pk__in=touched)
    lost = [f"{name} masuk ke kartu keluarga itu" for name in joined.values_list("name", flat=True)]
    for home_id in sorted(_homes_after(undoing)):
        heads = [
            member.name
            for member in _members_after(home_id, undoing)
            if member.is_counted and member.relation_to_head == Relation.HEAD
        ]
        if len(heads) > 1:
            lost.append(f"kepala keluarga ({', '.join(sorted(heads))})")
    return lost


def _homes_after(undoing: Collection[Written]) -> set[int]:
    people = [one for one in undoing if one.subject is Subject.RESIDENT and not one.is_new]
    present = dict(Resident.objects.filter(pk__in=[one.id for one in people]).values_list("pk", "household_id"))
    return {int(one.before.get("household_id") or present[one.id]) for one in people}


def _members_after(home_id: int, undoing: Collection[Written]) -> list[Person]:
    """The members of a household as they would be, once these changes are undone."""
    restored = {one.id: one.before for one in undoing if one.subject is Subject.RESIDENT and not one.is_new}
    candidates = Resident.objects.filter(Q(household_id=home_id) | Q(pk__in=restored))
    after = []
    for resident in candidates:
        for column, value in restored.get(resident.pk, {}).items():
            setattr(resident, column, value)
        if resident.household_id == home_id:
            after.append(person_of(resident))
    return after


def without_head(household_ids: Collection[int]) -> list[int]:
    """Return which of these households inside the scope have living members and no living head."""
    living = Resident.objects.filter(household_id__in=household_ids, residency_status__in=PRESENT)
    led = living.filter(relation_to_head=Relation.HEAD).values("household_id")
    return sorted(set(living.exclude(household_id__in=led).values_list("household_id", flat=True)))


def visible(changes: Collection[CivilEventChange]) -> list[CivilEventChange]:
    """Return the changes of residents and households that are inside the scope now."""
    people = Resident.objects.filter(pk__in=[change.resident_id for change in changes if change.resident_id])
    homes = Household.objects.filter(pk__in=[change.household_id for change in changes if change.household_id])
    seen_people, seen_homes = set(people.values_list("pk", flat=True)), set(homes.values_list("pk", flat=True))
    return [change for change in changes if change.resident_id in seen_people or change.household_id in seen_homes]

"""Who stands before the officer: what the registry has of a resident, for comparing with the person and her papers."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from registry.choices import CardStatus, MaritalStatus, RelationToHead, ResidencyStatus, Sex
from registry.models import Resident
from registry.queries import places
from registry.rules.card_status import CardState, may_move
from registry.rules.dates import age_on
from registry.rules.masking import mask_number


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHere:
    """One resident in words; the NIK is masked. `may_be_recorded` asks the card alone, not her age."""

    resident_id: int
    name: str
    nik: str
    sex: str
    birth_place: str
    birth_date: datetime.date
    age: int
    marital_status: str
    relation: str
    address: str
    place: str
    card: str
    is_alive_here: bool
    may_be_recorded: bool


def id_of(nik_index: uuid.UUID) -> int | None:
    """Return whose NIK that is among the residents in the scope in force."""
    return Resident.objects.filter(nik_index=nik_index).values_list("pk", flat=True).first()


def find(resident: int, *, on: datetime.date) -> PersonHere | None:
    """Return one resident of the scope in force, or None; whoever shows her writes that down."""
    found = Resident.objects.select_related("household", "card", "region").filter(pk=resident).first()
    return _person(found, on) if found else None


def _person(found: Resident, on: datetime.date) -> PersonHere:
    card = getattr(found, "card", None)
    state = card.state if card else CardStatus.UNREGISTERED
    home = found.household
    return PersonHere(
        resident_id=found.pk,
        name=found.name,
        nik=mask_number(found.nik),
        sex=Sex(found.sex).label,
        birth_place=found.birth_place,
        birth_date=found.birth_date,
        age=age_on(on, born=found.birth_date),
        marital_status=MaritalStatus(found.marital_status).label,
        relation=RelationToHead(found.relation_to_head).label,
        address=f"{home.address or 'alamat tidak tercatat'}, RT {home.rt or '---'}/RW {home.rw or '---'}",
        place=", ".join(region.full_name for region in reversed(places.around(found.region_id).values())),
        card=CardStatus(state).label,
        is_alive_here=found.residency_status == ResidencyStatus.ALIVE,
        may_be_recorded=may_move(state, CardState.BIO_CAPTURED),
    )

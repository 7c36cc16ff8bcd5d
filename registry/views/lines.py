"""Residents as a page shows them: numbers masked, names by role, everything in words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from registry.choices import CardStatus
from registry.models import CardRecord, Household, Officer, Resident
from registry.models.region import Region
from registry.rules import masking, next_step
from registry.rules.dates import age_on
from registry.rules.masking import Audience
from registry.rules.next_step import Person


@dataclass(frozen=True, slots=True)
class Line:
    """One resident for one officer. `nik` and `kk_number` are masked."""

    pk: int
    household_pk: int
    nik: str
    kk_number: str
    name: str
    resident: Resident
    age: int
    card: str
    next_step: str


def line_of(resident: Resident, officer: Officer, *, on: datetime.date) -> Line:
    """Return a resident, with household and card at hand, as this officer may see her on a day."""
    audience = Audience(officer.role)
    shown = masking.shown_to(audience, nik=resident.nik, kk_number=resident.household.kk_number, name=resident.name)
    state = card_state(resident)
    person = Person(resident.residency_status, resident.birth_date, resident.marital_status, state)
    return Line(
        pk=resident.pk,
        household_pk=resident.household_id,
        nik=shown.nik,
        kk_number=shown.kk_number,
        name=shown.name,
        resident=resident,
        age=age_on(on, born=resident.birth_date),
        card=CardStatus(state).label,
        next_step=next_step.next_step(person, on=on),
    )


def card_state(resident: Resident) -> str:
    """Return where the card stands; whoever has no record of one has not been recorded."""
    try:
        return resident.card.state
    except CardRecord.DoesNotExist:
        return CardStatus.UNREGISTERED


def masked_kk_number(household: Household) -> str:
    """Return the KK number as it is shown to everybody."""
    return masking.mask_number(household.kk_number)


def trail_of(regions: dict[str, Region]) -> str:
    """Return where a village lies, from itself up: "Kauman, Kecamatan Mojosari, Kabupaten Mojokerto"."""
    return ", ".join(region.full_name for region in reversed(regions.values()))

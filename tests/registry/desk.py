"""What tests of the desks share: villages, officers at their desks, and who may be found there."""

from __future__ import annotations

from typing import Any

from django.test import Client

from registry import scope
from registry.choices import CardStatus, Role
from registry.models import AccessEntry, Household, Officer, Resident
from tests.factories.elections import make_region
from tests.factories.registry import HouseholdFactory, OfficerFactory, ResidentFactory
from tests.signing import sign_in

MOJOSARI, KAUMAN, ELSEWHERE = "35.16.08.2001", "35.16.08.1004", "35.78.01.1001"


def at_the_desk(role: Role = Role.CLERK, area: str | None = "35.16", **given: Any) -> tuple[Client, Officer]:
    """Return a client that is signed in with both factors, and its officer."""
    for code in (MOJOSARI, KAUMAN, ELSEWHERE):
        make_region(code)
    officer: Officer = OfficerFactory.create(role=role, area_id=area, **given)
    return sign_in(Client(), officer), officer


def resident(name: str = "BUDI SANTOSO", region: str = MOJOSARI, **given: Any) -> Resident:
    """Make somebody of a village, with a card, in a household of her own unless one is given."""
    make_region(region)
    if "card" not in given:
        given.setdefault("card__state", CardStatus.CARD_ISSUED)
    made: Resident = ResidentFactory.create(name=name, region_id=region, **given)
    return made


def household(region: str = MOJOSARI, **given: Any) -> Household:
    """Make an empty household."""
    make_region(region)
    made: Household = HouseholdFactory.create(region_id=region, **given)
    return made


def number_of(person: Resident) -> str:
    """Return a NIK in clear, as the card shows it."""
    with scope.everywhere():
        return person.nik


def entries(action: str) -> list[AccessEntry]:
    """Return what the access log holds of one kind, oldest first."""
    return list(AccessEntry.objects.filter(action=action).order_by("pk"))

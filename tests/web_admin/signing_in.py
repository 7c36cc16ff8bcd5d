"""How these tests sign an officer in: one place, so that it can be changed with the way officers do."""

from __future__ import annotations

from django.test import Client

from registry.choices import Role
from registry.models import Officer
from tests import signing
from tests.factories.registry import OfficerFactory


def officer_of(role: Role, area: str | None = "35.16") -> Officer:
    """Return an officer of that role who may sign in."""
    officer: Officer = OfficerFactory.create(role=role, area_id=area, is_staff=True)
    return officer


def sign_in(officer: Officer, client: Client | None = None) -> Client:
    """Return a client signed in as this officer."""
    return signing.sign_in(client or Client(), officer)


def client_of(role: Role, area: str | None = "35.16") -> Client:
    """Return a client signed in as somebody of that role and area."""
    return sign_in(officer_of(role, area))

"""Officers of a regency that is there, and what they sign in with."""

from __future__ import annotations

import pytest

from registry.choices import Role
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.registry import OfficerFactory

PASSWORD = "tembok hijau dekat sungai 7"


@pytest.fixture
def clerk() -> Officer:
    return make_officer(Role.CLERK)


@pytest.fixture
def administrator() -> Officer:
    return make_officer(Role.ADMINISTRATOR)


def make_officer(role: Role, username: str = "") -> Officer:
    officer = OfficerFactory.build(username=username or role.value, role=role, is_staff=True)
    officer.area = make_region("35.16")
    officer.set_password(PASSWORD)
    officer.save()
    return officer

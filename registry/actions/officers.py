"""Officers made and given their role."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from registry.choices import Role
from registry.models.officer import Officer


@transaction.atomic
def make(*, username: str, password: str, role: Role, area_code: str, name: str) -> Officer:
    """Make the officer, or give the one of that name this password, role and area."""
    officer, _ = Officer.objects.update_or_create(
        username=username,
        defaults={
            "password": make_password(password),
            "role": role,
            "area_id": area_code,
            "first_name": name,
            "is_staff": True,
            "is_active": True,
        },
    )
    return officer

"""Officers made and given their role."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from registry.choices import Role
from registry.models.officer import Officer


@transaction.atomic
def make(
    *, username: str, password: str, role: Role, area_code: str, name: str, password_is_temporary: bool = False
) -> Officer:
    """Make the officer, or give the one of that name this password, role and area.

    A temporary password opens nothing but the page on which it is changed.
    """
    officer, _ = Officer.objects.update_or_create(
        username=username,
        defaults={
            "password": make_password(password),
            "role": role,
            "area_id": area_code,
            "first_name": name,
            "is_staff": True,
            "is_active": True,
            "must_change_password": password_is_temporary,
        },
    )
    return officer


@transaction.atomic
def change_own_password(*, officer: Officer, password: str) -> None:
    """Give the officer the password that she chose herself; her other sessions end with the old one."""
    officer.set_password(password)
    officer.must_change_password = False
    officer.save(update_fields=["password", "must_change_password"])

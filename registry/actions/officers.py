"""Officers made and given their role."""

from __future__ import annotations

import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction

from registry.actions import access
from registry.choices import Role
from registry.models.access import AccessAction
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


@transaction.atomic
def remove_second_factors(*, officer: Officer, reason: str, by: Officer | None, at: datetime.datetime) -> None:
    """Take every second factor of an officer away, since her phone is lost, and end her sessions.

    Until she sets up a new one her password stands alone: give her a temporary one as well where it may be known.
    """
    access.record(
        action=AccessAction.ACCOUNT, subject=f"petugas {officer.pk}, faktor kedua dihapus", purpose=reason, by=by, at=at
    )
    Authenticator.objects.filter(user=officer).delete()
    _end_sessions(officer, at)


def _end_sessions(officer: Officer, at: datetime.datetime) -> None:
    live = Session.objects.filter(expire_date__gt=at)
    hers = [session.pk for session in live if session.get_decoded().get(SESSION_KEY) == str(officer.pk)]
    Session.objects.filter(pk__in=hers).delete()

"""Logins of a try-out: one officer per role, with passwords made at random and kept in a file of its owner."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from registry.actions import officers
from registry.choices import Role
from registry.models import Officer


@dataclass(frozen=True)
class Login:
    """One account to try."""

    username: str
    password: str
    role: str


def make(path: Path, area_code: str) -> list[Login]:
    """Return the logins in the file; where it or one of its officers is missing, make them first."""
    if path.exists():
        kept = [Login(**entry) for entry in json.loads(path.read_text())]
        if Officer.objects.filter(username__in=[login.username for login in kept]).count() == len(kept):
            _give_apps(kept)
            return kept
    logins = [Login(role.value, secrets.token_urlsafe(9), str(role.label)) for role in Role]
    for login in logins:
        officers.make(
            username=login.username,
            password=login.password,
            role=Role(login.username),
            area_code=area_code,
            name=login.role,
        )
    _give_apps(logins)
    _write_privately(path, json.dumps([asdict(login) for login in logins], indent=1))
    return logins


def _give_apps(logins: list[Login]) -> None:
    """Set up a code app for whoever has none; `manage.py sign_in_code` stands for the phone."""
    for officer in Officer.objects.filter(username__in=[login.username for login in logins]):
        if not Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).exists():
            TOTP.activate(officer, generate_totp_secret())


def _write_privately(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)

"""Logins of a try-out: one officer per role, with passwords made at random and kept in a file of its owner."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

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
    _write_privately(path, json.dumps([asdict(login) for login in logins], indent=1))
    return logins


def _write_privately(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)

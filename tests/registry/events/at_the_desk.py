"""What a clerk does on the pages of events: type, check, confirm."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.utils import timezone

from registry.models import CivilEvent
from registry.views.event_doors import OF_RESIDENTS
from registry.views.household_doors import OF_HOUSEHOLDS
from tests.registry.events.families import (
    OTHER_VILLAGE,
    Family,
)

DOORS = [door.slug for door in (*OF_RESIDENTS, *OF_HOUSEHOLDS)]
TODAY = f"{timezone.localdate():%d-%m-%Y}"
ADDRESS = {"village": OTHER_VILLAGE, "address": "Dsn Baru no 3", "rt": "004", "rw": "001"}


def address(family: Family, door: str) -> str:
    if door in {own.slug for own in OF_HOUSEHOLDS}:
        return f"/petugas/keluarga/{family.home.pk}/{door}/"
    return f"/petugas/penduduk/{family.father.pk}/peristiwa/{door}/"


def leaving(family: Family) -> dict[str, int]:
    """The daughter founds a household, the others stay."""
    stay = {f"relation_{member.pk}": 0 for member in (family.father, family.mother, family.son)}
    return {**stay, f"relation_{family.daughter.pk}": 1}


def hidden(body: str) -> dict[str, str]:
    found = dict(re.findall(r'<input type="hidden"\s+name="(key|sheet)"\s+value="([^"]+)"', body))
    assert set(found) == {"key", "sheet"}, body
    return found


def check(desk: Client, path: str, typed: dict[str, Any], status: int = 200) -> str:
    answer = desk.post(path, {**typed, "step": "check"})
    body = answer.content.decode()
    assert answer.status_code == status, re.findall(r'class="wrong">([^<]+)|<li>\s*(.+?)\s*</li>', body)
    return body


def save(desk: Client, path: str, typed: dict[str, Any]) -> CivilEvent:
    """Check, confirm, and follow to the event."""
    answer = desk.post(path, {**hidden(check(desk, path, typed)), "step": "save"})
    assert answer.status_code == 302, answer.content.decode()
    assert desk.get(answer["Location"]).status_code == 200
    return CivilEvent.unscoped.latest("pk")

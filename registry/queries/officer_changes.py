"""What was changed in an officer's account, and by whom: her role, her area, whether she may sign in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from registry.choices import Role
from registry.models import Officer, OfficerBefore

#: What is told of, with its name on screen.
TOLD: Final = {
    "username": "nama pengguna",
    "first_name": "nama depan",
    "last_name": "nama belakang",
    "role": "peran",
    "area_id": "wilayah kerja",
    "is_active": "boleh masuk",
    "is_staff": "boleh membuka admin",
    "is_superuser": "hak penuh",
    "must_change_password": "kata sandi harus diganti",
}


@dataclass(frozen=True, slots=True)
class OfficerChange:
    """One change: when, by whom, and in words what became what."""

    at: datetime.datetime
    by: str
    words: Sequence[str]


def of_officer(officer: Officer) -> list[OfficerChange]:
    """Return the changes of an account, newest first; each former row is compared with the one that followed."""
    former = list(OfficerBefore.objects.filter(pgh_obj_id=officer.pk).order_by("pgh_id"))
    names = _names([row.pgh_context for row in former])
    changes = [
        OfficerChange(before.pgh_created_at, names.get((before.pgh_context or {}).get("officer", 0), "sistem"), words)
        for before, after in pairwise([*former, officer])
        if (words := _words(before, after))
    ]
    return changes[::-1]


def _words(before: Any, after: Any) -> list[str]:  # noqa: ANN401 - a former officer or the present one
    return [
        f"{label}: {_shown(column, getattr(before, column))} menjadi {_shown(column, getattr(after, column))}"
        for column, label in TOLD.items()
        if getattr(before, column) != getattr(after, column)
    ]


def _shown(column: str, value: object) -> str:
    if column == "role":
        return str(Role(str(value)).label)
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return str(value or "kosong")


def _names(contexts: Sequence[dict[str, Any] | None]) -> dict[int, str]:
    pks = {context["officer"] for context in contexts if context and context.get("officer")}
    return dict(Officer.objects.filter(pk__in=pks).values_list("pk", "username"))

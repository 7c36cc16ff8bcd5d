"""The trail read: every reading of it is itself an entry, written before anything is shown."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from registry.actions import access
from registry.models import AccessEntry, Officer, Resident
from registry.models.access import AccessAction
from registry.queries import trail
from registry.queries.trail import Page, Wish


@dataclass(frozen=True, slots=True)
class ResidentTrail:
    """Who used the data of one resident in a period, oldest first."""

    resident: Resident
    entries: Sequence[AccessEntry]


def read(wish: Wish, *, after: int | None, by: Officer, at: datetime.datetime) -> Page:
    """Return a page of the log as this officer may see it; whoever is named on it stands in the entry."""
    page = trail.page_of(trail.entries(wish), after=after)
    access.record(
        action=AccessAction.TRAIL,
        subject=f"jejak penduduk {wish.resident}" if wish.resident else "jejak",
        purpose="Memeriksa jejak",
        by=by,
        at=at,
        row_count=len(page.entries),
        residents=list(page.residents),
        mark=wish.mark,
    )
    return page


def read_own(*, after: int | None, by: Officer, at: datetime.datetime) -> Page:
    """Return a page of what the officer herself did; nobody is named on it."""
    page = trail.page_of(AccessEntry.objects.filter(officer=by), after=after)
    access.record(
        action=AccessAction.TRAIL, subject="akses sendiri", purpose="Melihat akses sendiri", by=by, at=at,
        row_count=len(page.entries),
    )  # fmt: skip
    return Page(page.entries, {}, page.next_after)


def write_letter(
    resident_id: int,
    *,
    since: datetime.date,
    until: datetime.date,
    purpose: str,
    by: Officer,
    at: datetime.datetime,
) -> ResidentTrail:
    """Return the trail of one resident for a letter to her: whole, whoever wrote it, with this reading at its end.

    Raises:
        Resident.DoesNotExist: there is none inside the scope in force.
    """
    resident = Resident.objects.select_related("household", "region").get(pk=resident_id)
    for action, subject in ((AccessAction.TRAIL, "jejak penduduk"), (AccessAction.PRINT, "surat jejak penduduk")):
        access.record(
            action=action,
            subject=f"{subject} {resident.pk}",
            purpose=purpose,
            by=by,
            at=at,
            residents=[resident.pk],
        )
    of_her = AccessEntry.objects.filter(residents__contains=[resident.pk])
    found = of_her.filter(trail.period(since, until)).select_related("officer").order_by("at", "pk")
    return ResidentTrail(resident, list(found))

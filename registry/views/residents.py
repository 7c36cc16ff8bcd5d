"""The page of one resident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from registry import panels
from registry.actions import viewing
from registry.models import Officer, Resident
from registry.queries.dossier import ResidentDossier
from registry.views import card_lines, changes
from registry.views.event_doors import OF_RESIDENTS
from registry.views.lines import line_of, trail_of
from registry.views.permission import OfficerRequest, needs


@dataclass(frozen=True, slots=True)
class PageAction:
    """Something an officer can do from this page: shown where its address exists and its permission is held.

    `statuses` are those of the residents that it is for; None for everybody, and for households.
    """

    title: str
    address: str
    permission: str
    statuses: frozenset[int] | None = None


#: In the order of the buttons; each address takes the resident's id.
ACTIONS: Final[tuple[PageAction, ...]] = (
    *(
        PageAction(door.title, f"registry:{door.address}", "registry.record_civil_event", door.statuses)
        for door in OF_RESIDENTS
    ),
    PageAction("Surat jejak", "registry:trail_letter", "registry.print_trail"),
)


@needs("registry.view_resident")
def show(request: OfficerRequest, resident_id: int) -> HttpResponse:
    """Show one resident; one of another area is as unknown as one who does not exist."""
    now = timezone.now()
    try:
        dossier = viewing.open_resident(resident_id, by=request.user, at=now)
    except Resident.DoesNotExist:
        raise Http404 from None
    context = {
        **_context(dossier, request.user),
        "actions": offered(_fitting(dossier.resident), resident_id, request.user),
        "panels": list(panels.of(resident_id, request.user)),
    }
    return render(request, "registry/resident.html", context)


def _context(dossier: ResidentDossier, officer: Officer) -> dict[str, object]:
    today = timezone.localdate()
    for other in dossier.others:
        other.household = dossier.resident.household
    return {
        "line": line_of(dossier.resident, officer, on=today),
        "others": [line_of(other, officer, on=today) for other in dossier.others],
        "dossier": dossier,
        "steps": card_lines.steps_of(dossier.card_events, officer),
        "next_of_card": card_lines.next_of(dossier.resident, officer),
        "events": changes.events_in_words(dossier.civil_events, of=dossier.resident),
        "changes": [changes.change_in_words(change) for change in dossier.changes],
        "place": trail_of(dossier.regions),
        "may_reveal": officer.has_perm("registry.reveal_number"),
        "may_record": officer.has_perm("registry.record_civil_event"),
        "may_open_household": officer.has_perm("registry.view_household"),
    }


def _fitting(resident: Resident) -> tuple[PageAction, ...]:
    """What can happen to somebody of this status: nobody dies twice, whoever left may come back."""
    status = resident.residency_status
    return tuple(action for action in ACTIONS if action.statuses is None or status in action.statuses)


def offered(actions: tuple[PageAction, ...], pk: int, officer: Officer) -> list[dict[str, str]]:
    """Return the buttons of a page: title and address of each action that this officer may take."""
    buttons = []
    for action in actions:
        try:
            address = reverse(action.address, args=[pk])
        except NoReverseMatch:
            continue
        if officer.has_perm(action.permission):
            buttons.append({"title": action.title, "address": address})
    return buttons

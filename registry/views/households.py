"""The page of one household, and the sheet that is printed of it."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry.actions import viewing
from registry.choices import RelationToHead, ResidencyStatus
from registry.models import Household, Officer
from registry.queries.dossier import HouseholdDossier
from registry.views.household_doors import OF_HOUSEHOLDS
from registry.views.lines import line_of, masked_kk_number, trail_of
from registry.views.permission import OfficerRequest, needs
from registry.views.residents import PageAction, offered

#: In the order of the buttons; each address takes the household's id.
ACTIONS: Final[tuple[PageAction, ...]] = tuple(
    PageAction(door.title, f"registry:{door.address}", "registry.change_household") for door in OF_HOUSEHOLDS
)


@needs("registry.view_household")
def show(request: OfficerRequest, household_id: int) -> HttpResponse:
    """Show one household; one of another area is as unknown as one that does not exist."""
    try:
        dossier = viewing.open_household(household_id, by=request.user, at=timezone.now())
    except Household.DoesNotExist:
        raise Http404 from None
    buttons = offered(ACTIONS, household_id, request.user)
    return render(request, "registry/household.html", {**_context(dossier, request.user), "actions": buttons})


@require_POST
@needs("registry.view_household")
def sheet(request: OfficerRequest, household_id: int) -> HttpResponse:
    """Give the sheet to print: posted, since it is written down as a print."""
    try:
        dossier = viewing.print_household(household_id, by=request.user, at=timezone.now())
    except Household.DoesNotExist:
        raise Http404 from None
    return render(request, "registry/household_sheet.html", _context(dossier, request.user))


def _context(dossier: HouseholdDossier, officer: Officer) -> dict[str, object]:
    for member in dossier.members:
        member.household = dossier.household
    living = [member for member in dossier.members if member.residency_status == ResidencyStatus.ALIVE]
    return {
        "household": dossier.household,
        "kk_number": masked_kk_number(dossier.household),
        "members": [line_of(member, officer, on=timezone.localdate()) for member in dossier.members],
        "living": len(living),
        "heads": sum(member.relation_to_head == RelationToHead.HEAD for member in living),
        "place": trail_of(dossier.regions),
        "may_reveal": officer.has_perm("registry.reveal_number"),
        "printed_at": timezone.now(),
        "printed_by": officer.get_full_name() or officer.get_username(),
    }

"""The two pages at which an officer moves a card: its next state, and the handing over at the counter."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from registry.actions import cards, viewing
from registry.choices import CardStatus, CardTaker
from registry.forms.cards import HandOverForm, MoveCardForm
from registry.locks import FileIsMerging, SomebodyIsAtIt
from registry.models import Resident
from registry.queries.dossier import ResidentDossier
from registry.rules.card_status import CardState, next_states
from registry.views.lines import card_state, line_of
from registry.views.permission import OfficerRequest, needs

PERMISSION: Final = "registry.change_cardrecord"
_REFUSALS: Final = (
    cards.MayNotMove,
    cards.HandedOverBySomebody,
    cards.ReasonMissing,
    cards.TakerUnnamed,
    cards.NotOfTheFamily,
    cards.HolderIsDead,
    FileIsMerging,
    SomebodyIsAtIt,
)


@require_http_methods(["GET", "POST"])
@needs(PERMISSION)
def move(request: OfficerRequest, resident_id: int) -> HttpResponse:
    """Take a card one step on."""
    dossier, now = _opened(request, resident_id)
    said = request.POST if request.method == "POST" else None
    form = MoveCardForm(said, now=now, initial={"to": request.GET.get("ke", "")})
    if said is None or not form.is_valid():
        return _page(request, "registry/cards/move.html", dossier, now, form)
    try:
        event = cards.move(
            resident=resident_id,
            to=form.cleaned_data["to"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except _REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return _page(request, "registry/cards/move.html", dossier, now, form, status=409)
    messages.success(request, f"Status KTP-el dicatat: {CardStatus(event.to_state).label}.")
    return redirect("registry:resident", resident_id)


@require_http_methods(["GET", "POST"])
@needs(PERMISSION)
def hand_over(request: OfficerRequest, resident_id: int) -> HttpResponse:
    """Write down that a card was handed over, and into whose hands."""
    dossier, now = _opened(request, resident_id)
    said = request.POST if request.method == "POST" else None
    form = HandOverForm(said, family=[(other.pk, other.name) for other in dossier.others])
    template = "registry/cards/hand_over.html"
    if CardState.CARD_ISSUED not in next_states(now):
        refusal = str(cards.MayNotMove(now, CardState.CARD_ISSUED))
        return _page(request, template, dossier, now, None, refusal=refusal, status=409)
    if said is None or not form.is_valid():
        return _page(request, template, dossier, now, form)
    given = form.cleaned_data | {"taken_by": CardTaker(form.cleaned_data["taken_by"])}
    try:
        cards.issue(resident=resident_id, by=request.user, at=timezone.now(), **given)
    except _REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return _page(request, template, dossier, now, form, status=409)
    messages.success(request, "KTP-el sudah diserahkan dan dicatat.")
    return redirect("registry:resident", resident_id)


def _opened(request: OfficerRequest, resident_id: int) -> tuple[ResidentDossier, str]:
    """Return the resident with an entry of her and her family; one of another area is as unknown as nobody."""
    try:
        dossier = viewing.open_resident(resident_id, by=request.user, at=timezone.now())
    except Resident.DoesNotExist:
        raise Http404 from None
    return dossier, card_state(dossier.resident)


def _page(
    request: OfficerRequest,
    template: str,
    dossier: ResidentDossier,
    now: str,
    form: forms.Form | None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "line": line_of(dossier.resident, request.user, on=timezone.localdate()),
        "now": CardStatus(now).label,
        "form": form,
        "refusal": refusal,
    }
    if form is not None and form.errors and status == 200:
        status = 422
    return render(request, template, context, status=status)

"""When the ten minutes are over: the same slot again if it has room, or the nearest, with everything that was typed."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from queueing.actions import holds
from queueing.actions.holds import OfficeClosed, SlotFull, SlotPast
from queueing.locks import Crowded
from queueing.models import Party, RecordingSlot
from queueing.queries import near_places
from queueing.rules.limits import HOLD_MINUTES
from queueing.rules.steps import Step
from queueing.views.public.form_steps import TOO_MANY, lead_on, page_of, refusal_of, show, told, wait_until


@page_of(Step.RENEW)
def renew(request: HttpRequest, party: Party) -> HttpResponse:
    """Offer places, and hold those that are chosen."""
    at, typed = timezone.now(), request.POST.get("sesi", "")
    if request.method != "POST":
        return _page(request, party, at)
    if refusal := refusal_of(request, party, at):
        return wait_until(_page(request, party, at, refusal=told(refusal, party), status=TOO_MANY), refusal)
    slots = RecordingSlot.objects.select_related("office").filter(office=party.office_id)
    slot = slots.filter(pk=int(typed)).first() if typed.isdecimal() and len(typed) < 19 else None
    if slot is None:
        return _page(request, party, at, status=422)
    try:
        holds.renew(party=party.pk, slot=slot, at=at)
    except (SlotFull, SlotPast, OfficeClosed, Crowded) as refused:
        return _page(request, party, at, refusal=told(refused, party), status=409)
    return lead_on(party)


def _page(
    request: HttpRequest, party: Party, at: datetime.datetime, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "refusal": refusal,
        "places": near_places.near(party, at),
        "minutes": HOLD_MINUTES,
    }
    return show(request, "queueing/public/renew.html", party, context, status=status)

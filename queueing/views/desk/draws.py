"""Draws of the supervisor's area: what is announced, what became of it, and the form that announces another."""

from __future__ import annotations

import datetime
import uuid
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from queueing import locks
from queueing.actions import draws
from queueing.actions.draws import AlreadyAnnounced, AlreadyEntered, AlreadyOpen, NothingToDraw
from queueing.forms.draw import AnnounceForm
from queueing.models import Draw
from queueing.rules.draw_times import ImpossibleTimes
from registry.views.permission import OfficerRequest, needs

_SHOWN: Final = 50


@needs("queueing.announce_draw")
def show(request: OfficerRequest) -> HttpResponse:
    """Show the draws, the newest day first; announce one when the form is sent."""
    at = timezone.now()
    form = AnnounceForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _announce(request, form, at):
        messages.success(request, "Undian diumumkan. Tempat umum hari itu tidak dibuka sebelum diundi.")
        return redirect("queueing:draws")
    found = Draw.objects.select_related("office").defer("record").order_by("-day", "office__name")[:_SHOWN]
    context = {"draws": found, "form": form, "at": at}
    return render(request, "queueing/desk/draws.html", context, status=422 if form.errors else 200)


@needs("queueing.announce_draw")
def call_off(request: OfficerRequest, draw_id: uuid.UUID) -> HttpResponse:
    """Call a draw off that nobody takes part in yet."""
    if request.method != "POST" or not Draw.objects.filter(pk=draw_id).exists():
        raise Http404
    try:
        draws.call_off(draw=draw_id, at=timezone.now())
        messages.success(request, "Undian dibatalkan.")
    except (AlreadyEntered, locks.Crowded) as refusal:
        messages.error(request, str(refusal))
    return redirect("queueing:draws")


def _announce(request: OfficerRequest, form: AnnounceForm, at: datetime.datetime) -> bool:
    try:
        draws.announce(
            office=form.cleaned_data["kantor"],
            day=form.cleaned_data["hari"],
            opens_at=form.moment("dibuka"),
            closes_at=form.moment("ditutup"),
            by=request.user,
            at=at,
        )
    except (ImpossibleTimes, NothingToDraw, AlreadyOpen, AlreadyAnnounced, locks.Crowded) as refusal:
        form.add_error(None, str(refusal))
        return False
    return True

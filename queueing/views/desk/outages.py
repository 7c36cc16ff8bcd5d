"""The outage switch: declare, keep up to date, end."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from queueing.actions import outages
from queueing.forms.outage import OutageForm
from queueing.locks import Crowded
from queueing.models import Office
from queueing.queries import desk
from queueing.tasks import ring_for_notices
from registry.views.permission import OfficerRequest, needs

_DECLARE: Final = "queueing.declare_outage"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(_DECLARE)
def index(request: OfficerRequest) -> HttpResponse:
    """Show the outages of the area; declare one, or bring the one of the office up to date."""
    form = OutageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _done(
            request,
            partial(_declare, request, given["kantor"], given["keterangan"], given["perkiraan"]),
            "Warga sudah diberi tahu. Yang menunggu hari ini mendapat prioritas.",
        )
    context = {"form": form, "outages": desk.outages()}
    return render(request, "queueing/desk/outages.html", context, status=422 if form.errors else 200)


@require_POST
@needs(_DECLARE)
def end(request: OfficerRequest, outage_id: int) -> HttpResponse:
    """Say that the office records again."""
    if not any(outage.pk == outage_id for outage in desk.outages()):
        raise Http404
    act = partial(outages.end, outage=outage_id, by=request.user, at=timezone.now())
    return _done(request, act, "Gangguan dinyatakan selesai.")


def _declare(request: OfficerRequest, office: Office, note: str, estimate: datetime.datetime | None) -> None:
    """Start, or update what goes on already."""
    now = timezone.now()
    going_on = next((one for one in desk.outages() if one.office_id == office.pk and one.ended_at is None), None)
    if going_on:
        outages.update(outage=going_on.pk, note=note, estimate=estimate, by=request.user, at=now)
    else:
        outages.start(office=office, note=note, estimate=estimate, by=request.user, at=now)


def _done(request: OfficerRequest, act: Callable[[], None], said: str) -> HttpResponse:
    try:
        act()
    except (outages.AlreadyDeclared, outages.OutageOver, Crowded) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
        transaction.on_commit(ring_for_notices)
    return redirect("queueing:desk_outages")

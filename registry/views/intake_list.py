"""The files of an area: which came, how far each is, what it brought."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.choices import IntakeKind, IntakeState
from registry.models.intake import WORKER_STATES
from registry.queries import intakes
from registry.views.intake_desk import PAGE_SIZE
from registry.views.permission import OfficerRequest, needs


@require_safe
@needs("registry.view_intakebatch")
def show(request: OfficerRequest) -> HttpResponse:
    """List the batches, newest first; what they are cut by stands in the address and names nobody."""
    kind, state = request.GET.get("jenis", ""), request.GET.get("keadaan", "")
    kind = kind if kind in IntakeKind.values else ""
    state = state if state in IntakeState.values else ""
    page = Paginator(intakes.listed(kind=kind, state=state), PAGE_SIZE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "kind": kind,
        "state": state,
        "kinds": IntakeKind.choices,
        "states": IntakeState.choices,
        "at_work": WORKER_STATES,
        "may_load": request.user.has_perm("registry.load_file"),
        "may_see_quality": request.user.has_perm("registry.view_quality"),
    }
    return render(request, "registry/intake/list.html", context)

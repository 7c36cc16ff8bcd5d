"""The second step: which day, by weeks from Monday."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from queueing.views.public import looking, pages, showing


@pages.for_everybody
def choose(request: HttpRequest, office_id: int) -> HttpResponse:
    """Show the days ahead of an office, each with its places or why there are none."""
    office = looking.office(office_id, timezone.now())
    if office is None:
        return pages.not_here(request, gettext("Kantor ini tidak ada, atau sedang tidak melayani."))
    context = {
        "office": office,
        "weeks": list(showing.weeks(office)),
        "opening": showing.opening(office),
        "outage": office.outage,
        "draws": office.draws,
        "protocol": showing.protocol(office),
        "query": pages.query(request),
        "waiting_list": pages.waiting_list(office),
    }
    return render(request, "queueing/public/days.html", context)

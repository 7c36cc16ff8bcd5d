"""Find my ticket: with the booking code and the last figures of a NIK, for whoever has lost the link."""

from __future__ import annotations

import math

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from queueing import links
from queueing.actions import limits
from queueing.forms.find_ticket import FindTicketForm
from queueing.queries.finding_tickets import party_of
from queueing.source import source_of
from queueing.views.public.linked import keep_private


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Ask for code and figures, and lead to the ticket; why it is not found is never said."""
    form = FindTicketForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    try:
        limits.note_find(source=source_of(request), code=form.cleaned_data["code"], at=timezone.now())
    except limits.TooManyTries as refusal:
        return _come_back(request, form, refusal)
    party = party_of(code=form.cleaned_data["code"], figures=form.cleaned_data["figures"])
    if party is None:
        form.add_error(
            None, gettext("Kode dan angka NIK ini tidak cocok. Periksa keduanya pada tiket dan KTP atau KK.")
        )
        return _page(request, form, status=422)
    return keep_private(redirect("queueing:ticket", links.link_of(party)))


def _come_back(request: HttpRequest, form: FindTicketForm, refusal: limits.TooManyTries) -> HttpResponse:
    form.add_error(None, gettext("Terlalu banyak percobaan. Buka tautan dalam pesan Anda, atau coba lagi nanti."))
    page = _page(request, form, status=429)
    page.headers["Retry-After"] = str(max(1, math.ceil((refusal.until - timezone.now()).total_seconds())))
    return page


def _page(request: HttpRequest, form: FindTicketForm, *, status: int) -> HttpResponse:
    return keep_private(render(request, "queueing/public/find.html", {"form": form}, status=status))

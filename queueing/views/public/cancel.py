"""Giving places up: the whole party or single people, after a page that asks whether that is meant."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from queueing import links
from queueing.actions import bookings
from queueing.locks import Crowded
from queueing.models import Party
from queueing.queries.ticket_facts import facts_of
from queueing.spoken import spoken
from queueing.tasks import ring_for_freed_seats, ring_for_notices
from queueing.views.public.linked import of_a_party


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_party
def cancel(request: HttpRequest, party: Party) -> HttpResponse:
    """Ask who gives a place up, and let them; whoever has done so before is told the same."""
    facts, link = facts_of(party, at=timezone.now()), links.link_of(party.pk)
    if request.method != "POST":
        if not facts.may_leave:
            return redirect("queueing:ticket", link)
        return render(request, "queueing/public/cancel.html", {"facts": facts, "link": link})
    chosen = [person.booking for person in facts.people if str(person.ordinal) in request.POST.getlist("orang")]
    refusal = _leave(party, chosen) if chosen else gettext("Pilih siapa yang tidak jadi datang.")
    if refusal:
        context = {"facts": facts, "link": link, "refusal": refusal}
        return render(request, "queueing/public/cancel.html", context, status=409)
    return redirect(f"{reverse('queueing:ticket', args=[link])}?selesai=batal")


def _leave(party: Party, chosen: list[int]) -> str:
    """Cancel, and return what stands against it, or nothing."""
    try:
        bookings.cancel(party=party.pk, bookings=chosen, at=timezone.now())
    except (bookings.AlreadyBegun, Crowded) as refusal:
        return spoken(str(refusal))
    transaction.on_commit(ring_for_notices)
    transaction.on_commit(ring_for_freed_seats)
    return ""

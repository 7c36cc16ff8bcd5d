"""Another time at the same office: day strip, then slots, then the move; what is refused comes with what is near."""

from __future__ import annotations

import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from queueing import links
from queueing.actions import bookings
from queueing.models import Party
from queueing.queries import choices_of_time
from queueing.queries.ticket_facts import facts_of
from queueing.views.public.another_time import OWN_REFUSALS, refusal_of, slot_sent, to_the_ticket
from queueing.views.public.linked import of_a_party


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_party
def change(request: HttpRequest, party: Party) -> HttpResponse:
    """Offer other times, and move the party to the one that was chosen."""
    now, link = timezone.now(), links.link_of(party.pk)
    facts, refusal = facts_of(party, at=now), ""
    if request.method == "POST":
        refusal = _move(party, request.POST.get("sesi", ""), now)
        if not refusal:
            return to_the_ticket(link)
    elif not facts.may_leave:
        return redirect("queueing:ticket", link)
    choice = choices_of_time.times_for(
        party,
        persons=len(facts.expected),
        lane=party.lane,
        at=now,
        day=request.GET.get("hari", ""),
        without={party.slot_id},
    )
    context = {"facts": facts, "link": link, "choice": choice, "refusal": refusal}
    return render(request, "queueing/public/change.html", context, status=409 if refusal else 200)


def _move(party: Party, sent: str, at: datetime.datetime) -> str:
    """Move the party to the slot that was sent; return what stands against it, or nothing."""
    slot = slot_sent(party, sent)
    if slot is None:
        return gettext("Pilih salah satu waktu.")
    return refusal_of(partial(bookings.move, party=party.pk, slot=slot, at=at), OWN_REFUSALS)

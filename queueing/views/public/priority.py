"""A place with priority for whoever waited in vain during an outage: a day, a time, and it is hers."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from queueing import links
from queueing.actions import bookings, priority_again
from queueing.choices import BookingState, Lane
from queueing.models import Booking, Party
from queueing.queries import choices_of_time
from queueing.queries.ticket_facts import facts_of
from queueing.views.public.another_time import REFUSALS, refusal_of, slot_sent, to_the_ticket
from queueing.views.public.linked import of_a_party

_REFUSALS: Final = (*REFUSALS, priority_again.NoPriority, bookings.AlreadyBooked)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_party
def choose(request: HttpRequest, party: Party) -> HttpResponse:
    """Offer priority places of the coming days, and take the one that was chosen."""
    now, link, refusal = timezone.now(), links.link_of(party.pk), ""
    if request.method == "POST":
        refusal = _take(party, request.POST.get("sesi", ""), now)
        if not refusal:
            return to_the_ticket(link)
    token = priority_again.token_of(party.pk, on=now.astimezone(ZoneInfo(party.office.time_zone)).date())
    if token is None:
        return redirect("queueing:ticket", link)
    people = Booking.unscoped.filter(party=party).exclude(state=BookingState.CANCELLED)
    choice = choices_of_time.times_for(
        party,
        persons=people.count(),
        lane=Lane.PRIORITY,
        at=now,
        day=request.GET.get("hari", ""),
        until=token.good_until,
        without={party.slot_id},
    )
    facts = facts_of(party, at=now)
    context = {"facts": facts, "link": link, "token": token, "choice": choice, "refusal": refusal}
    return render(request, "queueing/public/priority.html", context, status=409 if refusal else 200)


def _take(party: Party, sent: str, at: datetime.datetime) -> str:
    """Take a priority place of the slot that was sent; return what stands against it, or nothing."""
    slot = slot_sent(party, sent)
    if slot is None:
        return gettext("Pilih salah satu waktu.")
    return refusal_of(partial(priority_again.take, party=party.pk, slot=slot, at=at), _REFUSALS)

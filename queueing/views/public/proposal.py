"""A proposal to come another time: accepted, or another time is chosen; nothing changes without the resident's word."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from queueing import links
from queueing.actions import bookings, proposal_answers
from queueing.choices import ProposalState
from queueing.models import Party
from queueing.queries import choices_of_time, cuts
from queueing.queries.ticket_facts import facts_of
from queueing.views.public.another_time import OWN_REFUSALS, refusal_of, slot_sent, to_the_ticket
from queueing.views.public.linked import of_a_party

_REFUSALS: Final = (*OWN_REFUSALS, proposal_answers.ProposalOver)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_party
def answer(request: HttpRequest, party: Party) -> HttpResponse:
    """Ask, and do what was answered; whoever is asked nothing is shown her ticket."""
    now, link, refusal = timezone.now(), links.link_of(party.pk), ""
    if request.method == "POST":
        refusal = _answer(party, request.POST.get("setuju", ""), request.POST.get("sesi", ""), now)
        if not refusal:
            return to_the_ticket(link)
    asked = cuts.live_proposal(party.pk)
    facts = facts_of(party, at=now)
    if asked is None or not facts.expected:
        return redirect("queueing:ticket", link)
    is_kept = asked.state == ProposalState.OPEN and asked.proposed is not None and asked.answer_by > now
    choice = choices_of_time.times_for(
        party,
        persons=len(facts.expected),
        lane=party.lane,
        at=now,
        day=request.GET.get("hari", ""),
        without={party.slot_id, asked.proposed_id if is_kept else None},
    )
    context = {
        "facts": facts, "link": link, "asked": asked, "is_kept": is_kept, "choice": choice, "refusal": refusal,
    }  # fmt: skip
    return render(request, "queueing/public/proposal.html", context, status=409 if refusal else 200)


def _answer(party: Party, accepted: str, sent: str, at: datetime.datetime) -> str:
    """Move to the slot that was sent, or accept; return what stands against it, or nothing."""
    slot = slot_sent(party, sent)
    if slot is not None:
        return refusal_of(partial(bookings.move, party=party.pk, slot=slot, at=at), _REFUSALS)
    if not accepted:
        return gettext("Setujui usul ini, atau pilih salah satu waktu.")
    return refusal_of(partial(proposal_answers.accept, party=party.pk, at=at), _REFUSALS)

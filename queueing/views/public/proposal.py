"""A proposal to come another time: accepted, or another time is chosen; nothing changes without the resident's word."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from queueing import links
from queueing.actions import bookings, proposal_answers
from queueing.actions.holds import OfficeClosed, SlotFull, SlotPast
from queueing.choices import ProposalState
from queueing.locks import Crowded
from queueing.models import Party, RecordingSlot
from queueing.queries import choices_of_time, cuts
from queueing.queries.ticket_facts import facts_of
from queueing.tasks import ring_for_freed_seats, ring_for_notices
from queueing.views.public.linked import of_a_party

_REFUSALS = (
    proposal_answers.ProposalOver,
    bookings.NotExpected,
    bookings.ChangedTooOften,
    bookings.AlreadyBegun,
    SlotFull,
    SlotPast,
    OfficeClosed,
    Crowded,
)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_party
def answer(request: HttpRequest, party: Party) -> HttpResponse:
    """Ask, and do what was answered; whoever is asked nothing is shown her ticket."""
    now, link, refusal = timezone.now(), links.link_of(party.pk), ""
    if request.method == "POST":
        refusal = _answer(party, request.POST.get("setuju", ""), request.POST.get("sesi", ""), now)
        if not refusal:
            return redirect(f"{reverse('queueing:ticket', args=[link])}?selesai=ubah")
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


def _answer(party: Party, accepted: str, slot: str, at: datetime.datetime) -> str:
    """Accept, or move to the slot; return what stands against it, or nothing."""
    wanted = RecordingSlot.objects.select_related("office").filter(office=party.office_id)
    found = wanted.filter(pk=slot).first() if slot.isascii() and slot.isdigit() and len(slot) < 19 else None
    if not accepted and found is None:
        return gettext("Setujui usul ini, atau pilih salah satu waktu.")
    try:
        if found is None:
            proposal_answers.accept(party=party.pk, at=at)
        else:
            bookings.move(party=party.pk, slot=found, at=at)
    except _REFUSALS as refusal:
        return gettext(str(refusal))
    transaction.on_commit(ring_for_notices)
    transaction.on_commit(ring_for_freed_seats)
    return ""

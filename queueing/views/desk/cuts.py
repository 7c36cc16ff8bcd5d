"""The capacity assistant: what a cut would do, the cut itself, whom to phone after it, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from queueing import links
from queueing.actions import cuts, desk_book
from queueing.choices import BookingState, Channel
from queueing.forms.cutting import CuttingForm
from queueing.locks import Crowded
from queueing.models import CapacityCut, MoveProposal
from queueing.models.move_proposal import LIVE_PROPOSALS
from queueing.queries import cuts as questions
from queueing.queries import desk
from queueing.rules.contact import wa_link
from queueing.tasks import ring_for_freed_seats, ring_for_notices
from registry.views.permission import OfficerRequest, needs

CUT: Final = "queueing.cut_capacity"
_REFUSALS: Final = (cuts.NothingToCut, cuts.SurplusChanged, Crowded)


@dataclass(frozen=True, slots=True)
class Asked:
    """One party that was asked, with its people, and how a clerk reaches it."""

    proposal: MoveProposal
    names: str
    contact: str
    write: str
    first: int | None

    @property
    def is_live(self) -> bool:
        """Whether she still has to answer."""
        return self.proposal.state in LIVE_PROPOSALS


@require_safe
@needs("queueing.view_booking")
def index(request: OfficerRequest) -> HttpResponse:
    """List the cuts of the area."""
    context = {"cuts": desk.cuts()[:50], "may_cut": request.user.has_perm(CUT)}
    return render(request, "queueing/desk/cuts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(CUT)
def assistant(request: OfficerRequest) -> HttpResponse:
    """Ask what is closed, show exactly who exceeds, and make the cut where that was seen and confirmed."""
    form = CuttingForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "queueing/desk/assistant.html", {"form": form}, status=422 if form.errors else 200)
    now, refusal = timezone.now(), ""
    if request.POST.get("langkah") == "simpan":
        seen = {int(one) for one in request.POST.getlist("dilihat") if one.isascii() and one.isdigit()}
        try:
            made = cuts.make(
                cutting=form.cutting, reason=form.cleaned_data["alasan"], by=request.user, at=now, seen=seen
            )
        except _REFUSALS as said:
            refusal = str(said)
        else:
            transaction.on_commit(ring_for_notices)
            messages.success(request, "Kapasitas dikurangi. Yang kelebihan sudah ditanya; yang lain tidak berubah.")
            return redirect("queueing:desk_cut", made.pk)
    plan, asked = questions.preview(form.cutting, now)
    people = sum(len(one.people) for one in asked)
    desk_book.preview_seen(office=form.cutting.office.pk, day=form.cutting.day, people=people, by=request.user, at=now)
    context = {"form": form, "plan": plan, "asked": asked, "people": people, "refusal": refusal}
    return render(request, "queueing/desk/assistant.html", context, status=409 if refusal else 200)


@require_safe
@needs("queueing.view_booking")
def follow_up(request: OfficerRequest, cut_id: int) -> HttpResponse:
    """Show whom a cut asked and what they said; those who have not answered come first, with how to reach them."""
    cut = desk.cuts().filter(pk=cut_id).first()
    if cut is None:
        raise Http404
    found = desk_book.open_follow_up(cut=cut_id, by=request.user, at=timezone.now())
    context = {"cut": cut, "asked": [_asked(one) for one in found], "may_cut": request.user.has_perm(CUT)}
    return render(request, "queueing/desk/cut.html", context)


@require_POST
@needs(CUT)
def undo(request: OfficerRequest, cut_id: int) -> HttpResponse:
    """Take a cut back while nobody has moved."""
    if not desk.cuts().filter(pk=cut_id).exists():
        raise Http404
    try:
        cuts.undo(cut=cut_id, by=request.user, at=timezone.now())
    except (cuts.SomebodyMoved, cuts.AlreadyUndone, CapacityCut.DoesNotExist, Crowded) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Pengurangan dibatalkan. Tempatnya dibuka lagi.")
        transaction.on_commit(ring_for_notices)
        transaction.on_commit(ring_for_freed_seats)
    return redirect("queueing:desk_cut", cut_id)


def _asked(proposal: MoveProposal) -> Asked:
    party = proposal.party
    people = [person for person in party.bookings.all() if person.state == BookingState.CONFIRMED]
    contact = party.contact
    text = f"Kantor tidak dapat melayani Anda pada waktu semula. Jawab di sini: {links.proposal_address_of(party.pk)}"
    write = wa_link(contact, text) if party.channel == Channel.WHATSAPP and contact else ""
    names = ", ".join(person.name for person in people) or "Sudah batal"
    return Asked(proposal, names, contact, write, people[0].pk if people else None)

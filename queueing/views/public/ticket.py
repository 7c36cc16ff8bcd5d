"""The ticket: what a party has booked and how it stands, as page, PDF, receipt and entry for a calendar."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from queueing import links
from queueing.actions import priority_again
from queueing.models import Party
from queueing.paper import advice, calendar, pdf, qr
from queueing.paper.pdf import Paper
from queueing.queries import cuts
from queueing.queries.ticket_facts import TicketFacts, facts_of, revision_of
from queueing.views.public import looking
from queueing.views.public.linked import of_a_party

#: What was done a moment ago, by the word that the door has put into the address.
_DONE: Final = {"ubah": "changed", "batal": "cancelled"}
_RECEIPTS: Final = {58, 80}


@require_safe
@of_a_party
def show(request: HttpRequest, party: Party) -> HttpResponse:
    """Show the ticket, or what there is instead of one."""
    at = timezone.now()
    facts = facts_of(party, at=at)
    today = localdate(at, ZoneInfo(party.office.time_zone))
    context = {
        "done": _DONE.get(request.GET.get("selesai", ""), ""),
        "is_today": facts.starts_at is not None and facts.starts_at.date() == today,
        "outage": looking.outage(party.office_id),
        "token": priority_again.token_of(party.pk, on=today),
        "asked": cuts.live_proposal(party.pk),
    }
    return render(request, "queueing/public/ticket.html", {**_context(facts), **context})


@require_safe
@of_a_party
def as_pdf(request: HttpRequest, party: Party) -> HttpResponse:
    """Give the tickets of everybody who is expected as a PDF, on the paper that is asked for."""
    facts = facts_of(party, at=timezone.now())
    if not facts.expected:
        return redirect("queueing:ticket", links.link_of(party.pk))
    asked = request.GET.get("kertas", "")
    paper = Paper(asked) if asked in set(Paper) else Paper.A5
    answer = HttpResponse(pdf.pdf_of(facts, paper), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="tiket-{paper}.pdf"'
    return answer


@require_safe
@of_a_party
def receipt(request: HttpRequest, party: Party, width: int) -> HttpResponse:
    """Show the tickets as receipts for a printer of 58 or 80 mm."""
    if width not in _RECEIPTS:
        raise Http404
    facts = facts_of(party, at=timezone.now())
    if not facts.expected:
        return redirect("queueing:ticket", links.link_of(party.pk))
    return render(request, "queueing/public/receipt.html", {**_context(facts), "width": width})


@require_safe
@of_a_party
def as_calendar(request: HttpRequest, party: Party) -> HttpResponse:
    """Give the place as an entry for a calendar; what was cancelled gives the cancellation."""
    facts = facts_of(party, at=timezone.now())
    if not any(person.code for person in facts.people):
        return redirect("queueing:ticket", links.link_of(party.pk))
    revision, changed_at = revision_of(party)
    file = calendar.calendar_of(facts, revision=revision, changed_at=changed_at)
    answer = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="perekaman-ktp-el.ics"'
    return answer


def _context(facts: TicketFacts) -> dict[str, object]:
    return {
        "facts": facts,
        "link": links.link_of(facts.party.pk),
        "form": links.form_of(facts.party.pk),
        "people": [(person, qr.drawing_of(person.code) if person.code else None) for person in facts.people],
        "to_bring": advice.to_bring(facts),
        "protocol": advice.protocol(facts),
        "steps": advice.steps(),
    }

"""A party that waits: its place in line, the offer it may take, the draw it takes part in, and the way out."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from queueing import links
from queueing.actions import confirming, drawing, draws, offers, waiting_list
from queueing.actions.bookings import AlreadyBooked, NotExpected, NotReady
from queueing.actions.confirming import BookedBefore, NotConfirmed
from queueing.actions.draws import DrawShut
from queueing.actions.offers import OfferOver
from queueing.actions.waiting_list import AlreadyWaiting
from queueing.choices import Lane, PartyState
from queueing.locks import Crowded
from queueing.models import Booking, Party, Seat
from queueing.queries import draws as known_draws
from queueing.queries import waiting
from queueing.rules.notice_words import short_name
from queueing.rules.steps import Step
from queueing.spoken import spoken
from queueing.tasks import ring_for_freed_seats, ring_for_notices
from queueing.views.public.form_steps import lead_on, step_of
from queueing.views.public.linked import of_a_party


@require_safe
@of_a_party
def show(request: HttpRequest, party: Party) -> HttpResponse:
    """Show where the party stands; an offer whose time is over is ended on sight."""
    return _page(request, party, timezone.now())


@require_POST
@of_a_party
def accept(request: HttpRequest, party: Party) -> HttpResponse:
    """Take what is offered with this one click."""
    at = timezone.now()
    try:
        confirming.accept(party=party.pk, at=at)
    except NotConfirmed:
        return render(request, "queueing/public/not_confirmed.html", {"party": party}, status=409)
    except (OfferOver, BookedBefore, Crowded) as refusal:
        transaction.on_commit(ring_for_freed_seats)
        return _page(request, _again(party), at, refusal=spoken(str(refusal)))
    transaction.on_commit(ring_for_notices)
    return redirect("queueing:ticket", links.link_of(party.pk))


@require_POST
@of_a_party
def decline(request: HttpRequest, party: Party) -> HttpResponse:
    """Refuse what is offered, and wait on."""
    try:
        offers.decline(party=party.pk, at=timezone.now())
    except Crowded as refusal:
        return _page(request, party, timezone.now(), refusal=spoken(str(refusal)))
    transaction.on_commit(ring_for_freed_seats)
    return redirect("queueing:waiting", links.link_of(party.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_party
def leave(request: HttpRequest, party: Party) -> HttpResponse:
    """Ask whether that is meant, and let the party leave the line or the draw."""
    if step_of(party) != Step.WAITING:
        return lead_on(party)
    if request.method != "POST":
        return render(request, "queueing/public/leave_line.html", {"party": party, "link": links.link_of(party.pk)})
    try:
        waiting_list.leave(party=party.pk, at=timezone.now())
    except Crowded as refusal:
        return _page(request, party, timezone.now(), refusal=spoken(str(refusal)))
    transaction.on_commit(ring_for_freed_seats)
    return redirect("queueing:ticket", links.link_of(party.pk))


@require_POST
@of_a_party
def enter(request: HttpRequest, party: Party) -> HttpResponse:
    """Let a party that waits take part in a draw; it keeps its place in line."""
    at = timezone.now()
    try:
        draw = uuid.UUID(request.POST.get("undian", ""))
        if known_draws.announced(draw) is None:
            return lead_on(party)
        draws.enter(party=party.pk, draw=draw, at=at)
    except (DrawShut, AlreadyWaiting, Crowded) as refusal:
        return _page(request, party, at, refusal=spoken(str(refusal)))
    except (ValueError, NotExpected, NotReady, AlreadyBooked):
        return lead_on(party)
    return redirect("queueing:waiting", links.link_of(party.pk))


def _page(request: HttpRequest, party: Party, at: datetime.datetime, *, refusal: str = "") -> HttpResponse:
    seats = list(Seat.objects.filter(offered_to=party).select_related("slot__office"))
    if seats and seats[0].offered_until and seats[0].offered_until <= at and offers.lapse(at=at, party=party.pk):
        transaction.on_commit(ring_for_freed_seats)
        party, seats = _again(party), []
    if step_of(party) != Step.WAITING:
        return lead_on(party)
    context = {
        "party": party,
        "link": links.link_of(party.pk),
        "refusal": refusal,
        "names": [short_name(name) for name in _names(party)],
        "seats": seats,
        "offer": seats[0] if seats else None,
        **_line(party, at),
    }
    return render(request, "queueing/public/waiting.html", context, status=409 if refusal else 200)


def _line(party: Party, at: datetime.datetime) -> dict[str, object]:
    if party.state == PartyState.DRAWING and party.draw_id is not None:
        return {"draw": known_draws.announced(party.draw_id), "number": drawing.number_of(party.draw_id, party.pk)}
    open_draws = known_draws.taking_requests(party.office_id, at) if party.lane == Lane.GENERAL else []
    drawn = known_draws.announced(party.draw_id) if party.draw_id else None
    return {
        "place": waiting.place_in_line(party),
        "draws": open_draws,
        "drawn": drawn,
        "number": drawing.number_of(drawn.pk, party.pk) if drawn else "",
    }


def _names(party: Party) -> list[str]:
    people = Booking.unscoped.filter(party=party).exclude(state="cancelled").order_by("ordinal")
    return list(people.values_list("name", flat=True))


def _again(party: Party) -> Party:
    return Party.unscoped.select_related("office", "slot__office").get(pk=party.pk)

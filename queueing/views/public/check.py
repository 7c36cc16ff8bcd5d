"""The sixth step: the answers once more, what is told of each person, and the booking."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from queueing.actions import confirming, entitlements, people, priority_lane
from queueing.actions.asking import WishOutOfReach
from queueing.actions.bookings import HoldExpired, NotExpected, NotReady
from queueing.actions.confirming import BookedBefore, NotConfirmed, NotToldYet
from queueing.actions.draws import DrawShut
from queueing.actions.entitlements import Answer, Told
from queueing.actions.holds import OfficeClosed, SlotFull, SlotPast
from queueing.actions.limits import TooManyPeople
from queueing.actions.people import FormOver
from queueing.actions.priority_lane import NotFirst
from queueing.actions.waiting_list import AlreadyWaiting
from queueing.choices import Lane, Priority
from queueing.locks import Crowded
from queueing.models import Party, RecordingSlot
from queueing.queries import near_places
from queueing.rules.contact import mask_address
from queueing.rules.entitlement import Verdict, is_plain
from queueing.rules.steps import Step
from queueing.spoken import spoken
from queueing.tasks import ring_for_freed_seats, ring_for_notices
from queueing.views.public.form_steps import TOO_MANY, lead_on, page_of, refusal_of, show, told, wait_until
from registry.rules.masking import mask_number


@dataclass(frozen=True, slots=True)
class Shown:
    """One person as the page shows her: her number masked, what she is told in sentences."""

    ordinal: int
    name: str
    nik: str
    reason: str
    may_book: bool
    goes_first: bool
    sentences: tuple[str, ...]


@page_of(Step.CHECK)
def check(request: HttpRequest, party: Party) -> HttpResponse:
    """Show the answers; book the places when they are sent."""
    at = timezone.now()
    if request.method != "POST":
        return _page(request, party, at)
    if refusal := refusal_of(request, party, at):
        return wait_until(_page(request, party, at, refusal=told(refusal, party), status=TOO_MANY), refusal)
    try:
        done = confirming.confirm(party=party.pk, at=at)
    except NotConfirmed:
        return show(request, "queueing/public/not_confirmed.html", party, status=409)
    except BookedBefore as refused:
        transaction.on_commit(ring_for_notices)
        return _page(request, party, at, booked_before=refused.names, status=409)
    except (NotToldYet, AlreadyWaiting, DrawShut, WishOutOfReach, OfficeClosed, Crowded) as refused:
        return _page(request, party, at, refusal=told(refused, party), status=409)
    except (HoldExpired, NotReady, NotExpected, TooManyPeople):
        return lead_on(party)
    transaction.on_commit(ring_for_notices)
    transaction.on_commit(ring_for_freed_seats)
    return lead_on(party, now_is=done)


@page_of(Step.CHECK)
def leave_out(request: HttpRequest, party: Party) -> HttpResponse:
    """Leave one person out, and show the form without her."""
    typed = request.POST.get("orang", "")
    if request.method == "POST" and typed.isdecimal():
        try:
            people.leave_out(party=party.pk, ordinal=int(typed), at=timezone.now())
        except Crowded as refusal:
            return _page(request, party, timezone.now(), refusal=told(refusal, party), status=503)
        except FormOver:
            return lead_on(party)
        transaction.on_commit(ring_for_freed_seats)
    return lead_on(party)


@page_of(Step.CHECK)
def go_first(request: HttpRequest, party: Party) -> HttpResponse:
    """Change to the priority lane of the main office."""
    at, typed = timezone.now(), request.POST.get("sesi", "")
    slots = RecordingSlot.objects.select_related("office")
    slot = slots.filter(pk=int(typed)).first() if typed.isdecimal() and len(typed) < 19 else None
    if request.method != "POST" or slot is None:
        return lead_on(party)
    try:
        priority_lane.switch(party=party.pk, slot=slot, at=at)
    except (NotFirst, SlotFull, SlotPast, OfficeClosed, Crowded) as refusal:
        return _page(request, party, at, refusal=told(refusal, party), status=409)
    return lead_on(party)


def _page(
    request: HttpRequest,
    party: Party,
    at: datetime.datetime,
    *,
    refusal: str = "",
    booked_before: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    try:
        answer = entitlements.tell(party=party.pk, at=at)
    except (HoldExpired, NotReady):
        return lead_on(party)
    except TooManyPeople:
        return show(request, "queueing/public/too_many_people.html", party, status=409)
    except Crowded as crowded:
        return show(request, "queueing/public/try_again.html", party, {"refusal": told(crowded, party)}, status=503)
    context = {**_context(answer, at), "refusal": refusal, "booked_before": booked_before}
    return show(request, "queueing/public/check.html", answer.party, context, status=status)


def _context(answer: Answer, at: datetime.datetime) -> dict[str, object]:
    party, shown = answer.party, [_shown(told) for told in answer.people]
    first = any(person.goes_first for person in shown) and not _is_first(party)
    main, places = near_places.first_in_line(party, at) if first else (None, [])
    return {
        "people": shown,
        "contact": mask_address(party.contact),
        "household": answer.household,
        "may_book": answer.may_book,
        "somebody_may_book": any(person.may_book for person in shown),
        "goes_first": first,
        "main": main,
        "places": places,
    }


def _is_first(party: Party) -> bool:
    return party.lane == Lane.PRIORITY and party.office.kind == "main"


def _shown(one: Told) -> Shown:
    person, decided = one.booking, one.entitlement
    return Shown(
        ordinal=person.ordinal,
        name=person.name,
        nik=mask_number(person.nik),
        reason=spoken(str(Priority(person.priority).label)) if person.priority else "",
        may_book=decided.may_book,
        goes_first=decided.verdict == Verdict.PRIORITY,
        sentences=() if is_plain(decided) else tuple(spoken(sentence) for sentence in decided.sentences),
    )

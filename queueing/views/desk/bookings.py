"""The load of the offices, the bookings of a day, and one booking with what may be done for its party."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from queueing.actions import bookings as verbs
from queueing.actions import desk_book, proposal_answers
from queueing.actions.holds import OfficeClosed, SlotFull, SlotPast
from queueing.choices import BookingState, ProposalState
from queueing.forms.acting_for import CANCEL, ActingForm
from queueing.locks import Crowded
from queueing.models import Booking, RecordingSlot
from queueing.queries import choices_of_time, cuts, desk
from queueing.tasks import ring_for_freed_seats, ring_for_notices
from registry.rules.masking import mask_number
from registry.views.permission import OfficerRequest, needs

VIEW: Final = "queueing.view_booking"
CHANGE: Final = "queueing.change_booking"
_REFUSALS: Final = (
    proposal_answers.ProposalOver,
    desk_book.NothingBooked,
    desk_book.NoContact,
    verbs.NotExpected,
    SlotFull,
    SlotPast,
    OfficeClosed,
    Crowded,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One booking as the desk lists it: name in full, NIK masked."""

    booking: Booking
    nik: str

    @property
    def number(self) -> str:
        """The number in the hall, where there is one."""
        ticket = getattr(self.booking, "ticket", None)
        return str(ticket) if ticket else ""


@require_safe
@needs(VIEW)
def load(request: OfficerRequest) -> HttpResponse:
    """Show how full the coming days are."""
    return render(request, "queueing/desk/load.html", {"offices": desk.load(timezone.now())})


@require_safe
@needs(VIEW)
def day(request: OfficerRequest, office_id: int, day: str) -> HttpResponse:
    """List the bookings of a day; who is shown is written down."""
    office = get_object_or_404(desk.own_offices(), pk=office_id)
    on = _day_of(day)
    found = desk_book.open_day(office=office, day=on, by=request.user, at=timezone.now())
    context = {"office": office, "day": on, "lines": [_line(booking) for booking in found]}
    return render(request, "queueing/desk/day.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def booking(request: OfficerRequest, booking_id: int) -> HttpResponse:
    """Show one booking; cancel it, or release it for the owner of the NIK, where that is posted with a reason."""
    now = timezone.now()
    form, status = ActingForm(), 200
    if request.method == "POST":
        form = ActingForm(request.POST)
        status = 422
        if request.user.has_perm(CHANGE) and form.is_valid():
            act = desk_book.cancel if form.cleaned_data["tindakan"] == CANCEL else desk_book.release
            named = partial(act, booking=booking_id, reason=form.cleaned_data["alasan"], by=request.user, at=now)
            return _done(request, booking_id, named, "Pesanan dibatalkan dan tempatnya dilepas.")
    found = _open(request, booking_id, now)
    context = {
        "line": _line(found),
        "events": desk.events_of(found),
        "form": form,
        "is_expected": found.state in (BookingState.CONFIRMED, BookingState.CHECKED_IN),
        "may_leave": found.state == BookingState.CONFIRMED,
        "may_change": request.user.has_perm(CHANGE),
    }
    return render(request, "queueing/desk/booking.html", context, status=status)


@require_POST
@needs(CHANGE)
def send_again(request: OfficerRequest, booking_id: int) -> HttpResponse:
    """Send the link of the ticket once more."""
    act = partial(desk_book.send_link_again, booking=booking_id, by=request.user, at=timezone.now())
    return _done(request, booking_id, act, "Tautan dikirim lagi, paling banyak sekali sehari.")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(CHANGE)
def move(request: OfficerRequest, booking_id: int) -> HttpResponse:
    """Offer other times for the whole party, and move it to the one that is posted, or to what is kept for it."""
    now = timezone.now()
    if request.method == "POST" and request.POST.get("setuju"):
        act = partial(desk_book.accept_proposal, booking=booking_id, by=request.user, at=now)
        return _done(request, booking_id, act, "Usul disetujui. Pesan dengan waktu baru sedang dikirim.")
    if request.method == "POST":
        slot = request.POST.get("sesi", "")
        if not (slot.isascii() and slot.isdigit() and len(slot) < 19):
            raise Http404
        act = partial(desk_book.move, booking=booking_id, slot=int(slot), by=request.user, at=now)
        return _done(request, booking_id, act, "Pesanan dipindah. Pesan dengan waktu baru sedang dikirim.")
    found = _open(request, booking_id, now)
    persons = Booking.objects.filter(party=found.party_id, state=BookingState.CONFIRMED).count()
    choice = choices_of_time.times_for(
        found.party,
        persons=max(persons, 1),
        lane=found.party.lane,
        at=now,
        day=request.GET.get("hari", ""),
        without={found.party.slot_id},
    )
    asked = cuts.live_proposal(found.party_id)
    is_kept = asked is not None and asked.state == ProposalState.OPEN and asked.proposed is not None
    context = {"line": _line(found), "persons": persons, "choice": choice, "asked": asked, "is_kept": is_kept}
    return render(request, "queueing/desk/move.html", context)


def _open(request: OfficerRequest, booking_id: int, at: datetime.datetime) -> Booking:
    try:
        return desk_book.open_booking(booking=booking_id, by=request.user, at=at)
    except Booking.DoesNotExist as unknown:
        raise Http404 from unknown


def _done(request: OfficerRequest, booking_id: int, act: Callable[[], None], said: str) -> HttpResponse:
    """Do it, and say so, or say what stands against it."""
    try:
        act()
    except (Booking.DoesNotExist, RecordingSlot.DoesNotExist) as unknown:
        raise Http404 from unknown
    except _REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
        transaction.on_commit(ring_for_notices)
        transaction.on_commit(ring_for_freed_seats)
    return redirect("queueing:desk_booking", booking_id)


def _line(booking: Booking) -> Line:
    return Line(booking, mask_number(booking.nik))


def _day_of(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as wrong:
        raise Http404 from wrong

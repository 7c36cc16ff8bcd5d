"""The front desk: one field for everybody who comes, her number, and what is done with a number afterwards."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from queueing import links
from queueing.actions import arrivals, desk_bookings, tickets, walk_ins
from queueing.actions.arrivals import Found
from queueing.actions.bookings import AlreadyBooked
from queueing.actions.holds import KeyReused, OfficeClosed, SlotFull, SlotPast
from queueing.actions.walk_ins import Visitor
from queueing.choices import Lane, Service, TicketState
from queueing.forms.front_desk import ComingForm, DayForm, DeskForm, ScanForm, WalkInForm
from queueing.locks import Crowded
from queueing.models import Booking, Office, RecordingSlot, Ticket
from queueing.queries import desk, front_desk
from queueing.rules.calling import SENTENCE
from queueing.rules.day_offer import DayOffer
from queueing.tasks import ring_for_freed_seats, ring_for_notices
from queueing.views.desk import hall_receipts
from registry import sealing
from registry.queries import recording_facts
from registry.rules.masking import mask_name, mask_number
from registry.views.permission import OfficerRequest, needs

RECEIVE: Final = "queueing.receive_visitors"
_HERE: Final = "front_desk"
_GIVEN: Final = "front_desk_given"
_REFUSALS: Final = (
    tickets.NotNow,
    tickets.NotCheckedIn,
    tickets.AlreadyInLine,
    tickets.NotWaiting,
    walk_ins.NoPlaceLeft,
    walk_ins.NikNeeded,
    AlreadyBooked,
    KeyReused,
    OfficeClosed,
    SlotFull,
    SlotPast,
    Crowded,
)
_SERVICES: Final = {True: tuple(Service.values), False: (Service.COLLECTION.value, Service.DATA.value)}


@dataclass(frozen=True, slots=True)
class Given:
    """One number in the list of the latest: names masked, since others look at this screen, too."""

    ticket: Ticket
    name: str


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RECEIVE)
def show(request: OfficerRequest) -> HttpResponse:
    """Show the field; look up what is posted from it. Without an office, ask which one this desk stands in."""
    now, office = timezone.now(), _office(request)
    if office is None:
        return render(request, "queueing/hall/front_desk_office.html", {"form": DeskForm()})
    form = ScanForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, office, now, form=form)
    if not form.is_valid():
        return _page(request, office, now, form=form, status=422)
    found = arrivals.find(scanned=form.cleaned_data["cari"], office=office, by=request.user, at=now)
    if found.ticket:
        return redirect("queueing:front_desk_number", found.ticket.pk)
    return _page(request, office, now, form=ScanForm(), found=found)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RECEIVE)
def choose(request: OfficerRequest) -> HttpResponse:
    """Let the officer say where she sits; it is remembered until she signs out."""
    form = DeskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        request.session[_HERE] = {"office": given["kantor"].pk, "paper": given["kertas"]}
        return redirect("queueing:front_desk")
    return render(request, "queueing/hall/front_desk_office.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@needs(RECEIVE)
def receive(request: OfficerRequest) -> HttpResponse:
    """Give those of a party who have come their numbers."""
    office, form = _known_office(request), ComingForm(request.POST)
    if not form.coming:
        messages.error(request, "Pilih siapa yang sudah datang.")
        return redirect("queueing:front_desk")
    act = partial(
        tickets.receive, office=office, coming=form.coming, reasons=form.reasons, by=request.user, at=timezone.now()
    )
    return _give(request, act)


@require_POST
@needs(RECEIVE)
def walk_in(request: OfficerRequest) -> HttpResponse:
    """Give somebody without a booking a number, or somebody who gives up the booking she has for another time."""
    office, now = _known_office(request), timezone.now()
    booking = request.POST.get("pesanan", "")
    person = _person(booking) if booking.isascii() and booking.isdigit() and len(booking) < 19 else None
    nik = person.nik if person else _remembered(request)
    known = recording_facts.visitor_of(sealing.sealer().index(sealing.NIK, nik)) if nik and not person else None
    form = WalkInForm(request.POST, known=bool(person or known))
    if nik is None or not form.is_valid():
        messages.error(request, "Formulir ini belum lengkap atau sudah lama. Cari lagi, lalu isi nama dan keperluan.")
        return redirect("queueing:front_desk")
    given = form.cleaned_data
    name = person.name if person else known.name if known else given["nama"]
    act = partial(
        walk_ins.take,
        key=given["kunci"],
        office=office,
        service=Service(given["layanan"]),
        visitor=Visitor(name=name, nik=nik, priority=given["alasan"]),
        by=request.user,
        at=now,
        instead_of=person.pk if person else None,
    )
    return _give(request, lambda: [act()])


@require_POST
@needs(RECEIVE)
def book(request: OfficerRequest) -> HttpResponse:
    """Book another day for somebody without a telephone, and show her ticket for the printer."""
    office, nik = _known_office(request), _remembered(request)
    known = recording_facts.visitor_of(sealing.sealer().index(sealing.NIK, nik)) if nik else None
    form = DayForm(request.POST, known=known is not None)
    if not nik or not form.is_valid():
        messages.error(request, "Formulir ini belum lengkap atau sudah lama. Cari lagi dengan NIK.")
        return redirect("queueing:front_desk")
    given = form.cleaned_data
    slot = get_object_or_404(RecordingSlot.objects.select_related("office"), pk=given["sesi"], office=office)
    visitor = Visitor(name=known.name if known else given["nama"], nik=nik)
    try:
        made = desk_bookings.make(key=given["kunci"], slot=slot, visitor=visitor, by=request.user, at=timezone.now())
    except _REFUSALS as refusal:
        messages.error(request, str(refusal))
        return redirect("queueing:front_desk")
    return redirect("queueing:receipt", links.link_of(made.pk), int(_paper(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RECEIVE)
def number(request: OfficerRequest, ticket_id: int) -> HttpResponse:
    """Show one number; print it again, end it for somebody who leaves, or change its lane."""
    office, now = _known_office(request), timezone.now()
    ticket = _ticket(office, ticket_id)
    if request.method == "POST":
        return _change(request, ticket, now)
    context = {
        "office": office,
        "ticket": ticket,
        "name": mask_name(ticket.name),
        "receipts": hall_receipts.receipts_of([ticket], office, now),
        "is_waiting": ticket.state in tickets.IN_THE_DESKS_HANDS,
        "is_priority": ticket.lane == Lane.PRIORITY,
        "may_be_printed": ticket.state not in (TicketState.CANCELLED, TicketState.SERVED),
        "paper": _paper(request),
    }
    return render(request, "queueing/hall/front_desk_number.html", context)


def _change(request: OfficerRequest, ticket: Ticket, at: datetime.datetime) -> HttpResponse:
    act = request.POST.get("tindakan", "")
    try:
        if act == "lepas":
            tickets.give_up(ticket=ticket.pk, by=request.user, at=at)
            messages.success(request, f"Nomor {ticket} dilepas.")
            transaction.on_commit(ring_for_freed_seats)
            return redirect("queueing:front_desk")
        if act in ("prioritas", "umum"):
            tickets.change_lane(ticket=ticket.pk, is_priority=act == "prioritas", by=request.user, at=at)
            messages.success(request, f"Jalur nomor {ticket} diubah.")
    except _REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("queueing:front_desk_number", ticket.pk)


def _give(request: OfficerRequest, act: Callable[[], list[Ticket]]) -> HttpResponse:
    """Do it and show the numbers with the field ready for the next one, or say what stands against it."""
    try:
        given = act()
    except _REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        request.session[_GIVEN] = [ticket.pk for ticket in given]
        transaction.on_commit(ring_for_notices)
        transaction.on_commit(ring_for_freed_seats)
    return redirect("queueing:front_desk")


def _page(
    request: OfficerRequest,
    office: Office,
    at: datetime.datetime,
    *,
    form: ScanForm,
    found: Found | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the field with what was found; right after numbers were given, with those, once."""
    day = at.astimezone(ZoneInfo(office.time_zone)).date()
    ahead = front_desk.ahead_of(office, at)
    left = front_desk.walk_in_left(office.pk, day=day, at=at)
    fresh = request.session.pop(_GIVEN, []) if found is None and request.method == "GET" else []
    given = front_desk.numbers(fresh, office=office.pk)
    context: dict[str, Any] = {
        "office": office,
        "today": day,
        "form": form,
        "left": left,
        "rule": SENTENCE,
        "outage": ahead.outage if ahead else None,
        "closed": front_desk.why_closed(ahead),
        "next_day": ahead.next_free_day if ahead else None,
        "latest": [Given(ticket, mask_name(ticket.name)) for ticket in front_desk.latest(office.pk, day=day)],
        "receipts": hall_receipts.receipts_of(given, office, at),
        "paper": _paper(request),
        "found": found,
    }
    if found:
        form.fields["cari"].widget.attrs.pop("autofocus", None)
        context |= _found(request, found, left, front_desk.free_days(ahead), office.time_zone)
    return render(request, "queueing/hall/front_desk.html", context, status=status)


def _found(request: OfficerRequest, found: Found, left: int, days: Sequence[DayOffer], zone: str) -> dict[str, Any]:
    """Return what the page says of those who were found; numbers are masked, and a form knows them by its key."""
    people = [
        {"person": one, "nik": mask_number(one.booking.nik), "key": uuid.uuid4(), "reason": one.booking.priority}
        for one in found.people
    ]
    told: dict[str, Any] = {
        "people": people,
        "coming": sum(one.check_in.gets_number for one in found.people),
        "nobody": found.is_nobody,
        "nik": mask_number(found.nik) if found.nik else "",
    }
    if found.nik or found.is_nobody:
        key = hall_receipts.remember(request.session, found.nik)
        services = _SERVICES[bool(found.nik) and found.may_record and left > 0]
        told["walk_in"] = WalkInForm(
            known=found.visitor is not None,
            services=services,
            initial={"kunci": key},
        )
        if found.nik and found.may_record and days:
            told["another_day"] = DayForm(known=found.visitor is not None, days=days, zone=zone, initial={"kunci": key})
        told["no_place"] = bool(found.nik) and found.may_record and left == 0
    return told


def _office(request: OfficerRequest) -> Office | None:
    """Return the office that was chosen, as long as it lies in the officer's area."""
    chosen = request.session.get(_HERE, {}).get("office")
    return desk.own_offices().filter(pk=chosen).first() if chosen else None


def _known_office(request: OfficerRequest) -> Office:
    office = _office(request)
    if office is None:
        raise Http404
    return office


def _paper(request: OfficerRequest) -> str:
    return str(request.session.get(_HERE, {}).get("paper", "58"))


def _person(booking: str) -> Booking:
    return get_object_or_404(Booking.objects.exclude(nik_index=None), pk=int(booking))


def _ticket(office: Office, ticket_id: int) -> Ticket:
    return get_object_or_404(Ticket.objects.select_related("booking", "counter"), pk=ticket_id, office=office)


def _remembered(request: OfficerRequest) -> str | None:
    try:
        return hall_receipts.recall(request.session, uuid.UUID(request.POST.get("kunci", "")))
    except ValueError:
        return None

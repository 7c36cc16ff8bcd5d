"""The third step: which slot of a day, for how many people; choosing one holds places for ten minutes."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from queueing import links, locks, source
from queueing.actions import holds, limits
from queueing.forms.slot_choice import SlotChoice
from queueing.models import Party, RecordingSlot
from queueing.queries import in_a_crowd
from queueing.queries.availability import OfficeAhead
from queueing.rules.limits import HOLD_MINUTES, PERSONS_MOST
from queueing.rules.surplus import nearest
from queueing.spoken import spoken
from queueing.views.public import looking, pages, showing, stencil, toll
from queueing.views.public.showing import ShownSlot

#: After a refusal nobody is shown places that were looked up longer ago, in seconds.
FRESH: Final = 0.5
#: How soon a page that was refused in a crowd may be sent again, in seconds.
RETRY_AFTER: Final = 3
#: What a proof of work for this form is for.
ACTION: Final = "hold"


class NotPaid(Exception):
    """The forms are under pressure, and this one came without a proof of work."""

    def __init__(self) -> None:
        super().__init__("Sedang sangat ramai. Tunggu 20 detik, lalu tekan Coba lagi. Pilihan Anda tidak hilang.")


class ClosedSince(Exception):
    """The hours of the slot were closed after it was published."""

    def __init__(self) -> None:
        super().__init__("Kantor tutup pada jam itu. Pilih jam lain.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is about: an office, one of its days, and a form to be renewed where there is one."""

    request: HttpRequest
    office: OfficeAhead
    day: datetime.date
    renewed: Party | None


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, office_id: int, day: str) -> HttpResponse:
    """Show the slots of a day; hold places in the one that is sent."""
    at = timezone.now()
    office = looking.office(office_id, at)
    if office is None:
        return pages.not_here(request, gettext("Kantor ini tidak ada, atau sedang tidak melayani."))
    on = _day_of(day)
    if on is None or on < office.calendar.today(at):
        return pages.not_here(request, gettext("Hari itu sudah lewat, atau tidak ada pada kalender."), office)
    try:
        asked = Asked(request, office, on, pages.renewed(request))
    except (links.TamperedLink, Party.DoesNotExist):
        return pages.not_here(request, spoken(str(links.TamperedLink())))
    answer = _hold(asked, at) if request.method == "POST" else _page(asked, SlotChoice())
    source.mark(request, answer)
    return answer


def _day_of(text: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _hold(asked: Asked, at: datetime.datetime) -> HttpResponse:
    form = SlotChoice(asked.request.POST, renewed=asked.renewed is not None)
    slot = _slot(asked.office, form)
    if slot is None:
        return _page(asked, form, status=422)
    try:
        limits.note_try(source=source.source_of(asked.request), at=at)
    except limits.TooManyTries as refusal:
        return _page(asked, form, refusal=refusal, status=429)
    if not toll.is_paid(asked.request, ACTION, _bound_to(asked, form.cleaned_data.get("kunci")), at=at):
        return _crowded(asked, form, NotPaid())
    try:
        party = _places(asked, form, slot, at)
    except (holds.SlotFull, holds.SlotPast, ClosedSince) as refusal:
        return _elsewhere(asked, form, slot, refusal)
    except (holds.OfficeClosed, holds.KeyReused) as refusal:
        return _page(asked, form, refusal=refusal, status=409)
    except locks.Crowded as crowded:
        return _crowded(asked, form, crowded)
    return redirect(f"/antre/isi/{links.link_of(party.pk)}/")


def _bound_to(asked: Asked, key: uuid.UUID | None) -> str:
    """Return whose toll a page asks for: the form that is renewed, or the one that its key begins."""
    return str(asked.renewed.pk if asked.renewed else key)


def _slot(office: OfficeAhead, form: SlotChoice) -> RecordingSlot | None:
    if not form.is_valid():
        return None
    slot = in_a_crowd.slot(form.cleaned_data["sesi"], office=office.id)
    if slot is None:
        form.add_error("sesi", gettext("Pilih jam kedatangan."))
    return slot


def _places(asked: Asked, form: SlotChoice, slot: RecordingSlot, at: datetime.datetime) -> Party:
    known = next((room for room in asked.office.slots.get(slot.day, ()) if room.id == slot.pk), None)
    if known and not asked.office.calendar.still_serves(known):
        raise ClosedSince
    if asked.renewed:
        return holds.renew(party=asked.renewed.pk, slot=slot, at=at)
    return holds.hold(
        key=form.cleaned_data["kunci"],
        slot=slot,
        persons=form.cleaned_data["orang"],
        lane=form.lane,
        language=get_language() or "id",
        at=at,
    )


def _elsewhere(asked: Asked, form: SlotChoice, slot: RecordingSlot, refusal: Exception) -> HttpResponse:
    """Say why, keep the choice, and offer the nearest three slots with room for everybody."""
    office = looking.office(asked.office.id, timezone.now(), within=FRESH) or asked.office
    persons = asked.renewed.persons if asked.renewed else form.cleaned_data["orang"]
    lane = asked.renewed.lane if asked.renewed else form.lane
    rooms = {room.id: room for day in office.days for room in day.slots if room.id != slot.pk}
    fitting = nearest(slot.starts_at, [room.seats(lane) for room in rooms.values()], persons, zone=office.calendar.zone)
    offered = [showing.slot(office, rooms[pk]) for pk in fitting]
    fresh = Asked(asked.request, office, asked.day, asked.renewed)
    return _page(fresh, form, refusal=refusal, offered=offered, status=409)


def _crowded(asked: Asked, form: SlotChoice, crowded: Exception) -> HttpResponse:
    """Ask for a moment; the page sends the same again, so nothing is lost and nothing done twice."""
    sent = {name: form.data[name] for name in form.fields}
    if pages.RENEWED in form.data:
        sent[pages.RENEWED] = form.data[pages.RENEWED]
    bound_to = _bound_to(asked, form.cleaned_data.get("kunci"))
    context = {
        "sentence": spoken(str(crowded)),
        "sent": sent,
        "toll": toll.toll_of(asked.request, ACTION, bound_to, at=timezone.now()),
    }
    answer = render(asked.request, "queueing/public/crowded.html", context, status=503)
    answer["Retry-After"] = str(RETRY_AFTER)
    return answer


def _page(
    asked: Asked,
    form: SlotChoice,
    *,
    refusal: Exception | None = None,
    offered: Sequence[ShownSlot] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the slots with a new key: the one that was sent may have been used."""
    key, sentence = uuid.uuid4(), spoken(str(refusal)) if refusal else ""
    paid = toll.toll_of(asked.request, ACTION, _bound_to(asked, key), at=timezone.now())
    own = {"key": str(key), "csrf_token": get_token(asked.request), "wait": paid.wait}
    if paid.puzzle:
        own["puzzle"] = paid.puzzle

    def set_page(marks: Mapping[str, str]) -> str:
        own_toll = toll.Toll(marks.get("puzzle", ""), marks["wait"])
        context = {**_context(asked, form, sentence, offered), **marks, "toll": own_toll}
        return render_to_string("queueing/public/slots.html", context, asked.request)

    about = _about(asked, form, sentence, offered)
    answer = HttpResponse(stencil.filled(about, set_page, own) if about is not None else set_page(own), status=status)
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _about(asked: Asked, form: SlotChoice, sentence: str, offered: Sequence[ShownSlot] | None) -> Hashable:
    """Return all that a page shows beside what is this visitor's own; None where that is more than a few know."""
    if asked.renewed or form.errors:
        return None
    chosen = tuple(form.cleaned_data[name] for name in ("orang", "prioritas", "sesi")) if form.is_bound else ()
    near = None if offered is None else tuple(shown.room for shown in offered)
    return asked.request.get_full_path(), get_language(), asked.office.at, sentence, chosen, near


def _context(asked: Asked, form: SlotChoice, sentence: str, offered: Sequence[ShownSlot] | None) -> dict[str, object]:
    offer = asked.office.offer_on(asked.day)
    near = {shown.room.id for shown in offered or ()}
    return {
        "office": asked.office,
        "day": showing.day(asked.office, offer),
        "form": form,
        "persons": range(1, PERSONS_MOST + 1),
        "refusal": sentence,
        "refused": bool(sentence),
        "offered": offered or (),
        # Also where what is known, half a second old, still shows room in the slot that was refused.
        "none_left": offered is not None and not offered,
        "slots": [showing.slot(asked.office, room) for room in offer.slots if room.id not in near],
        "draws": [draw for draw in asked.office.draws if draw.day == asked.day],
        "opening": showing.opening(asked.office),
        "outage": asked.office.outage,
        "protocol": showing.protocol(asked.office, asked.day),
        "hold_minutes": HOLD_MINUTES,
        "renewed": asked.renewed,
        "link": links.link_of(asked.renewed.pk) if asked.renewed else "",
        "query": pages.query(asked.request),
        "waiting_list": pages.waiting_list(asked.office),
    }

"""Another time at the same office: day strip, then slots, then the move; what is refused comes with what is near."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from queueing import links
from queueing.actions import bookings
from queueing.actions.holds import OfficeClosed, SlotFull, SlotPast
from queueing.locks import Crowded
from queueing.models import Party, RecordingSlot
from queueing.queries import availability
from queueing.queries.ticket_facts import TicketFacts, facts_of
from queueing.rules.day_offer import SlotRoom
from queueing.rules.surplus import nearest
from queueing.spoken import spoken
from queueing.tasks import ring_for_freed_seats, ring_for_notices
from queueing.views.public.linked import of_a_party

#: What may stand against a change; each says so in a sentence for residents.
_REFUSALS: Final = (
    bookings.NotExpected,
    bookings.ChangedTooOften,
    bookings.AlreadyBegun,
    SlotFull,
    SlotPast,
    OfficeClosed,
    Crowded,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The days with room for the whole party, the slots of the chosen one, and those nearest to where it is now."""

    days: dict[datetime.date, list[SlotRoom]]
    day: datetime.date | None
    nearest: list[SlotRoom]

    @property
    def slots(self) -> list[SlotRoom]:
        """The slots of the chosen day."""
        return self.days[self.day] if self.day else []


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_party
def change(request: HttpRequest, party: Party) -> HttpResponse:
    """Offer other times, and move the party to the one that was chosen."""
    now, link = timezone.now(), links.link_of(party.pk)
    facts, refusal = facts_of(party, at=now), ""
    if request.method == "POST":
        refusal = _move(party, request.POST.get("sesi", ""), now)
        if not refusal:
            return redirect(f"{reverse('queueing:ticket', args=[link])}?selesai=ubah")
    elif not facts.may_leave:
        return redirect("queueing:ticket", link)
    choice = _choice(facts, request.GET.get("hari", ""), now)
    context = {"facts": facts, "link": link, "choice": choice, "refusal": refusal}
    return render(request, "queueing/public/change.html", context, status=409 if refusal else 200)


def _move(party: Party, slot: str, at: datetime.datetime) -> str:
    """Move the party to the slot, and return what stands against it, or nothing."""
    wanted = int(slot) if slot.isascii() and slot.isdigit() else 0
    found = RecordingSlot.objects.select_related("office").filter(pk=wanted, office=party.office_id).first()
    if found is None:
        return gettext("Pilih salah satu waktu.")
    try:
        bookings.move(party=party.pk, slot=found, at=at)
    except _REFUSALS as refusal:
        return spoken(str(refusal))
    transaction.on_commit(ring_for_notices)
    transaction.on_commit(ring_for_freed_seats)
    return ""


def _choice(facts: TicketFacts, day: str, at: datetime.datetime) -> Choice:
    persons, lane, own = len(facts.expected), facts.party.lane, facts.party.slot_id
    office = availability.office(facts.office.pk, at)
    offered = {offer.day: offer.slots for offer in office.days} if office else {}
    fitting = {
        day: [slot for slot in slots if slot.free(lane) >= persons and slot.id != own] for day, slots in offered.items()
    }
    days = {day: slots for day, slots in fitting.items() if slots}
    chosen = next((one for one in days if one.isoformat() == day), min(days, default=None))
    return Choice(days, chosen, _nearest(facts, days))


def _nearest(facts: TicketFacts, days: dict[datetime.date, list[SlotRoom]]) -> list[SlotRoom]:
    if facts.starts_at is None:
        return []
    rooms = {slot.id: slot for slots in days.values() for slot in slots}
    seats = [slot.seats(facts.party.lane) for slot in rooms.values()]
    found = nearest(facts.starts_at, seats, len(facts.expected), zone=facts.office.time_zone)
    return [rooms[slot] for slot in found]

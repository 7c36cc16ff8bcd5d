"""What the pages share on which a party takes another time: the slot that was sent, the move, and its refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from queueing.actions import bookings
from queueing.actions.holds import OfficeClosed, SlotFull, SlotPast
from queueing.locks import Crowded
from queueing.models import Party, RecordingSlot
from queueing.spoken import spoken
from queueing.tasks import ring_for_freed_seats, ring_for_notices

Refusals = tuple[type[Exception], ...]

#: What may stand against any move of a party; each says so in a sentence for residents.
REFUSALS: Final[Refusals] = (bookings.NotExpected, SlotFull, SlotPast, OfficeClosed, Crowded)
#: What may stand, beside those, against a move that the resident chooses by herself.
OWN_REFUSALS: Final[Refusals] = (*REFUSALS, bookings.ChangedTooOften, bookings.AlreadyBegun)
#: A number with fewer digits fits into a key.
_DIGITS: Final = 19


def slot_sent(party: Party, sent: str) -> RecordingSlot | None:
    """Return the slot of the party's office whose number was sent; None where there is none such."""
    if not (sent.isascii() and sent.isdigit() and len(sent) < _DIGITS):
        return None
    return RecordingSlot.objects.select_related("office").filter(office=party.office_id, pk=int(sent)).first()


def refusal_of(move: Callable[[], object], refusals: Refusals) -> str:
    """Do the move, and ring for what follows from it; return what stands against it, or nothing."""
    try:
        move()
    except refusals as refusal:
        return spoken(str(refusal))
    transaction.on_commit(ring_for_notices)
    transaction.on_commit(ring_for_freed_seats)
    return ""


def to_the_ticket(link: str) -> HttpResponse:
    """Lead to the ticket, which says that the time was changed."""
    return redirect(f"{reverse('queueing:ticket', args=[link])}?selesai=ubah")

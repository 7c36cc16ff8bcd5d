"""What a resident, or a clerk on the phone with her, answers to a proposal to come another time."""

from __future__ import annotations

import datetime
import uuid

from queueing import locks
from queueing.actions import book, bookings, proposals, telling
from queueing.choices import BookingState, PartyState, ProposalState, QueueEventKind
from queueing.models import Booking, MoveProposal, Party
from registry.models.officer import Officer


class ProposalOver(Exception):
    """No place is kept: nothing was asked, the time to answer is over, or the office has closed that time too."""

    def __init__(self) -> None:
        super().__init__("Tempat ini sudah tidak disimpan lagi untuk Anda. Pilih waktu lain.")


def accept(*, party: uuid.UUID, at: datetime.datetime, by: Officer | None = None) -> Party:
    """Sit the party on the seats that are kept for it; not one of its two changes. A repeat finds it there.

    The party's row is held: whoever takes the proposal back at this moment waits, or was first.

    Raises:
        ProposalOver: see the class.
        bookings.NotExpected: nobody of the party is expected any more.
        locks.Crowded: ...
    """
    with locks.patient():
        found = locks.lock_party(party)
        asked = MoveProposal.unscoped.filter(party=party).select_related("proposed__office").order_by("made_at").last()
        if asked is None:
            raise ProposalOver
        if asked.state == ProposalState.ACCEPTED:
            return found
        seats = [seat for seat in locks.offered_seats(party) if seat.offered_until and seat.offered_until > at]
        people = list(Booking.unscoped.filter(party=found, state=BookingState.CONFIRMED).order_by("ordinal"))
        if found.state != PartyState.CONFIRMED or found.slot is None or not people:
            raise bookings.NotExpected
        good = len(seats) >= len(people) and not any(seat.withheld for seat in seats)
        if asked.state != ProposalState.OPEN or asked.proposed is None or not good:
            raise ProposalOver
        before = found.slot
        taken = [seat.pk for seat in seats[: len(people)]]
        bookings.sit(people, taken, asked.proposed, at=at)
        proposals.settle(party=party, state=ProposalState.ACCEPTED, at=at)
        Party.unscoped.filter(pk=party).update(slot=asked.proposed)
        ids = [person.pk for person in people]
        book.note(
            kind=QueueEventKind.MOVED, party=party, at=at, by=by, bookings=ids, slot=asked.proposed.pk,
            detail="proposal accepted",
        )  # fmt: skip
        return telling.changed(party=party, before=before, at=at)

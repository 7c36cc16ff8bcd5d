"""Seats that were given up, offered to whoever waits; offers accepted, declined, or ended when their time is over."""

from __future__ import annotations

import datetime
import logging
import os
import uuid
from collections.abc import Sequence
from typing import Final

from django.db import IntegrityError

from queueing import locks
from queueing.actions import book, bookings, freed, telling, telling_the_line, waiting_list
from queueing.choices import BookingState, PartyState, QueueEventKind
from queueing.models import Booking, Party, RecordingSlot, Seat
from queueing.queries import waiting
from queueing.rules import booking_code, line
from queueing.rules.line import FreedSeat, InLine
from queueing.rules.offers import OFFERS_MISSED_MOST, offer_expires

#: How many of the line one passing of a slot looks at: each of them is locked for it.
LOOKS_AT: Final = 50
#: How many offers one sweep ends.
SWEEP: Final = 200

log = logging.getLogger(__name__)


class OfferOver(Exception):
    """The offer's time has run out, it was declined, or the office does not give the seats any more."""

    def __init__(self) -> None:
        super().__init__("Tawaran ini sudah berakhir; tempatnya untuk orang berikutnya.")


def move_on(*, at: datetime.datetime) -> int:
    """End waiting and offers that are over, then offer what was given up; return how many offers were made."""
    for ending in (waiting_list.end_what_is_over, lapse):
        try:
            ending(at=at)
        except locks.Crowded:
            log.warning("%s waits for the next sweep", ending.__name__)
    return pass_on(at=at)


def pass_on(*, at: datetime.datetime) -> int:
    """Offer the seats that were given up to those who wait, the earliest slot first; return how many offers were made.

    For each slot a transaction of its own, one at a time in an office (`locks.take_passing_turn`): two that pass on
    two seats at once would both find the same first in line, or one seat would go to whoever stands behind her. It
    waits for nobody else: a seat that somebody is claiming and a party that is leaving are left out
    (`tests/races/test_offers.py`).
    """
    made = 0
    gathering: set[uuid.UUID] = set()
    for slot, lane in waiting.freed_pairs(at):
        try:
            made += _pass_on(slot, lane, at, gathering)
        except locks.Crowded:
            log.warning("the freed seats of slot %s wait for the next sweep", slot.pk)
    return made


def lapse(*, at: datetime.datetime, party: uuid.UUID | None = None) -> int:
    """End offers whose time is over, everywhere or of one party; return how many.

    The seats are given up anew. A party keeps its place in line the first time; the second time it has left, as each
    offer that nobody answers keeps a seat from the others for hours.
    """
    with locks.patient():
        lapsed = locks.lapsed_offers(at=at, most=SWEEP, party=party)
        missed = waiting.missed_offers([one.pk for one in lapsed])
        for one in lapsed:
            _end_offer(one, missed.count(one.pk), at)
    return len(lapsed)


def accept(*, party: uuid.UUID, at: datetime.datetime) -> Party:
    """Take what is offered: the places are booked in this transaction; a repeat finds them booked.

    Whoever ends the offer at this moment has the party's row, or leaves it out because this has it
    (`tests/races/test_offers.py`).

    Raises:
        OfferOver: see the class.
        bookings.AlreadyBooked: somebody of the party has a live booking elsewhere.
        locks.Crowded: ...
    """
    try:
        return _accept(party, at) or _refuse(party, at)
    except IntegrityError as error:
        bookings.raise_unless_clash(error)
    try:
        with locks.patient():
            bookings.supersede_or_refuse(party, at)
            accepted = _accept(party, at)
    except IntegrityError as error:
        bookings.raise_unless_clash(error)
        raise bookings.AlreadyBooked from error
    return accepted or _refuse(party, at)


def decline(*, party: uuid.UUID, at: datetime.datetime) -> Party:
    """Refuse what is offered and wait on, at the same place in line, for another slot; a repeat does nothing."""
    with locks.patient():
        found = locks.lock_party(party)
        if found.state == PartyState.OFFERED:
            seats = locks.offered_seats(party)
            freed.give_back([seat.pk for seat in seats], at=at)
            Party.unscoped.filter(pk=party).update(state=PartyState.WAITING)
            book.note(kind=QueueEventKind.DECLINED, party=party, at=at, slot=seats[0].slot_id if seats else None)
    return Party.unscoped.select_related("office").get(pk=party)


def _pass_on(slot: RecordingSlot, lane: str, at: datetime.datetime, gathering: set[uuid.UUID]) -> int:
    until = offer_expires(at, slot.starts_at)
    with locks.patient():
        locks.take_passing_turn(slot.office_id)
        seats = locks.freed_seats(slot.pk, lane=lane)
        parties = _line(slot, lane, len(seats))
        passing = line.pass_on(
            [_freed(seat, at) for seat in seats],
            [InLine(party.pk, party.persons) for party in parties.values()],
            slot_starts_at=slot.starts_at,
            now=at,
            gathering_elsewhere=frozenset(gathering),
        )
        for party, offered in passing.offers.items():
            assert until is not None, "slots that begin too soon are not looked at"
            _offer(parties[party], offered, slot, until, at)
        for kept, kept_until in passing.kept.items():
            keep = Seat.objects.filter(pk=kept, opens_at__lte=kept_until)
            keep.update(opens_at=kept_until + freed.some_time())
    if passing.gathers:
        gathering.add(passing.gathers)
    return len(passing.offers)


def _line(slot: RecordingSlot, lane: str, free: int) -> dict[uuid.UUID, Party]:
    """Lock those of the line whom so many seats could serve, and the first larger party that could gather them."""
    fitting = waiting.line_for(slot, lane)
    served = locks.lock_in_line(fitting.filter(persons__lte=free), most=LOOKS_AT)
    larger = locks.lock_in_line(fitting.filter(persons__gt=free, persons__lte=2 * free), most=1)
    return {party.pk: party for party in sorted([*served, *larger], key=_place)}


def _place(party: Party) -> tuple[datetime.datetime, uuid.UUID]:
    assert party.joined_at is not None
    return party.joined_at, party.pk


def _freed(seat: Seat, at: datetime.datetime) -> FreedSeat:
    assert seat.freed_at is not None
    return FreedSeat(seat.pk, seat.freed_at, is_shut=seat.opens_at > at)


def _offer(
    party: Party, seats: Sequence[int], slot: RecordingSlot, until: datetime.datetime, at: datetime.datetime
) -> None:
    Seat.objects.filter(pk__in=seats).update(offered_to=party, offered_until=until)
    Party.unscoped.filter(pk=party.pk, state=PartyState.WAITING).update(state=PartyState.OFFERED)
    book.note(kind=QueueEventKind.OFFERED, party=party.pk, at=at, slot=slot.pk)
    telling_the_line.offered(party=party, slot=slot, until=until, at=at)


def _end_offer(party: Party, missed_before: int, at: datetime.datetime) -> None:
    """Let the party, whose row is locked, wait on or leave; what the office took away counts as no offer missed."""
    seats = locks.offered_seats(party.pk)
    freed.give_back([seat.pk for seat in seats], at=at)
    slot = RecordingSlot.objects.select_related("office").get(pk=seats[0].slot_id) if seats else None
    missed = slot is not None and all(not seat.withheld for seat in seats)
    is_last = missed and missed_before + 1 >= OFFERS_MISSED_MOST
    if is_last:
        people = Booking.unscoped.filter(party=party, state=BookingState.WISHED)
        people.update(state=BookingState.EXPIRED, ended_at=at)
        Party.unscoped.filter(pk=party.pk).update(state=PartyState.EXPIRED, ended_at=at)
    else:
        Party.unscoped.filter(pk=party.pk).update(state=PartyState.WAITING)
    if slot is not None and missed:
        book.note(kind=QueueEventKind.OFFER_EXPIRED, party=party.pk, at=at, slot=slot.pk)
        telling_the_line.offer_expired(party=party, slot=slot, at=at, is_last=is_last)


def _accept(party: uuid.UUID, at: datetime.datetime) -> Party | None:
    """Book what is offered; None where the offer is over."""
    with locks.patient():
        found = locks.lock_party(party)
        if found.state == PartyState.CONFIRMED:
            return found
        if found.state != PartyState.OFFERED:
            raise OfferOver
        seats = [seat for seat in locks.offered_seats(party) if seat.offered_until and seat.offered_until > at]
        people = list(Booking.unscoped.filter(party=found, state=BookingState.WISHED).order_by("ordinal"))
        if len(seats) != len(people) or any(seat.withheld for seat in seats):
            return None
        locks.take_turn_of_a_family([person.nik_index for person in people])
        _sit(people, seats, at)
        Party.unscoped.filter(pk=party).update(
            state=PartyState.CONFIRMED, slot=seats[0].slot_id, confirmed_at=at, ended_at=None
        )
        ids = [person.pk for person in people]
        book.note(kind=QueueEventKind.CONFIRMED, party=party, at=at, bookings=ids, slot=seats[0].slot_id)
        return telling.confirmed(party=party, at=at)


def _sit(people: Sequence[Booking], seats: Sequence[Seat], at: datetime.datetime) -> None:
    for person, seat in zip(people, seats, strict=True):
        Booking.unscoped.filter(pk=person.pk).update(
            state=BookingState.CONFIRMED,
            slot=seat.slot_id,
            seat=seat,
            confirmed_at=at,
            code=booking_code.make(os.urandom(booking_code.BYTES)),
        )
        Seat.objects.filter(pk=seat.pk).update(taken_by=person.pk, offered_to=None, offered_until=None)


def _refuse(party: uuid.UUID, at: datetime.datetime) -> Party:
    lapse(at=at, party=party)
    raise OfferOver

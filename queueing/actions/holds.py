"""Holding places while a form is filled: claimed in one statement, given back when ten minutes are over."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from typing import Any, Final

from django.db import IntegrityError, transaction

from queueing import locks
from queueing.actions import book, freed
from queueing.choices import BookingState, Lane, PartyState, QueueEventKind
from queueing.models import Booking, Office, Party, RecordingSlot, Seat
from queueing.rules.limits import HOLD_MINUTES

HOLD: Final = datetime.timedelta(minutes=HOLD_MINUTES)
#: Forms in these states may hold other places.
CHANGEABLE: Final = (PartyState.HELD, PartyState.ASKING, PartyState.EXPIRED)
#: How many lapsed holds one sweep gives back in one transaction.
SWEEP: Final = 200

_HOLD: Final = f"""
{locks.BE_PATIENT}
WITH claimed AS ({locks.CLAIM}),
party AS (
    INSERT INTO queueing_party (id, office_id, slot_id, area, state, lane, persons, wish_digest, held_until, channel,
        contact_sealed, language, changes, created_at)
    SELECT %(key)s, %(office)s, %(slot)s, %(area)s, 'held', %(lane)s, %(persons)s, %(digest)s, %(until)s, '', '',
        %(language)s, 0, %(at)s
    WHERE (SELECT count(*) FROM claimed) = %(persons)s
    RETURNING *
),
booked AS (
    INSERT INTO queueing_booking (party_id, slot_id, seat_id, area, ordinal, state, name, nik_sealed, agrees, verdict,
        priority)
    SELECT party.id, %(slot)s, claimed.id, %(area)s, row_number() OVER (ORDER BY claimed.id), 'held', '', '', false,
        '', ''
    FROM party, claimed
    RETURNING id, seat_id
),
noted AS (
    INSERT INTO queueing_queueevent (party_id, kind, at, slot_id, detail)
    SELECT id, 'held', %(at)s, %(slot)s, '' FROM party
)
UPDATE queueing_seat AS seat SET taken_by_id = booked.id FROM booked, party WHERE seat.id = booked.seat_id
RETURNING party.*
"""  # noqa: S608 - put together from constants of our own


class SlotFull(Exception):
    """The slot has not as many free places as there are people."""

    def __init__(self) -> None:
        super().__init__("Tempat pada sesi ini baru saja habis.")


class SlotPast(Exception):
    """The slot has begun."""

    def __init__(self) -> None:
        super().__init__("Sesi ini sudah lewat. Pilih sesi lain.")


class OfficeClosed(Exception):
    """The office does not serve any more."""

    def __init__(self) -> None:
        super().__init__("Kantor ini sedang tidak melayani. Pilih kantor lain.")


class KeyReused(Exception):
    """The form's key came a second time with another wish: two pages were mixed up, or somebody tampers."""

    def __init__(self) -> None:
        super().__init__("Formulir ini sudah dipakai untuk pilihan lain. Mulai lagi dari memilih sesi.")


def hold(
    *,
    key: uuid.UUID,
    slot: RecordingSlot,
    persons: int,
    at: datetime.datetime,
    lane: str = Lane.GENERAL,
    language: str = "id",
) -> Party:
    """Hold places for so many people of one form; the same key and wish give the same party again.

    Prevents overselling (`tests/races/test_claiming_seats.py`): seats are claimed with SKIP LOCKED in the statement
    that writes party and bookings. A double submit finds its own party by its key.

    Args:
        key: made by the page of slots, unique to one form.
        slot: with its office.
        persons: one to six.
        at: the moment.
        lane: general or priority.
        language: in which the party is written to.

    Raises:
        SlotFull: see the class; so do the others.
        SlotPast: ...
        OfficeClosed: ...
        KeyReused: ...
        locks.Crowded: locks were not to be had in time.
    """
    digest = _digest(slot.pk, lane, persons)
    if not _is_open(slot, at=at):
        return _held_before(key, digest) or _refuse(slot)
    wish = {
        "key": key,
        "office": slot.office_id,
        "slot": slot.pk,
        "area": slot.office.region_id,
        "lane": lane,
        "persons": persons,
        "digest": digest,
        "until": at + HOLD,
        "language": language,
        "at": at,
    }
    try:
        taken = locks.try_for_room(lambda: _claim(wish), lambda: _has_room(slot.pk, lane, persons, at))
    except IntegrityError:
        if party := _held_before(key, digest):
            return party
        raise
    if not taken:
        if party := _held_before(key, digest):
            return party
        raise SlotFull
    return taken[0]


def claim_seats(slot: RecordingSlot, *, lane: str, persons: int, at: datetime.datetime) -> list[int]:
    """Claim as many seats for the open transaction, whose party has called `make_room` before it began.

    Raises:
        SlotFull: see the class.
    """
    asked: Any = {"lane": lane, "persons": persons, "at": at}
    seats = locks.try_for_room(lambda: locks.claim(slot.pk, **asked), lambda: locks.has_room(slot.pk, **asked))
    if not seats:
        raise SlotFull
    return seats


def make_room(slot: RecordingSlot, *, at: datetime.datetime) -> None:
    """Give the slot's lapsed holds back, in a transaction of its own: nobody holds one party and waits for another."""
    if locks.has_lapsed(slot.pk, at=at):
        expire_lapsed(at=at, slot=slot.pk)


def expire_lapsed(*, at: datetime.datetime, slot: int | None = None) -> int:
    """Give back the seats of holds that have run out, everywhere or in one slot; return how many parties.

    A hold that is being confirmed at this moment is skipped: whoever has the party's row decides
    (`tests/races/test_holds.py`).
    """
    with locks.patient():
        lapsed = locks.lapsed_parties(at=at, most=SWEEP, slot=slot)
        if not lapsed:
            return 0
        parties = [party.pk for party in lapsed]
        seats = list(Seat.objects.filter(taken_by__party__in=parties).values_list("pk", flat=True))
        freed.let_go(seats, at=at)
        held = Booking.unscoped.filter(party__in=parties, state=BookingState.HELD)
        held.update(state=BookingState.EXPIRED, ended_at=at)
        Party.unscoped.filter(pk__in=parties).update(state=PartyState.EXPIRED, held_until=None, ended_at=at)
        for party in lapsed:
            book.note(kind=QueueEventKind.EXPIRED, party=party.pk, at=at, slot=party.slot_id)
    return len(lapsed)


def renew(*, party: uuid.UUID, slot: RecordingSlot, at: datetime.datetime, lane: str | None = None) -> Party:
    """Hold places anew for a form whose hold has run out, or that changes its slot or lane; what was filled in stays.

    The new seats are claimed before the old ones are given up. A form that holds there already, or that is over, is
    left as it is.

    Raises:
        SlotFull: see the class; so does SlotPast.
        OfficeClosed: ...
        locks.Crowded: ...
    """
    if not _is_open(slot, at=at):
        _refuse(slot)
    make_room(slot, at=at)
    with locks.patient():
        found = locks.lock_party(party)
        lane = lane or found.lane
        if found.state not in CHANGEABLE or (found.state == PartyState.HELD and _holds(found, slot, lane)):
            return found
        people = list(Booking.unscoped.filter(party=found, state=found.state).order_by("ordinal"))
        old = [seat.pk for seat in locks.lock_seats(freed.seats_of([person.pk for person in people]))]
        seats = claim_seats(slot, lane=lane, persons=len(people), at=at)
        freed.let_go(old, at=at)
        changes = {"state": BookingState.HELD, "slot": slot, "area": slot.office.region_id, "ended_at": None}
        for person, seat in zip(people, seats, strict=True):
            Booking.unscoped.filter(pk=person.pk).update(seat_id=seat, **changes)
            Seat.objects.filter(pk=seat).update(taken_by=person.pk)
        found.state, found.slot, found.office, found.area = PartyState.HELD, slot, slot.office, slot.office.region_id
        found.lane, found.held_until, found.ended_at = lane, at + HOLD, None
        found.wish_digest = _digest(slot.pk, lane, found.persons)
        found.save()
        book.note(kind=QueueEventKind.HELD, party=party, at=at, slot=slot.pk)
    return found


def _has_room(slot: int, lane: str, persons: int, at: datetime.datetime) -> bool:
    """Return whether another try may do: those of lapsed holds are being given back, or seats look free.

    In this order: asked the other way, seats that are given back between the two questions would be in neither answer.
    """
    if locks.has_lapsed(slot, at=at):
        expire_lapsed(at=at, slot=slot)
        return True
    return locks.has_room(slot, lane=lane, persons=persons, at=at)


def _holds(party: Party, slot: RecordingSlot, lane: str) -> bool:
    return party.slot_id == slot.pk and party.lane == lane


def _claim(wish: dict[str, Any]) -> list[Party]:
    """Return the party, once for each of its seats; nothing where they were not to be had."""
    # The statement says itself how long it waits: it is the one that a crowd sends.
    with locks.telling_crowds(), transaction.atomic():
        return list(Party.unscoped.raw(_HOLD, wish))


def _digest(slot: int, lane: str, persons: int) -> bytes:
    return hashlib.sha256(f"{slot}|{lane}|{persons}".encode()).digest()


def _held_before(key: uuid.UUID, digest: bytes) -> Party | None:
    party = Party.unscoped.filter(pk=key).first()
    if party is not None and bytes(party.wish_digest) != digest:
        raise KeyReused
    return party


def _is_open(slot: RecordingSlot, *, at: datetime.datetime) -> bool:
    office: Office = slot.office
    return office.is_open and slot.starts_at > at


def _refuse(slot: RecordingSlot) -> Party:
    raise SlotPast if slot.office.is_open else OfficeClosed

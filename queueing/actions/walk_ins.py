"""Somebody who comes without a booking: a seat and a number for a recording, a number alone for the other services."""

from __future__ import annotations

import datetime
import hashlib
import os
import uuid
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db import IntegrityError

from queueing import hall_locks, locks
from queueing.actions import book, bookings, tickets
from queueing.actions.bookings import AlreadyBooked
from queueing.actions.holds import KeyReused, OfficeClosed
from queueing.actions.tickets import ONE_PLACE, AlreadyInLine
from queueing.choices import BookingState, Lane, PartyState, QueueEventKind, Service
from queueing.models import Booking, Office, Party, QueueEvent, Seat, Ticket
from queueing.queries import front_desk
from queueing.rules import booking_code
from registry import sealing
from registry.models.officer import Officer


class NoPlaceLeft(Exception):
    """Today's places for those who come without a booking are used up."""

    def __init__(self) -> None:
        super().__init__("Tempat perekaman untuk yang datang langsung hari ini sudah habis.")


class NikNeeded(Exception):
    """Nobody is recorded without a NIK."""

    def __init__(self) -> None:
        super().__init__("Untuk perekaman diperlukan NIK. Tanpa NIK, pilih perbaikan data.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who comes, as the officer found or typed her; the number is kept out of `repr`, which ends up in logs."""

    name: str
    nik: str = field(repr=False)
    priority: str = ""

    @property
    def nik_index(self) -> uuid.UUID | None:
        """The keyed index of her NIK; None where she has none."""
        return sealing.sealer().index(sealing.NIK, self.nik) if self.nik else None


def take(
    *,
    key: uuid.UUID,
    office: Office,
    service: Service,
    visitor: Visitor,
    by: Officer,
    at: datetime.datetime,
    instead_of: int | None = None,
) -> Ticket:
    """Give somebody without a booking a number; for a recording with a seat, as a party that stood before the officer.

    The last seat goes to one of those who are taken at once, and the others are told so: it is claimed as every other
    (`tests/races/test_check_in.py`). The same key gives the same number again.

    Args:
        key: made by the page, unique to one form.
        office: the one of this desk.
        service: what she comes for.
        visitor: who she is.
        by: the officer.
        at: the moment.
        instead_of: her booking of another time or office, which she gives up for this number.

    Raises:
        NoPlaceLeft: see the class; so does NikNeeded.
        AlreadyInLine: she has a number that waits.
        AlreadyBooked: she is booked elsewhere, and that was not given up.
        KeyReused: ...
        OfficeClosed: ...
        locks.Crowded: ...
    """
    if not office.is_open:
        raise OfficeClosed
    if service == Service.RECORDING and not visitor.nik:
        raise NikNeeded
    try:
        with locks.patient():
            locks.take_turn(key)
            given = _given_before(key, service, visitor)
            return given or _take(key, office, service, visitor, by, at, instead_of)
    except IntegrityError as error:
        if ONE_PLACE in str(error):
            raise AlreadyInLine from error
        bookings.raise_unless_clash(error)
        raise AlreadyBooked from error


def _take(
    key: uuid.UUID,
    office: Office,
    service: Service,
    visitor: Visitor,
    by: Officer,
    at: datetime.datetime,
    instead_of: int | None,
) -> Ticket:
    day = at.astimezone(ZoneInfo(office.time_zone)).date()
    if instead_of is not None:
        _give_up(instead_of, visitor, by, at)
    seated = _seat(key, office, day, visitor, by, at) if service == Service.RECORDING else None
    ticket = tickets.draw(
        office,
        day=day,
        service=service,
        lane=Lane.PRIORITY if visitor.priority else Lane.WALK_IN,
        name=visitor.name,
        nik_index=visitor.nik_index,
        at=at,
        booking=seated,
    )
    book.note(
        kind=QueueEventKind.WALKED_IN,
        party=seated.party_id if seated else None,
        bookings=[seated.pk] if seated else [],
        ticket=ticket.pk,
        slot=seated.slot_id if seated else None,
        at=at,
        by=by,
        detail=str(key),
    )
    return ticket


def _seat(
    key: uuid.UUID, office: Office, day: datetime.date, visitor: Visitor, by: Officer, at: datetime.datetime
) -> Booking:
    """Claim a seat and sit her on it, as a party of one that has come."""
    claimed = locks.try_for_room(
        lambda: hall_locks.claim_at_the_desk(office=office.pk, day=day, at=at),
        lambda: front_desk.walk_in_left(office.pk, day=day, at=at) > 0,
    )
    if claimed is None:
        raise NoPlaceLeft
    seat, slot = claimed
    return sit(
        key=key, office=office, slot=slot, seat=seat, lane=Lane.WALK_IN, state=BookingState.CHECKED_IN,
        visitor=visitor, by=by, at=at,
    )  # fmt: skip


def sit(
    *,
    key: uuid.UUID,
    office: Office,
    slot: int,
    seat: int,
    lane: Lane,
    state: BookingState,
    visitor: Visitor,
    by: Officer,
    at: datetime.datetime,
) -> Booking:
    """Sit somebody who stands before the officer on a seat that is claimed, as a confirmed party of one."""
    party = Party.unscoped.create(
        id=key, office=office, slot_id=slot, area=office.region_id, state=PartyState.CONFIRMED, lane=lane, persons=1,
        wish_digest=digest_of(visitor, slot=slot), created_at=at, confirmed_at=at, received_by=by,
    )  # fmt: skip
    index = visitor.nik_index
    if index is None:
        raise NikNeeded
    booking = Booking.unscoped.create(
        party=party, slot_id=slot, seat_id=seat, area=party.area, ordinal=1, state=state,
        code=booking_code.make(os.urandom(booking_code.BYTES)), name=visitor.name, nik_index=index,
        nik_sealed=sealing.sealer().seal(sealing.NIK, visitor.nik, index), priority=visitor.priority, confirmed_at=at,
    )  # fmt: skip
    Seat.objects.filter(pk=seat).update(taken_by=booking)
    book.note(kind=QueueEventKind.CONFIRMED, party=key, bookings=[booking.pk], slot=slot, at=at, by=by)
    return booking


def digest_of(visitor: Visitor, *, slot: int) -> bytes:
    """Return what distinguishes one wish under a form's key from another."""
    return hashlib.sha256(f"{slot}|{visitor.nik_index}".encode()).digest()


def _give_up(booking: int, visitor: Visitor, by: Officer, at: datetime.datetime) -> None:
    """Cancel the booking that she has elsewhere; one of somebody else, or that is over, is left alone."""
    hers = Booking.objects.filter(pk=booking, nik_index=visitor.nik_index, state=BookingState.CONFIRMED)
    if found := hers.first():
        bookings.cancel(party=found.party_id, bookings=[booking], at=at, by=by)


def _given_before(key: uuid.UUID, service: Service, visitor: Visitor) -> Ticket | None:
    """Return the number that was given on this form's key.

    Raises:
        KeyReused: it was given to somebody else, or for another service.
    """
    event = QueueEvent.objects.filter(kind=QueueEventKind.WALKED_IN, detail=str(key)).select_related("ticket").first()
    ticket = event.ticket if event else None
    if ticket is not None and (ticket.letter, ticket.name, ticket.nik_index) != (
        service.value,
        visitor.name,
        visitor.nik_index,
    ):
        raise KeyReused
    return ticket

"""Booking another day for somebody who stands at the desk and has no telephone: she has paper instead of messages."""

from __future__ import annotations

import datetime
import uuid

from django.db import IntegrityError

from queueing import locks
from queueing.actions import bookings, holds
from queueing.actions.bookings import AlreadyBooked
from queueing.actions.holds import KeyReused, OfficeClosed, SlotPast
from queueing.actions.walk_ins import NikNeeded, Visitor, digest_of, sit
from queueing.choices import BookingState, Lane
from queueing.models import Party, RecordingSlot
from registry.models.officer import Officer


def make(*, key: uuid.UUID, slot: RecordingSlot, visitor: Visitor, by: Officer, at: datetime.datetime) -> Party:
    """Book a general seat of the slot, which comes with its office; the same key and wish give the same party again.

    The seat is claimed as those are that people book from home (`tests/races/test_claiming_seats.py`).

    Raises:
        holds.SlotFull: no general seat is left; so do the others.
        SlotPast: ...
        OfficeClosed: ...
        NikNeeded: ...
        AlreadyBooked: she has a booking that holds.
        KeyReused: ...
        locks.Crowded: ...
    """
    if not slot.office.is_open:
        raise OfficeClosed
    if slot.starts_at <= at:
        raise SlotPast
    if not visitor.nik:
        raise NikNeeded
    holds.make_room(slot, at=at)
    try:
        with locks.patient():
            locks.take_turn(key)
            return _made_before(key, slot, visitor) or _make(key, slot, visitor, by, at)
    except IntegrityError as error:
        bookings.raise_unless_clash(error)
        raise AlreadyBooked from error


def _make(key: uuid.UUID, slot: RecordingSlot, visitor: Visitor, by: Officer, at: datetime.datetime) -> Party:
    (seat,) = holds.claim_seats(slot, lane=Lane.GENERAL, persons=1, at=at)
    made = sit(
        key=key, office=slot.office, slot=slot.pk, seat=seat, lane=Lane.GENERAL, state=BookingState.CONFIRMED,
        visitor=visitor, by=by, at=at,
    )  # fmt: skip
    return made.party


def _made_before(key: uuid.UUID, slot: RecordingSlot, visitor: Visitor) -> Party | None:
    party = Party.unscoped.filter(pk=key).first()
    if party is not None and bytes(party.wish_digest) != digest_of(visitor, slot=slot.pk):
        raise KeyReused
    return party

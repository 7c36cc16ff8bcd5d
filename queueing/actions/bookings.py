"""Bookings are confirmed, cancelled and moved here; each change locks its party first."""

from __future__ import annotations

import datetime
import os
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from django.db import IntegrityError
from django.db.models import F

from queueing import locks
from queueing.actions import book, freed, holds, proposals, telling
from queueing.actions.holds import OfficeClosed, SlotPast
from queueing.choices import BookingState, PartyState, ProposalState, QueueEventKind
from queueing.models import Booking, Party, RecordingSlot, Seat
from queueing.models.booking import EXPECTED, SEATED
from queueing.queries import cuts as questions
from queueing.rules import booking_code
from queueing.rules.limits import CHANGES_MOST
from queueing.rules.notice_words import Place
from registry.models.officer import Officer

_CONFIRM: Final = f"""
WITH party AS (
    UPDATE queueing_party SET state = 'confirmed', confirmed_at = %(at)s, held_until = NULL
    WHERE id = %(party)s AND state = 'held' AND contact_proved_at IS NOT NULL
    RETURNING *
),
turn AS MATERIALIZED ({locks.TURN_OF_A_FAMILY}),
booked AS (
    UPDATE queueing_booking AS booking
    SET state = 'confirmed', confirmed_at = %(at)s, code = (%(codes)s)[booking.ordinal]
    FROM party, turn WHERE booking.party_id = party.id AND booking.state = 'held' AND turn.taken >= 0
    RETURNING booking.id, booking.party_id, booking.slot_id, booking.ordinal, booking.name, booking.code
),
noted AS (
    INSERT INTO queueing_queueevent (party_id, booking_id, kind, at, slot_id, detail)
    SELECT party_id, id, 'confirmed', %(at)s, slot_id, '' FROM booked
)
SELECT party.*, booked.name AS person, booked.code, slot.starts_at, office.name AS office_name, office.address,
    office.time_zone
FROM party
JOIN booked ON booked.party_id = party.id
JOIN queueing_recordingslot AS slot ON slot.id = party.slot_id
JOIN queueing_office AS office ON office.id = slot.office_id
ORDER BY booked.ordinal
"""  # noqa: S608 - put together from constants of our own


class AlreadyBooked(Exception):
    """Somebody of the party has a live booking elsewhere."""

    def __init__(self) -> None:
        super().__init__("Salah satu NIK sudah punya pesanan yang berlaku.")


class HoldExpired(Exception):
    """The places of the form were given back; the form itself is kept."""

    def __init__(self) -> None:
        super().__init__("Waktu pengisian sudah habis dan tempat dilepas. Isian Anda masih ada: pilih sesi lagi.")


class NotReady(Exception):
    """The contact is not proven, or the people are not named, yet."""

    def __init__(self) -> None:
        super().__init__("Isian belum lengkap. Kembali ke langkah yang belum diisi.")


class NotExpected(Exception):
    """The booking is over: cancelled, served, or its day has passed."""

    def __init__(self) -> None:
        super().__init__("Pesanan ini sudah tidak berlaku.")


class ChangedTooOften(Exception):
    """A party changes its place at most twice."""

    def __init__(self) -> None:
        super().__init__("Sesi sudah diubah dua kali. Batalkan pesanan ini untuk memesan yang lain.")


class AlreadyBegun(Exception):
    """The slot has begun: whoever does not come now was absent, and is not moved or cancelled by herself any more."""

    def __init__(self) -> None:
        super().__init__("Sesi Anda sudah mulai, jadi tidak dapat diubah atau dibatalkan di sini. Temui petugas.")


class SomebodyCame(AlreadyBegun):
    """Somebody of the party has come, or counts as absent: the party stays in its slot."""

    def __init__(self) -> None:
        Exception.__init__(self, "Sebagian rombongan sudah datang, jadi sesinya tidak dapat diubah. Temui petugas.")


def confirm(*, party: uuid.UUID, at: datetime.datetime) -> Party:
    """Turn a held party into bookings with codes and tell it so; a repeat finds them made and tells nothing.

    One statement, which waits for a sweep that is giving the hold back and then finds it expired
    (`tests/races/test_holds.py`). A hold whose ten minutes are over but whose places nobody took is confirmed. The
    notices stand in the same transaction: whoever confirms twice at once has one of each.

    Raises:
        AlreadyBooked: see the class; so do the others.
        HoldExpired: ...
        NotReady: ...
        locks.Crowded: ...
    """
    try:
        with locks.patient():
            return book_at_once(party=party, at=at)
    except IntegrityError as error:
        raise_unless_clash(error)
    try:
        with locks.patient():
            supersede_or_refuse(party, at)
            return book_at_once(party=party, at=at)
    except IntegrityError as error:
        raise_unless_clash(error)
        raise AlreadyBooked from error


def book_at_once(*, party: uuid.UUID, at: datetime.datetime) -> Party:
    """Do what `confirm` does where nobody has a live booking yet, in the caller's patient transaction.

    Raises:
        IntegrityError: somebody has one, or is not named; the caller's transaction is to be given up (`confirm`).
        HoldExpired: see the class; so does NotReady.
    """
    codes = [booking_code.make(os.urandom(booking_code.BYTES)) for _ in range(6)]
    booked = list(Party.unscoped.raw(_CONFIRM, {"party": party, "at": at, "codes": codes}))
    if booked:
        telling.booked(party=booked[0], place=_place([vars(person) for person in booked]), at=at)
        return booked[0]
    found = Party.unscoped.select_related("slot__office").get(pk=party)
    if found.state != PartyState.CONFIRMED:
        raise HoldExpired if found.state == PartyState.EXPIRED else NotReady
    return found


def _place(people: Sequence[Mapping[str, Any]]) -> Place:
    """Return the place that `_CONFIRM` tells of, a row for each person."""
    first = people[0]
    return Place(
        office=first["office_name"],
        address=first["address"],
        starts_at=first["starts_at"],
        zone=first["time_zone"],
        code=", ".join(person["code"] for person in people),
        people=tuple(person["person"] for person in people),
    )


def cancel(
    *, party: uuid.UUID, at: datetime.datetime, bookings: Collection[int] | None = None, by: Officer | None = None
) -> list[Booking]:
    """Cancel the whole party, or these people of it; their seats are free at once. A repeat does nothing.

    Returns:
        Those that were cancelled, as they stood before.

    Raises:
        AlreadyBegun: only where the resident cancels herself (`by` is None).
    """
    with locks.patient():
        found = locks.lock_party(party)
        leaving = leave(found, at=at, bookings=bookings)
        told = [person for person in leaving if person.state == BookingState.CONFIRMED]
        if by is None and told:
            _refuse_begun(found, at)
        if leaving:
            gone = [person.pk for person in leaving]
            book.note(kind=QueueEventKind.CANCELLED, party=party, at=at, by=by, bookings=gone, slot=found.slot_id)
        if told:
            telling.cancelled(party=party, leaving=told, at=at)
    return leaving


def move(*, party: uuid.UUID, slot: RecordingSlot, at: datetime.datetime, by: Officer | None = None) -> Party:
    """Move a confirmed party to another slot of the same office: all its people or none; the same slot does nothing.

    The old seats are locked first and the new ones claimed without waiting for others: two parties that change places
    cannot block each other (`tests/races/test_moving.py`). Whoever the office asks to come another time may choose
    any, and it is none of her two changes.

    Raises:
        NotExpected: see the class; so do the others.
        ChangedTooOften: only where the resident moves herself (`by` is None).
        AlreadyBegun: likewise.
        SomebodyCame: ...
        SlotFull: ...
        SlotPast: ...
        OfficeClosed: ...
    """
    if slot.starts_at <= at:
        raise SlotPast
    if not slot.office.is_open:
        raise OfficeClosed
    holds.make_room(slot, at=at)
    with locks.patient():
        found = locks.lock_party(party)
        before = found.slot
        seated = list(Booking.unscoped.filter(party=found, state__in=SEATED).order_by("ordinal"))
        people = [person for person in seated if person.state == BookingState.CONFIRMED]
        if found.state != PartyState.CONFIRMED or before is None or not people:
            raise NotExpected
        if before == slot:
            return found
        is_asked = questions.live_proposal(party) is not None
        if by is None:
            _refuse_begun(found, at)
            _refuse_a_third_change(found, is_asked=is_asked)
        if len(people) < len(seated):
            raise SomebodyCame
        ids = [person.pk for person in people]
        locks.lock_seats(freed.seats_of(ids))
        seats = holds.claim_seats(slot, lane=found.lane, persons=len(people), at=at)
        sit(people, seats, slot, at=at)
        proposals.settle(party=party, state=ProposalState.CHOSEN, at=at)
        changed = {"changes": F("changes") + 1} if by is None and not is_asked else {}
        Party.unscoped.filter(pk=party).update(slot=slot, **changed)
        book.note(kind=QueueEventKind.MOVED, party=party, at=at, by=by, bookings=ids, slot=slot.pk)
        return telling.changed(party=party, before=before, at=at)


def sit(people: list[Booking], seats: list[int], slot: RecordingSlot, *, at: datetime.datetime) -> None:
    """Let these people change to these seats, which are claimed; their old ones are given back."""
    freed.give_back(freed.seats_of([person.pk for person in people]), at=at)
    for person, seat in zip(people, seats, strict=True):
        Booking.unscoped.filter(pk=person.pk).update(slot=slot, seat_id=seat)
        Seat.objects.filter(pk=seat).update(taken_by=person.pk, offered_to=None, offered_until=None)


def leave(party: Party, *, at: datetime.datetime, bookings: Collection[int] | None) -> list[Booking]:
    """Take these people out of the party, whose row is locked, and give their seats back."""
    people = Booking.unscoped.filter(party=party, state__in=[BookingState.HELD, BookingState.CONFIRMED])
    leaving = list((people if bookings is None else people.filter(pk__in=bookings)).order_by("ordinal"))
    gone = [person.pk for person in leaving]
    seats = freed.seats_of(gone)
    Booking.unscoped.filter(pk__in=gone).update(state=BookingState.CANCELLED, ended_at=at)
    freed.give_back(seats, at=at)
    if not Booking.unscoped.filter(party=party).exclude(state=BookingState.CANCELLED).exists():
        Party.unscoped.filter(pk=party.pk).update(state=PartyState.CANCELLED, ended_at=at, held_until=None)
        proposals.settle(party=party.pk, state=ProposalState.CANCELLED, at=at)
    return leaving


def _refuse_a_third_change(party: Party, *, is_asked: bool) -> None:
    if not is_asked and party.changes >= CHANGES_MOST:
        raise ChangedTooOften


def _refuse_begun(party: Party, at: datetime.datetime) -> None:
    if party.slot is not None and party.slot.starts_at <= at:
        raise AlreadyBegun


def raise_unless_clash(error: IntegrityError) -> None:
    """Raise what was not the refusal of a second live booking of one person."""
    if "a_confirmed_booking_names_its_person" in str(error):
        raise NotReady from error
    if "one_live_booking_per_resident" not in str(error):
        raise error


def supersede_or_refuse(party: uuid.UUID, at: datetime.datetime) -> None:
    """Cancel what strangers have booked on the NIK of people whose numbers agree with the registry, or refuse.

    Raises:
        AlreadyBooked: a live booking of theirs agrees as well, or theirs does not.
    """
    locks.lock_party(party)
    numbers = dict(Booking.unscoped.filter(party=party).values_list("nik_index", "agrees"))
    others = Booking.unscoped.filter(nik_index__in=numbers, state__in=EXPECTED).exclude(party=party)
    clashing = list(others.order_by("party_id"))
    if any(not numbers[other.nik_index] or other.agrees for other in clashing if other.nik_index):
        raise AlreadyBooked
    for other in clashing:
        theirs = locks.lock_party(other.party_id)
        if leaving := leave(theirs, at=at, bookings=[other.pk]):
            book.note(kind=QueueEventKind.SUPERSEDED, party=theirs.pk, at=at, bookings=[other.pk])
            telling.superseded(party=theirs.pk, leaving=leaving, at=at)

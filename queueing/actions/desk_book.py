"""Bookings opened at the desk: who was shown is written down first; what is done for somebody names the officer."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction

from queueing import locks
from queueing.actions import book, bookings, proposal_answers, telling
from queueing.choices import BookingState, QueueEventKind
from queueing.models import Booking, MoveProposal, Office
from queueing.queries import desk
from registry.actions import access
from registry.models.access import AccessAction
from registry.models.officer import Officer


class NoContact(Exception):
    """The party left no contact: somebody booked for her at the desk, and she has paper."""

    def __init__(self) -> None:
        super().__init__("Pesanan ini tidak punya nomor atau surel. Cetak tiketnya.")


class NothingBooked(Exception):
    """Nobody of the party is expected any more."""

    def __init__(self) -> None:
        super().__init__("Pesanan ini sudah tidak berlaku.")


@transaction.atomic
def open_day(*, office: Office, day: datetime.date, by: Officer, at: datetime.datetime) -> Sequence[Booking]:
    """Return the bookings of an office's day in the officer's area, in the order of their sessions."""
    found = list(desk.bookings_of(office.pk, day))
    _seen(
        AccessAction.LIST, f"pesanan kantor {office.pk} tanggal {day:%Y-%m-%d}", "Melihat pesanan", len(found), by, at
    )
    return found


@transaction.atomic
def open_booking(*, booking: int, by: Officer, at: datetime.datetime) -> Booking:
    """Return one booking of the officer's area.

    Raises:
        Booking.DoesNotExist: there is none.
    """
    found = desk.booking_of(booking)
    _seen(AccessAction.VIEW, f"pesanan {booking}", "Membuka pesanan", 1, by, at)
    return found


@transaction.atomic
def open_follow_up(*, cut: int, by: Officer, at: datetime.datetime) -> Sequence[MoveProposal]:
    """Return whom a cut asked, in the officer's area; those who are to be phoned come first."""
    found = list(desk.proposals_of(cut))
    _seen(AccessAction.LIST, f"usul pindah pengurangan {cut}", "Menindaklanjuti usul", len(found), by, at)
    return found


def preview_seen(*, office: int, day: datetime.date, people: int, by: Officer, at: datetime.datetime) -> None:
    """Write down that the people who would exceed were shown."""
    subject = f"pratinjau pengurangan kantor {office} tanggal {day:%Y-%m-%d}"
    _seen(AccessAction.LIST, subject, "Memeriksa pengurangan kapasitas", people, by, at)


@transaction.atomic
def send_link_again(*, booking: int, by: Officer, at: datetime.datetime) -> None:
    """Send the ticket's link once more to the contact that was proven, at most once a day.

    Raises:
        NoContact: see the class; so does the other.
        NothingBooked: ...
    """
    found = desk.booking_of(booking)
    if not found.party.channel:
        raise NoContact
    if found.state not in (BookingState.CONFIRMED, BookingState.CHECKED_IN):
        raise NothingBooked
    telling.again(party=found.party_id, at=at)
    _changed(found, "Mengirim tautan lagi", by, at)


def cancel(*, booking: int, reason: str, by: Officer, at: datetime.datetime) -> None:
    """Give up one person's place on her word at the desk or on the phone.

    Raises:
        NothingBooked: see the class.
    """
    found = desk.booking_of(booking)
    with locks.patient():
        _give_up(found, by, at)
        _changed(found, reason, by, at)


def release(*, booking: int, reason: str, by: Officer, at: datetime.datetime) -> None:
    """Take a stranger's booking off the NIK of somebody who has shown at the desk that it is hers.

    The NIK is free for her at once; whoever booked is told that the place was cancelled.

    Raises:
        NothingBooked: see the class.
    """
    found = desk.booking_of(booking)
    with locks.patient():
        _give_up(found, by, at)
        book.note(
            kind=QueueEventKind.SUPERSEDED, party=found.party_id, bookings=[booking], at=at, by=by, detail=reason[:200]
        )
        _changed(found, reason, by, at)


def move(*, booking: int, slot: int, by: Officer, at: datetime.datetime) -> None:
    """Move the whole party of a booking to another time of its office on its word; none of its two changes.

    Raises:
        bookings.NotExpected, holds.SlotFull, holds.SlotPast, holds.OfficeClosed: see there.
    """
    found = desk.booking_of(booking)
    with locks.patient():
        bookings.move(party=found.party_id, slot=desk.slot_of(slot, office=found.party.office_id), at=at, by=by)
        _changed(found, "Memindahkan pesanan", by, at)


def accept_proposal(*, booking: int, by: Officer, at: datetime.datetime) -> None:
    """Sit the party of a booking on the seats that are kept for it, on its word on the phone.

    Raises:
        proposal_answers.ProposalOver, bookings.NotExpected: see there.
    """
    found = desk.booking_of(booking)
    with locks.patient():
        proposal_answers.accept(party=found.party_id, at=at, by=by)
        _changed(found, "Menyetujui usul pindah atas permintaan pemesan", by, at)


def _give_up(found: Booking, by: Officer, at: datetime.datetime) -> None:
    if not bookings.cancel(party=found.party_id, bookings=[found.pk], at=at, by=by):
        raise NothingBooked


def _changed(found: Booking, purpose: str, by: Officer, at: datetime.datetime) -> None:
    _seen(AccessAction.CHANGE, f"pesanan {found.pk}", purpose[:200], 1, by, at)


def _seen(action: AccessAction, subject: str, purpose: str, people: int, by: Officer, at: datetime.datetime) -> None:
    access.record(action=action, subject=subject, purpose=purpose, by=by, at=at, row_count=people)

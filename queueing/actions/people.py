"""People and their contact are written into the form of a party here."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from queueing import locks
from queueing.actions import book, freed, one_time_codes
from queueing.choices import BookingState, PartyState, QueueEventKind
from queueing.models import Booking, OneTimeCode, Party
from registry import sealing

#: A form in these states may be filled in; what was typed after a hold ran out is kept for the next one.
OPEN = (PartyState.HELD, PartyState.ASKING, PartyState.EXPIRED)
#: Out of these somebody may be left out.
_GOING_ON = (PartyState.HELD, PartyState.ASKING)
_FILLING = (BookingState.HELD, BookingState.ASKING, BookingState.EXPIRED)


class FormOver(Exception):
    """The form was sent already, or given up."""

    def __init__(self) -> None:
        super().__init__("Formulir ini sudah selesai dan tidak dapat diubah lagi.")


class SamePersonTwice(Exception):
    """Two people of the form have one NIK."""

    def __init__(self) -> None:
        super().__init__("Satu NIK hanya dapat dipesankan satu tempat. Periksa NIK setiap orang.")


class OtherPeople(Exception):
    """The form has places for another number of people than were named: one was left out in another window."""

    def __init__(self) -> None:
        super().__init__("Jumlah orang pada formulir ini berubah. Periksa lagi, lalu lanjutkan.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person as typed; a blank NIK stays as it was. The number is kept out of `repr`, which ends up in logs."""

    name: str
    nik: str = field(repr=False)
    priority: str = ""


def name_people(
    *, party: uuid.UUID, people: Sequence[Person], kk_number: str, contact: str, channel: str, at: datetime.datetime
) -> Party:
    """Write people, KK number and contact into the form, and send the contact its first code; a repeat changes nothing.

    Blank numbers and a blank contact stay as they were. Whoever is given another number has yet to be told anything
    (`entitlements.tell`); another contact has yet to be proven.

    Raises:
        FormOver: see the class.
        OtherPeople: ...
        SamePersonTwice: ...
        locks.Crowded: ...
    """
    with locks.patient():
        found = locks.lock_party(party)
        if found.state not in OPEN:
            raise FormOver
        seated = people_of(party)
        if len(seated) != len(people):
            raise OtherPeople
        _write_people(seated, people, kk_number)
        if contact:
            _write_contact(found, contact, channel, at)
        one_time_codes.send_first(party=found, at=at)
    return found


def people_of(party: uuid.UUID) -> list[Booking]:
    """Return those of a form who have not been left out, in their order."""
    return list(Booking.unscoped.filter(party=party, state__in=_FILLING).order_by("ordinal"))


def verdicts_in(party: uuid.UUID) -> set[str]:
    """Return what was decided about those of a form; "" stands for somebody who was not told yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT verdict FROM queueing_booking WHERE party_id = %s AND state = ANY(%s)",
            [party, [str(state) for state in _FILLING]],
        )
        return {verdict for (verdict,) in cursor.fetchall()}


def is_named(people: Sequence[Booking], party: Party) -> bool:
    """Return whether everybody and the contact are given."""
    return party.contact_index is not None and all(person.nik_index and person.kk_number_index for person in people)


def leave_out(*, party: uuid.UUID, ordinal: int, at: datetime.datetime) -> Party:
    """Leave one person out of a form: her seat is free at once, the others go on; without anybody the form is over.

    A repeat does nothing.

    Raises:
        FormOver: see the class.
        locks.Crowded: ...
    """
    with locks.patient():
        found = locks.lock_party(party)
        if found.state not in _GOING_ON:
            raise FormOver
        leaving = [person for person in people_of(party) if person.ordinal == ordinal]
        for person in leaving:
            seats = freed.seats_of([person.pk])
            Booking.unscoped.filter(pk=person.pk).update(state=BookingState.CANCELLED, ended_at=at)
            freed.let_go(seats, at=at)
            book.note(kind=QueueEventKind.CANCELLED, party=party, at=at, bookings=[person.pk], slot=found.slot_id)
        staying = len(people_of(party))
        if staying:
            found.persons = staying
        else:
            found.state, found.held_until, found.ended_at = PartyState.CANCELLED, None, at
        found.save(update_fields=["persons", "state", "held_until", "ended_at"])
    return found


def _write_people(seated: Sequence[Booking], people: Sequence[Person], kk_number: str) -> None:
    sealer = sealing.sealer()
    for booking, person in zip(seated, people, strict=True):
        booking.name, booking.priority = person.name, person.priority
        before = booking.nik_index, booking.kk_number_index
        if person.nik:
            booking.nik_index = sealer.index(sealing.NIK, person.nik)
            booking.nik_sealed = sealer.seal(sealing.NIK, person.nik, booking.nik_index)
        if kk_number:
            booking.kk_number_index = sealer.index(sealing.KK_NUMBER, kk_number)
        if before != (booking.nik_index, booking.kk_number_index):
            booking.verdict, booking.agrees = "", False
    if len({booking.nik_index for booking in seated}) < len(seated):
        raise SamePersonTwice
    Booking.unscoped.bulk_update(
        seated, ["name", "priority", "nik_index", "nik_sealed", "kk_number_index", "verdict", "agrees"]
    )


def _write_contact(party: Party, contact: str, channel: str, at: datetime.datetime) -> None:
    sealer = sealing.sealer()
    index = sealer.index(sealing.CONTACT, contact)
    if index == party.contact_index:
        return
    party.contact_index, party.contact_sealed = index, sealer.seal(sealing.CONTACT, contact, index)
    party.channel, party.contact_proved_at = channel, None
    party.save(update_fields=["contact_index", "contact_sealed", "channel", "contact_proved_at"])
    OneTimeCode.objects.filter(party=party, used_at=None).update(used_at=at)

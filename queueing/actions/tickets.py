"""Numbers of the hall are drawn at check-in, and given up, here."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from django.db import IntegrityError

from queueing import locks
from queueing.actions import book, bookings, told_waits
from queueing.choices import BookingState, Lane, QueueEventKind, Service, TicketState
from queueing.models import Booking, Office, Party, Ticket
from queueing.rules import check_in as rule
from queueing.rules.calling import waits_since
from registry.models.officer import Officer
from registry.queries import homes

#: Whoever is at a counter is that counter's; these the front desk may end or move to another lane.
IN_THE_DESKS_HANDS: Final = (TicketState.WAITING, TicketState.NOT_HERE)
#: Who may be given a number; who was counted as absent and comes after all, too.
MAY_COME: Final = (BookingState.CONFIRMED, BookingState.NO_SHOW)
ONE_PLACE: Final = "a_resident_has_one_place_in_line_a_day"


class NotCheckedIn(Exception):
    """The booking is not expected any more, so no number is given on it."""

    def __init__(self) -> None:
        super().__init__("Pesanan ini sudah tidak berlaku.")


class NotNow(Exception):
    """The rule of the check-in gives no number now; its sentence says why."""


class AlreadyInLine(Exception):
    """The resident waits already with another number: one resident, one place in line."""

    def __init__(self) -> None:
        super().__init__("Orang ini sudah punya nomor yang menunggu hari ini. Cari dengan NIK untuk melihatnya.")


class NotWaiting(Exception):
    """The number is at a counter, or over."""

    def __init__(self) -> None:
        super().__init__("Nomor ini sedang di loket atau sudah selesai.")


def receive(
    *,
    office: Office,
    coming: Collection[int],
    reasons: Mapping[int, bool],
    by: Officer,
    at: datetime.datetime,
) -> list[Ticket]:
    """Give these people of one party, who stand at the desk, their numbers; all of them or none.

    Args:
        office: the one of this desk.
        coming: their bookings.
        reasons: of those who declared a reason for priority, whether the officer has found it to be so.
        by: the officer.
        at: the moment.

    Raises:
        NotNow: see the class; so does AlreadyInLine.
        NotCheckedIn: ...
        locks.Crowded: ...
    """
    with locks.patient():
        first = Booking.objects.select_related("party").filter(pk__in=coming).first()
        if first is None:
            return []
        locks.lock_party(first.party_id)
        people = Booking.objects.filter(party=first.party_id).select_related("slot__office").order_by("ordinal")
        lanes = lanes_of(first.party, people, reasons)
        given = []
        for person in people.filter(pk__in=coming):
            _refuse_unless_now(person, office, at)
            day = at.astimezone(ZoneInfo(office.time_zone)).date()
            given.append(check_in(booking=person.pk, day=day, by=by, at=at, lane=lanes[person.pk]))
        return given


def check_in(
    *, booking: int, day: datetime.date, by: Officer, at: datetime.datetime, lane: str | None = None
) -> Ticket:
    """Give the person of a booking a number, in her party's lane or another; a repeat gives the same one.

    The sequence's row is locked until the number is written, so that there is neither gap nor twin
    (`tests/races/test_ticket_numbers.py`). Who was called and counted as absent waits anew with her number.

    Raises:
        NotCheckedIn: see the class; so does AlreadyInLine.
    """
    try:
        with locks.patient():
            found = Booking.unscoped.select_related("party__office", "slot").get(pk=booking)
            locks.lock_party(found.party_id)
            moved = Booking.unscoped.filter(pk=booking, state__in=MAY_COME).update(state=BookingState.CHECKED_IN)
            if not moved:
                return _given_before(booking)
            lane = lane or found.party.lane
            ticket = _come_back(booking, at) or _draw_for(found, day, lane=lane, at=at)
            book.note(
                kind=QueueEventKind.CHECKED_IN, party=found.party_id, bookings=[booking], ticket=ticket.pk, at=at, by=by
            )
            return ticket
    except IntegrityError as error:
        if ONE_PLACE in str(error):
            raise AlreadyInLine from error
        return _given_before(booking)


def draw(
    office: Office,
    *,
    day: datetime.date,
    service: str,
    lane: str,
    name: str,
    nik_index: uuid.UUID | None,
    at: datetime.datetime,
    booking: Booking | None = None,
    session_starts_at: datetime.datetime | None = None,
) -> Ticket:
    """Draw the next number of a service inside the open transaction, for somebody who has come at that moment."""
    ticket = Ticket.unscoped.create(
        office=office,
        area=office.region_id,
        day=day,
        letter=service,
        number=locks.draw_number(office=office.pk, day=day, letter=service),
        booking=booking,
        service=service,
        name=name,
        nik_index=nik_index,
        resident_id=_resident_of(nik_index, office),
        lane=lane,
        arrived_at=at,
        ready_at=waits_since(session_starts_at=session_starts_at, came_at=at),
    )
    told_waits.tell(ticket, at=at)
    return ticket


def give_up(*, ticket: int, by: Officer, at: datetime.datetime) -> None:
    """End the number of somebody who leaves; the number is not given again.

    Who has booked may come again on the same day with her booking. Who has not leaves her place to the next.
    Prevents ending a number that a counter is calling: a guarded update (`tests/races/test_check_in.py`).

    Raises:
        NotWaiting: see the class.
    """
    with locks.patient():
        found = Ticket.objects.select_related("booking__party").get(pk=ticket)
        if found.booking:
            locks.lock_party(found.booking.party_id)
        left = Ticket.objects.filter(pk=ticket, state__in=IN_THE_DESKS_HANDS)
        if not left.update(state=TicketState.CANCELLED, booking=None, finished_at=at):
            raise NotWaiting
        party = found.booking.party_id if found.booking else None
        book.note(kind=QueueEventKind.CANCELLED, party=party, ticket=ticket, at=at, by=by)
        if found.booking:
            _leave_booking(found.booking, by, at)


def change_lane(*, ticket: int, is_priority: bool, by: Officer, at: datetime.datetime) -> None:
    """Let a waiting number go on in the priority lane, or in the one it came for.

    Raises:
        NotWaiting: see the class.
    """
    with locks.patient():
        found = Ticket.objects.select_related("booking__party").get(pk=ticket)
        lane = Lane.PRIORITY if is_priority else _own_lane(found)
        if not Ticket.objects.filter(pk=ticket, state__in=IN_THE_DESKS_HANDS).update(lane=lane):
            raise NotWaiting
        party = found.booking.party_id if found.booking else None
        said = f"ke jalur {lane.label.lower()}"
        book.note(kind=QueueEventKind.TRANSFERRED, party=party, ticket=ticket, at=at, by=by, detail=said)


def lanes_of(party: Party, people: Collection[Booking], reasons: Mapping[int, bool]) -> dict[int, Lane]:
    """Return everybody's lane: priority with a reason that holds, and for those who come along in a priority party.

    A party of the priority lane of which no reason holds waits in the general one.
    """
    holding = {person.pk for person in people if person.priority and reasons.get(person.pk, False)}
    unchecked = {person.pk for person in people if person.priority and person.pk not in reasons}
    together = party.lane == Lane.PRIORITY and bool(holding or unchecked)
    otherwise = Lane.GENERAL if party.lane == Lane.PRIORITY else Lane(party.lane)
    return {
        person.pk: Lane.PRIORITY if person.pk in holding or (together and not person.priority) else otherwise
        for person in people
    }


def _refuse_unless_now(person: Booking, office: Office, at: datetime.datetime) -> None:
    found = standing_of(person, office, at)
    if not found.gets_number and found.arrival != rule.Arrival.HAS_NUMBER:
        raise NotNow(found.sentence)


def standing_of(person: Booking, office: Office, at: datetime.datetime) -> rule.CheckIn:
    """Return what the rule of the check-in says of a person, whose slot comes with its office, at this desk."""
    where = person.slot.office if person.slot else office
    return rule.decide(
        person.state,
        office=where.name,
        is_here=where.pk == office.pk,
        starts_at=person.slot.local_start if person.slot else None,
        ends_at=person.slot.local_end if person.slot else None,
        now=at.astimezone(ZoneInfo(where.time_zone)),
    )


def _draw_for(found: Booking, day: datetime.date, *, lane: str, at: datetime.datetime) -> Ticket:
    return draw(
        found.party.office,
        day=day,
        service=Service.RECORDING,
        lane=lane,
        name=found.name,
        nik_index=found.nik_index,
        at=at,
        booking=found,
        session_starts_at=found.slot.starts_at if found.slot else None,
    )


def _come_back(booking: int, at: datetime.datetime) -> Ticket | None:
    """Let the number of somebody who was called and absent wait anew, as of now; None where she has none."""
    waits = {"state": TicketState.WAITING, "ready_at": at, "finished_at": None, "counter": None, "returns_after": None}
    Ticket.unscoped.filter(booking=booking, state=TicketState.NO_SHOW).update(**waits)
    return Ticket.unscoped.filter(booking=booking).first()


def _given_before(booking: int) -> Ticket:
    ticket = Ticket.unscoped.filter(booking=booking).first()
    if ticket is None:
        raise NotCheckedIn
    return ticket


def _leave_booking(person: Booking, by: Officer, at: datetime.datetime) -> None:
    """Take the check-in back; the place of somebody who had not booked goes to the next who stands here."""
    came = Booking.unscoped.filter(pk=person.pk, state=BookingState.CHECKED_IN)
    came.update(state=BookingState.CONFIRMED)
    if person.party.lane == Lane.WALK_IN:
        bookings.cancel(party=person.party_id, bookings=[person.pk], at=at, by=by)


def _own_lane(ticket: Ticket) -> Lane:
    """Return the lane of somebody without a reason for priority."""
    if ticket.booking is None or ticket.booking.party.lane == Lane.WALK_IN:
        return Lane.WALK_IN
    return Lane.GENERAL


def _resident_of(nik_index: uuid.UUID | None, office: Office) -> int | None:
    """Return the id of a resident of the office's regency; people of elsewhere have none here."""
    home = homes.home_of(nik_index) if nik_index else None
    return home.resident_id if home and home.village.startswith(f"{office.region_id}.") else None

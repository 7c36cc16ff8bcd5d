"""Those who come without a booking: seats while there are some, one place in line, and everything adds up."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from queueing.actions import calls, tickets, walk_ins
from queueing.actions.bookings import AlreadyBooked
from queueing.actions.holds import KeyReused, OfficeClosed
from queueing.actions.tickets import AlreadyInLine, NotWaiting
from queueing.actions.walk_ins import NikNeeded, NoPlaceLeft, Visitor
from queueing.choices import BookingState, Lane, PartyState, QueueEventKind, Service, TicketState
from queueing.models import Booking, Office, Party, QueueEvent, RecordingSlot, Seat, Ticket
from queueing.queries import front_desk, invariants
from registry import scope
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.queueing import CounterFactory, a_booking
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.queueing.tickets.booked import a_slot, an_office

pytestmark = [pytest.mark.django_db, pytest.mark.database]
#: Ten in the morning in Jakarta.
NOW = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)
NIK = "3516080108900007"


@pytest.fixture(autouse=True)
def clock() -> object:
    make_region("35.16.08.2001")
    with time_machine.travel(NOW, tick=False) as travelled, scope.everywhere():
        yield travelled


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture
def officer() -> Officer:
    return OfficerFactory.create()


def a_session(office: Office, *, hour: int, lane: str = Lane.WALK_IN, seats: int = 1) -> RecordingSlot:
    slot = a_slot(office, days=0, hour=hour, seats=seats)
    slot.seats.update(lane=lane)
    return slot


def come(office: Office, officer: Officer, **wishes: Any) -> Ticket:
    nik = wishes.pop("nik", NIK)
    wanted = {"key": uuid.uuid4(), "service": Service.RECORDING, **wishes}
    visitor = Visitor(name=wanted.pop("name", "SITI"), nik=nik, priority=wanted.pop("priority", ""))
    return walk_ins.take(office=office, visitor=visitor, by=officer, at=timezone.now(), **wanted)


def all_adds_up() -> bool:
    """Say whether every proof holds; how long a notice waits is measured by another clock than this test's."""
    return {proof.invariant.name for proof in invariants.prove() if not proof.holds} <= {"no_notice_waits_too_long"}


def test_who_comes_for_a_recording_gets_the_nearest_seat_and_a_number(office: Office, officer: Officer) -> None:
    a_session(office, hour=13)
    near = a_session(office, hour=11)
    a_session(office, hour=8)
    resident = ResidentFactory.create(number=NIK)

    ticket = come(office, officer)

    assert (str(ticket), ticket.lane, ticket.ready_at, ticket.resident) == ("A-001", Lane.WALK_IN, NOW, resident)
    assert ticket.booking is not None
    party = ticket.booking.party
    assert (party.state, party.slot, party.received_by, party.contact) == (PartyState.CONFIRMED, near, officer, "")
    assert ticket.booking.state == BookingState.CHECKED_IN
    assert Seat.objects.get(taken_by=ticket.booking) == ticket.booking.seat
    assert ticket.booking.nik == NIK
    assert QueueEvent.objects.filter(kind=QueueEventKind.WALKED_IN, ticket=ticket, by=officer).count() == 1
    assert all_adds_up()


def test_a_session_that_is_over_gives_no_seat_and_one_that_runs_gives_what_nobody_took(
    office: Office, officer: Officer
) -> None:
    a_session(office, hour=8)
    a_session(office, hour=11, lane=Lane.GENERAL)
    day = NOW.date()
    assert front_desk.walk_in_left(office.pk, day=day, at=NOW) == 0
    with pytest.raises(NoPlaceLeft):
        come(office, officer)

    running = a_session(office, hour=10, lane=Lane.GENERAL)
    assert front_desk.walk_in_left(office.pk, day=day, at=NOW) == 1
    ticket = come(office, officer)

    assert ticket.booking is not None
    assert ticket.booking.slot == running
    assert not Ticket.unscoped.exclude(pk=ticket.pk).exists()


def test_the_same_form_gives_the_same_number_and_no_other_form_its_key(office: Office, officer: Officer) -> None:
    a_session(office, hour=11, seats=2)
    key = uuid.uuid4()

    first = come(office, officer, key=key)

    assert come(office, officer, key=key) == first
    assert Party.unscoped.count() == 1
    with pytest.raises(KeyReused):
        come(office, officer, key=key, name="BUDI", nik="3516080108900008")
    for service in (Service.COLLECTION, Service.DATA):
        key = uuid.uuid4()
        again = [come(office, officer, key=key, service=service, nik="", name="WATI") for _ in range(2)]
        assert again[0] == again[1]


def test_other_services_take_no_seat_and_need_no_number(office: Office, officer: Officer) -> None:
    fetches = come(office, officer, service=Service.COLLECTION, nik="")
    mends = come(office, officer, service=Service.DATA)

    assert [str(fetches), str(mends)] == ["B-001", "C-001"]
    assert not Party.unscoped.exists()
    with pytest.raises(NikNeeded):
        come(office, officer, nik="")
    assert all_adds_up()


def test_one_resident_has_one_place_in_line(office: Office, officer: Officer) -> None:
    a_session(office, hour=11, seats=2)
    come(office, officer)

    with pytest.raises(AlreadyInLine):
        come(office, officer, service=Service.DATA)
    assert Ticket.unscoped.count() == 1
    assert all_adds_up()


def test_who_is_booked_elsewhere_gives_that_up_or_is_told(office: Office, officer: Officer) -> None:
    a_session(office, hour=11)
    other = a_booking(a_slot(office, days=3), niks=[NIK])
    before = Booking.unscoped.get(party=other)
    with pytest.raises(AlreadyBooked):
        come(office, officer)

    ticket = come(office, officer, instead_of=before.pk)

    before.refresh_from_db()
    assert (before.state, ticket.state) == (BookingState.CANCELLED, TicketState.WAITING)
    assert all_adds_up()


def test_a_booking_of_somebody_else_is_not_given_up(office: Office, officer: Officer) -> None:
    a_session(office, hour=11)
    other = Booking.unscoped.get(party=a_booking(a_slot(office, days=3)))

    come(office, officer, instead_of=other.pk)

    other.refresh_from_db()
    assert other.state == BookingState.CONFIRMED


def test_an_office_that_is_shut_takes_nobody(office: Office, officer: Officer) -> None:
    a_session(office, hour=11)
    Office.objects.update(is_open=False)
    office.refresh_from_db()

    with pytest.raises(OfficeClosed):
        come(office, officer)


def test_who_leaves_gives_her_seat_to_the_next_and_her_number_to_nobody(office: Office, officer: Officer) -> None:
    a_session(office, hour=11)
    first = come(office, officer)
    with pytest.raises(NoPlaceLeft):
        come(office, officer, nik="3516080108900008", name="BUDI")

    tickets.give_up(ticket=first.pk, by=officer, at=NOW)
    # Given up long before its session, a seat would be for whoever waits at home first.
    Seat.objects.update(lane=Lane.WALK_IN)
    second = come(office, officer, nik="3516080108900008", name="BUDI")

    first.refresh_from_db()
    assert (first.state, str(second)) == (TicketState.CANCELLED, "A-002")
    assert all_adds_up()


def test_who_has_booked_and_leaves_may_come_back_with_a_new_number(office: Office, officer: Officer) -> None:
    slot = a_session(office, hour=10, lane=Lane.GENERAL)
    Seat.objects.update(opens_at=NOW - datetime.timedelta(days=1))
    slot.starts_at += datetime.timedelta(minutes=5)
    slot.save()
    person = Booking.unscoped.get(party=a_booking(slot))
    first = tickets.check_in(booking=person.pk, day=slot.day, by=officer, at=NOW)

    tickets.give_up(ticket=first.pk, by=officer, at=NOW)
    person.refresh_from_db()
    assert person.state == BookingState.CONFIRMED
    second = tickets.check_in(booking=person.pk, day=slot.day, by=officer, at=NOW)

    assert [str(first), str(second)] == ["A-001", "A-002"]
    assert all_adds_up()


def test_a_number_at_a_counter_is_not_the_desks_any_more(office: Office, officer: Officer) -> None:
    a_session(office, hour=11)
    ticket = come(office, officer)
    calls.call_next(counter=CounterFactory.create(office=office), day=ticket.day, by=officer, at=NOW)

    with pytest.raises(NotWaiting):
        tickets.give_up(ticket=ticket.pk, by=officer, at=NOW)
    with pytest.raises(NotWaiting):
        tickets.change_lane(ticket=ticket.pk, is_priority=True, by=officer, at=NOW)


def test_a_lane_is_given_and_taken_back(office: Office, officer: Officer) -> None:
    a_session(office, hour=11)
    ticket = come(office, officer)

    for is_priority, lane in ((True, Lane.PRIORITY), (False, Lane.WALK_IN)):
        tickets.change_lane(ticket=ticket.pk, is_priority=is_priority, by=officer, at=NOW)
        ticket.refresh_from_db()
        assert ticket.lane == lane
    assert QueueEvent.objects.filter(ticket=ticket, kind=QueueEventKind.TRANSFERRED).count() == 2

"""The front desk when several things happen at once: last seats, one place in line, and people who leave."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from queueing import hall_locks
from queueing.actions import bookings, calls, tickets, walk_ins
from queueing.actions.tickets import AlreadyInLine, NotCheckedIn, NotWaiting
from queueing.actions.walk_ins import NoPlaceLeft, Visitor
from queueing.choices import BookingState, Lane, Service, TicketState
from queueing.models import Booking, Office, RecordingSlot, Seat, Ticket
from queueing.queries import invariants
from registry import scope
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.queueing import CounterFactory, OfficeFactory, SlotFactory, a_booking
from tests.factories.registry import OfficerFactory
from tests.races.at_once import all_at_once, without_index

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def clerk() -> Officer:
    make_region("35.16.08")
    return OfficerFactory.create()


@pytest.fixture
def office(clerk: Officer) -> Office:
    return OfficeFactory.create()


@pytest.fixture
def session(office: Office) -> RecordingSlot:
    """A session of today that goes on, with one seat for whoever comes."""
    return SlotFactory.create(
        office=office,
        starts_at=timezone.now() + timedelta(minutes=1),
        day=today(office),
        seats=1,
        seats__lane=Lane.WALK_IN,
    )


def today(office: Office) -> date:
    return timezone.now().astimezone(ZoneInfo(office.time_zone)).date()


def come(office: Office, clerk: Officer, number: int, key: uuid.UUID | None = None, service: str = "A") -> Ticket:
    visitor = Visitor(name=f"WARGA {chr(65 + number)}", nik=f"35160801089{number:05d}")
    with scope.everywhere():
        return walk_ins.take(
            key=key or uuid.uuid4(),
            office=office,
            service=Service(service),
            visitor=visitor,
            by=clerk,
            at=timezone.now(),
        )


def test_eight_who_come_for_three_seats_get_three(office: Office, clerk: Officer, session: RecordingSlot) -> None:
    Seat.objects.bulk_create(
        Seat(slot=session, number=number, lane=Lane.WALK_IN, opens_at=timezone.now()) for number in (2, 3)
    )

    said = all_at_once(*[partial(come, office, clerk, number) for number in range(8)])

    assert Counter(type(one) for one in said) == {Ticket: 3, NoPlaceLeft: 5}
    assert sorted(Ticket.unscoped.values_list("number", flat=True)) == [1, 2, 3]
    assert Seat.objects.exclude(taken_by=None).count() == 3
    assert all(proof.holds for proof in invariants.prove())


def test_without_the_claim_one_seat_is_given_to_several(
    office: Office, clerk: Officer, session: RecordingSlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: the seat is only looked at."""
    seat = Seat.objects.get()
    looked = threading.Barrier(4)

    def look(**_asked: object) -> tuple[int, int]:
        looked.wait(10)
        return seat.pk, session.pk

    monkeypatch.setattr(hall_locks, "claim_at_the_desk", look)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER a_live_booking_names_its_seat ON queueing_booking")
        cursor.execute("ALTER TABLE queueing_seat DROP CONSTRAINT queueing_seat_taken_by_id_key")
    with without_index("one_live_booking_per_seat"):
        said = all_at_once(*[partial(come, office, clerk, number) for number in range(4)])
        sitting = Booking.unscoped.filter(seat=seat).count()

    assert sitting > 1, said


def test_a_form_that_is_sent_twice_at_once_gives_one_number(
    office: Office, clerk: Officer, session: RecordingSlot
) -> None:
    key = uuid.uuid4()

    said = all_at_once(*[partial(come, office, clerk, 1, key)] * 4)

    assert len(set(said)) == 1
    assert Ticket.unscoped.count() == 1


def test_one_resident_who_asks_at_two_desks_has_one_place_in_line(
    office: Office, clerk: Officer, session: RecordingSlot
) -> None:
    said = all_at_once(*[partial(come, office, clerk, 1, None, service) for service in "BCBC"])

    assert Counter(type(one) for one in said) == {Ticket: 1, AlreadyInLine: 3}


def test_without_the_index_she_has_several(office: Office, clerk: Officer, session: RecordingSlot) -> None:
    """Control."""
    with without_index("a_resident_has_one_place_in_line_a_day"):
        all_at_once(*[partial(come, office, clerk, 1, None, service) for service in "BCBC"])
        waiting = Ticket.unscoped.count()
        Ticket.unscoped.update(state=TicketState.CANCELLED)

    assert waiting == 4


def test_checked_in_or_cancelled_never_both(office: Office, clerk: Officer) -> None:
    slot = SlotFactory.create(office=office, seats=12)
    people = [Booking.unscoped.get(party=a_booking(slot)) for _ in range(12)]

    for person in people:
        came, left = all_at_once(
            partial(tickets.check_in, booking=person.pk, day=slot.day, by=clerk, at=timezone.now()),
            partial(bookings.cancel, party=person.party_id, at=timezone.now(), by=clerk),
        )
        person.refresh_from_db()
        if person.state == BookingState.CHECKED_IN:
            assert (type(came), left) == (Ticket, [])
        else:
            assert (type(came), person.state) == (NotCheckedIn, BookingState.CANCELLED)
    assert all(proof.holds for proof in invariants.prove())


def test_without_the_guard_a_cancelled_booking_has_a_number(office: Office, clerk: Officer) -> None:
    """Control: the state is read, and then written whatever has become of it."""
    slot = SlotFactory.create(office=office, seats=1)
    person = Booking.unscoped.get(party=a_booking(slot))
    read, cancelled = threading.Event(), threading.Event()

    def check_in_blindly() -> None:
        found = Booking.unscoped.get(pk=person.pk)
        assert found.state == BookingState.CONFIRMED
        read.set()
        cancelled.wait(10)
        Ticket.unscoped.create(
            office=office, area=office.region_id, day=slot.day, letter="A", number=1, booking=found, lane=Lane.GENERAL,
            arrived_at=timezone.now(), ready_at=timezone.now(),
        )  # fmt: skip

    def cancel() -> None:
        read.wait(10)
        bookings.cancel(party=person.party_id, at=timezone.now(), by=clerk)
        cancelled.set()

    assert all_at_once(check_in_blindly, cancel) == [None, None]
    assert Ticket.unscoped.get().booking.state == BookingState.CANCELLED  # type: ignore[union-attr]


def test_a_number_is_called_or_given_up_never_both(office: Office, clerk: Officer, session: RecordingSlot) -> None:
    counter = CounterFactory.create(office=office)
    for number in range(8):
        ticket = come(office, clerk, number, None, "C")

        def leave(of: int = ticket.pk) -> None:
            with scope.everywhere():
                tickets.give_up(ticket=of, by=clerk, at=timezone.now())

        called, left = all_at_once(
            partial(calls.call_next, counter=counter, day=ticket.day, by=clerk, at=timezone.now()), leave
        )
        ticket.refresh_from_db()
        if ticket.state == TicketState.CALLED:
            assert (called, type(left)) == (ticket, NotWaiting)
            calls.finish(ticket=ticket.pk, by=clerk, at=timezone.now())
        else:
            assert (called, left, ticket.state) == (None, None, TicketState.CANCELLED)

"""Holding, confirming, moving and cancelling places, one after the other."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from queueing.actions import bookings, holds
from queueing.choices import BookingState, PartyState, QueueEventKind
from queueing.models import Booking, Party, QueueEvent, Seat
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory, a_booking, a_party

pytestmark = pytest.mark.django_db
NIK = "3516080108900001"


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


def test_a_full_slot_refuses_the_next_resident() -> None:
    slot = SlotFactory.create(seats=1)
    a_party(slot)

    with pytest.raises(holds.SlotFull):
        a_party(slot)

    assert Party.unscoped.count() == 1


def test_a_family_gets_all_its_places_or_none() -> None:
    slot = SlotFactory.create(seats=3)
    a_booking(slot, persons=2)

    with pytest.raises(holds.SlotFull):
        a_party(slot, persons=2)

    assert Seat.objects.filter(slot=slot, taken_by=None).count() == 1


def test_a_form_sent_twice_holds_once() -> None:
    slot = SlotFactory.create(seats=2)
    key, now = uuid.uuid4(), timezone.now()

    first = holds.hold(key=key, slot=slot, persons=1, at=now)
    second = holds.hold(key=key, slot=slot, persons=1, at=now)

    assert first == second
    assert Booking.unscoped.count() == 1


def test_a_key_with_another_wish_is_refused() -> None:
    slot = SlotFactory.create(seats=3)
    key, now = uuid.uuid4(), timezone.now()
    holds.hold(key=key, slot=slot, persons=1, at=now)

    with pytest.raises(holds.KeyReused):
        holds.hold(key=key, slot=slot, persons=2, at=now)


def test_a_form_whose_slot_filled_meanwhile_still_finds_its_own_places() -> None:
    slot = SlotFactory.create(seats=1)
    key, now = uuid.uuid4(), timezone.now()
    held = holds.hold(key=key, slot=slot, persons=1, at=now)

    assert holds.hold(key=key, slot=slot, persons=1, at=now) == held


def test_a_hold_that_has_run_out_makes_room_without_any_job() -> None:
    slot = SlotFactory.create(seats=1)
    lapsed = a_party(slot, held_until=timezone.now() - datetime.timedelta(seconds=1))

    a_booking(slot)

    lapsed.refresh_from_db()
    assert lapsed.state == PartyState.EXPIRED


def test_a_lapsed_hold_is_renewed_with_its_people() -> None:
    slot = SlotFactory.create(seats=1)
    party = a_party(slot, held_until=timezone.now() - datetime.timedelta(seconds=1))
    holds.expire_lapsed(at=timezone.now())

    with pytest.raises(bookings.HoldExpired):
        bookings.confirm(party=party.pk, at=timezone.now())
    holds.renew(party=party.pk, slot=slot, at=timezone.now())

    assert bookings.confirm(party=party.pk, at=timezone.now()).state == PartyState.CONFIRMED
    assert Booking.unscoped.get().name == "ORANG 1"


def test_a_confirmation_sent_twice_books_once() -> None:
    party = a_party(SlotFactory.create())

    first = bookings.confirm(party=party.pk, at=timezone.now())
    code = Booking.unscoped.get().code
    second = bookings.confirm(party=party.pk, at=timezone.now())

    assert first == second
    assert Booking.unscoped.get().code == code
    assert QueueEvent.objects.filter(kind=QueueEventKind.CONFIRMED).count() == 1


def test_a_contact_that_was_not_proved_books_nothing() -> None:
    party = a_party(SlotFactory.create(), contact_proved_at=None)

    with pytest.raises(bookings.NotReady):
        bookings.confirm(party=party.pk, at=timezone.now())


def test_one_person_has_one_live_booking() -> None:
    slot = SlotFactory.create(seats=2)
    a_booking(slot, niks=[NIK])
    second = a_party(slot, niks=[NIK])

    with pytest.raises(bookings.AlreadyBooked):
        bookings.confirm(party=second.pk, at=timezone.now())

    second.refresh_from_db()
    assert second.state == PartyState.HELD


def test_whoever_knows_the_family_card_takes_her_number_back_from_a_stranger() -> None:
    slot = SlotFactory.create(seats=2)
    stranger = a_booking(slot, niks=[NIK])
    owner = a_party(slot, niks=[NIK])
    Booking.unscoped.filter(party=owner).update(agrees=True)

    bookings.confirm(party=owner.pk, at=timezone.now())

    assert Booking.unscoped.get(party=stranger).state == BookingState.CANCELLED
    assert Booking.unscoped.get(party=owner).state == BookingState.CONFIRMED
    assert QueueEvent.objects.filter(kind=QueueEventKind.SUPERSEDED, party=stranger).exists()


def test_a_cancelled_place_is_free_at_once_and_open_to_the_public_later() -> None:
    slot = SlotFactory.create(seats=1)
    party = a_booking(slot)
    now = timezone.now()

    bookings.cancel(party=party.pk, at=now)
    bookings.cancel(party=party.pk, at=now)

    seat = Seat.objects.get()
    assert seat.taken_by is None
    assert now + datetime.timedelta(minutes=5) <= seat.opens_at <= now + datetime.timedelta(minutes=30)
    assert QueueEvent.objects.filter(kind=QueueEventKind.CANCELLED).count() == 1


def test_one_of_a_family_cancels_alone() -> None:
    party = a_booking(SlotFactory.create(seats=2), persons=2)
    leaving = Booking.unscoped.filter(party=party, ordinal=2).get()

    bookings.cancel(party=party.pk, bookings=[leaving.pk], at=timezone.now())

    party.refresh_from_db()
    assert party.state == PartyState.CONFIRMED
    assert Seat.objects.filter(taken_by=None).count() == 1


def test_a_party_moves_at_most_twice() -> None:
    slots = [SlotFactory.create() for _ in range(4)]
    party = a_booking(slots[0])
    for slot in slots[1:3]:
        bookings.move(party=party.pk, slot=slot, at=timezone.now())

    with pytest.raises(bookings.ChangedTooOften):
        bookings.move(party=party.pk, slot=slots[3], at=timezone.now())

    assert Booking.unscoped.get().slot == slots[2]


def test_a_full_slot_leaves_a_moving_party_where_it_was() -> None:
    slot, full = SlotFactory.create(seats=1), SlotFactory.create(seats=0)
    party = a_booking(slot)

    with pytest.raises(holds.SlotFull):
        bookings.move(party=party.pk, slot=full, at=timezone.now())

    assert Seat.objects.get(slot=slot).taken_by == Booking.unscoped.get()


def test_a_party_of_whom_somebody_has_come_stays_in_its_slot() -> None:
    slot, other = SlotFactory.create(seats=2), SlotFactory.create(seats=2)
    party = a_booking(slot, persons=2)
    Booking.unscoped.filter(party=party, ordinal=1).update(state=BookingState.CHECKED_IN)

    with pytest.raises(bookings.SomebodyCame):
        bookings.move(party=party.pk, slot=other, at=timezone.now())

    assert Booking.unscoped.filter(slot=slot).count() == 2


def test_people_who_were_not_named_are_not_booked() -> None:
    party = a_party(SlotFactory.create())
    Booking.unscoped.filter(party=party).update(nik_index=None)

    with pytest.raises(bookings.NotReady):
        bookings.confirm(party=party.pk, at=timezone.now())


def test_a_form_renewed_at_an_office_of_another_area_moves_there_with_its_people() -> None:
    make_region("35.17.08")
    slot, far = SlotFactory.create(), SlotFactory.create(office__region_id="35.17")
    party = a_party(slot, persons=2, held_until=timezone.now() - datetime.timedelta(seconds=1))
    holds.expire_lapsed(at=timezone.now())

    holds.renew(party=party.pk, slot=far, at=timezone.now())

    assert set(Booking.unscoped.values_list("area", "party__area")) == {("35.17", "35.17")}


def test_whoever_moves_gets_the_place_of_a_hold_that_has_run_out() -> None:
    slot, other = SlotFactory.create(seats=1), SlotFactory.create(seats=1)
    party = a_booking(slot)
    a_party(other, held_until=timezone.now() - datetime.timedelta(seconds=1))

    bookings.move(party=party.pk, slot=other, at=timezone.now())

    assert Seat.objects.get(slot=other).taken_by == Booking.unscoped.get(party=party)


def test_a_past_slot_and_a_closed_office_hold_nothing() -> None:
    past = SlotFactory.create(starts_at=timezone.now() - datetime.timedelta(minutes=1))
    closed = SlotFactory.create(office__is_open=False)

    with pytest.raises(holds.SlotPast):
        a_party(past)
    with pytest.raises(holds.OfficeClosed):
        a_party(closed)


def free_a_seat_alone() -> None:
    Seat.objects.exclude(taken_by=None).update(taken_by=None)


def cancel_a_booking_alone() -> None:
    Booking.unscoped.update(state=BookingState.CANCELLED)


def move_a_booking_alone() -> None:
    Booking.unscoped.update(slot=SlotFactory.create())


@pytest.mark.parametrize("harm", [free_a_seat_alone, cancel_a_booking_alone, move_a_booking_alone])
def test_the_database_refuses_a_seat_and_a_booking_that_disagree(harm: Callable[[], None]) -> None:
    a_booking(SlotFactory.create())
    harm()

    with pytest.raises(IntegrityError, match=r"name each other|leaves no booking"):
        connection.check_constraints()
    transaction.set_rollback(True)

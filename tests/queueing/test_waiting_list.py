"""Joining the waiting list, leaving it, and what ends the waiting by itself."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.utils import timezone

from queueing.actions import asking, bookings, holds, waiting_list
from queueing.actions.asking import Wish
from queueing.choices import BookingState, PartyState, QueueEventKind
from queueing.models import Booking, Party, QueueEvent, Seat
from queueing.queries import waiting
from tests.factories.elections import make_region
from tests.factories.queueing import OfficeFactory, SlotFactory, a_booking, a_party, a_waiting_party, fill_in

pytestmark = pytest.mark.django_db
NIK = "3516080108900001"
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


def test_a_form_without_a_place_joins_the_end_of_the_line() -> None:
    slot = SlotFactory.create(seats=0)
    parties = [a_waiting_party(slot) for _ in range(3)]

    assert [waiting.place_in_line(party) for party in parties] == [1, 2, 3]
    assert QueueEvent.objects.filter(kind=QueueEventKind.JOINED).count() == 3


def test_whoever_wishes_other_days_is_not_before_her() -> None:
    slot = SlotFactory.create(seats=0)
    later = SlotFactory.create(seats=0, office=slot.office, starts_at=slot.starts_at + 3 * DAY)
    a_waiting_party(later)
    a_waiting_party(slot, lane="priority")

    assert waiting.place_in_line(a_waiting_party(slot)) == 1


def test_joining_twice_keeps_the_place() -> None:
    slot = SlotFactory.create(seats=0)
    first, second = a_waiting_party(slot), a_waiting_party(slot)

    waiting_list.join(party=first.pk, at=timezone.now())

    assert waiting.place_in_line(second) == 2


def test_a_request_sent_twice_is_one_request() -> None:
    office, today = OfficeFactory.create(), timezone.localdate()
    key, wish = uuid.uuid4(), Wish(today, today + DAY)

    for _ in range(2):
        asking.ask(key=key, office=office, persons=2, wish=wish, at=timezone.now())

    assert Booking.unscoped.filter(party=key).count() == 2
    with pytest.raises(holds.KeyReused):
        asking.ask(key=key, office=office, persons=3, wish=wish, at=timezone.now())


@pytest.mark.parametrize(("first", "last"), [(-3, -2), (2, 1), (0, 365)])
def test_days_that_nobody_could_be_given_are_refused(first: int, last: int) -> None:
    today = timezone.localdate()

    with pytest.raises(asking.WishOutOfReach):
        asking.ask(
            key=uuid.uuid4(),
            office=OfficeFactory.create(),
            persons=1,
            wish=Wish(today + first * DAY, today + last * DAY),
            at=timezone.now(),
        )


def test_a_contact_that_was_not_proved_waits_for_nothing() -> None:
    with pytest.raises(bookings.NotReady):
        a_waiting_party(SlotFactory.create(), contact_proved_at=None)


def test_a_hold_is_given_up_for_a_place_in_line() -> None:
    slot = SlotFactory.create(seats=1)
    party = a_party(slot)

    asking.turn(party=party.pk, wish=Wish(slot.day, slot.day + DAY), at=timezone.now())
    waiting_list.join(party=party.pk, at=timezone.now())

    assert Seat.objects.get().taken_by is None
    assert Booking.unscoped.get().state == BookingState.WISHED


def test_an_expired_form_joins_with_its_people() -> None:
    slot = SlotFactory.create(seats=1)
    party = a_party(slot, held_until=timezone.now() - datetime.timedelta(seconds=1))
    holds.expire_lapsed(at=timezone.now())

    asking.turn(party=party.pk, wish=Wish(slot.day, slot.day), at=timezone.now())
    waiting_list.join(party=party.pk, at=timezone.now())

    person = Booking.unscoped.get()
    assert (person.state, person.name, person.ended_at) == (BookingState.WISHED, "ORANG 1", None)


def test_one_person_waits_once() -> None:
    slot = SlotFactory.create(seats=0)
    a_waiting_party(slot, niks=[NIK])

    with pytest.raises(waiting_list.AlreadyWaiting):
        a_waiting_party(slot, niks=[NIK])


def test_whoever_has_a_place_does_not_wait_for_another() -> None:
    slot = SlotFactory.create(seats=1)
    a_booking(slot, niks=[NIK])

    with pytest.raises(bookings.AlreadyBooked):
        a_waiting_party(slot, niks=[NIK])


def test_a_stranger_cannot_keep_somebody_out_of_the_line() -> None:
    slot = SlotFactory.create(seats=0)
    stranger = a_waiting_party(slot, niks=[NIK])
    today = timezone.localdate()
    owner = asking.ask(key=uuid.uuid4(), office=slot.office, persons=1, wish=Wish(today, slot.day), at=timezone.now())
    fill_in(owner, niks=[NIK])
    Booking.unscoped.filter(party=owner).update(agrees=True)

    assert waiting_list.join(party=owner.pk, at=timezone.now()).state == PartyState.WAITING

    stranger.refresh_from_db()
    assert stranger.state == PartyState.CANCELLED


def test_one_of_a_family_leaves_and_the_others_wait_on() -> None:
    party = a_waiting_party(SlotFactory.create(seats=0), persons=3)
    leaving = Booking.unscoped.get(party=party, ordinal=2)

    waiting_list.leave(party=party.pk, bookings=[leaving.pk], at=timezone.now())

    party.refresh_from_db()
    assert (party.state, party.persons) == (PartyState.WAITING, 2)


def test_leaving_twice_is_leaving_once() -> None:
    party = a_waiting_party(SlotFactory.create(seats=0))

    assert waiting_list.leave(party=party.pk, at=timezone.now())
    assert not waiting_list.leave(party=party.pk, at=timezone.now())

    assert QueueEvent.objects.filter(kind=QueueEventKind.LEFT).count() == 1


def test_a_place_booked_elsewhere_ends_the_waiting_of_that_person() -> None:
    slot = SlotFactory.create(seats=1)
    party = a_waiting_party(slot, persons=2, niks=[NIK, "3516080108900002"])
    a_booking(slot, niks=[NIK])

    assert waiting_list.end_what_is_over(at=timezone.now()) == 1

    party.refresh_from_db()
    assert (party.state, party.persons) == (PartyState.WAITING, 1)


def test_a_place_that_a_stranger_booked_ends_nothing() -> None:
    slot = SlotFactory.create(seats=1)
    party = a_waiting_party(slot, niks=[NIK])
    Booking.unscoped.filter(party=party).update(agrees=True)
    a_booking(slot, niks=[NIK])

    assert waiting_list.end_what_is_over(at=timezone.now()) == 0


def test_waiting_ends_with_the_last_day_of_the_wish() -> None:
    slot = SlotFactory.create(seats=0)
    party = a_waiting_party(slot)

    assert waiting_list.end_what_is_over(at=slot.starts_at) == 0
    assert waiting_list.end_what_is_over(at=slot.starts_at + DAY) == 1

    party.refresh_from_db()
    assert party.state == PartyState.EXPIRED
    assert Booking.unscoped.get().state == BookingState.EXPIRED


def test_a_form_left_lying_is_put_away() -> None:
    today = timezone.localdate()
    asking.ask(
        key=uuid.uuid4(), office=OfficeFactory.create(), persons=1, wish=Wish(today, today + DAY), at=timezone.now()
    )

    assert waiting_list.end_what_is_over(at=timezone.now() + waiting_list.ASKING_LONGEST) == 1
    assert Party.unscoped.get().state == PartyState.EXPIRED

"""Seats that were given up go to whoever waits, in order; offers are accepted, declined, or passed on."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from queueing.actions import bookings, holds, offers, waiting_list
from queueing.choices import BookingState, Lane, NoticeKind, PartyState, QueueEventKind, Withheld
from queueing.models import Booking, Notice, Party, QueueEvent, RecordingSlot, Seat
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory, a_booking, a_party, a_waiting_party

pytestmark = pytest.mark.django_db
NIK = "3516080108900001"
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


@pytest.fixture
def slot() -> RecordingSlot:
    return SlotFactory.create(seats=1, starts_at=timezone.now() + 48 * HOUR)


def free_one(slot: RecordingSlot, *, persons: int = 1) -> None:
    """Book all seats that are free of the slot and cancel so many at once."""
    party = a_booking(slot, persons=persons)
    bookings.cancel(party=party.pk, at=timezone.now())


def state_of(party: Party) -> str:
    return Party.unscoped.get(pk=party.pk).state


def test_a_cancelled_place_is_offered_to_the_first_in_line_and_told_once(slot: RecordingSlot) -> None:
    first, second = a_waiting_party(slot), a_waiting_party(slot)
    free_one(slot)
    now = timezone.now()

    assert offers.pass_on(at=now) == 1
    assert offers.pass_on(at=now) == 0

    seat = Seat.objects.get()
    assert (seat.offered_to, seat.offered_until) == (first, now + 12 * HOUR)
    assert [state_of(first), state_of(second)] == [PartyState.OFFERED, PartyState.WAITING]
    told = Notice.unscoped.get(kind=NoticeKind.OFFER)
    assert (told.party_id, told.expires_at) == (first.pk, seat.offered_until)
    assert "/antre/tunggu/" in told.body


def test_a_place_that_was_only_just_opened_is_not_for_the_line(slot: RecordingSlot) -> None:
    a_waiting_party(slot)

    assert offers.pass_on(at=timezone.now()) == 0


@pytest.mark.parametrize("other", ["office", "day", "lane", "closed"])
def test_a_place_is_offered_only_to_whom_it_fits(slot: RecordingSlot, other: str) -> None:
    match other:
        case "office":
            a_waiting_party(SlotFactory.create(starts_at=slot.starts_at))
        case "day":
            a_waiting_party(SlotFactory.create(office=slot.office, starts_at=slot.starts_at + 24 * HOUR))
        case "lane":
            a_waiting_party(slot, lane=Lane.PRIORITY)
        case _:
            a_waiting_party(slot)
    free_one(slot)
    type(slot.office).objects.filter(pk=slot.office_id).update(is_open=other != "closed")

    assert offers.pass_on(at=timezone.now()) == 0


def test_an_offer_is_accepted_with_one_click_and_a_second_one_changes_nothing(slot: RecordingSlot) -> None:
    party = a_waiting_party(slot)
    free_one(slot)
    offers.pass_on(at=timezone.now())

    accepted = offers.accept(party=party.pk, at=timezone.now())
    again = offers.accept(party=party.pk, at=timezone.now())

    person = Booking.unscoped.get(party=party)
    assert (accepted.state, accepted.slot) == (PartyState.CONFIRMED, slot)
    assert again == accepted
    assert (person.state, person.seat) == (BookingState.CONFIRMED, Seat.objects.get(taken_by=person))
    assert Notice.unscoped.filter(kind=NoticeKind.CONFIRMED, party_id=party.pk).count() == 1


def test_a_family_is_offered_places_of_one_session_and_takes_them_together(slot: RecordingSlot) -> None:
    Seat.objects.create(slot=slot, number=2, lane=Lane.GENERAL, opens_at=timezone.now())
    party = a_waiting_party(slot, persons=2)
    free_one(slot, persons=2)

    offers.pass_on(at=timezone.now())
    offers.accept(party=party.pk, at=timezone.now())

    assert Seat.objects.filter(taken_by__party=party).count() == 2


def test_a_larger_family_gathers_and_then_lets_the_next_go_first(slot: RecordingSlot) -> None:
    family, single = a_waiting_party(slot, persons=2), a_waiting_party(slot)
    free_one(slot)
    now = timezone.now()

    assert offers.pass_on(at=now) == 0
    assert Seat.objects.get().opens_at > now + 2 * HOUR
    assert offers.pass_on(at=now + 2 * HOUR) == 1

    assert [state_of(family), state_of(single)] == [PartyState.WAITING, PartyState.OFFERED]


def test_many_larger_families_before_her_hide_nobody_from_a_single_place(
    slot: RecordingSlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "LOOKS_AT", 2)
    for _ in range(3):
        a_waiting_party(slot, persons=3)
    single = a_waiting_party(slot)
    free_one(slot)

    offers.pass_on(at=timezone.now())

    assert Seat.objects.get().offered_to == single


def test_a_declined_place_passes_on_and_the_decliner_keeps_her_place(slot: RecordingSlot) -> None:
    first, second = a_waiting_party(slot), a_waiting_party(slot)
    free_one(slot)
    offers.pass_on(at=timezone.now())

    offers.decline(party=first.pk, at=timezone.now())
    offers.decline(party=first.pk, at=timezone.now())
    offers.pass_on(at=timezone.now())

    assert Seat.objects.get().offered_to == second
    assert state_of(first) == PartyState.WAITING
    assert QueueEvent.objects.filter(kind=QueueEventKind.DECLINED).count() == 1


def test_a_declined_place_that_nobody_else_wants_opens_to_the_public_later(slot: RecordingSlot) -> None:
    party = a_waiting_party(slot)
    free_one(slot)
    offers.pass_on(at=timezone.now())
    now = timezone.now()

    offers.decline(party=party.pk, at=now)

    assert offers.pass_on(at=now) == 0, "she has said no to this session"
    seat = Seat.objects.get()
    assert seat.offered_to is None
    assert now + datetime.timedelta(minutes=5) <= seat.opens_at <= now + datetime.timedelta(minutes=30)


def test_an_offer_that_nobody_answers_passes_to_the_next_in_line(slot: RecordingSlot) -> None:
    first, second = a_waiting_party(slot), a_waiting_party(slot)
    free_one(slot)
    offers.pass_on(at=timezone.now())
    later = timezone.now() + 13 * HOUR

    offers.move_on(at=later)

    assert Seat.objects.get().offered_to == second
    assert state_of(first) == PartyState.WAITING
    assert Notice.unscoped.filter(kind=NoticeKind.OFFER_EXPIRED, party_id=first.pk).count() == 1


def test_whoever_lets_two_offers_pass_has_left_the_line(slot: RecordingSlot) -> None:
    # Half an hour before where half an hour later is another day, for which nobody waits.
    half_an_hour = datetime.timedelta(minutes=30 if slot.local_start.hour < 23 else -30)
    other = SlotFactory.create(office=slot.office, seats=1, starts_at=slot.starts_at + half_an_hour)
    party = a_waiting_party(slot)
    free_one(slot)
    offers.pass_on(at=timezone.now())
    offers.lapse(at=timezone.now() + 13 * HOUR)
    free_one(other)
    offers.pass_on(at=timezone.now() + 13 * HOUR)

    offers.lapse(at=timezone.now() + 40 * HOUR)

    assert state_of(party) == PartyState.EXPIRED
    assert Booking.unscoped.get(party=party).state == BookingState.EXPIRED
    told = Notice.unscoped.filter(kind=NoticeKind.OFFER_EXPIRED, party_id=party.pk)
    assert ["daftar tunggu" in notice.body for notice in told.order_by("created_at")] == [True, False]


def test_an_offer_that_is_over_is_refused_and_passed_on_at_once(slot: RecordingSlot) -> None:
    party = a_waiting_party(slot)
    free_one(slot)
    offers.pass_on(at=timezone.now())

    with pytest.raises(offers.OfferOver):
        offers.accept(party=party.pk, at=timezone.now() + 13 * HOUR)

    assert state_of(party) == PartyState.WAITING
    assert Seat.objects.get().offered_to is None


def test_seats_that_the_office_takes_away_end_an_offer_without_blame(slot: RecordingSlot) -> None:
    party = a_waiting_party(slot)
    free_one(slot)
    offers.pass_on(at=timezone.now())
    Seat.objects.update(withheld=Withheld.CUT)

    with pytest.raises(offers.OfferOver):
        offers.accept(party=party.pk, at=timezone.now())

    assert state_of(party) == PartyState.WAITING
    assert not QueueEvent.objects.filter(kind=QueueEventKind.OFFER_EXPIRED).exists()


def test_shortly_before_the_session_a_freed_place_is_for_those_at_the_desk() -> None:
    slot = SlotFactory.create(seats=1, starts_at=timezone.now() + datetime.timedelta(minutes=29))
    a_waiting_party(slot)
    free_one(slot)

    assert offers.pass_on(at=timezone.now()) == 0
    assert Seat.objects.get().lane == Lane.WALK_IN


def test_whoever_leaves_the_line_gives_back_what_was_offered(slot: RecordingSlot) -> None:
    first, second = a_waiting_party(slot), a_waiting_party(slot)
    free_one(slot)
    offers.pass_on(at=timezone.now())

    waiting_list.leave(party=first.pk, at=timezone.now())
    offers.pass_on(at=timezone.now())

    assert Seat.objects.get().offered_to == second


def test_whoever_was_booked_elsewhere_meanwhile_cannot_take_a_second_place(slot: RecordingSlot) -> None:
    party = a_waiting_party(slot, niks=[NIK])
    free_one(slot)
    offers.pass_on(at=timezone.now())
    a_booking(SlotFactory.create(), niks=[NIK])

    with pytest.raises(bookings.AlreadyBooked):
        offers.accept(party=party.pk, at=timezone.now())
    offers.move_on(at=timezone.now())

    assert state_of(party) == PartyState.CANCELLED
    assert Seat.objects.get(slot=slot).offered_to is None


def test_the_owner_of_a_number_takes_her_offer_from_a_stranger(slot: RecordingSlot) -> None:
    party = a_waiting_party(slot, niks=[NIK])
    Booking.unscoped.filter(party=party).update(agrees=True)
    stranger = a_booking(SlotFactory.create(), niks=[NIK])
    free_one(slot)
    offers.pass_on(at=timezone.now())

    offers.accept(party=party.pk, at=timezone.now())

    assert state_of(party) == PartyState.CONFIRMED
    assert state_of(stranger) == PartyState.CANCELLED


def test_a_form_that_was_not_finished_leaves_its_place_to_the_line(slot: RecordingSlot) -> None:
    a_party(slot, held_until=timezone.now() - datetime.timedelta(seconds=1))
    waiting = a_waiting_party(slot)

    with pytest.raises(holds.SlotFull):
        a_party(slot)
    offers.pass_on(at=timezone.now())

    assert Seat.objects.get().offered_to == waiting

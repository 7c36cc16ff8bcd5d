"""A freed seat, those who wait and those who poll: it goes to the first in line, once, and nobody takes it from her."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from queueing import locks
from queueing.actions import bookings, freed, holds, offers, waiting_list
from queueing.choices import BookingState, PartyState
from queueing.models import Party, RecordingSlot, Seat
from queueing.queries import waiting
from queueing.rules import line
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory, a_booking, a_party, a_waiting_party
from tests.races.at_once import all_at_once, without_index
from tests.races.meanwhile import elsewhere, just_before

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]
NIK = "3516080108900001"
HOUR = datetime.timedelta(hours=1)
POLLERS, POLLS = 20, 5


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


def a_freed_seat(*, is_shut: bool = True) -> RecordingSlot:
    slot = SlotFactory.create(seats=1, starts_at=timezone.now() + 48 * HOUR)
    bookings.cancel(party=a_booking(slot).pk, at=timezone.now())
    if not is_shut:
        Seat.objects.update(opens_at=timezone.now())
    return slot


def test_a_seat_that_is_being_offered_cannot_be_booked(monkeypatch: pytest.MonkeyPatch) -> None:
    slot = a_freed_seat(is_shut=False)
    party = a_waiting_party(slot)
    said = just_before(monkeypatch, line, "pass_on", lambda: a_party(slot))

    offers.pass_on(at=timezone.now())

    assert isinstance(said[0], holds.SlotFull)
    assert Seat.objects.get().offered_to == party


def test_without_its_lock_a_seat_is_booked_while_it_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: only the database's own rule still refuses a seat that is taken and offered."""
    slot = a_freed_seat(is_shut=False)
    a_waiting_party(slot)
    monkeypatch.setattr(locks, "freed_seats", lambda slot, lane: list(Seat.objects.filter(slot=slot, lane=lane)))
    said = just_before(monkeypatch, line, "pass_on", lambda: a_party(slot))

    with pytest.raises(IntegrityError, match="a_taken_seat_is_offered_to_nobody"):
        offers.pass_on(at=timezone.now())

    assert isinstance(said[0], Party)


def test_an_offer_and_many_bookings_give_the_seat_to_one() -> None:
    for _ in range(5):
        Seat.objects.filter(taken_by=None).update(withheld="cut")
        slot = a_freed_seat(is_shut=False)
        party = a_waiting_party(slot)

        all_at_once(lambda: offers.pass_on(at=timezone.now()), *[partial(a_party, slot)] * 6)

        seat = Seat.objects.get(slot=slot)
        party.refresh_from_db()
        assert (seat.taken_by is None) == (seat.offered_to == party)
        waiting_list.leave(party=party.pk, at=timezone.now())


def test_two_freed_seats_and_one_who_waits_make_one_offer() -> None:
    for _ in range(5):
        slot = SlotFactory.create(seats=1, starts_at=timezone.now() + 48 * HOUR)
        other = SlotFactory.create(office=slot.office, seats=1, starts_at=slot.starts_at + HOUR)
        party = a_waiting_party(slot)
        booked = [a_booking(slot), a_booking(other)]

        all_at_once(*(partial(cancel_and_pass_on, gone) for gone in booked))

        assert Seat.objects.filter(offered_to=party).count() == 1
        waiting_list.leave(party=party.pk, at=timezone.now())


def cancel_and_pass_on(party: Party) -> None:
    bookings.cancel(party=party.pk, at=timezone.now())
    offers.pass_on(at=timezone.now())


def test_without_turns_and_locks_one_party_is_offered_two_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: two look at the line at the same moment, and both find her first."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + 48 * HOUR
    slot = SlotFactory.create(seats=1, starts_at=noon)
    other = SlotFactory.create(office=slot.office, seats=1, starts_at=slot.starts_at + HOUR)
    party = a_waiting_party(slot)
    booked = [a_booking(slot), a_booking(other)]
    everyone_looked = threading.Barrier(2)

    def look(fitting: QuerySet[Party], most: int) -> list[Party]:
        found = list(fitting[:most])
        everyone_looked.wait(10)
        return found

    monkeypatch.setattr(locks, "take_passing_turn", lambda _office: None)
    monkeypatch.setattr(locks, "lock_in_line", look)
    for gone in booked:
        bookings.cancel(party=gone.pk, at=timezone.now())
    pairs = waiting.freed_pairs(timezone.now())

    all_at_once(*(partial(offers._pass_on, slot, lane, timezone.now(), set()) for slot, lane in pairs))

    assert Seat.objects.filter(offered_to=party).count() == 2


def an_offer() -> Party:
    party = a_waiting_party(a_freed_seat())
    assert offers.pass_on(at=timezone.now()) == 1
    return party


def test_an_offer_is_either_accepted_or_over() -> None:
    for _ in range(8):
        party = an_offer()
        until = Seat.objects.get(offered_to=party).offered_until
        assert until is not None
        just_in_time, too_late = until - datetime.timedelta(seconds=1), until + datetime.timedelta(seconds=1)

        accepted, ended = all_at_once(
            partial(offers.accept, party=party.pk, at=just_in_time), partial(offers.lapse, at=too_late)
        )

        party.refresh_from_db()
        sits = Seat.objects.filter(taken_by__party=party, taken_by__state=BookingState.CONFIRMED).exists()
        assert (party.state == PartyState.CONFIRMED) == sits == isinstance(accepted, Party)
        assert (ended == 1) == isinstance(accepted, offers.OfferOver)


def test_an_offer_that_is_being_ended_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    party = an_offer()
    late = timezone.now() + 13 * HOUR
    answers: list[object] = []

    def accept() -> None:
        answers.append(elsewhere(lambda: offers.accept(party=party.pk, at=timezone.now())))

    waiter = threading.Thread(target=accept)
    just_before(monkeypatch, waiting, "missed_offers", waiter.start)
    offers.lapse(at=late)
    waiter.join()

    assert isinstance(answers[0], offers.OfferOver)


def test_without_the_partys_lock_an_offer_is_accepted_and_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: only the database's own rule keeps her, who has her place now, out of the line for another."""
    party = an_offer()
    monkeypatch.setattr(locks, "lapsed_offers", lambda **_: list(Party.unscoped.filter(state=PartyState.OFFERED)))
    said = just_before(monkeypatch, waiting, "missed_offers", lambda: offers.accept(party=party.pk, at=timezone.now()))

    with pytest.raises(IntegrityError, match="who_waits_has_a_wish"):
        offers.lapse(at=timezone.now() + 13 * HOUR)

    assert isinstance(said[0], Party)


def poll_while(slot: RecordingSlot, act: Callable[[], object]) -> int:
    """Let a hundred claims be made while somebody gives a place up; return how many had one."""
    acting = threading.Event()

    def poll() -> int:
        acting.wait(10)
        got = 0
        for _ in range(POLLS):
            try:
                a_party(slot)
                got += 1
            except (holds.SlotFull, locks.Crowded):
                pass
        return got

    def give_up() -> int:
        acting.set()
        act()
        return 0

    said = all_at_once(give_up, *[poll] * POLLERS)
    assert all(isinstance(one, int) for one in said), said
    return sum(one for one in said if isinstance(one, int))


def test_a_freed_seat_is_for_the_line_and_for_none_of_a_hundred_who_poll() -> None:
    slot = SlotFactory.create(seats=1, starts_at=timezone.now() + 48 * HOUR)
    gone, party = a_booking(slot), a_waiting_party(slot)

    assert poll_while(slot, lambda: cancel_and_pass_on(gone)) == 0

    assert Seat.objects.get().offered_to == party


def test_a_freed_seat_that_nobody_waits_for_opens_to_nobody_at_once() -> None:
    slot = SlotFactory.create(seats=1, starts_at=timezone.now() + 48 * HOUR)
    gone = a_booking(slot)

    assert poll_while(slot, lambda: cancel_and_pass_on(gone)) == 0

    Seat.objects.update(opens_at=timezone.now())
    assert a_party(slot).state == PartyState.HELD


def test_without_its_rest_a_freed_seat_is_for_whoever_polls_fastest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control."""
    monkeypatch.setattr(freed, "some_time", datetime.timedelta)
    slot = SlotFactory.create(seats=1, starts_at=timezone.now() + 48 * HOUR)
    gone = a_booking(slot)
    a_waiting_party(slot)

    assert poll_while(slot, lambda: bookings.cancel(party=gone.pk, at=timezone.now())) == 1


def test_whoever_leaves_while_seats_are_passed_on_is_offered_nothing() -> None:
    for _ in range(5):
        slot = a_freed_seat()
        party = a_waiting_party(slot)

        all_at_once(
            partial(offers.pass_on, at=timezone.now()), partial(waiting_list.leave, party=party.pk, at=timezone.now())
        )

        party.refresh_from_db()
        assert party.state == PartyState.CANCELLED
        assert not Seat.objects.filter(offered_to=party).exists()


def test_two_forms_with_one_number_have_one_place_in_line() -> None:
    slot = SlotFactory.create(seats=0)

    said = all_at_once(*[lambda: a_waiting_party(slot, niks=[NIK])] * 4)

    assert sum(isinstance(one, Party) for one in said) == 1
    assert sum(isinstance(one, waiting_list.AlreadyWaiting) for one in said) == 3


def test_without_the_index_one_number_has_several_places_in_line() -> None:
    """Control."""
    slot = SlotFactory.create(seats=0)
    with without_index("one_place_in_waiting_per_resident"):
        said = all_at_once(*[lambda: a_waiting_party(slot, niks=[NIK])] * 4)

    assert sum(isinstance(one, Party) for one in said) > 1

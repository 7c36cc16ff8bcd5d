"""Parties that change places with each other: whoever cannot have a place is told so, and nobody waits in a circle."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from queueing import locks
from queueing.actions import bookings, holds
from queueing.models import Booking, Party, RecordingSlot, Seat
from queueing.queries import invariants
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.queueing import OfficeFactory, SlotFactory, a_booking
from tests.factories.registry import OfficerFactory
from tests.races.at_once import all_at_once, deadlocks

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]

PAIRS, ROUNDS = 4, 6


@pytest.fixture
def clerk() -> Officer:
    make_region("35.16.08")
    return OfficerFactory.create()


def two_slots(seats: int) -> tuple[RecordingSlot, RecordingSlot]:
    office = OfficeFactory.create()
    return SlotFactory.create(office=office, seats=seats), SlotFactory.create(office=office, seats=seats)


def move(party: Party, slot: RecordingSlot, by: Officer | None) -> Party:
    return bookings.move(party=party.pk, slot=slot, at=timezone.now(), by=by)


def open_every_seat() -> None:
    """What was given up rests a while; here it is open again at once, so that the next round finds room."""
    Seat.objects.update(opens_at=timezone.now())


def test_parties_that_change_places_over_and_over_wait_in_no_circle(clerk: Officer) -> None:
    one, other = two_slots(2 * PAIRS)
    there = [a_booking(one) for _ in range(PAIRS)]
    back = [a_booking(other) for _ in range(PAIRS)]
    before = deadlocks()

    said: list[object] = []
    for _ in range(ROUNDS):
        said += all_at_once(
            *[partial(move, party, other, clerk) for party in there],
            *[partial(move, party, one, clerk) for party in back],
        )
        open_every_seat()
        there, back = back, there

    assert Counter(type(one) for one in said) == {Party: 2 * PAIRS * ROUNDS}
    assert Booking.unscoped.values("seat").distinct().count() == 2 * PAIRS
    assert all(proof.holds for proof in invariants.prove())
    assert deadlocks() == before


def wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Claim without passing over what others have, once everybody holds her own seats."""
    monkeypatch.setattr(locks, "CLAIM", "SELECT id FROM queueing_seat WHERE slot_id = %(slot)s ORDER BY id FOR UPDATE")
    everybody_holds, claim = threading.Barrier(2), locks.claim

    def claim_later(slot: int, *, lane: str, persons: int, at: object) -> list[int]:
        everybody_holds.wait(10)
        return claim(slot, lane=lane, persons=persons, at=at)  # type: ignore[arg-type]

    monkeypatch.setattr(locks, "claim", claim_later)


@pytest.mark.parametrize(("guarded", "refusal", "circles"), [(False, locks.Crowded, 1), (True, holds.SlotFull, 0)])
def test_two_full_slots_let_nobody_change_places(
    clerk: Officer, monkeypatch: pytest.MonkeyPatch, guarded: bool, refusal: type[Exception], circles: int
) -> None:
    """Without SKIP LOCKED each waits for the seat of the other until the database ends one of them."""
    one, other = two_slots(1)
    here, there = a_booking(one), a_booking(other)
    before = deadlocks()
    if not guarded:
        wait_for_each_other(monkeypatch)

    said = all_at_once(partial(move, here, other, clerk), partial(move, there, one, clerk))

    assert any(isinstance(one, refusal) for one in said), said
    assert deadlocks() - before == circles


def in_the_order_asked_for(parties: list[Party], meet: Callable[[], object]) -> None:
    with locks.patient():
        locks.lock_party(parties[0].pk)
        meet()
        locks.lock_party(parties[1].pk)


def in_one_order(parties: list[Party], meet: Callable[[], object]) -> None:
    meet()
    with locks.patient(), transaction.atomic():
        locks.lock_parties([party.pk for party in parties])


@pytest.mark.parametrize(("locking", "circles"), [(in_the_order_asked_for, 1), (in_one_order, 0)])
def test_parties_are_locked_in_one_order_whatever_order_they_are_asked_for_in(
    clerk: Officer, locking: Callable[[list[Party], Callable[[], object]], None], circles: int
) -> None:
    one, other = two_slots(1)
    parties = [a_booking(one), a_booking(other)]
    before, meet = deadlocks(), threading.Barrier(2)

    said = all_at_once(*[partial(locking, pair, meet.wait) for pair in (parties, parties[::-1])])

    assert Counter(type(one) for one in said)[locks.Crowded] == circles
    assert deadlocks() - before == circles


def test_one_move_sent_by_many_at_once_is_one_change(clerk: Officer) -> None:
    one, other = two_slots(8)
    party = a_booking(one)

    said = all_at_once(*[partial(move, party, other, None)] * 8)

    assert Counter(type(one) for one in said) == {Party: 8}
    party.refresh_from_db()
    assert party.changes == 1
    assert Seat.objects.filter(slot=other, taken_by=None).count() == 7


def looking_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the party without locking it, and go on when the other window has looked as well."""
    both_looked = threading.Barrier(2)

    def look(party_id: uuid.UUID) -> Party:
        found = Party.unscoped.get(pk=party_id)
        both_looked.wait(10)
        return found

    monkeypatch.setattr(locks, "lock_party", look)


@pytest.mark.parametrize(("guarded", "refusal"), [(False, IntegrityError), (True, bookings.ChangedTooOften)])
def test_the_last_change_made_in_two_windows_at_once_is_one(
    clerk: Officer, monkeypatch: pytest.MonkeyPatch, guarded: bool, refusal: type[Exception]
) -> None:
    """Without the party's row both find a change left; only the database refuses the third, without a sentence."""
    slot, other = two_slots(1)
    party = a_booking(slot, changes=1)
    third = SlotFactory.create(office=slot.office, seats=1)
    if not guarded:
        looking_only(monkeypatch)

    said = all_at_once(*[partial(move, party, wanted, None) for wanted in (other, third)])

    assert Counter(type(one) for one in said) == {Party: 1, refusal: 1}, said
    party.refresh_from_db()
    assert party.changes == 2
    assert party.slot in (other, third)
    assert Seat.objects.filter(taken_by__party=party).count() == 1
    assert all(proof.holds for proof in invariants.prove())


def test_a_place_is_moved_or_cancelled_and_never_both(clerk: Officer) -> None:
    for _ in range(6):
        one, other = two_slots(1)
        party = a_booking(one)

        moved, cancelled = all_at_once(
            partial(move, party, other, None), partial(bookings.cancel, party=party.pk, at=timezone.now())
        )

        assert isinstance(moved, Party | bookings.NotExpected), moved
        assert isinstance(cancelled, list)
        assert Seat.objects.filter(slot__in=[one, other], taken_by=None).count() == 2
        assert all(proof.holds for proof in invariants.prove())

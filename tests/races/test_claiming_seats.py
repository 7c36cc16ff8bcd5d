"""Many clients at few places: as many are sold as there are, and nobody is turned away from a place that stays free."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from queueing import locks
from queueing.actions import bookings, holds
from queueing.choices import PartyState
from queueing.models import Booking, Party, RecordingSlot, Seat
from queueing.queries import invariants
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory, a_party
from tests.races.at_once import all_at_once, deadlocks, through_a_pool, without_index

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]

CLIENTS, PLACES = 500, 40
NIK = "3516080108900001"


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


@pytest.fixture
def naive_bookings() -> Iterator[Callable[[], int]]:
    """A table of places as many a booking page has it: look how many are taken, then write one more."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_booking (slot int)")

    def book() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM naive_booking")
            if cursor.fetchone()[0] >= PLACES:
                raise holds.SlotFull
            time.sleep(0.002)
            cursor.execute("INSERT INTO naive_booking VALUES (1)")
        return 1

    yield book
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE naive_booking")


def a_hold(slot: RecordingSlot) -> Party:
    return holds.hold(key=uuid.uuid4(), slot=slot, persons=1, at=timezone.now())


def everything_holds() -> bool:
    return all(proof.holds for proof in invariants.prove())


def test_five_hundred_clients_on_forty_places_take_exactly_forty() -> None:
    slot = SlotFactory.create(seats=PLACES)
    before = deadlocks()

    said = through_a_pool(*[partial(a_hold, slot)] * CLIENTS)

    assert Counter(type(one) for one in said) == {Party: PLACES, holds.SlotFull: CLIENTS - PLACES}
    assert Seat.objects.filter(slot=slot, taken_by=None).count() == 0
    assert Booking.unscoped.values("seat").distinct().count() == PLACES
    assert deadlocks() == before
    assert everything_holds()


def test_looking_first_and_writing_then_sells_places_that_are_not_there(naive_bookings: Callable[[], int]) -> None:
    """Control."""
    sold = through_a_pool(*[naive_bookings] * CLIENTS).count(1)

    assert sold > PLACES


def test_without_the_lock_the_index_still_refuses_but_people_see_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: two choose one seat, and the second is refused by the database where she might have had another."""
    slot = SlotFactory.create(seats=PLACES)
    monkeypatch.setattr(holds, "_HOLD", holds._HOLD.replace("FOR UPDATE SKIP LOCKED", ""))

    said = all_at_once(*[partial(a_hold, slot)] * 16)

    assert any(isinstance(one, IntegrityError) for one in said)
    assert everything_holds()


class Undone(Exception):
    """A client whose connection breaks before she has an answer."""


def a_hold_that_may_break(slot: RecordingSlot, dice: random.Random) -> object:
    breaks = dice.random() < 0.3
    with transaction.atomic():
        party = a_hold(slot)
        if breaks:
            time.sleep(0.01)
            raise Undone
    return party


def test_no_place_stays_unsold_when_every_third_transaction_breaks() -> None:
    slot = SlotFactory.create(seats=PLACES)

    said = through_a_pool(*[partial(a_hold_that_may_break, slot, random.Random(7))] * 200)

    kinds = Counter(type(one) for one in said)
    assert kinds[Party] == Booking.unscoped.count() == PLACES
    assert set(kinds) == {Party, Undone, holds.SlotFull}
    assert everything_holds()


@pytest.mark.parametrize(("tries", "got_it"), [(0, False), (locks.TRIES, True)])
def test_a_place_that_comes_back_this_moment_is_not_called_full(
    monkeypatch: pytest.MonkeyPatch, tries: int, got_it: bool
) -> None:
    """Without trying again the last place is refused to one while another gives it back."""
    slot = SlotFactory.create(seats=1)
    monkeypatch.setattr(locks, "TRIES", tries)
    claimed, tried = threading.Event(), threading.Event()
    gave_back = threading.Event()

    def wait_for_the_other(_seconds: float) -> None:
        tried.set()
        gave_back.wait(10)

    monkeypatch.setattr("queueing.locks.time.sleep", wait_for_the_other)

    def holds_and_breaks() -> None:
        try:
            with transaction.atomic():
                a_hold(slot)
                claimed.set()
                tried.wait(1 if tries else 0.3)
                raise Undone
        finally:
            gave_back.set()

    def wants_it() -> Party:
        claimed.wait(10)
        return a_hold(slot)

    _, said = all_at_once(holds_and_breaks, wants_it)

    assert isinstance(said, Party if got_it else holds.SlotFull)


def confirm(party: Party) -> Party:
    return bookings.confirm(party=party.pk, at=timezone.now())


def parties_of_one_person(many: int) -> list[Party]:
    office_slots = [SlotFactory.create(seats=1) for _ in range(many)]
    return [a_party(slot, niks=[NIK]) for slot in office_slots]


def test_one_person_booked_by_many_at_once_is_booked_once() -> None:
    parties = parties_of_one_person(16)

    said = all_at_once(*[partial(confirm, party) for party in parties])

    assert Counter(type(one) for one in said) == {Party: 1, bookings.AlreadyBooked: 15}
    assert Party.unscoped.filter(state=PartyState.CONFIRMED).count() == 1
    assert everything_holds()
    later = timezone.now() + 2 * holds.HOLD
    assert holds.expire_lapsed(at=later) == 15
    assert Seat.objects.filter(taken_by=None).count() == 15


def test_without_the_index_one_person_has_as_many_places_as_forms() -> None:
    """Control."""
    parties = parties_of_one_person(4)

    with without_index("one_live_booking_per_resident"):
        said = all_at_once(*[partial(confirm, party) for party in parties])

    assert Counter(type(one) for one in said) == {Party: 4}


def families_crosswise(rounds: int) -> list[tuple[Party, Party]]:
    """Two forms with the same two people, named the other way round."""
    made = []
    for number in range(rounds):
        niks = [f"351608010890{number:02d}{person:02d}" for person in (1, 2)]
        slots: list[Any] = [SlotFactory.create(seats=2) for _ in range(2)]
        made.append((a_party(slots[0], persons=2, niks=niks), a_party(slots[1], persons=2, niks=niks[::-1])))
    return made


def test_a_family_booked_twice_at_once_in_another_order_waits_in_no_circle() -> None:
    pairs = families_crosswise(12)
    before = deadlocks()

    said = [one for pair in pairs for one in all_at_once(*[partial(confirm, party) for party in pair])]

    assert Counter(type(one) for one in said) == {Party: len(pairs), bookings.AlreadyBooked: len(pairs)}
    assert deadlocks() == before


#: A key that nobody else takes a turn with.
GATE = 20_201_123


def wait_at_a_gate(monkeypatch: pytest.MonkeyPatch, *, in_turns: bool) -> None:
    """Let the second person of a family be confirmed when the gate is open."""
    opens = f"(booking.ordinal + 0 * party.persons = 1 OR pg_advisory_xact_lock_shared({GATE})::text = '')"
    statement = bookings._CONFIRM.replace("turn.taken >= 0", f"turn.taken >= 0 AND {opens}")
    if not in_turns:
        statement = statement.replace(locks.TURN_OF_A_FAMILY, "SELECT 0 AS taken")
    assert opens in statement
    assert (locks.TURN_OF_A_FAMILY in statement) is in_turns
    monkeypatch.setattr(bookings, "_CONFIRM", statement)
    monkeypatch.setattr(locks, "BE_PATIENT", "SET LOCAL lock_timeout = '20s';")


def open_when_both_wait(shut: threading.Event) -> None:
    """Shut the gate, and open it when one transaction waits there and the other there or for its turn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
        shut.set()
        waiting = 0
        while waiting < 2:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            (waiting,) = cursor.fetchone()
        cursor.execute("SELECT pg_advisory_unlock(%s)", [GATE])


@pytest.mark.parametrize(
    ("in_turns", "refusal", "circles"), [(False, locks.Crowded, 1), (True, bookings.AlreadyBooked, 0)]
)
def test_without_turns_a_family_in_another_order_waits_in_a_circle(
    monkeypatch: pytest.MonkeyPatch, in_turns: bool, refusal: type[Exception], circles: int
) -> None:
    """Each has the first of its people and waits for the second, until the database ends one of them."""
    ((one, other),) = families_crosswise(1)
    wait_at_a_gate(monkeypatch, in_turns=in_turns)
    before, shut = deadlocks(), threading.Event()

    def confirm_behind_the_gate(party: Party) -> Party:
        assert shut.wait(10)
        return confirm(party)

    said = all_at_once(
        partial(open_when_both_wait, shut), *[partial(confirm_behind_the_gate, party) for party in (one, other)]
    )

    assert Counter(type(one) for one in said) == {type(None): 1, Party: 1, refusal: 1}, said
    assert deadlocks() - before == circles
    assert everything_holds()

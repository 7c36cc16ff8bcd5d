"""A form's places run out while it is being sent, and forms that are sent twice."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from queueing import locks
from queueing.actions import bookings, holds
from queueing.choices import NoticeKind, PartyState, QueueEventKind
from queueing.models import Booking, Notice, Party, QueueEvent, RecordingSlot, Seat
from queueing.queries import invariants
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory, a_party
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


def a_lapsed_party(slot: RecordingSlot, **wishes: Any) -> Party:
    return a_party(slot, held_until=timezone.now() - timedelta(seconds=1), **wishes)


def confirm(party: Party) -> Party:
    return bookings.confirm(party=party.pk, at=timezone.now())


def sweep() -> int:
    return holds.expire_lapsed(at=timezone.now())


def everything_holds() -> bool:
    return all(proof.holds for proof in invariants.prove())


def test_a_hold_that_runs_out_is_confirmed_or_given_back_and_never_both() -> None:
    slot = SlotFactory.create(seats=60)
    for _ in range(12):
        party = a_lapsed_party(slot, persons=2)

        confirmed, _ = all_at_once(partial(confirm, party), sweep)

        party.refresh_from_db()
        given_back = isinstance(confirmed, bookings.HoldExpired)
        assert given_back or isinstance(confirmed, Party), confirmed
        assert party.state == (PartyState.EXPIRED if given_back else PartyState.CONFIRMED)
        assert Seat.objects.filter(taken_by__party=party).count() == (0 if given_back else 2)
    assert everything_holds()


def test_without_the_lock_a_sweep_takes_the_place_of_a_booking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: it looked before she confirmed; what is left is the database's own refusal, and a sweep that fails."""
    party = a_lapsed_party(SlotFactory.create(seats=1))
    looked, booked = threading.Event(), threading.Event()

    def look_only(**_wanted: object) -> list[Party]:
        found = list(Party.unscoped.filter(state=PartyState.HELD))
        looked.set()
        booked.wait(10)
        return found

    monkeypatch.setattr(locks, "lapsed_parties", look_only)

    def confirm_meanwhile() -> None:
        looked.wait(10)
        confirm(party)
        booked.set()

    swept, _ = all_at_once(sweep, confirm_meanwhile)

    assert isinstance(swept, IntegrityError)
    assert "leaves no booking" in str(swept)


def test_two_sweeps_give_every_hold_back_once() -> None:
    slot = SlotFactory.create(seats=20)
    for _ in range(20):
        a_lapsed_party(slot)

    swept = all_at_once(*[sweep] * 4)

    assert sum(int(str(one)) for one in swept) == 20
    assert QueueEvent.objects.filter(kind=QueueEventKind.EXPIRED).count() == 20
    assert everything_holds()


def test_the_next_in_the_crowd_gets_the_places_of_holds_that_ran_out() -> None:
    slot = SlotFactory.create(seats=10)
    for _ in range(10):
        a_lapsed_party(slot)

    said = all_at_once(*[lambda: holds.hold(key=uuid.uuid4(), slot=slot, persons=1, at=timezone.now())] * 10)

    assert Counter(type(one) for one in said)[Party] == 10, said
    assert everything_holds()


@pytest.mark.parametrize(("has_a_key", "held"), [(False, 16), (True, 1)])
def test_one_form_sent_by_many_at_once_holds_places_once(has_a_key: bool, held: int) -> None:
    """Without a key of its own a form that is sent again is another form."""
    slot, key = SlotFactory.create(seats=20), uuid.uuid4()

    def send() -> Party:
        return holds.hold(key=key if has_a_key else uuid.uuid4(), slot=slot, persons=1, at=timezone.now())

    said = all_at_once(*[send] * 16)

    assert {type(one) for one in said} == {Party}
    assert Party.unscoped.count() == Booking.unscoped.count() == held
    assert everything_holds()


def test_one_key_with_two_wishes_at_once_is_one_of_them() -> None:
    slot, key = SlotFactory.create(seats=20), uuid.uuid4()

    def send(persons: int) -> Party:
        return holds.hold(key=key, slot=slot, persons=persons, at=timezone.now())

    said = all_at_once(*[partial(send, 1 + number % 2) for number in range(8)])

    assert Counter(type(one) for one in said) == {Party: 4, holds.KeyReused: 4}
    assert Party.unscoped.count() == 1


def test_one_confirmation_sent_by_many_at_once_books_and_tells_once() -> None:
    party = a_party(SlotFactory.create(seats=2), persons=2)

    said = all_at_once(*[partial(confirm, party)] * 8)

    assert {type(one) for one in said} == {Party}
    assert QueueEvent.objects.filter(kind=QueueEventKind.CONFIRMED).count() == 2
    assert Notice.unscoped.filter(kind=NoticeKind.CONFIRMED).count() == 1
    assert everything_holds()

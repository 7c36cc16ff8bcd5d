"""Pressed twice at once: one change, and one notice of it."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone

from queueing.actions import bookings
from queueing.choices import BookingState
from queueing.models import Booking, Notice, Party, RecordingSlot, Seat
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory, a_booking, a_party
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]

AT_ONCE = 6


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


def press(act: Callable[..., object], **wishes: object) -> None:
    said = all_at_once(*[partial(act, at=timezone.now(), **wishes)] * AT_ONCE)
    assert not [one for one in said if isinstance(one, Exception)]


def told() -> list[str]:
    return sorted(notice.kind for notice in Notice.unscoped.exclude(kind="reminder"))


def test_a_form_confirmed_six_times_at_once_is_booked_and_told_once() -> None:
    party = a_party(SlotFactory.create(seats=2), persons=2)

    press(bookings.confirm, party=party.pk)

    assert told() == ["confirmed"]
    assert Booking.unscoped.filter(state=BookingState.CONFIRMED, code__isnull=False).count() == 2


def test_a_party_cancelled_six_times_at_once_is_told_once() -> None:
    party = a_booking(SlotFactory.create(seats=2), persons=2)

    press(bookings.cancel, party=party.pk)

    assert told() == ["cancelled", "confirmed"]
    assert Seat.objects.filter(taken_by=None).count() == 2


def test_a_party_moved_six_times_at_once_has_changed_once() -> None:
    party, other = a_booking(SlotFactory.create()), SlotFactory.create()

    press(bookings.move, party=party.pk, slot=RecordingSlot.objects.select_related("office").get(pk=other.pk))

    assert told() == ["changed", "confirmed"]
    assert Party.unscoped.get().changes == 1


def test_without_the_partys_lock_a_second_press_tells_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: each reads that the party is still where it was, and moves it."""
    party, other = a_booking(SlotFactory.create()), SlotFactory.create(seats=AT_ONCE)
    all_have_read = threading.Barrier(AT_ONCE)

    def read(own: uuid.UUID) -> Party:
        found = Party.unscoped.get(pk=own)
        all_have_read.wait(10)
        return found

    monkeypatch.setattr("queueing.locks.lock_party", read)
    slot = RecordingSlot.objects.select_related("office").get(pk=other.pk)

    said = all_at_once(*[partial(bookings.move, party=party.pk, slot=slot, at=timezone.now())] * AT_ONCE)

    assert [one for one in said if isinstance(one, Exception)] or told().count("changed") > 1

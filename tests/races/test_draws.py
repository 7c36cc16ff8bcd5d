"""A draw and whoever comes at the same moment: it is held once, and everybody who came in time is in it."""

from __future__ import annotations

import threading
import uuid
from functools import partial

import pytest
from django.utils import timezone

from queueing import locks
from queueing.actions import drawing, draws, waiting_list
from queueing.choices import BookingState, PartyState
from queueing.models import Booking, Draw, Party
from queueing.rules import draw_record
from tests.factories.draws import a_draw, an_entry, slots_to_draw
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory, a_booking
from tests.races.at_once import all_at_once
from tests.races.meanwhile import elsewhere, just_before

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]
NIK = "3516080108900001"


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


@pytest.fixture
def draw() -> Draw:
    return a_draw(slots_to_draw(2))


def unlocked(draw: uuid.UUID, **_: object) -> Draw:
    return Draw.unscoped.select_related("office").get(pk=draw)


def test_a_draw_started_twice_at_once_is_held_once(draw: Draw) -> None:
    for _ in range(4):
        an_entry(draw)

    said = all_at_once(*[partial(drawing.draw, draw=draw.pk, at=draw.closes_at)] * 2)

    kept = Draw.unscoped.get().record
    assert all(one.record == kept if isinstance(one, Draw) else isinstance(one, locks.Crowded) for one in said)
    assert Booking.unscoped.filter(state=BookingState.CONFIRMED).count() == 2


def test_without_its_lock_the_second_draw_forgets_the_first(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: everybody has her place, but what is published says that nobody took part."""
    for _ in range(4):
        an_entry(draw)
    monkeypatch.setattr(locks, "lock_draw", unlocked)
    said = just_before(monkeypatch, locks, "lock_drawing", partial(drawing.draw, draw=draw.pk, at=draw.closes_at))

    second = drawing.draw(draw=draw.pk, at=draw.closes_at)

    assert isinstance(said[0], Draw)
    assert len(said[0].entries) == 4
    assert second.entries == []


def test_whoever_is_entering_when_it_closes_is_in_the_draw(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[object] = []
    drawer = threading.Thread(
        target=lambda: drawn.append(elsewhere(partial(drawing.draw, draw=draw.pk, at=draw.closes_at)))
    )
    just_before(monkeypatch, waiting_list, "check_ready", drawer.start)

    an_entry(draw)
    drawer.join()

    assert isinstance(drawn[0], Draw)
    assert len(drawn[0].entries) == 1
    assert Party.unscoped.get().state == PartyState.CONFIRMED


def test_without_the_shared_lock_whoever_is_entering_waits_for_ever(
    draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: the draw is over, and she takes part in it."""
    monkeypatch.setattr(locks, "lock_draw", unlocked)
    just_before(monkeypatch, waiting_list, "check_ready", partial(drawing.draw, draw=draw.pk, at=draw.closes_at))

    an_entry(draw)

    assert Party.unscoped.get().state == PartyState.DRAWING
    assert Draw.unscoped.get().entries == []


def test_whoever_is_booked_elsewhere_during_the_draw_is_left_out(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    an_entry(draw, niks=[NIK])
    others = [an_entry(draw) for _ in range(2)]
    just_before(monkeypatch, draw_record, "outcome", lambda: a_booking(SlotFactory.create(), niks=[NIK]))

    drawing.draw(draw=draw.pk, at=draw.closes_at)

    won = Party.unscoped.filter(draw=draw, state=PartyState.CONFIRMED)
    assert {party.pk for party in won} == {party.pk for party in others}


def test_one_number_entering_four_times_at_once_takes_part_once(draw: Draw) -> None:
    said = all_at_once(*[partial(an_entry, draw, niks=[NIK])] * 4)

    assert sum(isinstance(one, Party) for one in said) == 1
    assert sum(isinstance(one, waiting_list.AlreadyWaiting) for one in said) == 3


def test_two_officers_announcing_at_once_make_one_draw() -> None:
    slots = slots_to_draw(1)

    said = all_at_once(*[partial(a_draw, slots)] * 2)

    assert sum(isinstance(one, Draw) for one in said) == 1
    assert [type(one) for one in said if isinstance(one, Exception)] == [draws.AlreadyAnnounced]
    assert timezone.now() < Draw.unscoped.get().opens_at

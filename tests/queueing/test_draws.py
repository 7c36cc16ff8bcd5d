"""A draw for a hot day: announced, entered, drawn once, published, and recomputed by anybody."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from queueing.actions import bookings, drawing, draws, holds, offers, waiting_list
from queueing.choices import BookingState, DrawState, Lane, NoticeKind, PartyState, QueueEventKind
from queueing.models import Booking, Notice, Party, QueueEvent, Seat
from queueing.queries import waiting
from queueing.rules import draw_record
from tests.factories.draws import MINUTE, a_draw, an_entry, slots_to_draw
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory, a_booking, a_party, a_waiting_party

pytestmark = pytest.mark.django_db
NIK = "3516080108900001"


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


def test_places_of_a_draw_open_to_nobody_before_it() -> None:
    slots = slots_to_draw(2)
    draw = a_draw(slots)

    with pytest.raises(holds.SlotFull):
        a_party(slots[0])
    assert set(Seat.objects.values_list("draw", "opens_at")) == {(draw.pk, draw.rest_opens_at)}


def test_places_for_the_morning_and_the_priority_lane_are_not_drawn_for() -> None:
    slots = slots_to_draw(1)
    morning = slots[0].starts_at - 120 * MINUTE
    Seat.objects.create(slot=slots[0], number=8, lane=Lane.GENERAL, opens_at=morning)
    Seat.objects.create(slot=slots[0], number=9, lane=Lane.PRIORITY, opens_at=timezone.now())

    draw = a_draw(slots)

    assert Seat.objects.filter(draw=draw).count() == 1
    assert Seat.objects.get(number=8).opens_at == morning


def test_a_day_that_is_open_already_or_has_no_slots_is_not_drawn_for() -> None:
    slots = slots_to_draw(1, 1)
    Seat.objects.filter(slot=slots[1]).update(opens_at=timezone.now())
    with pytest.raises(draws.AlreadyOpen):
        a_draw(slots)

    Seat.objects.all().delete()
    with pytest.raises(draws.NothingToDraw):
        a_draw(slots)


def test_a_day_is_drawn_for_once() -> None:
    slots = slots_to_draw(1)
    a_draw(slots)

    with pytest.raises(draws.AlreadyAnnounced):
        a_draw(slots)


def test_requests_are_taken_within_the_announced_time_only() -> None:
    draw = a_draw(slots_to_draw(1))
    party = an_entry(draw)

    draws.enter(party=party.pk, draw=draw.pk, at=draw.opens_at)

    assert QueueEvent.objects.filter(kind=QueueEventKind.ENTERED_DRAW).count() == 1
    for moment in (draw.opens_at - MINUTE, draw.closes_at):
        with pytest.raises(draws.DrawShut):
            draws.enter(party=party.pk, draw=draw.pk, at=moment)


def test_one_person_takes_part_once() -> None:
    draw = a_draw(slots_to_draw(1))
    an_entry(draw, niks=[NIK])

    with pytest.raises(waiting_list.AlreadyWaiting):
        an_entry(draw, niks=[NIK])


def test_whoever_is_drawn_has_her_place_and_the_others_wait_in_the_order_of_the_draw() -> None:
    draw = a_draw(slots_to_draw(2, 1))
    parties = {drawing.number_of(draw.pk, party.pk): party for party in (an_entry(draw) for _ in range(5))}

    drawn = drawing.draw(draw=draw.pk, at=draw.closes_at)

    order = [parties[number] for number, _, _ in drawn.entries]
    for party in order:
        party.refresh_from_db()
    assert [party.state for party in order] == [PartyState.CONFIRMED] * 3 + [PartyState.WAITING] * 2
    assert [slot for _, _, slot in drawn.entries] == [order[0].slot_id, order[1].slot_id, order[2].slot_id, None, None]
    assert [waiting.place_in_line(party) for party in order[3:]] == [1, 2]
    assert Notice.unscoped.filter(kind=NoticeKind.CONFIRMED).count() == 3
    told = Notice.unscoped.filter(kind=NoticeKind.DRAW_LOST)
    assert [told.count(), "daftar tunggu" in told[0].body] == [2, True]
    assert QueueEvent.objects.filter(kind=QueueEventKind.DRAWN).count() == 3


def test_a_draw_started_twice_draws_once() -> None:
    draw = a_draw(slots_to_draw(1))
    an_entry(draw)

    first = drawing.draw(draw=draw.pk, at=draw.closes_at)
    second = drawing.draw(draw=draw.pk, at=draw.closes_at + MINUTE)

    assert (first.record, first.drawn_at) == (second.record, second.drawn_at)
    assert drawing.draw_due(at=draw.closes_at) == 0


def test_a_draw_waits_until_requests_are_closed() -> None:
    draw = a_draw(slots_to_draw(1))

    with pytest.raises(drawing.StillOpen):
        drawing.draw(draw=draw.pk, at=draw.closes_at - MINUTE)
    assert drawing.draw_due(at=draw.closes_at) == 1


def test_a_family_is_drawn_whole_or_not_at_all() -> None:
    draw = a_draw(slots_to_draw(2, 2))
    family = an_entry(draw, persons=3)
    pair = an_entry(draw, persons=2)

    drawing.draw(draw=draw.pk, at=draw.closes_at)

    assert set(Booking.unscoped.filter(party=family).values_list("state", flat=True)) == {BookingState.WISHED}
    assert Booking.unscoped.filter(party=pair).values("slot").distinct().count() == 1


def test_the_published_record_proves_itself() -> None:
    draw = a_draw(slots_to_draw(2, 3))
    for persons in (1, 2, 3, 1, 1):
        an_entry(draw, persons=persons)

    drawn = drawing.draw(draw=draw.pk, at=draw.closes_at)

    assert drawn.record is not None
    assert draw_record.faults(draw.seed_digest, drawn.seed, drawn.record) == []
    assert draw.seed == ""


def test_what_a_draw_leaves_over_opens_to_everybody_as_announced() -> None:
    slots = slots_to_draw(2)
    draw = a_draw(slots)
    an_entry(draw)
    drawing.draw(draw=draw.pk, at=draw.closes_at)

    assert Seat.objects.get(taken_by=None).opens_at == draw.rest_opens_at
    assert offers.pass_on(at=draw.closes_at) == 0


def test_whoever_waits_takes_part_and_keeps_her_place_in_line() -> None:
    slots = slots_to_draw(1)
    first, second = (a_waiting_party(slots[0]) for _ in range(2))
    draw = a_draw(slots)
    for party in (second, first):
        draws.enter(party=party.pk, draw=draw.pk, at=draw.opens_at)

    drawing.draw(draw=draw.pk, at=draw.closes_at)

    loser = Party.unscoped.get(state=PartyState.WAITING)
    assert loser.joined_at == {first.pk: first, second.pk: second}[loser.pk].joined_at


def test_whoever_was_booked_elsewhere_meanwhile_is_left_out_of_the_draw() -> None:
    draw = a_draw(slots_to_draw(2))
    gone, stays = an_entry(draw, niks=[NIK]), an_entry(draw)
    a_booking(SlotFactory.create(), niks=[NIK])

    drawn = drawing.draw(draw=draw.pk, at=draw.closes_at)

    gone.refresh_from_db()
    assert gone.state == PartyState.CANCELLED
    assert [number for number, _, _ in drawn.entries] == [drawing.number_of(draw.pk, stays.pk)]


def test_a_stranger_cannot_book_somebody_out_of_a_draw() -> None:
    draw = a_draw(slots_to_draw(1))
    owner = an_entry(draw, niks=[NIK])
    Booking.unscoped.filter(party=owner).update(agrees=True)
    stranger = a_booking(SlotFactory.create(), niks=[NIK])

    drawing.draw(draw=draw.pk, at=draw.closes_at)

    owner.refresh_from_db()
    stranger.refresh_from_db()
    assert [owner.state, stranger.state] == [PartyState.CONFIRMED, PartyState.CANCELLED]


def test_a_drawn_place_that_is_given_up_goes_to_the_losers_in_their_order() -> None:
    draw = a_draw(slots_to_draw(1))
    for _ in range(3):
        an_entry(draw)
    drawn = drawing.draw(draw=draw.pk, at=draw.closes_at)
    later = draw.closes_at + MINUTE
    winner = Party.unscoped.get(state=PartyState.CONFIRMED)

    bookings.cancel(party=winner.pk, at=later)
    offers.pass_on(at=later)

    offered = Seat.objects.get().offered_to
    assert offered is not None
    assert drawing.number_of(draw.pk, offered.pk) == drawn.entries[1][0]


def test_a_draw_is_called_off_while_nobody_takes_part() -> None:
    slots = slots_to_draw(1)
    draw = a_draw(slots)

    draws.call_off(draw=draw.pk, at=timezone.now())
    again = a_draw(slots)

    an_entry(again)
    with pytest.raises(draws.AlreadyEntered):
        draws.call_off(draw=again.pk, at=timezone.now())
    draw.refresh_from_db()
    assert draw.state == DrawState.CALLED_OFF


def test_an_empty_draw_leaves_everything_over() -> None:
    draw = a_draw(slots_to_draw(1))

    assert drawing.draw(draw=draw.pk, at=draw.closes_at + datetime.timedelta(hours=2)).entries == []

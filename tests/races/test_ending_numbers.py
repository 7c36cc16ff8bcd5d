"""A number is ended by one counter; the other is told that somebody was first."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from django.utils import timezone

from queueing.actions import calls, tickets
from queueing.actions.at_counter import AlreadyMoved
from queueing.choices import BookingState, QueueEventKind, TicketState
from queueing.models import Booking, QueueEvent, Ticket
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.queueing import CounterFactory, SlotFactory, a_booking
from tests.factories.registry import OfficerFactory
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.mark.parametrize(("guarded", "ends"), [(False, 4), (True, 1)])
def test_a_number_that_four_counters_end_at_once_is_ended_once(
    monkeypatch: pytest.MonkeyPatch, guarded: bool, ends: int
) -> None:
    """Without the state in the update everybody ends it, the last one's moment stands, and the day counts four."""
    make_region("35.16.08")
    clerk: Officer = OfficerFactory.create()
    slot = SlotFactory.create(seats=1)
    a_booking(slot)
    booking, now = Booking.unscoped.get(), timezone.now()
    ticket = tickets.check_in(booking=booking.pk, day=slot.day, by=clerk, at=now)
    calls.call_next(counter=CounterFactory.create(office=slot.office), day=slot.day, by=clerk, at=now)
    if not guarded:
        monkeypatch.setattr(calls, "allowed_from", lambda _table, _state: tuple(TicketState))

    said = all_at_once(*[partial(calls.finish, ticket=ticket.pk, by=clerk, at=timezone.now())] * 4)

    kinds = Counter(type(one) for one in said)
    assert kinds == Counter({type(None): ends, AlreadyMoved: 4 - ends})
    assert QueueEvent.objects.filter(kind=QueueEventKind.FINISHED).count() == ends
    assert Ticket.unscoped.get().state == TicketState.SERVED
    assert Booking.unscoped.get().state == BookingState.SERVED

"""Whatever residents and clerks do in whatever order: the database stands where a plain model of it stands."""

from __future__ import annotations

import datetime
import os
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from queueing import locks
from queueing.actions import bookings, calls, freed, holds, tickets
from queueing.choices import TicketState
from queueing.models import Booking, Party, RecordingSlot, Ticket
from queueing.queries import invariants
from registry import sealing
from tests.factories.elections import make_region
from tests.factories.queueing import CounterFactory, OfficeFactory, SlotFactory
from tests.factories.registry import OfficerFactory
from tests.queueing.model_of_the_queue import HOLD, REST, Form, Model

pytestmark = pytest.mark.django_db

#: More of them by the environment: QUEUE_STORIES=500 takes some minutes.
STORIES, STEPS = int(os.environ.get("QUEUE_STORIES", "10")), 30
NIKS = [f"35160801089000{number:02d}" for number in range(8)]
SLOTS = 3
PERSONS = st.integers(1, 3)


class Queue(RuleBasedStateMachine):
    """Two hands on one queue: the real one and the model."""

    def __init__(self) -> None:
        super().__init__()
        self._before = transaction.savepoint()
        office = OfficeFactory.create()
        self.slots: list[RecordingSlot] = [SlotFactory.create(office=office, seats=4) for _ in range(SLOTS)]
        self.counter, self.clerk = CounterFactory.create(office=office), OfficerFactory.create()
        self.model = Model(timezone.now(), {slot.pk: 4 for slot in self.slots})
        self.numbers = 0

    def teardown(self) -> None:
        """Ask every question of `manage.py prove`, then forget the story."""
        try:
            broken = [proof for proof in invariants.prove() if not proof.holds]
            # Nobody is told here: the parties have no channel. Their places end by the model's clock, not today's.
            assert [proof.invariant.name for proof in broken if proof.invariant.name != "holds_end"] == []
        finally:
            transaction.set_rollback(False)
            transaction.savepoint_rollback(self._before)

    @invariant()
    def both_stand_at_the_same_place(self) -> None:
        connection.check_constraints()
        parties = {(form.key, form.state, form.slot, form.changes) for form in self.model.forms}
        assert set(Party.unscoped.values_list("pk", "state", "slot", "changes")) == parties
        people = {(form.key, ordinal, state) for form in self.model.forms for ordinal, state in form.states.items()}
        assert set(Booking.unscoped.values_list("party", "ordinal", "state")) == people

    @rule(number=st.integers(0, SLOTS - 1), persons=PERSONS)
    def hold(self, number: int, persons: int) -> None:
        slot, key = self.slots[number], uuid.uuid4()
        held = self._does(lambda: holds.hold(key=key, slot=slot, persons=persons, at=self.model.now))

        if self.model.takes(slot.pk, persons):
            assert isinstance(held, Party), held
            states = dict.fromkeys(range(1, persons + 1), "held")
            self.model.forms.append(Form(key, slot.pk, states, self.model.now + HOLD))
        else:
            assert isinstance(held, holds.SlotFull), held

    @precondition(lambda self: self.model.forms)
    @rule(data=st.data())
    def name_and_prove(self, data: st.DataObject) -> None:
        form = self._a_form(data)
        if form.state != "held":
            return
        niks = data.draw(st.lists(st.sampled_from(NIKS), min_size=len(form.states), max_size=9, unique=True))
        form.niks = dict(zip(form.states, niks, strict=False))
        sealer = sealing.sealer()
        for person in Booking.unscoped.filter(party=form.key):
            person.nik_index = sealer.index(sealing.NIK, form.niks[person.ordinal])
            person.save(update_fields=["nik_index"])
        Party.unscoped.filter(pk=form.key).update(channel="", contact_proved_at=self.model.now)

    @precondition(lambda self: self.model.forms)
    @rule(data=st.data())
    def confirm(self, data: st.DataObject) -> None:
        form = self._a_form(data)
        said = self._does(lambda: bookings.confirm(party=form.key, at=self.model.now))

        if form.state == "confirmed":
            assert isinstance(said, Party)
        elif form.state == "expired":
            assert isinstance(said, bookings.HoldExpired)
        elif form.state == "cancelled" or not form.niks:
            assert isinstance(said, bookings.NotReady), said
        elif self.model.is_booked([form.niks[ordinal] for ordinal in form.those("held")], form):
            assert isinstance(said, bookings.AlreadyBooked), said
        else:
            assert isinstance(said, Party), said
            form.state = "confirmed"
            form.become(form.those("held"), "confirmed")

    @precondition(lambda self: self.model.forms)
    @rule(data=st.data(), only=PERSONS | st.none())
    def cancel(self, data: st.DataObject, only: int | None) -> None:
        form = self._a_form(data)
        ordinals = list(form.states) if only is None else [only]
        chosen = list(Booking.unscoped.filter(party=form.key, ordinal__in=ordinals).values_list("pk", flat=True))
        bookings.cancel(party=form.key, at=self.model.now, bookings=None if only is None else chosen)

        self.model.leave(form, ordinals)

    @precondition(lambda self: self.model.forms)
    @rule(data=st.data(), number=st.integers(0, SLOTS - 1))
    def move(self, data: st.DataObject, number: int) -> None:
        form, slot = self._a_form(data), self.slots[number]
        said = self._does(lambda: bookings.move(party=form.key, slot=slot, at=self.model.now))

        self.model.expire(slot.pk)
        people = form.those("confirmed")
        if form.state != "confirmed" or not people:
            assert isinstance(said, bookings.NotExpected), said
        elif form.slot == slot.pk:
            assert isinstance(said, Party)
        elif form.changes >= 2:
            assert isinstance(said, bookings.ChangedTooOften), said
        elif form.those("checked_in", "served"):
            assert isinstance(said, bookings.SomebodyCame), said
        elif self.model.room(slot.pk) < len(people):
            assert isinstance(said, holds.SlotFull), said
        else:
            assert isinstance(said, Party), said
            self.model.give_up(form.slot, len(people))
            form.slot, form.changes = slot.pk, form.changes + 1

    @precondition(lambda self: any(form.state == "expired" for form in self.model.forms))
    @rule(data=st.data(), number=st.integers(0, SLOTS - 1))
    def renew(self, data: st.DataObject, number: int) -> None:
        form = data.draw(st.sampled_from([form for form in self.model.forms if form.state == "expired"]))
        slot, people = self.slots[number], form.those("expired")
        said = self._does(lambda: holds.renew(party=form.key, slot=slot, at=self.model.now))

        self.model.expire(slot.pk)
        if self.model.room(slot.pk) < len(people):
            assert isinstance(said, holds.SlotFull), said
        else:
            assert isinstance(said, Party), said
            form.state, form.slot, form.held_until = "held", slot.pk, self.model.now + HOLD
            form.become(people, "held")

    @rule(minutes=st.integers(1, 15))
    def let_time_pass(self, minutes: int) -> None:
        self.model.now += datetime.timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        holds.expire_lapsed(at=self.model.now)
        self.model.expire()

    @precondition(lambda self: any(form.those("confirmed") for form in self.model.forms))
    @rule(data=st.data())
    def check_in(self, data: st.DataObject) -> None:
        form = data.draw(st.sampled_from([form for form in self.model.forms if form.those("confirmed")]))
        ordinal = form.those("confirmed")[0]
        booking = Booking.unscoped.get(party=form.key, ordinal=ordinal)
        given = [self._check_in(booking.pk) for _ in range(2)]

        self.numbers += 1
        form.become([ordinal], "checked_in")
        assert given[0] == given[1]
        assert given[0].number == self.numbers

    @rule()
    def call_and_finish(self) -> None:
        waiting = Ticket.unscoped.filter(state=TicketState.WAITING).order_by("number").first()
        called = calls.call_next(counter=self.counter, day=self.slots[0].day, by=self.clerk, at=self.model.now)

        assert called == waiting
        if called is not None and called.booking is not None:
            calls.finish(ticket=called.pk, by=self.clerk, at=self.model.now)
            form = next(form for form in self.model.forms if form.key == called.booking.party_id)
            form.become([called.booking.ordinal], "served")

    def _check_in(self, booking: int) -> Ticket:
        return tickets.check_in(booking=booking, day=self.slots[0].day, by=self.clerk, at=self.model.now)

    def _a_form(self, data: st.DataObject) -> Form:
        return data.draw(st.sampled_from(self.model.forms))

    @staticmethod
    def _does(act: Callable[[], Any]) -> object:
        try:
            return act()
        except Exception as refusal:
            return refusal


def test_the_queue_does_what_a_plain_model_of_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    make_region("35.16.08")
    monkeypatch.setattr(freed, "some_time", lambda: REST)
    monkeypatch.setattr(locks, "TRIES", 1)
    monkeypatch.setattr("queueing.locks.time.sleep", lambda _seconds: None)

    run_state_machine_as_test(
        Queue,
        settings=settings(
            max_examples=STORIES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

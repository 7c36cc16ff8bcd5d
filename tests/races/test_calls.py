"""Counters: one officer at one, one ticket in one pair of hands, whatever is pressed at the same moment."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.db.models import F
from django.utils import timezone

from queueing import hall_locks
from queueing.actions import at_counter, calls, counters, tickets, undoing
from queueing.choices import TicketState
from queueing.models import Call, CounterShift, Office, Ticket
from queueing.models import Counter as Loket
from registry import scope
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.queueing import CounterFactory, OfficeFactory
from tests.factories.registry import OfficerFactory
from tests.races.at_once import all_at_once, without_index
from tests.races.meanwhile import just_before

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def office() -> Office:
    make_region("35.16.08")
    found: Office = OfficeFactory.create()
    CounterFactory.create_batch(2, office=found, is_open=True)
    return found


@pytest.fixture
def clerk(office: Office) -> Officer:
    return OfficerFactory.create()


def lokets() -> list[Loket]:
    return list(Loket.objects.order_by("pk"))


def let_wait(office: Office, people: int = 1) -> list[Ticket]:
    now = timezone.now()
    first = Ticket.unscoped.count() + 1
    return [
        Ticket.unscoped.create(
            office=office, area=office.region_id, day=now.date(), letter="A", number=number, lane="general",
            arrived_at=now, ready_at=now,
        )
        for number in range(first, first + people)
    ]  # fmt: skip


def call(loket: Loket, clerk: Officer) -> Ticket | None:
    return calls.call_next(counter=loket, day=timezone.now().date(), by=clerk, at=timezone.now())


def undo(loket: Loket, clerk: Officer) -> Ticket:
    return undoing.undo(counter=loket, day=timezone.now().date(), by=clerk, at=timezone.now())


def kinds(said: list[object]) -> Counter[type]:
    return Counter(type(one) for one in said)


# One counter, its key pressed twice.


def test_a_key_pressed_twice_calls_one_number(office: Office, clerk: Officer) -> None:
    let_wait(office, 4)

    said = all_at_once(*[partial(call, lokets()[0], clerk)] * 4)

    assert kinds(said) == {Ticket: 1, at_counter.StillServing: 3}
    assert Call.objects.count() == 1


def test_without_its_turn_a_counter_calls_two_numbers(
    office: Office, clerk: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: both have seen that nobody was in hand."""
    let_wait(office, 4)
    both_looked = threading.Barrier(2)

    def look(counter: int) -> Loket:
        return Loket.objects.select_related("office").get(pk=counter)

    def nobody(counter: Loket) -> None:
        both_looked.wait(10)

    monkeypatch.setattr(hall_locks, "lock_counter", look)
    monkeypatch.setattr(at_counter, "in_hand", nobody)
    with without_index("a_counter_serves_one_ticket_at_a_time"):
        said = all_at_once(*[partial(call, lokets()[0], clerk)] * 2)
        in_hand = Ticket.unscoped.filter(state=TicketState.CALLED, counter=lokets()[0]).count()

    assert kinds(said) == {Ticket: 2}
    assert in_hand == 2


# A counter calls whom the front desk is giving up.


def give_up(ticket: Ticket, clerk: Officer) -> None:
    with scope.everywhere():
        tickets.give_up(ticket=ticket.pk, by=clerk, at=timezone.now())


def test_a_number_is_called_or_given_up(office: Office, clerk: Officer) -> None:
    for _ in range(12):
        (ticket,) = let_wait(office)
        called, given_up = all_at_once(partial(call, lokets()[0], clerk), partial(give_up, ticket, clerk))

        state = Ticket.unscoped.get(pk=ticket.pk).state
        if isinstance(called, Ticket):
            assert (state, type(given_up)) == (TicketState.CALLED, tickets.NotWaiting)
            calls.finish(ticket=ticket.pk, by=clerk, at=timezone.now())
        else:
            assert (state, called, given_up) == (TicketState.CANCELLED, None, None)


def test_a_number_that_was_read_before_it_is_given_up_is_called_all_the_same(office: Office, clerk: Officer) -> None:
    """Control: a counter that reads and then writes."""
    (ticket,) = let_wait(office)
    seen = Ticket.unscoped.get(state=TicketState.WAITING)

    give_up(ticket, clerk)
    seen.state, seen.counter, seen.called_at = TicketState.CALLED, lokets()[0], timezone.now()
    seen.save()

    assert Ticket.unscoped.get().state == TicketState.CALLED


# One ticket is finished and missed.


def test_a_number_is_finished_or_missed_and_missed_once(office: Office, clerk: Officer) -> None:
    for _ in range(8):
        (ticket,) = let_wait(office)
        call(lokets()[0], clerk)
        step: dict[str, object] = {"ticket": ticket.pk, "by": clerk, "at": timezone.now()}
        verbs: list[Callable[..., object]] = [calls.finish, calls.not_here, calls.not_here]

        said = all_at_once(*[partial(verb, **step) for verb in verbs])

        assert kinds(said)[at_counter.AlreadyMoved] == 2
        found = Ticket.unscoped.get(pk=ticket.pk)
        assert found.missed_calls == (0 if found.state == TicketState.SERVED else 1)
        Ticket.unscoped.filter(pk=ticket.pk).update(state=TicketState.SERVED)


def test_without_the_guard_one_person_is_missed_twice_at_once(office: Office, clerk: Officer) -> None:
    """Control: after it she is absent, though she was called once."""
    (ticket,) = let_wait(office)
    call(lokets()[0], clerk)
    both_looked = threading.Barrier(2)

    def miss() -> None:
        assert Ticket.unscoped.get(pk=ticket.pk).state == TicketState.CALLED
        both_looked.wait(10)
        missed = Ticket.unscoped.filter(pk=ticket.pk)
        missed.update(state=TicketState.NOT_HERE, missed_calls=F("missed_calls") + 1, returns_after=6)

    all_at_once(miss, miss)

    assert Ticket.unscoped.get().missed_calls == 2


# Two officers, one counter; one officer, two counters.


def sit(loket: Loket, officer: Officer) -> Loket:
    return counters.open_counter(counter=loket.pk, by=officer, at=timezone.now())


def test_two_officers_opening_one_counter_are_one(office: Office) -> None:
    officers = OfficerFactory.create_batch(4)

    said = all_at_once(*[partial(sit, lokets()[0], officer) for officer in officers])

    assert kinds(said) == {Loket: 1, counters.CounterTaken: 3}
    assert CounterShift.objects.count() == 1


def test_one_officer_opening_two_counters_has_one(office: Office, clerk: Officer) -> None:
    said = all_at_once(*[partial(sit, loket, clerk) for loket in lokets()])

    assert kinds(said) == {Loket: 1, counters.SitsElsewhere: 1}
    assert CounterShift.objects.count() == 1


def test_without_its_turn_and_the_index_two_officers_sit_at_one_counter(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control."""
    officers, both_looked = OfficerFactory.create_batch(2), threading.Barrier(2)

    def sit_unseen(officer: Officer) -> None:
        assert not CounterShift.objects.filter(counter=lokets()[0], ended_at=None).exists()
        both_looked.wait(10)
        CounterShift.objects.create(counter=lokets()[0], officer=officer, started_at=timezone.now())

    with without_index("one_officer_sits_at_a_counter"):
        all_at_once(*[partial(sit_unseen, officer) for officer in officers])
        sitting = CounterShift.objects.filter(ended_at=None).count()
        CounterShift.objects.all().delete()

    assert sitting == 2


# A transfer is taken back while the other counter calls.


def passed_on(office: Office, clerk: Officer) -> Ticket:
    """Return a ticket that the first counter had and passed on to another service."""
    (ticket,) = let_wait(office)
    call(lokets()[0], clerk)
    return calls.transfer(ticket=ticket.pk, by=clerk, at=timezone.now(), service="C")


def test_a_number_that_is_taken_back_and_called_elsewhere_is_in_one_hand(office: Office, clerk: Officer) -> None:
    for _ in range(12):
        ticket = passed_on(office, clerk)
        first, second = lokets()

        back, called = all_at_once(partial(undo, first, clerk), partial(call, second, clerk))

        holder = Ticket.unscoped.get(pk=ticket.pk).counter
        if isinstance(back, Ticket):
            assert (holder, called) == (first, None)
        else:
            assert isinstance(back, undoing.Elsewhere), back
            assert holder == second
        calls.finish(ticket=ticket.pk, by=clerk, at=timezone.now())


def test_whoever_is_called_elsewhere_right_before_the_step_is_taken_back_stays_there(
    office: Office, clerk: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = passed_on(office, clerk)
    first, second = lokets()
    said = just_before(monkeypatch, hall_locks, "lock_ticket", partial(call, second, clerk))

    with pytest.raises(undoing.Elsewhere):
        undo(first, clerk)

    assert said == [ticket]
    assert Ticket.unscoped.get().counter == second


def test_without_the_guard_a_number_is_taken_out_of_the_other_hand(office: Office, clerk: Officer) -> None:
    """Control: what was seen before the other counter called is written over it."""
    passed_on(office, clerk)
    first, second = lokets()
    seen = Ticket.unscoped.get(state=TicketState.WAITING)

    call(second, clerk)
    seen.state, seen.counter = TicketState.CALLED, first
    seen.save()

    assert Ticket.unscoped.get().counter == first
    assert Call.objects.order_by("-ordinal")[0].counter == second

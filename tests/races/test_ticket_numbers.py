"""Numbers in the hall: neither gap nor twin, whoever draws them, and each is called by one counter."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from datetime import date
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from queueing import locks
from queueing.actions import at_counter, calls, tickets
from queueing.choices import QueueEventKind, TicketState
from queueing.models import Booking, NumberSequence, QueueEvent, Ticket
from queueing.models import Counter as Loket
from queueing.queries import invariants
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.queueing import CounterFactory, OfficeFactory, SlotFactory, a_booking
from tests.factories.registry import OfficerFactory
from tests.races.at_once import all_at_once, through_a_pool, without_index

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]

THREADS = 32
DAY = date(2020, 11, 23)


class Undone(Exception):
    """A counter whose connection breaks before the number is given."""


@pytest.fixture
def clerk() -> Officer:
    make_region("35.16.08")
    return OfficerFactory.create()


def booked(people: int) -> list[int]:
    """Have so many people booked in one office."""
    slot = SlotFactory.create(seats=people)
    for _ in range(people // 4):
        a_booking(slot, persons=4)
    return list(Booking.unscoped.values_list("pk", flat=True))


def check_in(booking: int, clerk: Officer) -> Ticket:
    return tickets.check_in(booking=booking, day=DAY, by=clerk, at=timezone.now())


def check_in_or_break(booking: int, clerk: Officer, dice: random.Random) -> Ticket:
    breaks = dice.random() < 0.3
    with transaction.atomic():
        ticket = check_in(booking, clerk)
        if breaks:
            raise Undone
    return ticket


def numbers() -> list[int]:
    return sorted(Ticket.unscoped.values_list("number", flat=True))


def test_numbers_have_neither_gap_nor_twin_though_every_third_drawing_breaks(clerk: Officer) -> None:
    people, dice = booked(96), random.Random(5)

    said = through_a_pool(*[partial(check_in_or_break, one, clerk, dice) for one in people], connections_most=THREADS)

    kinds = Counter(type(one) for one in said)
    assert set(kinds) == {Ticket, Undone}
    assert numbers() == list(range(1, kinds[Ticket] + 1))
    assert NumberSequence.objects.get().last_number == kinds[Ticket]
    assert all(proof.holds for proof in invariants.prove())


def the_highest_and_one(*, office: int, day: date, letter: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(number), 0) + 1 FROM queueing_ticket WHERE office_id = %s", [office])
        (number,) = cursor.fetchone()
    time.sleep(0.02)
    return int(number)


def test_the_highest_number_and_one_is_given_twice(clerk: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control."""
    people = booked(16)
    monkeypatch.setattr(locks, "draw_number", the_highest_and_one)

    with without_index("a_number_is_given_once_a_day_in_an_office"):
        all_at_once(*[partial(check_in, one, clerk) for one in people])
        given = numbers()

    assert len(set(given)) < len(given)


def test_a_sequence_of_the_database_leaves_gaps(clerk: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: it does not come back with a transaction that breaks."""
    people, dice = booked(24), random.Random(5)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE naive_number")

    def draw(**_wanted: object) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('naive_number')")
            return int(cursor.fetchone()[0])

    monkeypatch.setattr(locks, "draw_number", draw)
    try:
        through_a_pool(*[partial(check_in_or_break, one, clerk, dice) for one in people], connections_most=8)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP SEQUENCE naive_number")

    assert len(numbers()) < 24
    assert numbers() != list(range(1, len(numbers()) + 1))


def test_one_person_checked_in_by_many_at_once_has_one_number(clerk: Officer) -> None:
    (one, *_) = booked(4)

    said = all_at_once(*[partial(check_in, one, clerk)] * 8)

    assert {type(ticket) for ticket in said} == {Ticket}
    assert len(set(said)) == 1
    assert numbers() == [1]


@pytest.fixture
def waiting(clerk: Officer) -> list[Ticket]:
    office = OfficeFactory.create()
    CounterFactory.create_batch(4, office=office)
    made = [
        Ticket(office=office, area=office.region_id, day=DAY, letter="A", number=number, lane="general",
               arrived_at=timezone.now(), ready_at=timezone.now())
        for number in range(1, 41)
    ]  # fmt: skip
    Ticket.unscoped.bulk_create(made)
    NumberSequence.objects.create(office=office, day=DAY, letter="A", last_number=40)
    return made


def call(loket: Loket, clerk: Officer) -> Ticket | None:
    return calls.call_next(counter=loket, day=DAY, by=clerk, at=timezone.now())


def call_and_end(loket: Loket, clerk: Officer) -> Ticket | None:
    ticket = call(loket, clerk)
    if ticket is not None:
        calls.finish(ticket=ticket.pk, by=clerk, at=timezone.now())
    return ticket


def call_all(loket: Loket, clerk: Officer) -> list[int]:
    return [ticket.number for ticket in iter(partial(call_and_end, loket, clerk), None)]


def test_four_counters_call_every_number_once_and_in_order(clerk: Officer, waiting: list[Ticket]) -> None:
    said: list[object] = all_at_once(*[partial(call_all, loket, clerk) for loket in Loket.objects.all()])

    called = [numbers for numbers in said if isinstance(numbers, list)]
    assert sorted(number for numbers in called for number in numbers) == list(range(1, 41))
    assert all(numbers == sorted(numbers) for numbers in called)
    assert QueueEvent.objects.filter(kind=QueueEventKind.CALLED).count() == 40


def test_without_the_claim_two_counters_call_one_number(clerk: Officer, waiting: list[Ticket]) -> None:
    """Control."""
    both_looked = threading.Barrier(2)

    def look_and_call(loket: Loket) -> int:
        first = Ticket.unscoped.filter(state=TicketState.WAITING).order_by("ready_at", "pk")[0]
        both_looked.wait(10)
        first.state, first.counter, first.called_at = TicketState.CALLED, loket, timezone.now()
        first.save()
        return first.number

    said = all_at_once(*[partial(look_and_call, loket) for loket in Loket.objects.all()[:2]])

    assert said == [1, 1]


def test_two_counters_ending_one_number_end_it_once(clerk: Officer, waiting: list[Ticket]) -> None:
    ticket = call(Loket.objects.all()[0], clerk)
    assert ticket is not None

    said = all_at_once(*[partial(calls.finish, ticket=ticket.pk, by=clerk, at=timezone.now())] * 4)

    assert Counter(type(one) for one in said) == {type(None): 1, at_counter.AlreadyMoved: 3}

"""What a counter does with numbers: call, call again, miss, pass on, finish."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from queueing.actions import at_counter, calls, counters
from queueing.choices import BookingState, Lane, QueueEventKind, SessionReason, TicketState
from queueing.models import Booking, Call, Counter, Office, QueueEvent, RecordingSession, Ticket
from registry.models import Officer, Resident
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.queueing.counter.in_the_hall import MINUTE, NOW, TODAY, a_booked_ticket, a_counter, a_ticket, an_officer_at

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def call(counter: Counter, officer: Officer, *, at: datetime.datetime | None = None) -> str:
    ticket = calls.call_next(counter=counter, day=TODAY, by=officer, at=at or timezone.now())
    return str(ticket)


def finish(ticket: str, officer: Officer, *, at: datetime.datetime = NOW) -> None:
    calls.finish(ticket=found(ticket).pk, by=officer, at=at)


def miss(ticket: str, officer: Officer, *, at: datetime.datetime = NOW) -> Ticket:
    return calls.not_here(ticket=found(ticket).pk, by=officer, at=at)


def call_and_finish(counter: Counter, officer: Officer) -> str:
    ticket = call(counter, officer)
    finish(ticket, officer)
    return ticket


def found(ticket: str) -> Ticket:
    letter, number = ticket.split("-")
    return Ticket.unscoped.get(letter=letter, number=int(number))


def kinds(ticket: str) -> list[str]:
    return list(QueueEvent.objects.filter(ticket=found(ticket)).order_by("pk").values_list("kind", flat=True))


def test_a_counter_calls_whoever_waits_longest(office: Office, counter: Counter, officer: Officer) -> None:
    a_ticket(office, ready_at=NOW - MINUTE)
    a_ticket(office, ready_at=NOW - 2 * MINUTE)

    assert call(counter, officer) == "A-002"
    first = Call.objects.get()
    assert (first.ordinal, first.counter, first.by, first.is_repeat) == (1, counter, officer, False)
    assert kinds("A-002") == [QueueEventKind.CALLED]


def test_a_counter_with_somebody_in_hand_is_told_whom(office: Office, counter: Counter, officer: Officer) -> None:
    a_ticket(office), a_ticket(office)
    call(counter, officer)

    with pytest.raises(at_counter.StillServing, match=r"^Selesaikan dahulu A-001\.$"):
        call(counter, officer)


def test_nobody_is_called_where_nobody_waits(counter: Counter, officer: Officer) -> None:
    assert call(counter, officer) == "None"


def test_a_closed_counter_and_one_with_a_break_call_nobody(office: Office, counter: Counter, officer: Officer) -> None:
    a_ticket(office)
    counters.pause(counter=counter.pk, note="salat", by=officer, at=NOW)

    with pytest.raises(calls.CounterClosed):
        call(counter, officer)
    counters.resume(counter=counter.pk, by=officer)
    assert call_and_finish(counter, officer) == "A-001"
    counters.close(counter=counter.pk, by=officer, at=NOW)
    with pytest.raises(calls.CounterClosed):
        call(counter, officer)


def test_an_officer_who_was_relieved_calls_nobody(office: Office, counter: Counter, officer: Officer) -> None:
    a_ticket(office)

    with pytest.raises(at_counter.TakenOver):
        call(counter, OfficerFactory.create())


def test_a_counter_calls_the_numbers_of_its_services(office: Office, officer: Officer, counter: Counter) -> None:
    Counter.objects.filter(pk=counter.pk).update(services=["B", "C"])
    a_ticket(office), a_ticket(office, letter="B", ready_at=NOW)

    assert call_and_finish(counter, officer) == "B-001"
    assert call(counter, officer) == "None"


def test_a_number_is_called_again_as_a_call_of_its_own(office: Office, counter: Counter, officer: Officer) -> None:
    a_ticket(office)
    call(counter, officer)

    with pytest.raises(calls.TooSoon):
        calls.call_again(ticket=found("A-001").pk, by=officer, at=NOW + datetime.timedelta(seconds=4))
    again = calls.call_again(ticket=found("A-001").pk, by=officer, at=NOW + datetime.timedelta(seconds=5))

    assert (again.ordinal, again.is_repeat) == (2, True)
    assert kinds("A-001") == [QueueEventKind.CALLED, QueueEventKind.CALLED_AGAIN]


def test_whoever_is_not_here_is_called_again_after_five_numbers(
    office: Office, counter: Counter, officer: Officer
) -> None:
    for _ in range(8):
        a_ticket(office)
    call(counter, officer)

    missed = miss("A-001", officer)

    assert (missed.state, missed.missed_calls, missed.returns_after) == (TicketState.NOT_HERE, 1, 6)
    called = [call_and_finish(counter, officer) for _ in range(7)]
    assert called == ["A-002", "A-003", "A-004", "A-005", "A-006", "A-001", "A-007"]


def test_whoever_is_not_here_is_called_again_at_once_where_nobody_else_waits(
    office: Office, counter: Counter, officer: Officer
) -> None:
    a_ticket(office)
    a_ticket(office, letter="B", wanted_counter=a_counter(office, 4))
    call(counter, officer)
    miss("A-001", officer)

    assert call(counter, officer) == "A-001"


def test_whoever_is_not_here_twice_is_absent_and_so_is_the_booking(
    office: Office, counter: Counter, officer: Officer
) -> None:
    ticket = str(a_booked_ticket(office))
    call(counter, officer)
    miss(ticket, officer)
    assert Booking.unscoped.get().state == BookingState.CHECKED_IN
    call(counter, officer)

    missed = miss(ticket, officer)

    assert (missed.state, missed.missed_calls, missed.finished_at) == (TicketState.NO_SHOW, 2, NOW)
    booking = Booking.unscoped.get()
    assert (booking.state, booking.ended_at) == (BookingState.NO_SHOW, NOW)
    assert kinds(ticket)[-1] == QueueEventKind.NO_SHOW
    assert call(counter, officer) == "None"


def test_whoever_is_passed_on_to_a_counter_is_its_next_and_no_other_counters(
    office: Office, counter: Counter, officer: Officer
) -> None:
    other = a_counter(office, 4, services=["B"])
    her = an_officer_at(other)
    first, _ = a_ticket(office), a_ticket(office)
    call(counter, officer)

    passed = calls.transfer(ticket=first.pk, by=officer, at=NOW, counter=other)

    assert (passed.state, passed.counter, str(passed), passed.ready_at) == ("waiting", None, "A-001", first.ready_at)
    assert call_and_finish(counter, officer) == "A-002"
    assert call(counter, officer) == "None"
    assert call(other, her) == "A-001"


def test_whoever_is_passed_on_to_a_service_keeps_number_and_place(
    office: Office, counter: Counter, officer: Officer
) -> None:
    Counter.objects.filter(pk=counter.pk).update(services=["A"])
    other = a_counter(office, 4, services=["C"])
    first = a_ticket(office)
    call(counter, officer)

    calls.transfer(ticket=first.pk, by=officer, at=NOW, service="C")

    assert call(counter, officer) == "None"
    assert call(other, an_officer_at(other)) == "A-001"


def test_nobody_is_passed_on_to_where_nobody_is(office: Office, counter: Counter, officer: Officer) -> None:
    first, empty = a_ticket(office), a_counter(office, 4)
    call(counter, officer)

    for wish in ({"counter": empty}, {"counter": counter}, {"service": "A"}, {"service": "X"}, {}):
        with pytest.raises(calls.NowhereToGo):
            calls.transfer(ticket=first.pk, by=officer, at=NOW, **wish)


def test_a_finished_number_ends_its_booking(office: Office, counter: Counter, officer: Officer) -> None:
    ticket = str(a_booked_ticket(office))
    call(counter, officer)

    finish(ticket, officer)

    assert (found(ticket).state, found(ticket).finished_at) == (TicketState.SERVED, NOW)
    assert Booking.unscoped.get().state == BookingState.SERVED
    with pytest.raises(at_counter.AlreadyMoved):
        finish(ticket, officer)


def test_a_booking_that_was_given_up_meanwhile_stays_so(office: Office, counter: Counter, officer: Officer) -> None:
    ticket = str(a_booked_ticket(office))
    call(counter, officer)
    Booking.unscoped.update(state=BookingState.NO_SHOW)

    finish(ticket, officer)

    assert Booking.unscoped.get().state == BookingState.NO_SHOW


def test_nobody_is_let_go_while_she_is_recorded(office: Office, counter: Counter, officer: Officer) -> None:
    ResidentFactory.create()
    ticket = a_ticket(office)
    call(counter, officer)
    session = a_session(ticket, officer)

    for let_go in (calls.finish, calls.not_here):
        with pytest.raises(at_counter.SessionRunning):
            let_go(ticket=ticket.pk, by=officer, at=NOW)
    RecordingSession.unscoped.filter(pk=session.pk).update(ended_at=NOW, outcome="failed", reason=SessionReason.DEVICE)
    finish("A-001", officer)


def a_session(ticket: Ticket, officer: Officer) -> RecordingSession:
    return RecordingSession.unscoped.create(
        resident=Resident.unscoped.get(), office=ticket.office, area=ticket.area, day=TODAY, ticket=ticket,
        officer=officer, started_at=NOW,
    )  # fmt: skip


def test_a_priority_ticket_goes_first(office: Office, counter: Counter, officer: Officer) -> None:
    a_ticket(office), a_ticket(office, lane=Lane.PRIORITY)

    assert call(counter, officer) == "A-002"

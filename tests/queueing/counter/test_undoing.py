"""The last step of a counter is taken back, or it is said why not."""

from __future__ import annotations

import datetime

import pytest

from queueing.actions import calls, undoing
from queueing.actions.at_counter import SessionRunning
from queueing.choices import BookingState, QueueEventKind, SessionOutcome, TicketState
from queueing.models import Booking, Call, Counter, Office, QueueEvent, RecordingSession, Ticket
from queueing.queries import invariants
from registry.models import Officer
from tests.factories.registry import ResidentFactory
from tests.queueing.counter.in_the_hall import MINUTE, NOW, TODAY, a_booked_ticket, a_counter, a_ticket, an_officer_at

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def call(counter: Counter, officer: Officer) -> Ticket:
    ticket = calls.call_next(counter=counter, day=TODAY, by=officer, at=NOW)
    assert ticket is not None
    return ticket


def undo(counter: Counter, officer: Officer, *, at: datetime.datetime = NOW + MINUTE) -> Ticket:
    return undoing.undo(counter=counter, day=TODAY, by=officer, at=at)


def test_a_call_is_taken_back_with_its_repeats(office: Office, counter: Counter, officer: Officer) -> None:
    before = a_ticket(office)
    called = call(counter, officer)
    calls.call_again(ticket=called.pk, by=officer, at=NOW + datetime.timedelta(seconds=9))

    back = undo(counter, officer)

    assert (back.state, back.counter, back.called_at, back.ready_at) == ("waiting", None, None, before.ready_at)
    assert {call.withdrawn_at for call in Call.objects.all()} == {NOW + MINUTE}
    event = QueueEvent.objects.latest("pk")
    assert (event.kind, event.detail) == (QueueEventKind.UNDONE, QueueEventKind.CALLED)
    assert call(counter, officer) == called
    assert list(Call.objects.order_by("ordinal").values_list("ordinal", flat=True)) == [1, 2, 3]


def test_a_finish_is_taken_back_with_its_booking(office: Office, counter: Counter, officer: Officer) -> None:
    a_booked_ticket(office)
    ticket = call(counter, officer)
    calls.finish(ticket=ticket.pk, by=officer, at=NOW)

    back = undo(counter, officer)

    assert (back.state, back.counter, back.finished_at) == (TicketState.CALLED, counter, None)
    booking = Booking.unscoped.get()
    assert (booking.state, booking.ended_at) == (BookingState.CHECKED_IN, None)
    assert not [proof for proof in invariants.prove() if "booking" in proof.invariant.name and not proof.holds]


def test_an_absence_is_taken_back_the_second_one_with_its_booking(
    office: Office, counter: Counter, officer: Officer
) -> None:
    a_booked_ticket(office)
    ticket = call(counter, officer)
    calls.not_here(ticket=ticket.pk, by=officer, at=NOW)
    once = undo(counter, officer)
    assert (once.state, once.missed_calls, once.returns_after) == (TicketState.CALLED, 0, None)

    calls.not_here(ticket=ticket.pk, by=officer, at=NOW)
    call(counter, officer)
    calls.not_here(ticket=ticket.pk, by=officer, at=NOW)
    twice = undo(counter, officer)

    assert (twice.state, twice.missed_calls, twice.finished_at) == (TicketState.CALLED, 1, None)
    assert Booking.unscoped.get().state == BookingState.CHECKED_IN


def test_whoever_was_missed_once_is_missed_still_where_her_second_call_is_taken_back(
    office: Office, counter: Counter, officer: Officer
) -> None:
    a_ticket(office)
    ticket = call(counter, officer)
    calls.not_here(ticket=ticket.pk, by=officer, at=NOW)
    calls.call_next(counter=counter, day=TODAY, by=officer, at=NOW + MINUTE)

    back = undo(counter, officer)

    assert (back.state, back.missed_calls, back.returns_after) == (TicketState.NOT_HERE, 1, 6)
    assert (back.counter, back.called_at) == (counter, NOW)


def test_a_transfer_is_taken_back_with_service_and_counter(office: Office, counter: Counter, officer: Officer) -> None:
    a_ticket(office, wanted_counter=counter)
    ticket = call(counter, officer)
    calls.transfer(ticket=ticket.pk, by=officer, at=NOW, service="C")

    back = undo(counter, officer)

    assert (back.state, back.service, back.wanted_counter, back.counter) == ("called", "A", counter, counter)


def test_one_step_after_the_other_is_taken_back(office: Office, counter: Counter, officer: Officer) -> None:
    for _ in range(2):
        a_ticket(office)
    first = call(counter, officer)
    calls.finish(ticket=first.pk, by=officer, at=NOW)
    call(counter, officer)

    states = [(str(one), one.state) for one in (undo(counter, officer) for _ in range(3))]

    assert states == [("A-002", "waiting"), ("A-001", "called"), ("A-001", "waiting")]
    with pytest.raises(undoing.NothingToUndo):
        undo(counter, officer)


@pytest.mark.parametrize("finishes", [False, True])
def test_nothing_is_taken_back_after_five_minutes(
    office: Office, counter: Counter, officer: Officer, finishes: bool
) -> None:
    a_ticket(office)
    ticket = call(counter, officer)
    if finishes:
        calls.finish(ticket=ticket.pk, by=officer, at=NOW)

    with pytest.raises(undoing.NothingToUndo, match="5 menit"):
        undo(counter, officer, at=NOW + 6 * MINUTE)


def test_what_another_counter_has_is_not_taken_back(office: Office, counter: Counter, officer: Officer) -> None:
    other = a_counter(office, 4)
    her = an_officer_at(other)
    a_ticket(office)
    ticket = call(counter, officer)
    calls.transfer(ticket=ticket.pk, by=officer, at=NOW, counter=other)
    call(other, her)

    with pytest.raises(undoing.Elsewhere, match=r"^A-001 sudah ditangani"):
        undo(counter, officer)
    calls.transfer(ticket=ticket.pk, by=her, at=NOW, service="B")
    with pytest.raises(undoing.Elsewhere):
        undo(counter, officer)


def test_whoever_holds_another_number_by_now_is_not_taken_back(
    office: Office, counter: Counter, officer: Officer
) -> None:
    booked = a_booked_ticket(office)
    ticket = call(counter, officer)
    calls.finish(ticket=ticket.pk, by=officer, at=NOW)
    a_ticket(office, nik_index=booked.nik_index)

    with pytest.raises(undoing.Elsewhere):
        undo(counter, officer)
    assert Booking.unscoped.get().state == BookingState.SERVED


def test_whoever_is_recorded_or_being_recorded_is_not_taken_back(
    office: Office, counter: Counter, officer: Officer
) -> None:
    a_ticket(office)
    ticket = call(counter, officer)
    session = RecordingSession.unscoped.create(
        resident=ResidentFactory.create(), office=office, area=office.region_id, day=TODAY, ticket=ticket,
        officer=officer, started_at=NOW, checked_at=NOW,
    )  # fmt: skip
    with pytest.raises(SessionRunning):
        undo(counter, officer)

    ended = RecordingSession.unscoped.filter(pk=session.pk)
    ended.update(ended_at=NOW, outcome=SessionOutcome.CAPTURED)
    calls.finish(ticket=ticket.pk, by=officer, at=NOW)

    with pytest.raises(undoing.AlreadyRecorded):
        undo(counter, officer)

"""The night after: what was left open, whoever was not served, and whoever never came."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command

from queueing.actions import calls, closing_time, outages
from queueing.actions.closing_time import Ended
from queueing.choices import BookingState, QueueEventKind
from queueing.models import (
    Booking,
    Counter,
    CounterShift,
    Office,
    Outage,
    Party,
    PriorityToken,
    QueueEvent,
    Seat,
    Ticket,
)
from queueing.queries import invariants
from registry.models import Officer
from tests.factories.queueing import a_booking
from tests.queueing.counter.in_the_hall import MINUTE, NOW, TODAY, a_booked_ticket, a_ticket
from tests.queueing.tickets.booked import a_slot

pytestmark = [pytest.mark.django_db, pytest.mark.database]
#: One in the night after, in Jakarta.
NIGHT = NOW + datetime.timedelta(hours=15)


def booked(office: Office) -> Party:
    """Return a party of one that had a place at eleven and did not come."""
    return a_booking(a_slot(office, days=0, hour=11, seats=1))


def states() -> list[str]:
    return list(Booking.unscoped.order_by("pk").values_list("state", flat=True))


def test_nothing_ends_on_its_own_day(office: Office, counter: Counter, officer: Officer) -> None:
    booked(office), a_ticket(office)

    assert closing_time.end_past_days(at=NOW + 13 * 60 * MINUTE) == Ended()
    assert closing_time.end_past_days(at=NIGHT) == Ended(shifts=1, numbers=1, absent=1)
    assert closing_time.end_past_days(at=NIGHT) == Ended()


def test_a_counter_that_was_left_open_is_closed(counter: Counter, officer: Officer) -> None:
    closing_time.end_past_days(at=NIGHT)

    assert CounterShift.objects.get().ended_at == NIGHT
    assert not Counter.objects.get().is_open


def test_a_shift_of_today_goes_on(counter: Counter, officer: Officer) -> None:
    CounterShift.objects.update(started_at=NIGHT - MINUTE)

    assert closing_time.end_past_days(at=NIGHT) == Ended()


def test_whoever_was_not_served_is_not_absent_and_may_book_again(
    office: Office, counter: Counter, officer: Officer
) -> None:
    a_booked_ticket(office), a_booked_ticket(office)
    calls.call_next(counter=counter, day=TODAY, by=officer, at=NOW)

    assert closing_time.end_past_days(at=NIGHT).numbers == 2

    assert set(Ticket.unscoped.values_list("state", flat=True)) == {"cancelled"}
    assert states() == [BookingState.CANCELLED] * 2
    assert not Seat.objects.exclude(taken_by=None).exists()
    details = QueueEvent.objects.filter(kind=QueueEventKind.CANCELLED).values_list("detail", flat=True)
    assert set(details) == {"kantor tutup"}
    assert not [proof for proof in invariants.prove() if "booking" in proof.invariant.name and not proof.holds]


def test_whoever_never_came_is_absent(office: Office) -> None:
    booked(office)

    call_command("end_past_days")
    assert states() == [BookingState.CONFIRMED]
    closing_time.end_past_days(at=NIGHT)

    assert states() == [BookingState.NO_SHOW]
    event = QueueEvent.objects.latest("pk")
    assert (event.kind, event.by) == (QueueEventKind.NO_SHOW, None)


@pytest.mark.parametrize("cause", ["cut", "outage"])
def test_whoever_the_office_could_not_have_served_is_not_absent(office: Office, officer: Officer, cause: str) -> None:
    party = booked(office)
    if cause == "cut":
        Seat.objects.filter(taken_by__party=party).update(withheld="protocol")
    else:
        Outage.objects.create(office=office, note="SIAK padam", started_at=NOW, started_by=officer, updated_at=NOW)

    assert closing_time.end_past_days(at=NIGHT).not_served == 1

    assert states() == [BookingState.CANCELLED]


def test_whoever_is_expected_later_stays_expected(office: Office) -> None:
    a_booking(a_slot(office, days=1))

    closing_time.end_past_days(at=NIGHT)

    assert states() == [BookingState.CONFIRMED]


def test_whoever_was_promised_priority_for_an_outage_keeps_her_booking_until_that_is_over(
    office: Office, officer: Officer
) -> None:
    party = booked(office)
    ticket = a_booked_ticket(office)
    outage = outages.start(office=office, note="SIAK padam", estimate=None, by=officer, at=NOW)
    promised = PriorityToken.unscoped.filter(outage=outage)
    assert set(promised.values_list("party", flat=True)) == {party.pk, ticket.booking.party_id}  # type: ignore[union-attr]

    closing_time.end_past_days(at=NIGHT)
    assert states() == [BookingState.CONFIRMED] * 2
    assert Ticket.unscoped.get().state == "cancelled"
    closing_time.end_past_days(at=NIGHT + datetime.timedelta(days=8))

    assert states() == [BookingState.CANCELLED] * 2

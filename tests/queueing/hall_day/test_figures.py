"""The supervisor's day in figures: each counted from numbers that were called and served by the actions themselves."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from pytest_django.fixtures import DjangoAssertNumQueries

from queueing.actions import counters, tickets
from queueing.choices import Lane
from queueing.models import Booking, Counter, Office, Ticket
from queueing.queries import hall_counters, hall_day
from queueing.queries.visits import CONDITIONS, Narrow, visits
from queueing.rules.day_measures import DEFINITIONS, LABELS
from registry.models import Officer
from tests.factories.queueing import a_booking
from tests.queueing.counter.in_the_hall import MINUTE, NOW, TODAY, a_ticket
from tests.queueing.hall_day.calling import LATER, call
from tests.queueing.tickets.booked import a_slot, an_office, people_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def numbers(office: Office, measure: str, **narrow: object) -> list[str]:
    count, found = visits(office.pk, TODAY, measure, Narrow(**narrow), at=LATER, limit=50)  # type: ignore[arg-type]
    assert count == len(found)
    return sorted(map(str, found))


def test_every_figure_counts_the_numbers_that_it_opens(day: Office) -> None:
    (one,) = hall_day.office_days([day], TODAY, LATER)

    for measure in CONDITIONS:
        assert one.counts[measure] == len(numbers(day, measure)), measure
    assert numbers(day, "selesai") == ["A-001"]
    assert numbers(day, "belum-ada") == ["A-002"]
    assert numbers(day, "menunggu") == ["B-001", "B-002"]
    assert numbers(day, "di-loket") == ["A-003"]
    assert numbers(day, "langsung") == ["A-003"]
    assert one.is_today
    assert one.open_counters == 1


def test_waits_and_service_times_are_those_of_the_calls(day: Office) -> None:
    (one,) = hall_day.office_days([day], TODAY, LATER)

    # Called after 61, 74 and 79 whole minutes; nine of ten within 78.
    assert (one.wait_median, one.wait_p90) == (74, 78)
    assert (one.service_median, one.service_p90) == (8, 8)


def test_what_was_told_is_compared_with_what_happened(day: Office) -> None:
    (one,) = hall_day.office_days([day], TODAY, LATER)

    assert numbers(day, "sesuai") == ["A-001"]
    assert numbers(day, "lebih-lama") == ["A-002"]
    assert numbers(day, "lebih-cepat") == ["A-003"]
    assert one.told_shares == (("sesuai", 33), ("lebih-cepat", 33), ("lebih-lama", 33))


def test_who_was_called_before_her_session_has_not_waited(office: Office, counter: Counter, officer: Officer) -> None:
    a_ticket(office, ready_at=NOW + 50 * MINUTE)
    call(counter, officer, NOW)
    (one,) = hall_day.office_days([office], TODAY, LATER)

    assert one.wait_median == 0


def test_who_came_back_has_waited_since_she_came_first(office: Office, counter: Counter, officer: Officer) -> None:
    ticket = a_ticket(office)
    call(counter, officer, NOW)
    Ticket.unscoped.filter(pk=ticket.pk).update(state="waiting", missed_calls=2, ready_at=NOW + 30 * MINUTE)

    (one,) = hall_day.office_days([office], TODAY, LATER)
    assert one.wait_median == 59


def test_a_call_that_was_taken_back_is_none(office: Office, counter: Counter, officer: Officer) -> None:
    a_ticket(office)
    call(counter, officer, NOW).calls.update(withdrawn_at=NOW)

    assert numbers(office, "dipanggil") == []


def test_check_in_keeps_what_it_tells_and_nothing_where_no_counter_is_open(
    office: Office, counter: Counter, officer: Officer
) -> None:
    slot = a_slot(office, days=0, hour=12, seats=3)
    first, second, third = people_of(a_booking(slot, persons=3))
    told = [tickets.check_in(booking=one.pk, day=TODAY, by=officer, at=LATER) for one in (first, second)]
    counters.close(counter=counter.pk, by=officer, at=LATER)
    untold = tickets.check_in(booking=third.pk, day=TODAY, by=officer, at=LATER)

    # One counter, ten minutes as planned: 0 to 13.3 minutes alone, 7.5 to 26.7 with one before her.
    assert [(one.told_low_minutes, one.told_high_minutes) for one in told] == [(0, 15), (5, 30)]
    assert (untold.told_low_minutes, untold.told_high_minutes) == (None, None)


def test_a_number_of_another_day_is_told_nothing(office: Office, counter: Counter, officer: Officer) -> None:
    (person,) = people_of(a_booking(a_slot(office, days=0, hour=12)))
    ticket = tickets.check_in(booking=person.pk, day=TODAY - datetime.timedelta(days=1), by=officer, at=LATER)

    assert ticket.told_high_minutes is None


def test_bookings_whose_session_is_over_without_a_number_have_not_come(office: Office, officer: Officer) -> None:
    with time_machine.travel(NOW - 120 * MINUTE, tick=False):
        early, late = a_slot(office, days=0, hour=9, seats=4), a_slot(office, days=0, hour=15, seats=2)
        came, *_ = people_of(a_booking(early, persons=3))
        a_booking(late)
    tickets.check_in(booking=came.pk, day=TODAY, by=officer, at=LATER)

    (one,) = hall_day.office_days([office], TODAY, LATER)
    assert (one.booked, one.not_come) == (4, 2)
    Booking.unscoped.filter(slot=early, state="confirmed").update(state="no_show")
    (again,) = hall_day.office_days([office], TODAY, LATER)
    assert again.not_come == 2


def test_a_counter_is_idle_while_it_has_nobody(day: Office) -> None:
    (one,) = hall_counters.counters_of(day.pk, TODAY, LATER)

    # Sat for 60 minutes; busy for 8, 1 and the last 40.
    assert (one.number, one.state, one.officer, one.in_hand) == (3, "Buka", "Sri Wahyuni", "A-003")
    assert (one.served, one.service_median, one.sat, one.idle) == (1, 8, 60, 11)


def test_the_hours_tell_who_came_was_served_and_stood_in_line(day: Office) -> None:
    hours = [(one.hour, one.came, one.served, one.waiting) for one in hall_day.hours_of(day.pk, TODAY, LATER)]

    assert hours == [(9, 4, 0, 4), (10, 1, 1, 2)]
    assert numbers(day, "antre", hour=9) == ["A-001", "A-002", "A-003", "B-001"]
    assert numbers(day, "antre", hour=10) == ["B-001", "B-002"]
    assert numbers(day, "selesai", hour=10) == ["A-001"]
    assert numbers(day, "selesai", counter=3) == ["A-001"]
    assert numbers(day, "datang", service="B", lane=Lane.PRIORITY) == ["B-002"]


def test_lanes_are_told_apart(day: Office) -> None:
    found = {
        (one.service, one.lane): (one.came, one.waiting, one.served) for one in hall_day.lanes_of(day.pk, TODAY, LATER)
    }

    assert found == {
        ("A", "general"): (2, 0, 1),
        ("A", "walk_in"): (1, 0, 0),
        ("B", "general"): (1, 1, 0),
        ("B", "priority"): (1, 1, 0),
    }


def test_every_measure_has_a_name_and_a_meaning() -> None:
    assert set(LABELS) == set(DEFINITIONS) == {*CONDITIONS, "antre"}


def test_figures_cost_the_same_however_many_came(
    day: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        a_ticket(day)
    offices = [day, *(an_office(name=f"Zona {number}") for number in range(3))]
    with django_assert_num_queries(1):
        hall_day.office_days(offices, None, LATER)
    with django_assert_num_queries(2):
        hall_counters.counters_of(day.pk, TODAY, LATER)
    with django_assert_num_queries(1):
        hall_day.hours_of(day.pk, TODAY, LATER)
    with django_assert_num_queries(1):
        hall_day.lanes_of(day.pk, TODAY, LATER)
    with django_assert_num_queries(1):
        visits(day.pk, TODAY, "datang", Narrow(), at=LATER, limit=20)

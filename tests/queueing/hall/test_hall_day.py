"""The supervisor's day in figures: each counted from numbers that were called and served by the actions themselves."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from queueing.actions import calls, counters, tickets
from queueing.choices import Lane
from queueing.models import Booking, Counter, Office, Ticket
from queueing.queries import hall_counters, hall_day
from queueing.queries.visits import CONDITIONS, Narrow, visits
from queueing.rules.day_measures import DEFINITIONS, LABELS
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.queueing import a_booking
from tests.factories.registry import OfficerFactory
from tests.queueing.counter.in_the_hall import MINUTE, NOW, TODAY, a_counter, a_ticket
from tests.queueing.tickets.booked import a_slot, an_office, people_of
from tests.signing import sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]

LATER = NOW + 60 * MINUTE


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def office() -> Office:
    make_region("35.16.08.2001")
    return an_office()


@pytest.fixture
def officer(office: Office) -> Officer:
    found: Officer = OfficerFactory.create(first_name="Sri", last_name="Wahyuni")
    return found


@pytest.fixture
def counter(office: Office, officer: Officer) -> Counter:
    made = a_counter(office, 3, is_open=False)
    return counters.open_counter(counter=made.pk, by=officer, at=NOW)


@pytest.fixture
def desk(client: Client, office: Office) -> Client:
    return sign_in(client, OfficerFactory.create(supervisor=True))


def call(counter: Counter, officer: Officer, at: datetime.datetime) -> Ticket:
    found = calls.call_next(counter=counter, day=TODAY, by=officer, at=at)
    assert found is not None
    return found


@pytest.fixture
def day(office: Office, counter: Counter, officer: Officer) -> Office:
    """Five numbers: one served after 62 minutes in 8, one missed once, one at the counter, two that wait."""
    a_ticket(office, told_low_minutes=50, told_high_minutes=65)
    a_ticket(office, told_low_minutes=0, told_high_minutes=20)
    a_ticket(office, told_low_minutes=80, told_high_minutes=90, lane=Lane.WALK_IN)
    a_ticket(office, letter="B", arrived_at=NOW - 30 * MINUTE, ready_at=NOW - 30 * MINUTE)
    a_ticket(office, letter="B", lane=Lane.PRIORITY, arrived_at=NOW + 50 * MINUTE, ready_at=NOW + 50 * MINUTE)
    first = call(counter, officer, NOW + 2 * MINUTE)
    calls.finish(ticket=first.pk, by=officer, at=NOW + 10 * MINUTE)
    missed = call(counter, officer, NOW + 15 * MINUTE)
    calls.not_here(ticket=missed.pk, by=officer, at=NOW + 16 * MINUTE)
    call(counter, officer, NOW + 20 * MINUTE)
    return office


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


def address(office: Office, name: str = "hall_day", *more: str, day: datetime.date = TODAY) -> str:
    return reverse(f"queueing:{name}", args=[office.pk, day.isoformat(), *more])


def test_every_number_on_the_page_opens_as_many_rows(day: Office, desk: Client) -> None:
    page = desk.get(address(day)).content.decode()
    links = re.findall(r'href="([^"]*/nomor/[^"]*)">(\d+)</a>', page)

    assert len(links) > 20
    for link, count in links:
        rows = desk.get(link.replace("&amp;", "&")).content.decode()
        assert f"{count} nomor per" in rows, link
        assert "ORANG" not in rows
    assert "ORANG" not in page


def test_the_part_is_sent_again_only_when_it_has_changed(day: Office, desk: Client, officer: Officer) -> None:
    page = desk.get(address(day)).content.decode()
    (stamp,) = re.findall(r'data-stamp="([^"]*)"', page)
    stamp = stamp.replace("&quot;", '"')
    part = address(day, "follow_hall_day")

    assert desk.get(part, headers={"If-None-Match": stamp}).status_code == 304
    calls.finish(ticket=Ticket.unscoped.get(state="called").pk, by=officer, at=LATER)
    answer = desk.get(part, headers={"If-None-Match": stamp})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != stamp
    assert "<html" not in answer.content.decode()


def test_a_day_that_is_over_is_not_followed_and_names_no_officer(day: Office, desk: Client) -> None:
    with time_machine.travel(LATER + datetime.timedelta(days=1), tick=False):
        sign_in(desk, OfficerFactory.create(supervisor=True))
        page = desk.get(address(day)).content.decode()

    assert "data-from" not in page
    assert "hall_day.js" not in page
    assert "Sri Wahyuni" not in page
    assert "A-003" not in page


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


def rows_of(client: Client, where: str) -> list[list[str]]:
    answer = client.get(where)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_the_file_holds_the_figures_of_the_page_and_nobody(day: Office, desk: Client) -> None:
    Office.objects.filter(pk=day.pk).update(name="=1+1")
    rows = rows_of(desk, f"{address(day, 'hall_day_csv')}?pemisah=titik-koma")

    assert rows[0] == ["Kantor", "Hari", "Per", "Bagian", "Rincian", "Ukuran", "Angka"]
    assert rows[1][:3] == ["'=1+1", "20-11-2026", "20-11-2026 11.00 WIB"]
    found = {(row[3], row[4], row[5]): row[6] for row in rows[1:]}
    assert found["Kantor", "", "Menunggu"] == "2"
    assert found["Kantor", "", "Median tunggu (menit)"] == "74"
    assert found["Kantor", "", "Dipanggil dalam rentang (%)"] == "33"
    assert found["Loket", "Loket 3", "Tanpa nomor (menit)"] == "11"
    assert found["Jam", "09.00", "Datang"] == "4"
    assert found["Layanan dan jalur", "Pengambilan KTP-el, Prioritas", "Menunggu"] == "1"
    assert not any("Sri" in cell or "ORANG" in cell for row in rows for cell in row)


def test_the_halls_of_the_area_stand_side_by_side(
    day: Office, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        an_office(name=f"Zona {number}")
    with django_assert_max_num_queries(12):
        page = desk.get(reverse("queueing:hall_days")).content.decode()
    rows = rows_of(desk, reverse("queueing:hall_days_csv") + "?pemisah=titik-koma")

    assert page.count("Zona ") >= 12
    assert address(day) in page
    assert len(page.encode()) < 60_000
    assert len(rows) == 14
    mine = next(row for row in rows if row[0] == day.name)
    assert mine[3:8] == ["2", "1", "1", "0", "5"]


def test_a_chosen_office_and_day_lead_to_its_page(day: Office, desk: Client) -> None:
    where = reverse("queueing:hall_days")

    assert desk.get(where, {"kantor": str(day.pk), "hari": "2026-11-19"}).headers["Location"] == address(
        day, day=datetime.date(2026, 11, 19)
    )
    assert desk.get(where, {"kantor": day.pk}).headers["Location"] == address(day)
    assert desk.get(where, {"hari": "kemarin"}).status_code == 422
    assert "Median tunggu" in desk.get(where, {"hari": "2026-11-19"}).content.decode()


@pytest.mark.parametrize(
    ("name", "more", "query"),
    [
        ("hall_day_numbers", ("apa",), ""),
        ("hall_day_numbers", ("antre",), ""),
        ("hall_day_numbers", ("batal",), "?jam=9"),
        ("hall_day_numbers", ("datang",), "?jalur=apa"),
    ],
)
def test_what_is_no_figure_is_not_found(
    day: Office, desk: Client, name: str, more: tuple[str, ...], query: str
) -> None:
    assert desk.get(address(day, name, *more) + query).status_code == 404


def test_nobody_else_watches_the_day(office: Office, client: Client) -> None:
    sign_in(client, OfficerFactory.create())

    for where in (reverse("queueing:hall_days"), address(office), address(office, "follow_hall_day")):
        assert client.get(where).status_code == 403


def test_an_office_of_another_area_is_not_found(desk: Client) -> None:
    make_region("35.17.01.2001")
    other = an_office(region_id="35.17", name="Kantor lain")

    for where in (address(other), address(other, "hall_day_csv"), address(other, "hall_day_numbers", "datang")):
        assert desk.get(where).status_code == 404
    assert "Kantor lain" not in desk.get(reverse("queueing:hall_days")).content.decode()

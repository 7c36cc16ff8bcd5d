"""Free places as the public is told them: what counts as free, in one query, and kept for moments."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from queueing.actions import publishing
from queueing.choices import Lane, TimeZone
from queueing.models import Party, RecordingSlot, Seat
from queueing.queries import availability
from queueing.queries.availability import OfficeAhead
from queueing.rules.day_offer import DayKind
from registry.models.region import Region
from tests.factories.elections import make_region
from tests.factories.offices import (
    ClosureFactory,
    ExtraOpeningFactory,
    HolidayFactory,
    ProtocolPeriodFactory,
    an_office,
)
from tests.factories.queueing import SlotFactory, a_booking, a_party

pytestmark = [pytest.mark.django_db, pytest.mark.database]

#: Saturday 21 November 2020, 08.00 in Jakarta.
RUSH = datetime.datetime(2020, 11, 21, 1, 0, tzinfo=datetime.UTC)
TUESDAY, FRIDAY, SATURDAY = (datetime.date(2020, 11, day) for day in (24, 27, 28))
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def regions() -> None:
    for code in ("35.16.08", "35.16.09", "35.17.01"):
        make_region(code)


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def room_in(slot: RecordingSlot) -> tuple[int, int, bool]:
    """Return the free places of both lanes, and whether more are announced."""
    found = availability.office(slot.office_id, now())
    assert found is not None
    room = next(room for rooms in found.slots.values() for room in rooms if room.id == slot.pk)
    return room.general, room.priority, room.general_later is not None


def look(office: int, at: datetime.datetime = RUSH) -> OfficeAhead:
    found = availability.office(office, at)
    assert found is not None
    return found


def test_a_place_is_free_unless_taken_offered_withheld_or_not_yet_open() -> None:
    slot = SlotFactory.create(seats=7)
    a_booking(slot, persons=2)
    waiting = a_party(slot)
    offered, withheld, last, _ = Seat.objects.filter(slot=slot, taken_by=None).order_by("pk")
    Seat.objects.filter(pk=offered.pk).update(offered_to=waiting, offered_until=now() + HOUR)
    Seat.objects.filter(pk=withheld.pk).update(withheld="cut")
    assert room_in(slot) == (2, 0, False)
    Seat.objects.filter(pk=last.pk).update(lane=Lane.PRIORITY)
    assert room_in(slot) == (1, 1, False)


def test_the_secret_moment_of_a_cancelled_seat_is_not_announced() -> None:
    slot = SlotFactory.create(seats=1)
    evening = (now() + HOUR).replace(minute=0, second=0, microsecond=0) + HOUR
    slot.seats.update(opens_at=evening)
    assert room_in(slot) == (0, 0, True)
    slot.seats.update(opens_at=evening + datetime.timedelta(seconds=7, microseconds=11))
    assert room_in(slot) == (0, 0, False)


def test_a_hold_that_has_run_out_is_shown_as_free_without_any_job() -> None:
    slot = SlotFactory.create(seats=1)
    party = a_party(slot)
    assert room_in(slot)[0] == 0
    Party.unscoped.filter(pk=party.pk).update(held_until=now() - HOUR)
    assert room_in(slot)[0] == 1


@pytest.mark.parametrize("zone", list(TimeZone))
def test_the_calendar_of_an_office_is_read_whole(zone: TimeZone) -> None:
    office = an_office(time_zone=zone, devices=3, plan={"slot_minutes": 20, "opens_at": datetime.time(20, 30)})
    ClosureFactory.create(office=office, from_time=datetime.time(10))
    ClosureFactory.create(office=office, day=datetime.date(2020, 11, 20))
    ExtraOpeningFactory.create(office=office)
    HolidayFactory.create(day=FRIDAY)
    ProtocolPeriodFactory.create(office=office)
    calendar = look(office.pk).calendar
    assert (calendar.zone, calendar.devices, calendar.plan.slot_minutes) == (zone, 3, 20)
    assert calendar.plan.opens_at == datetime.time(20, 30)
    assert [str(stretch.closes_at) for stretch in calendar.stretches(TUESDAY)] == ["10:00:00"]
    assert calendar.stretches(FRIDAY) == ()
    assert len(calendar.stretches(SATURDAY)) == 1
    assert calendar.protocol_on(TUESDAY) is not None
    assert set(calendar.closures) == {TUESDAY}


def test_the_strip_goes_from_today_to_the_last_day_that_is_published() -> None:
    office = an_office()
    publishing.publish(office=office.pk, at=RUSH)
    evening = RUSH + 12 * HOUR
    days = look(office.pk, evening).days
    assert [days[0].day.day, days[-1].day] == [21, datetime.date(2020, 12, 7)]
    kinds = {offer.day: offer.kind for offer in days}
    assert kinds[SATURDAY] == DayKind.CLOSED
    assert kinds[datetime.date(2020, 12, 4)] == DayKind.OPEN
    assert kinds[datetime.date(2020, 12, 7)] == DayKind.PRIORITY
    assert look(office.pk, evening).next_free_day == next(day for day in days if day.kind == DayKind.OPEN)


def test_the_office_of_ones_district_comes_first_and_the_main_one_for_the_rest() -> None:
    main, branch = an_office(name="Zeta", main=True), an_office(name="Alfa")
    branch.served.set(Region.objects.filter(pk="35.16.09"))
    an_office(region_id="35.17")
    an_office(is_open=False)
    found = availability.regency("35.16", RUSH)
    assert found is not None
    assert [office.name for office in found.offices] == ["Zeta", "Alfa"]
    assert [district.code for district in found.districts] == ["35.16.08", "35.16.09"]
    for district, office in [("35.16.09", branch), ("35.16.08", main), ("lain", main)]:
        nearest = found.nearest_to(district)
        assert nearest is not None
        assert nearest.id == office.pk


def test_a_regency_is_taken_for_granted_where_it_is_the_only_one() -> None:
    assert availability.regency(None, RUSH) is None
    an_office()
    found = availability.regency(None, RUSH)
    assert found is not None
    assert found.code == "35.16"
    an_office(region_id="35.17")
    assert availability.regency(None, RUSH) is None
    assert [code for code, _ in availability.regencies()] == ["35.16", "35.17"]


def test_a_regency_is_asked_for_in_one_query_however_many_offices_it_has() -> None:
    for _ in range(3):
        publishing.publish(office=an_office().pk, at=RUSH)
    with CaptureQueriesContext(connection) as asked:
        availability.regency("35.16", RUSH)
    assert len(asked) == 1

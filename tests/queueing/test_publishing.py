"""Publishing places: which slots and seats an office's days are cut into, and that nothing is made twice."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from queueing import tasks
from queueing.actions import offices, publishing
from queueing.choices import HolidayKind, TimeZone, Withheld
from queueing.models import Device, Holiday, Office, RecordingSlot, ReleasePlan, Seat
from queueing.rules.known_offices import KNOWN_OFFICES
from queueing.rules.office_calendar import Plan
from tests.factories.elections import make_region
from tests.factories.offices import (
    ClosureFactory,
    DeviceFactory,
    ExtraOpeningFactory,
    HolidayFactory,
    ProtocolPeriodFactory,
    an_office,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

#: Saturday 21 November 2020, 08.00 in Jakarta.
RUSH = datetime.datetime(2020, 11, 21, 1, 0, tzinfo=datetime.UTC)
MONDAY, TUESDAY, FRIDAY, SATURDAY = (datetime.date(2020, 11, day) for day in (23, 24, 27, 28))


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


def publish(office: Office, at: datetime.datetime = RUSH) -> int:
    return publishing.publish(office=office.pk, at=at)


def hours_on(office: Office, day: datetime.date) -> list[str]:
    slots = RecordingSlot.objects.filter(office=office, day=day).order_by("starts_at")
    return [f"{slot.local_start:%H.%M}" for slot in slots]


def seats_on(office: Office, day: datetime.date) -> Counter[tuple[str, str]]:
    """Count the seats of the first slot of a day by lane and by why they are withheld."""
    slot = RecordingSlot.objects.filter(office=office, day=day).earliest("starts_at")
    return Counter(slot.seats.values_list("lane", "withheld"))


def test_a_day_is_cut_into_half_hours_and_a_friday_is_shorter() -> None:
    office = an_office()
    publish(office)
    assert hours_on(office, MONDAY) == [
        *("08.00", "08.30", "09.00", "09.30", "10.00", "10.30", "11.00", "11.30"),
        *("13.00", "13.30", "14.00", "14.30"),
    ]
    assert hours_on(office, FRIDAY) == ["08.00", "08.30", "09.00", "09.30", "10.00", "10.30"]
    assert hours_on(office, SATURDAY) == []


def test_four_devices_record_twelve_people_in_half_an_hour() -> None:
    office = an_office()
    publish(office)
    assert seats_on(office, MONDAY) == {("general", ""): 9, ("priority", ""): 1, ("walk_in", ""): 2}


def test_days_are_published_as_far_as_priority_places_open() -> None:
    office = an_office()
    publish(office)
    days = RecordingSlot.objects.filter(office=office).values_list("day", flat=True)
    assert (min(days), max(days)) == (MONDAY, datetime.date(2020, 12, 7))


def test_publishing_again_changes_nothing() -> None:
    office = an_office()
    assert publish(office) == 12 * 9 + 6 * 2
    before = list(Seat.objects.order_by("pk").values())
    assert publish(office) == 0
    assert list(Seat.objects.order_by("pk").values()) == before


def test_a_slot_that_is_there_stays_as_it_is() -> None:
    office = an_office(devices=1)
    publish(office)
    DeviceFactory.create(office=office)
    later = RUSH + datetime.timedelta(days=1)
    assert publish(office, later) == 12
    assert (sum(seats_on(office, MONDAY).values()), sum(seats_on(office, datetime.date(2020, 12, 8)).values())) == (
        3,
        6,
    )


def test_hours_that_are_added_to_a_published_day_overlap_nothing() -> None:
    office = an_office()
    publish(office)
    ExtraOpeningFactory.create(office=office, day=MONDAY, opens_at=datetime.time(7, 15), closes_at=datetime.time(8, 15))
    assert publish(office) == 1
    assert hours_on(office, MONDAY)[:3] == ["07.15", "08.00", "08.30"]


@pytest.mark.parametrize(
    ("lane", "percent", "opens"),
    [
        ("general", 0, "16-11-2020 19.00"),
        ("general", 100, "30-11-2020 06.00"),
        ("priority", 0, "14-11-2020 19.00"),
        ("walk_in", 0, "30-11-2020 00.00"),
    ],
)
@pytest.mark.parametrize("zone", list(TimeZone))
def test_places_open_at_the_announced_times_of_the_office(lane: str, percent: int, opens: str, zone: TimeZone) -> None:
    office = an_office(time_zone=zone, plan={"same_day_percent": percent})
    publish(office)
    seat = Seat.objects.filter(slot__day=datetime.date(2020, 11, 30), lane=lane).earliest("pk")
    assert f"{seat.opens_at.astimezone(ZoneInfo(zone)):%d-%m-%Y %H.%M}" == opens
    assert f"{seat.slot.local_start:%H.%M}" == "08.00"


def test_today_has_only_the_slots_that_are_still_to_begin() -> None:
    office = an_office()
    publish(office, datetime.datetime(2020, 11, 23, 6, 10, tzinfo=datetime.UTC))
    assert hours_on(office, MONDAY) == ["13.30", "14.00", "14.30"]


@pytest.mark.parametrize(
    ("zone", "today"), [(TimeZone.WIB, "2020-11-22"), (TimeZone.WITA, "2020-11-23"), (TimeZone.WIT, "2020-11-23")]
)
def test_a_day_begins_when_it_begins_at_the_office(zone: TimeZone, today: str) -> None:
    """At 16.30 in Greenwich it is Sunday in Jakarta and already Monday in Makassar and Jayapura."""
    office = an_office(time_zone=zone)
    publish(office, datetime.datetime(2020, 11, 22, 16, 30, tzinfo=datetime.UTC))
    last = datetime.date.fromisoformat(today) + datetime.timedelta(days=16)
    assert RecordingSlot.objects.latest("day").day == last


@pytest.mark.parametrize(
    ("closure", "left"),
    [
        ({}, 0),
        ({"from_time": datetime.time(10)}, 4),
        ({"until_time": datetime.time(9)}, 10),
        ({"from_time": datetime.time(9), "until_time": datetime.time(13, 30)}, 5),
    ],
)
def test_a_closure_takes_its_hours_from_a_day_that_is_not_yet_published(closure: dict[str, Any], left: int) -> None:
    office = an_office()
    ClosureFactory.create(office=office, **closure)
    publish(office)
    assert len(hours_on(office, TUESDAY)) == left


def test_a_closure_leaves_a_published_day_to_the_capacity_assistant() -> None:
    office = an_office()
    publish(office)
    ClosureFactory.create(office=office)
    publish(office)
    assert len(hours_on(office, TUESDAY)) == 12


def test_a_holiday_is_no_day_unless_it_is_not_observed_or_opened_extra() -> None:
    office = an_office()
    for day, facts in [(23, {}), (24, {"is_observed": False}), (28, {})]:
        HolidayFactory.create(day=datetime.date(2020, 11, day), **facts)
    ExtraOpeningFactory.create(office=office)
    publish(office)
    assert [len(hours_on(office, day)) for day in (MONDAY, TUESDAY, SATURDAY)] == [0, 12, 4]


def test_a_health_protocol_withholds_its_share_of_the_seats() -> None:
    office = an_office()
    ProtocolPeriodFactory.create(office=office, ends_on=TUESDAY)
    publish(office)
    assert seats_on(office, MONDAY)["general", Withheld.PROTOCOL] == 6
    assert sum(count for (_, why), count in seats_on(office, MONDAY).items() if not why) == 6
    assert seats_on(office, TUESDAY)["general", Withheld.PROTOCOL] == 0


def test_a_broken_device_gives_no_seats_and_none_at_all_no_slots() -> None:
    office = an_office(devices=2)
    Device.objects.filter(pk=office.devices.latest("pk").pk).update(works=False)
    publish(office)
    assert sum(seats_on(office, MONDAY).values()) == 3
    idle = an_office(devices=0)
    assert publish(idle) == 0


def test_an_office_that_does_not_serve_publishes_nothing() -> None:
    assert publish(an_office(is_open=False)) == 0


def test_an_office_without_a_plan_has_the_usual_one() -> None:
    usual = ReleasePlan(office=an_office())
    assert Plan() == Plan(**{name: getattr(usual, name) for name in Plan.__dataclass_fields__})


def test_known_offices_come_with_devices_and_a_plan() -> None:
    for known in KNOWN_OFFICES:
        offices.set_up(known)
        offices.set_up(known)
    assert {office.devices.count() for office in Office.objects.filter(kind="branch")} == {2}
    assert Office.objects.get(kind="main").devices.count() == 4
    assert ReleasePlan.objects.count() == 4


def test_a_regency_is_published_in_few_statements() -> None:
    office = an_office()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        publish(office)
    assert len(asked) <= 7


def test_the_command_publishes_one_office_or_all() -> None:
    one, other = an_office(), an_office()
    call_command("publish_slots", office=one.pk, verbosity=0)
    assert set(RecordingSlot.objects.values_list("office", flat=True)) == {one.pk}
    call_command("publish_slots", verbosity=0)
    assert set(RecordingSlot.objects.values_list("office", flat=True)) == {one.pk, other.pk}
    with pytest.raises(CommandError, match="Tidak ada kantor"):
        call_command("publish_slots", office=0)


def test_the_nightly_job_brings_the_days_off_with_it() -> None:
    office = an_office()
    tasks.publish_slots()
    assert RecordingSlot.objects.filter(office=office).exists()
    assert Holiday.objects.exists()


def test_days_off_are_imported_once_and_then_belong_to_people() -> None:
    call_command("import_holidays", "2020", verbosity=0)
    assert Holiday.objects.get(day=datetime.date(2020, 12, 9)).name == "Hari Pemilihan Kepala Daerah"
    assert Holiday.objects.get(day=datetime.date(2020, 12, 24)).kind == HolidayKind.COLLECTIVE_LEAVE
    count = Holiday.objects.count()
    Holiday.objects.filter(day=datetime.date(2020, 12, 24)).update(is_observed=False, name="Batal")
    call_command("import_holidays", "2020", verbosity=0)
    assert Holiday.objects.count() == count
    kept = Holiday.objects.get(day=datetime.date(2020, 12, 24))
    assert (kept.name, kept.is_observed) == ("Batal", False)


@pytest.mark.parametrize("year", ["20", "dua ribu", "9999"])
def test_what_is_no_year_is_refused(year: str) -> None:
    with pytest.raises(CommandError):
        call_command("import_holidays", year)

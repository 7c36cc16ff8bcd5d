"""What a day offers: every kind it can be, in the order in which they are asked, and when the next places open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from queueing.rules.day_offer import DayKind, SlotRoom, next_general_opening, offer_on, unpublished
from queueing.rules.known_offices import WEEK
from queueing.rules.office_calendar import Closing, OfficeCalendar, Plan, Protocol
from queueing.rules.timetable import Stretch

#: Monday 23 November 2020, 08.10 in Jakarta.
NOW = datetime(2020, 11, 23, 1, 10, tzinfo=UTC)
MONDAY, TUESDAY, SATURDAY, SUNDAY = (date(2020, 11, day) for day in (23, 24, 28, 29))
EVENING = datetime(2020, 11, 23, 12, 0, tzinfo=UTC)  # Monday 19.00 in Jakarta
MORNING = datetime(2020, 11, 23, 23, 0, tzinfo=UTC)  # Tuesday 06.00 in Jakarta


def calendar(**changes: Any) -> OfficeCalendar:
    weekly: dict[int, list[Stretch]] = {}
    for weekday, opens_at, closes_at in WEEK:
        weekly.setdefault(weekday, []).append(Stretch(opens_at, closes_at))
    return replace(OfficeCalendar(zone="Asia/Jakarta", devices=2, weekly=weekly), **changes)


def room(day: date = TUESDAY, hour: int = 8, **facts: Any) -> SlotRoom:
    """Return a slot of an hour in Jakarta; nothing is free in it unless said so."""
    starts_at = datetime.combine(day, time(hour), tzinfo=UTC) - timedelta(hours=7)
    return SlotRoom(
        id=1,
        day=day,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        **{"general": 0, "priority": 0, **facts},
    )


@pytest.mark.parametrize(
    ("rooms", "kind"),
    [
        ([room(general=2)], DayKind.OPEN),
        ([room(), room(hour=9, general=1)], DayKind.OPEN),
        ([room(general=1, general_later=MORNING)], DayKind.OPEN),
        ([room(priority=1)], DayKind.PRIORITY),
        ([room(priority=1, general_later=MORNING)], DayKind.PRIORITY),
        ([room(general_later=MORNING)], DayKind.LATER),
        ([room(), room(hour=9)], DayKind.FULL),
    ],
)
def test_a_published_day_is_what_is_free_in_it(rooms: list[SlotRoom], kind: DayKind) -> None:
    assert offer_on(calendar(), TUESDAY, rooms, NOW).kind == kind


@pytest.mark.parametrize(
    ("day", "changes", "kind", "reason"),
    [
        (SATURDAY, {}, DayKind.CLOSED, ""),
        (TUESDAY, {"holidays": {TUESDAY: "Hari Guru"}}, DayKind.HOLIDAY, "Hari Guru"),
        (SATURDAY, {"holidays": {SATURDAY: "Hari Guru"}}, DayKind.HOLIDAY, "Hari Guru"),
        (TUESDAY, {"closures": {TUESDAY: [Closing(reason="Pindah gedung")]}}, DayKind.CLOSED, "Pindah gedung"),
        (TUESDAY, {}, DayKind.PREPARING, ""),
        (TUESDAY, {"devices": 0}, DayKind.PREPARING, ""),
        (date(2020, 12, 22), {}, DayKind.LATER, ""),
        (date(2020, 12, 22), {"devices": 0}, DayKind.PREPARING, ""),
        (MONDAY - timedelta(days=3), {}, DayKind.OVER, ""),
    ],
)
def test_a_day_without_slots_says_why(day: date, changes: dict[str, Any], kind: DayKind, reason: str) -> None:
    offer = offer_on(calendar(**changes), day, [], NOW)
    assert (offer.kind, offer.reason) == (kind, reason)


def test_slots_that_have_begun_are_offered_to_nobody() -> None:
    begun, ahead = room(MONDAY, 8, general=5), room(MONDAY, 9, general=1)
    assert offer_on(calendar(), MONDAY, [begun, ahead], NOW).slots == (ahead,)
    assert offer_on(calendar(), MONDAY, [begun], NOW + timedelta(hours=7)).kind == DayKind.OVER


@pytest.mark.parametrize(
    ("changes", "hours"),
    [
        ({"closures": {TUESDAY: [Closing(reason="x")]}}, []),
        ({"closures": {TUESDAY: [Closing(until=time(9), reason="x")]}}, [9, 10]),
        ({"closures": {TUESDAY: [Closing(from_=time(9, 15), reason="x")]}}, [8]),
        ({"closures": {TUESDAY: [Closing(time(8, 30), time(9), "x")]}}, [8, 9, 10]),
        ({"holidays": {TUESDAY: "x"}}, []),
        ({"holidays": {TUESDAY: "x"}, "extra": {TUESDAY: [Stretch(time(9), time(10))]}}, [9]),
    ],
)
def test_a_published_slot_is_not_given_out_where_the_office_was_closed_since(
    changes: dict[str, Any], hours: list[int]
) -> None:
    rooms = [room(hour=hour, general=1) for hour in (8, 9, 10)]
    offer = offer_on(calendar(**changes), TUESDAY, rooms, NOW)
    assert [slot.starts_at.hour + 7 for slot in offer.slots] == hours
    assert offer.kind in ({DayKind.OPEN} if hours else {DayKind.CLOSED, DayKind.HOLIDAY})


def test_days_that_nobody_has_published_are_missed_but_closed_ones_are_not() -> None:
    office = calendar(closures={TUESDAY: [Closing()]}, plan=Plan(days_ahead=6, priority_earlier_days=0))
    missed = unpublished(office, [date(2020, 11, 25)], NOW)
    assert [day.day for day in missed] == [23, 26, 27]
    assert unpublished(replace(office, devices=0), [], NOW) == []
    assert MONDAY not in unpublished(office, [], NOW + timedelta(hours=7))


@pytest.mark.parametrize(
    ("at", "rooms", "expected"),
    [
        # On this Monday evening the seats of Monday in two weeks open, by the plan alone.
        (NOW, [room(general=1)], (EVENING, date(2020, 12, 7), False)),
        (NOW, [room(general_later=MORNING)], (EVENING, date(2020, 12, 7), False)),
        # What is published counts as it is, though the plan may have been changed since.
        (NOW, [room(general_later=MORNING - timedelta(hours=12))], (MORNING - timedelta(hours=12), TUESDAY, False)),
        # One at this very moment has come.
        (EVENING, [room(general_later=MORNING)], (MORNING, TUESDAY, True)),
        (EVENING, [room()], (EVENING + timedelta(days=1), date(2020, 12, 8), False)),
    ],
)
def test_the_next_opening_is_the_first_announced_moment(
    at: datetime, rooms: list[SlotRoom], expected: tuple[datetime, date, bool]
) -> None:
    office = calendar()
    days = [offer_on(office, slot.day, [slot], at) for slot in rooms]
    days += [offer_on(office, MONDAY + timedelta(days=ahead), [], at) for ahead in range(2, 17)]
    opening = next_general_opening(office, days, at)
    assert opening is not None
    assert (opening.at, opening.day, opening.same_morning) == expected


def test_an_office_that_never_opens_announces_nothing() -> None:
    assert next_general_opening(calendar(weekly={}), [], NOW) is None


def test_the_next_opening_is_looked_for_beyond_a_long_closure() -> None:
    office = calendar(holidays={TUESDAY + timedelta(days=ahead): "Lebaran" for ahead in range(30)})
    opening = next_general_opening(office, [], NOW)
    assert opening is not None
    assert opening.day == date(2020, 12, 24)


def test_a_protocol_is_half_open_and_halves_the_seats() -> None:
    office = calendar(protocols=[Protocol(MONDAY, TUESDAY, 50)])
    assert [office.protocol_on(day) is not None for day in (MONDAY, TUESDAY)] == [True, False]
    withheld = [planned for planned in office.seats_on(MONDAY) if planned.seat.withheld]
    assert (len(withheld), len(office.seats_on(MONDAY))) == (3, 6)


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2021, 3, 26), 7),  # winter in Berlin
        (date(2021, 3, 29), 6),  # summer
    ],
)
def test_where_clocks_change_the_door_opens_by_the_clock_on_the_wall(day: date, begins: int) -> None:
    office = calendar(zone="Europe/Berlin", closures={})
    assert office.slots_on(day)[0].starts_at.hour == begins
    assert office.opens_at(day, "walk_in").astimezone(UTC).hour == (23 if begins == 7 else 22)

"""Opening hours less closures, cut into slots, also on the days when a clock is changed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queueing.rules.timetable import Closed, SlotTimes, Stretch, cut, stretches_on

MONDAY, FRIDAY, SATURDAY = date(2020, 11, 23), date(2020, 11, 27), date(2020, 11, 28)
FORWARD, BACK = date(2021, 3, 28), date(2021, 10, 31)  # 2 becomes 3, and 3 becomes 2, in Berlin


def hours(text: str) -> tuple[Stretch, ...]:
    """Read "8-12 13-15.30" as stretches."""
    return tuple(Stretch(*(_clock(end) for end in part.split("-"))) for part in text.split())


def _clock(text: str) -> time:
    hour, _, minute = text.partition(".")
    return time(int(hour), int(minute or 0))


WEEK = {1: hours("8-12 13-15"), 5: hours("8-11")}
ALL_DAY = Closed()


@pytest.mark.parametrize(
    ("day", "holiday", "closures", "extra", "expected"),
    [
        (MONDAY, False, [], "", "8-12 13-15"),
        (FRIDAY, False, [], "", "8-11"),
        (SATURDAY, False, [], "", ""),
        # Holidays, and extra days that are open all the same.
        (MONDAY, True, [], "", ""),
        (SATURDAY, False, [], "8-12", "8-12"),
        (MONDAY, True, [], "9-10", "9-10"),
        # Extra hours beside the weekly ones.
        (MONDAY, False, [], "15-17", "8-12 13-17"),
        (MONDAY, False, [], "12-13", "8-15"),
        (MONDAY, False, [], "16-17", "8-12 13-15 16-17"),
        (MONDAY, False, [], "7-9 14-16", "7-12 13-16"),
        (MONDAY, False, [], "9-10", "8-12 13-15"),
        # Closures.
        (MONDAY, False, [ALL_DAY], "", ""),
        (MONDAY, False, [ALL_DAY], "16-17", ""),
        (MONDAY, False, [Closed(from_=time(14))], "", "8-12 13-14"),
        (MONDAY, False, [Closed(from_=time(11))], "", "8-11"),
        (MONDAY, False, [Closed(until=time(9))], "", "9-12 13-15"),
        (MONDAY, False, [Closed(time(9), time(10))], "", "8-9 10-12 13-15"),
        (MONDAY, False, [Closed(time(9), time(10)), Closed(time(10), time(14))], "", "8-9 14-15"),
        (MONDAY, False, [Closed(time(12), time(13))], "", "8-12 13-15"),
        (MONDAY, False, [Closed(time(10), time(10))], "", "8-12 13-15"),
        (MONDAY, False, [Closed(time(11), time(10))], "", "8-12 13-15"),
    ],
)
def test_an_office_is_open_as_the_week_the_holidays_and_the_closures_say(
    day: date, *, holiday: bool, closures: list[Closed], extra: str, expected: str
) -> None:
    open_ = stretches_on(day, WEEK, holiday=holiday, closures=closures, extra=hours(extra))

    assert open_ == hours(expected)


def begins(day: date, text: str, minutes: int, zone: str) -> list[str]:
    """Give the beginnings of a day's slots by the clock of the zone."""
    slots = cut(day, hours(text), minutes, zone)
    return [f"{slot.starts_at.astimezone(ZoneInfo(zone)):%H.%M}" for slot in slots]


@pytest.mark.parametrize(
    ("text", "minutes", "expected"),
    [
        ("8-10", 60, "08.00 09.00"),
        ("8-9.50", 30, "08.00 08.30 09.00"),
        ("8-9 13-14", 60, "08.00 13.00"),
        ("13-14 8-9", 60, "08.00 13.00"),
        ("8-8.20", 30, ""),
        ("8-8.30", 30, "08.00"),
        ("", 30, ""),
    ],
)
def test_only_whole_slots_are_cut(text: str, minutes: int, expected: str) -> None:
    assert begins(MONDAY, text, minutes, "Asia/Jakarta") == expected.split()


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", 1), ("Asia/Makassar", 0), ("Asia/Jayapura", -1)])
def test_eight_in_the_morning_is_another_moment_in_each_zone(zone: str, hour: int) -> None:
    starts_at = datetime(2020, 11, 23, tzinfo=UTC) + timedelta(hours=hour)

    assert cut(MONDAY, hours("8-9"), 60, zone) == (SlotTimes(starts_at, starts_at + timedelta(hours=1)),)


@pytest.mark.parametrize(
    ("day", "text", "minutes", "expected"),
    [
        # From 2.00 to 3.00 the clock leaps.
        (FORWARD, "1-4", 30, "01.00 01.30 03.00 03.30"),
        (FORWARD, "2-3", 30, ""),
        (FORWARD, "1-3", 60, "01.00"),
        # 1.45 lasts until 3.30, so 3.15 is no slot of its own.
        (FORWARD, "1-5", 45, "01.00 01.45 04.00"),
        # From 3.00 the clock goes back to 2.00: the hour is taken once.
        (BACK, "1-4", 30, "01.00 01.30 02.00 02.30 03.00 03.30"),
        (BACK, "2-3", 60, "02.00"),
    ],
)
def test_a_changed_clock_gives_no_slot_twice_and_none_that_is_never_reached(
    day: date, text: str, minutes: int, expected: str
) -> None:
    assert begins(day, text, minutes, "Europe/Berlin") == expected.split()


QUARTERS = st.integers(0, 95).map(lambda number: time(number // 4, number % 4 * 15))
STRETCHES = st.lists(
    st.tuples(QUARTERS, QUARTERS).filter(lambda ends: ends[0] < ends[1]).map(lambda ends: Stretch(*ends)), max_size=4
)
CLOSURES = st.lists(st.builds(Closed, st.none() | QUARTERS, st.none() | QUARTERS), max_size=3)


def covers(stretches: Sequence[Stretch], moment: time) -> bool:
    return any(stretch.opens_at <= moment < stretch.closes_at for stretch in stretches)


def closes(closure: Closed, moment: time) -> bool:
    after = closure.from_ is None or closure.from_ <= moment
    return after and (closure.until is None or moment < closure.until)


@settings(max_examples=200, deadline=None)
@given(weekly=STRETCHES, extra=STRETCHES, closures=CLOSURES, holiday=st.booleans())
def test_every_quarter_hour_is_open_or_shut_as_was_said(
    weekly: list[Stretch], extra: list[Stretch], closures: list[Closed], *, holiday: bool
) -> None:
    open_ = stretches_on(MONDAY, {1: weekly}, holiday=holiday, closures=closures, extra=extra)

    for number in range(96):
        moment = time(number // 4, number % 4 * 15)
        planned = covers(extra, moment) or (covers(weekly, moment) and not holiday)
        assert covers(open_, moment) is (planned and not any(closes(closure, moment) for closure in closures))
    assert all(one.closes_at <= other.opens_at for one, other in pairwise(open_))
    assert all(stretch.opens_at < stretch.closes_at for stretch in open_)


@settings(max_examples=200, deadline=None)
@given(
    day=st.sampled_from([MONDAY, FORWARD, BACK]),
    stretches=STRETCHES,
    minutes=st.integers(1, 240),
    zone=st.sampled_from(["Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin", "Australia/Lord_Howe"]),
)
def test_slots_of_any_day_have_their_length_and_never_overlap(
    day: date, stretches: list[Stretch], minutes: int, zone: str
) -> None:
    slots = cut(day, stretches_on(day, {}, extra=stretches), minutes, zone)

    assert all(slot.ends_at - slot.starts_at == timedelta(minutes=minutes) for slot in slots)
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(slots))
    assert all(slot.starts_at.astimezone(ZoneInfo(zone)).date() == day for slot in slots)

"""When a resident is reminded."""

from __future__ import annotations

import datetime

import pytest

from queueing.rules.reminding import reminder_due

#: Tuesday 24 November 2020, nine o'clock in Jakarta.
TUESDAY = datetime.datetime(2020, 11, 24, 2, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("zone", "hour_utc"), [("Asia/Jakarta", 2), ("Asia/Makassar", 1), ("Asia/Jayapura", 0)], ids=["WIB", "WITA", "WIT"]
)
def test_the_reminder_comes_at_nine_by_the_offices_clock_the_day_before(zone: str, hour_utc: int) -> None:
    due = reminder_due(TUESDAY, zone=zone, now=TUESDAY - datetime.timedelta(days=7))

    assert due == datetime.datetime(2020, 11, 23, hour_utc, 0, tzinfo=datetime.UTC)


def test_an_early_slot_in_the_east_is_on_the_offices_own_day() -> None:
    seven_in_jayapura = datetime.datetime(2020, 11, 23, 22, 0, tzinfo=datetime.UTC)

    due = reminder_due(seven_in_jayapura, zone="Asia/Jayapura", now=seven_in_jayapura - datetime.timedelta(days=7))

    assert due == datetime.datetime(2020, 11, 23, 0, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("now", "reminded"),
    [
        (datetime.datetime(2020, 11, 23, 1, 59, tzinfo=datetime.UTC), True),
        (datetime.datetime(2020, 11, 23, 2, 0, tzinfo=datetime.UTC), False),
        (datetime.datetime(2020, 11, 24, 1, 0, tzinfo=datetime.UTC), False),
    ],
    ids=["a minute before nine", "at nine", "on the day itself"],
)
def test_whoever_books_after_the_reminders_hour_has_none(now: datetime.datetime, *, reminded: bool) -> None:
    assert (reminder_due(TUESDAY, zone="Asia/Jakarta", now=now) is not None) is reminded

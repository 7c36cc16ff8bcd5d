"""When seats open, by lane and zone, and how long a freed one rests."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from queueing.rules.releasing import freed_seat_delay, next_opening, opens_at
from queueing.rules.seating import Lane

DAY = date(2020, 12, 2)


def opening(lane: str, *, same_day: bool = False, zone: str = "Asia/Jakarta", ahead: int = 14) -> str:
    """Give the opening of a seat of 2 December in UTC."""
    moment = opens_at(
        DAY,
        lane=lane,
        same_day=same_day,
        days_ahead=ahead,
        opens_at=time(9),
        same_day_at=time(6, 30),
        priority_earlier_days=3,
        zone=zone,
    )
    assert moment.tzinfo is UTC
    return f"{moment:%d-%m %H.%M}"


@pytest.mark.parametrize(
    ("lane", "same_day", "zone", "ahead", "expected"),
    [
        ("general", False, "Asia/Jakarta", 14, "18-11 02.00"),
        ("general", False, "Asia/Makassar", 14, "18-11 01.00"),
        ("general", False, "Asia/Jayapura", 14, "18-11 00.00"),
        ("general", False, "Asia/Jakarta", 0, "02-12 02.00"),
        ("general", True, "Asia/Jakarta", 14, "01-12 23.30"),
        ("general", True, "Asia/Jayapura", 14, "01-12 21.30"),
        ("priority", False, "Asia/Jakarta", 14, "15-11 02.00"),
        ("priority", True, "Asia/Jakarta", 14, "15-11 02.00"),
        ("walk_in", False, "Asia/Jakarta", 14, "01-12 17.00"),
        # Summer and winter time: nine in the morning stays nine in the morning.
        ("general", False, "Europe/Berlin", 14, "18-11 08.00"),
        ("general", False, "Europe/Berlin", 60, "03-10 07.00"),
    ],
)
def test_every_lane_opens_at_its_announced_time(
    lane: str, *, same_day: bool, zone: str, ahead: int, expected: str
) -> None:
    assert opening(lane, same_day=same_day, zone=zone, ahead=ahead) == expected


def test_every_lane_has_an_opening_of_its_own() -> None:
    assert len({opening(lane) for lane in Lane}) == len(Lane)


NOON = datetime(2020, 11, 23, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("openings", "expected"),
    [
        ([], None),
        ([NOON - MINUTE], None),
        ([NOON], None),
        ([NOON + MINUTE], NOON + MINUTE),
        ([NOON + 3 * MINUTE, NOON, NOON + 2 * MINUTE], NOON + 2 * MINUTE),
    ],
)
def test_the_next_opening_is_the_first_still_to_come(openings: list[datetime], expected: datetime | None) -> None:
    assert next_opening(NOON, openings) == expected


@pytest.mark.parametrize(("draw", "minutes"), [(0, 5), (0.2, 10), (0.5, 17.5), (1, 30)])
def test_a_freed_seat_rests_between_five_and_thirty_minutes(draw: float, minutes: float) -> None:
    assert freed_seat_delay(draw) == timedelta(minutes=minutes)


@pytest.mark.parametrize("draw", [-0.01, 1.01, float("nan")])
def test_a_delay_comes_from_a_draw_between_nothing_and_one(draw: float) -> None:
    with pytest.raises(ValueError, match="outside"):
        freed_seat_delay(draw)

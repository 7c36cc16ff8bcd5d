"""When seats may be claimed: announced times of an office, by lane, and the random wait of a freed seat.

What opens at a time that everybody knows gives nothing to those who look all night; what comes free at a time that
nobody knows gives nothing to those who look every second.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from queueing.rules.seating import Lane

FREED_SEAT_WAITS_LEAST: Final = timedelta(minutes=5)
FREED_SEAT_WAITS_MOST: Final = timedelta(minutes=30)


def opens_at(
    day: date,
    *,
    lane: str,
    same_day: bool,
    days_ahead: int,
    opens_at: time,
    same_day_at: time,
    priority_earlier_days: int,
    zone: str,
) -> datetime:
    """From which moment (UTC) a seat of `day` may be claimed; the times are those of the clock in `zone`.

    1. Walk-in: from the beginning of that day, by the desk alone.
    2. Priority: `priority_earlier_days` before the general seats of the same day, at the same hour.
    3. General, kept for the same morning: on that day at `same_day_at`.
    4. General: `days_ahead` days before at `opens_at`.
    """
    if lane == Lane.WALK_IN:
        return _moment(day, time.min, zone)
    if lane == Lane.PRIORITY:
        return _moment(day - timedelta(days=days_ahead + priority_earlier_days), opens_at, zone)
    if same_day:
        return _moment(day, same_day_at, zone)
    return _moment(day - timedelta(days=days_ahead), opens_at, zone)


def next_opening(now: datetime, openings: Iterable[datetime]) -> datetime | None:
    """The first opening still to come, or None; one at this very moment has come."""
    return min((opening for opening in openings if opening > now), default=None)


def freed_seat_delay(draw: float) -> timedelta:
    """How long a cancelled seat that nobody waits for rests before it is free again: 5 to 30 minutes.

    `draw` is a number from 0 to 1, drawn anew for each seat; ValueError for any other. Whoever cancels for a friend
    cannot tell him when to be there, nor can a program that asks without pause be sure to be first.
    """
    if not 0 <= draw <= 1:
        raise ValueError(f"drawn outside 0 to 1: {draw}")
    return FREED_SEAT_WAITS_LEAST + draw * (FREED_SEAT_WAITS_MOST - FREED_SEAT_WAITS_LEAST)


def _moment(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)

"""When a resident is reminded of her place: the day before, at nine in the morning by the office's clock."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

HOUR: Final = time(9)
"""Late enough to wake nobody, early enough that whoever cannot come gives the place to somebody else the same day."""


def reminder_due(starts_at: datetime, *, zone: str, now: datetime) -> datetime | None:
    """The moment of the reminder, or None where it has passed: whoever books later than that needs none."""
    there = starts_at.astimezone(ZoneInfo(zone))
    due = datetime.combine(there.date() - timedelta(days=1), HOUR, tzinfo=ZoneInfo(zone))
    return due if due > now else None

"""When a draw takes requests, and when what it leaves over opens to everybody."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

SHORTEST: Final = timedelta(minutes=10)
"""Long enough for somebody with a slow phone to fill in the form: speed is to buy nothing."""

LONGEST: Final = timedelta(days=7)
"""Whoever asked on the first day is to know within a week."""

REST_WAITS: Final = timedelta(hours=1)
"""What is left over opens at an announced time, with an hour in between for the draw and its notices."""


class ImpossibleTimes(ValueError):
    """Times that no draw can have; the message says so in Indonesian."""


def rest_opens_at(closes_at: datetime) -> datetime:
    """The moment at which the places that a draw leaves over open to everybody: a whole minute, as announced."""
    return closes_at.replace(second=0, microsecond=0) + REST_WAITS


def check(*, day: date, opens_at: datetime, closes_at: datetime, zone: str, now: datetime) -> None:
    """Raise ImpossibleTimes unless requests can be taken and drawn before the day itself begins in `zone`."""
    if opens_at <= now:
        raise ImpossibleTimes("Undian dibuka pada waktu yang akan datang, supaya semua orang sempat mengetahuinya.")
    if not SHORTEST <= closes_at - opens_at <= LONGEST:
        raise ImpossibleTimes("Permintaan dikumpulkan paling singkat 10 menit dan paling lama 7 hari.")
    if rest_opens_at(closes_at) > begin_of(day, zone):
        raise ImpossibleTimes("Undian ditutup paling lambat pukul 23.00 pada malam sebelum hari itu.")


def begin_of(day: date, zone: str) -> datetime:
    """The first moment of a day on the clocks of `zone`."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone))

"""From which day somebody who stayed away without a word may book from home again."""

from collections.abc import Sequence
from datetime import date, timedelta

from queueing.rules.limits import COOLING_DAYS, COOLING_NO_SHOWS, COOLING_WINDOW_DAYS


def cooling_until(no_shows: Sequence[date], *, on: date) -> date | None:
    """The day from which booking is possible again, or None when it is possible on that day.

    The second absence within 90 days rests booking for 7 days, its own day counted; so does each further one that
    has another in the 90 days before it. An absence of a day still to come counts for nothing.
    """
    window = timedelta(days=COOLING_WINDOW_DAYS)
    past = sorted(day for day in no_shows if day <= on)
    pairs = zip(past, past[COOLING_NO_SHOWS - 1 :], strict=False)
    again = [last + timedelta(days=COOLING_DAYS) for first, last in pairs if last - first < window]
    return max((day for day in again if on < day), default=None)

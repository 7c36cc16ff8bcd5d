"""How long a place offered to the waiting list is kept for one person before it passes to the next."""

from datetime import datetime, timedelta
from typing import Final

LONGEST: Final = timedelta(hours=12)
"""A night and a morning: people sleep, and not everybody looks at the phone at work."""

TOO_LATE: Final = timedelta(minutes=30)
"""With less time than this nobody could answer and come; the seat goes to those who stand at the desk."""

OFFERS_MISSED_MOST: Final = 2
"""Offers that a party may leave without an answer; after the last it is out of the line, as its seats stand idle."""


def offer_expires(now: datetime, slot_starts_at: datetime) -> datetime | None:
    """Until when an offer made now holds, or None when none is made any more.

    12 hours, but at most half of the time that is left until the slot, so that the next in line can be asked too.
    """
    left = slot_starts_at - now
    if left < TOO_LATE:
        return None
    return now + min(LONGEST, left / 2)

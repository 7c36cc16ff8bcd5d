"""What a party's ticket says: one word out of the states of the party and its people and the time of its place."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Final


class Standing(StrEnum):
    """What is, and so what there is to do; exactly one holds."""

    HELD = "held"
    ASKING = "asking"
    LAPSED = "lapsed"
    WAITING = "waiting"
    DRAWING = "drawing"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    HERE = "here"
    UNDER_WAY = "under_way"
    PAST = "past"
    SERVED = "served"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


_BEFORE_BOOKING: Final = {
    "held": Standing.HELD,
    "asking": Standing.ASKING,
    "waiting": Standing.WAITING,
    "drawing": Standing.DRAWING,
    "offered": Standing.OFFERED,
    "expired": Standing.LAPSED,
    "cancelled": Standing.CANCELLED,
}


def standing_of(
    party: str, people: Collection[str], *, starts_at: datetime | None, ends_at: datetime | None, now: datetime
) -> Standing:
    """Decide from the stored states (`queueing/choices.py`); the moments are those of the party's place, if it has one.

    1. A party that is not confirmed: as it stands.
    2. Nobody left of it: cancelled.
    3. Somebody is in the hall and not served yet: here.
    4. Somebody is still expected: confirmed before the slot, under way during it, past after it.
    5. Nobody is expected any more: served if anybody was, else absent.
    """
    if party != "confirmed":
        return _BEFORE_BOOKING[party]
    staying = set(people) - {"cancelled"}
    if not staying:
        return Standing.CANCELLED
    if "checked_in" in staying:
        return Standing.HERE
    if "confirmed" in staying and starts_at is not None and ends_at is not None:
        if now < starts_at:
            return Standing.CONFIRMED
        return Standing.UNDER_WAY if now < ends_at else Standing.PAST
    return Standing.SERVED if "served" in staying else Standing.NO_SHOW

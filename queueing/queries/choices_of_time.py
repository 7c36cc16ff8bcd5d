"""Which other times of its office a party may have: days with room for all of it, and those nearest to its own."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from queueing.models import Party
from queueing.queries import availability
from queueing.rules.day_offer import SlotRoom
from queueing.rules.surplus import nearest


@dataclass(frozen=True, slots=True)
class TimeChoice:
    """The days with room for the whole party, the slots of the chosen one, and those nearest to where it is now."""

    days: dict[datetime.date, list[SlotRoom]]
    day: datetime.date | None
    nearest: list[SlotRoom]

    @property
    def slots(self) -> list[SlotRoom]:
        """The slots of the chosen day."""
        return self.days[self.day] if self.day else []


def times_for(
    party: Party,
    *,
    persons: int,
    lane: str,
    at: datetime.datetime,
    day: str = "",
    until: datetime.date | None = None,
    without: Collection[int | None] = (),
) -> TimeChoice:
    """Return where so many people of a party (with its office and slot) may come instead, until a day (included).

    Args:
        party: whose office is looked at, and whose slot is the one that others are near to; without one none is near.
        persons: how many seats.
        lane: of which lane.
        at: the moment.
        day: the day that was chosen, as ISO 8601 writes it; another text chooses the first.
        until: the last day.
        without: slots that are left out.
    """
    office = availability.office(party.office_id, at)
    days: dict[datetime.date, list[SlotRoom]] = {}
    for offer in office.days if office else ():
        fitting = [slot for slot in offer.slots if slot.free(lane) >= persons and slot.id not in without]
        if fitting and (until is None or offer.day <= until):
            days[offer.day] = fitting
    chosen = next((one for one in days if one.isoformat() == day), min(days, default=None))
    rooms = {slot.id: slot for slots in days.values() for slot in slots}
    return TimeChoice(days, chosen, [rooms[slot] for slot in _nearest(party, rooms, persons, lane)])


def _nearest(party: Party, rooms: Mapping[int, SlotRoom], persons: int, lane: str) -> list[int]:
    """Return the slots nearest to the party's own; none where it has none."""
    if party.slot is None:
        return []
    seats = [slot.seats(lane) for slot in rooms.values()]
    return nearest(party.slot.starts_at, seats, persons, zone=party.office.time_zone)

"""What one day of an office has to offer, as the public is told it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from queueing.rules.office_calendar import OfficeCalendar
from queueing.rules.releasing import next_opening
from queueing.rules.seating import Lane
from queueing.rules.slot_seats import SlotSeats
from queueing.rules.timetable import SlotTimes

LOOK_AHEAD_DAYS: Final = 60
"""How far beyond the published days the next opening is looked for: no office rests longer."""


class DayKind(StrEnum):
    """Where a day stands; exactly one holds."""

    OPEN = "open"
    PRIORITY = "priority"
    LATER = "later"
    FULL = "full"
    OVER = "over"
    HOLIDAY = "holiday"
    CLOSED = "closed"
    PREPARING = "preparing"


@dataclass(frozen=True, slots=True)
class SlotRoom(SlotTimes):
    """A published slot with its free places of two lanes, and the announced moments at which more of them open."""

    id: int
    day: date
    general: int
    priority: int
    general_later: datetime | None = None
    priority_later: datetime | None = None

    def free(self, lane: str) -> int:
        """How many people of that lane may have a place now."""
        return self.priority if lane == Lane.PRIORITY else self.general

    def seats(self, lane: str) -> SlotSeats:
        """The same as the value that other rules take."""
        return SlotSeats(self.id, self.starts_at, self.free(lane))


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """At which moment (UTC) places of a day open; `same_morning` are those kept for whoever asks on the day itself."""

    at: datetime
    day: date
    same_morning: bool = False


@dataclass(frozen=True, slots=True)
class DayOffer:
    """One day: the slots that may be chosen, why it is closed, and when its next general places open."""

    day: date
    kind: DayKind
    slots: tuple[SlotRoom, ...] = ()
    reason: str = ""
    opens_at: datetime | None = None

    @property
    def weekday(self) -> int:
        """The day of the week as ISO 8601 counts it: Monday is 1."""
        return self.day.isoweekday()

    @property
    def general(self) -> int:
        """How many general places are free."""
        return sum(slot.general for slot in self.slots)

    @property
    def priority(self) -> int:
        """How many places of the priority lane are free."""
        return sum(slot.priority for slot in self.slots)


def offer_on(calendar: OfficeCalendar, day: date, slots: Sequence[SlotRoom], at: datetime) -> DayOffer:
    """Say what a day offers at a moment, by its published slots.

    Slots that have begun are over; those that a closure or a holiday was set on since are given to nobody. Of the rest:

    1. General places are free: open. 2. Only places of the priority lane are: priority.
    3. None are free, but more open at an announced moment: later. 4. None at all: full.

    Without any slot: over, when its hours are; a holiday or closed, with the reason; later, when its places open by the
    plan; else preparing: nobody has published it yet.
    """
    ahead = [slot for slot in slots if slot.starts_at > at]
    given = tuple(slot for slot in ahead if calendar.still_serves(slot))
    if not given:
        return _without_slots(calendar, day, at, closed_since=bool(ahead))
    opens_at = next_opening(at, (slot.general_later for slot in given if slot.general_later))
    if any(slot.general for slot in given):
        kind = DayKind.OPEN
    elif any(slot.priority for slot in given):
        kind = DayKind.PRIORITY
    else:
        kind = DayKind.LATER if opens_at else DayKind.FULL
    return DayOffer(day, kind, given, opens_at=opens_at)


def unpublished(calendar: OfficeCalendar, days_with_slots: Iterable[date], at: datetime) -> list[date]:
    """The days that ought to have slots by now and have none; today only while a slot of it is still to begin."""
    published = set(days_with_slots)
    return [
        day
        for day in calendar.published_days(at)
        if day not in published and any(slot.starts_at > at for slot in calendar.slots_on(day))
    ]


def next_general_opening(calendar: OfficeCalendar, offers: Iterable[DayOffer], at: datetime) -> Opening | None:
    """The first announced moment still to come at which general places open, by these days and by the plan beyond."""
    seen = list(offers)
    known = [(offer.opens_at, offer.day) for offer in seen if offer.opens_at]
    last = max((offer.day for offer in seen), default=calendar.today(at) - timedelta(days=1))
    beyond = (last + timedelta(days=ahead) for ahead in range(1, LOOK_AHEAD_DAYS + 1))
    planned = ((calendar.opens_at(day, Lane.GENERAL), day) for day in beyond if calendar.slots_on(day))
    to_come = next((opening for opening in planned if opening[0] > at), None)
    first = min([*known, *([to_come] if to_come else [])], default=None)
    return Opening(*first, same_morning=calendar.today(first[0]) == first[1]) if first else None


def _without_slots(calendar: OfficeCalendar, day: date, at: datetime, *, closed_since: bool) -> DayOffer:
    planned = calendar.slots_on(day)
    if closed_since or not calendar.stretches(day):
        return _closed(calendar, day)
    if planned and planned[-1].starts_at <= at:
        return DayOffer(day, DayKind.OVER)
    opens_at = calendar.opens_at(day, Lane.GENERAL)
    if planned and opens_at > at:
        return DayOffer(day, DayKind.LATER, opens_at=opens_at)
    return DayOffer(day, DayKind.PREPARING)


def _closed(calendar: OfficeCalendar, day: date) -> DayOffer:
    reasons = [closing.reason for closing in calendar.closures.get(day, ()) if closing.reason]
    if reasons:
        return DayOffer(day, DayKind.CLOSED, reason=reasons[0])
    holiday = calendar.holidays.get(day, "")
    return DayOffer(day, DayKind.HOLIDAY if holiday else DayKind.CLOSED, reason=holiday)

"""What the public's pages show of days and slots: moments on the office's clocks, weeks from Monday."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from queueing.choices import TimeZone
from queueing.queries.availability import OfficeAhead
from queueing.rules.day_offer import DayKind, DayOffer, SlotRoom
from queueing.rules.office_calendar import Protocol

#: Days that lead to a page of slots.
CHOSEN_FROM: Final = (DayKind.OPEN, DayKind.PRIORITY)


@dataclass(frozen=True, slots=True)
class When:
    """A moment as the clocks of an office show it."""

    day: datetime.date
    clock: datetime.time
    zone: str


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One day of the strip; `opens` says when its next general places do."""

    offer: DayOffer
    opens: When | None

    @property
    def leads_on(self) -> bool:
        """Whether a place may be chosen on it."""
        return self.offer.kind in CHOSEN_FROM

    @property
    def opens_that_morning(self) -> bool:
        """Whether what opens next is kept for the day's own morning."""
        return self.opens is not None and self.opens.day == self.offer.day


@dataclass(frozen=True, slots=True)
class ShownOpening:
    """When the next places open, and of which day."""

    day: datetime.date
    opens: When
    same_morning: bool


@dataclass(frozen=True, slots=True)
class ShownSlot:
    """One slot to choose, with the places left in each lane."""

    room: SlotRoom
    begins: When
    ends: datetime.time


def when(office: OfficeAhead, moment: datetime.datetime) -> When:
    """Return a moment on the office's clocks."""
    local = moment.astimezone(ZoneInfo(office.calendar.zone))
    return When(local.date(), local.time(), zone_of(office))


def zone_of(office: OfficeAhead) -> str:
    """Return what people call the office's time zone."""
    return str(TimeZone(office.calendar.zone).label)


def day(office: OfficeAhead, offer: DayOffer) -> ShownDay:
    """Return one day of the strip."""
    return ShownDay(offer, when(office, offer.opens_at) if offer.opens_at else None)


def weeks(office: OfficeAhead) -> Iterator[tuple[datetime.date, list[ShownDay]]]:
    """Give the days ahead by weeks, each with its Monday."""
    for monday, offers in groupby(office.days, lambda offer: offer.day - datetime.timedelta(offer.day.weekday())):
        yield monday, [day(office, offer) for offer in offers]


def opening(office: OfficeAhead) -> ShownOpening | None:
    """Return when the next general places open."""
    found = office.next_opening
    return ShownOpening(found.day, when(office, found.at), found.same_morning) if found else None


def slot(office: OfficeAhead, room: SlotRoom) -> ShownSlot:
    """Return one slot to choose."""
    return ShownSlot(room, when(office, room.starts_at), when(office, room.ends_at).clock)


def protocol(office: OfficeAhead, on: datetime.date | None = None) -> Protocol | None:
    """Return the health protocol that holds on a day, or on the first of the days ahead that has one."""
    days = [on] if on else [offer.day for offer in office.days]
    return next(filter(None, map(office.calendar.protocol_on, days)), None)

"""Where and when there are places: the offices, their days ahead and the slots of these, in one query."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.db import connection

from queueing.choices import OfficeKind
from queueing.models import Draw, Office, Outage
from queueing.queries.calendars import CALENDAR, calendar_of
from queueing.rules import day_offer
from queueing.rules.day_offer import DayOffer, Opening, SlotRoom
from queueing.rules.office_calendar import OfficeCalendar
from registry.models.region import Region


@dataclass(frozen=True)
class OfficeAhead:
    """An open office as it was at the moment `at`: its days ahead and what they offer.

    `served` are the codes of the districts that it is the nearest for; `outage` is what it tells the public at present,
    `draws` are those that take requests or will.
    """

    id: int
    name: str
    kind: str
    address: str
    region: str
    served: frozenset[str]
    calendar: OfficeCalendar
    slots: Mapping[datetime.date, Sequence[SlotRoom]]
    outage: Outage | None
    draws: Sequence[Draw]
    at: datetime.datetime

    @property
    def is_main(self) -> bool:
        """Whether it is the main office of its regency."""
        return self.kind == OfficeKind.MAIN

    @cached_property
    def days(self) -> tuple[DayOffer, ...]:
        """What each day from today on offers, up to the last that has slots or ought to have."""
        last = max([*self.calendar.published_days(self.at), *self.slots])
        today = self.calendar.today(self.at)
        ahead = (today + datetime.timedelta(days=number) for number in range((last - today).days + 1))
        return tuple(self.offer_on(day) for day in ahead)

    def offer_on(self, day: datetime.date) -> DayOffer:
        """Return what one day offers."""
        return day_offer.offer_on(self.calendar, day, self.slots.get(day, ()), self.at)

    @property
    def unpublished(self) -> list[datetime.date]:
        """The days that ought to have slots and have none."""
        return day_offer.unpublished(self.calendar, self.slots, self.at)

    @cached_property
    def next_free_day(self) -> DayOffer | None:
        """The first day on which anybody may have a place now."""
        return next((day for day in self.days if day.general), None)

    @cached_property
    def next_opening(self) -> Opening | None:
        """When the next general places open, as announced."""
        return day_offer.next_general_opening(self.calendar, self.days, self.at)


@dataclass(frozen=True, slots=True)
class District:
    """A district that somebody may live in."""

    code: str
    name: str


@dataclass(frozen=True)
class RegencyAhead:
    """The open offices of one regency, the main one first, and its districts by name."""

    code: str
    name: str
    districts: tuple[District, ...]
    offices: tuple[OfficeAhead, ...]

    def nearest_to(self, district: str) -> OfficeAhead | None:
        """Return the office that serves the district first; the main one where none does."""
        serving = [office for office in self.offices if district in office.served]
        main = [office for office in self.offices if office.is_main]
        return next(iter([*serving, *main]), None)


def office(office_id: int, at: datetime.datetime) -> OfficeAhead | None:
    """Return an office with its days ahead; None where there is none or it does not serve."""
    found = _ask("office.id = %(office)s", {"office": office_id, "at": at})
    return next((_office(row, at) for row in found), None)


def regency(code: str | None, at: datetime.datetime) -> RegencyAhead | None:
    """Return the offices of a regency, or of the only one that has any; None where there are none, or several."""
    only = "(SELECT min(region_id) FROM queueing_office WHERE is_open HAVING count(DISTINCT region_id) = 1)"
    found = _ask(f"office.region_id = coalesce(%(region)s, {only})", {"region": code, "at": at})
    if not found:
        return None
    districts = tuple(District(code, name) for code, name in found[0]["districts"] or ())
    first = found[0]
    return RegencyAhead(first["region_id"], first["region_name"], districts, tuple(_office(row, at) for row in found))


def regencies() -> list[tuple[str, str]]:
    """Return code and name of every regency with an office that serves."""
    codes = Office.objects.filter(is_open=True).values("region_id")
    return [(region.code, region.full_name) for region in Region.objects.filter(pk__in=codes).order_by("name", "kind")]


#: A place is free when nobody has it or is offered it, or when whoever holds it has let her time run out: whoever
#: wants it frees it. An announced opening is on a whole minute; the moment at which a cancelled seat comes free is not,
#: and is told to nobody.
_ROOMS: Final = """
WITH lapsed AS MATERIALIZED (
    SELECT booking.seat_id FROM queueing_party AS party JOIN queueing_booking AS booking ON booking.party_id = party.id
    WHERE party.state = 'held' AND party.held_until <= %(at)s AND booking.state = 'held'
)
"""
_SLOTS: Final = """
(
    SELECT json_agg(json_build_array(id, day, extract(epoch FROM starts_at), extract(epoch FROM ends_at),
        general, priority, extract(epoch FROM general_later), extract(epoch FROM priority_later)) ORDER BY starts_at)
    FROM (
        SELECT slot.id, slot.day, slot.starts_at, slot.ends_at,
            count(*) FILTER (WHERE lane = 'general' AND opens_at <= %(at)s) AS general,
            count(*) FILTER (WHERE lane = 'priority' AND opens_at <= %(at)s) AS priority,
            min(opens_at) FILTER (WHERE lane = 'general' AND opens_at > %(at)s
                AND opens_at = date_trunc('minute', opens_at)) AS general_later,
            min(opens_at) FILTER (WHERE lane = 'priority' AND opens_at > %(at)s
                AND opens_at = date_trunc('minute', opens_at)) AS priority_later
        FROM queueing_recordingslot AS slot
        LEFT JOIN queueing_seat AS seat ON seat.slot_id = slot.id AND seat.withheld = ''
            AND seat.offered_to_id IS NULL
            AND (seat.taken_by_id IS NULL OR seat.id IN (SELECT seat_id FROM lapsed))
        WHERE slot.office_id = office.id AND slot.day >= (%(at)s AT TIME ZONE office.time_zone)::date
        GROUP BY slot.id
    ) AS room
) AS slots
"""
_OUTAGE: Final = """
(
    SELECT json_build_array(note, extract(epoch FROM estimate), extract(epoch FROM updated_at))
    FROM queueing_outage AS outage WHERE outage.office_id = office.id AND outage.ended_at IS NULL
) AS outage
"""
#: Draws of which requests are taken, or will be.
_DRAWS: Final = """
(
    SELECT json_agg(json_build_array(id, day, extract(epoch FROM opens_at), extract(epoch FROM closes_at)) ORDER BY day)
    FROM queueing_draw AS draw
    WHERE draw.office_id = office.id AND draw.state = 'announced' AND draw.closes_at > %(at)s
) AS draws
"""


def _ask(condition: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_ROOMS} SELECT {CALENDAR}, {_SLOTS}, {_OUTAGE}, {_DRAWS}"  # noqa: S608 - constants of our own
            f" FROM queueing_office AS office"
            f" JOIN registry_region AS region ON region.code = office.region_id"
            f" WHERE office.is_open AND {condition} ORDER BY office.kind = 'main' DESC, office.name",
            values,
        )
        columns = [column.name for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _office(row: Mapping[str, Any], at: datetime.datetime) -> OfficeAhead:
    slots: dict[datetime.date, list[SlotRoom]] = {}
    for slot in map(_slot, row["slots"] or ()):
        slots.setdefault(slot.day, []).append(slot)
    return OfficeAhead(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        address=row["address"],
        region=row["region_id"],
        served=frozenset(row["served"] or ()),
        calendar=calendar_of(row),
        slots=slots,
        outage=_outage(row),
        draws=tuple(_draw(row, draw) for draw in row["draws"] or ()),
        at=at,
    )


def _outage(row: Mapping[str, Any]) -> Outage | None:
    if row["outage"] is None:
        return None
    note, estimate, updated_at = row["outage"]
    return Outage(
        office=Office(pk=row["id"], time_zone=row["time_zone"]),
        note=note,
        estimate=_moment(estimate) if estimate else None,
        updated_at=_moment(updated_at),
    )


def _draw(row: Mapping[str, Any], values: Sequence[Any]) -> Draw:
    pk, day, opens_at, closes_at = values
    return Draw(
        id=uuid.UUID(pk),
        office=Office(pk=row["id"], time_zone=row["time_zone"]),
        day=datetime.date.fromisoformat(day),
        opens_at=_moment(opens_at),
        closes_at=_moment(closes_at),
    )


def _slot(values: Sequence[Any]) -> SlotRoom:
    pk, day, starts_at, ends_at, general, priority, general_later, priority_later = values
    return SlotRoom(
        id=pk,
        day=datetime.date.fromisoformat(day),
        starts_at=_moment(starts_at),
        ends_at=_moment(ends_at),
        general=general,
        priority=priority,
        general_later=_moment(general_later) if general_later else None,
        priority_later=_moment(priority_later) if priority_later else None,
    )


def _moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)

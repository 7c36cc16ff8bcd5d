"""The day of a hall in figures: how many came, waited and were served, how long it took, and what had been told."""

# ruff: noqa: S608 - the queries are put together from constants of our own

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import connection

from queueing.choices import Lane, Service
from queueing.models import Office
from queueing.queries.visits import CONDITIONS, IN_LINE_THEN, VISITS
from queueing.rules.day_measures import percent

_COUNTS: Final = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in CONDITIONS.values())
_SPANS: Final = ", ".join(
    f"round(percentile_cont({part}) WITHIN GROUP (ORDER BY {what}))::integer"
    for what in ("waited", "service_time")
    for part in (0.5, 0.9)
)
_OFFICES: Final = f"""
WITH {VISITS},
counted AS (SELECT office_id, ARRAY[{_COUNTS}] AS counts, ARRAY[{_SPANS}] AS spans FROM visit GROUP BY office_id),
booked AS (
    SELECT slot.office_id, count(*) AS all_of_day,
        count(*) FILTER (WHERE booking.state IN ('confirmed', 'no_show') AND slot.ends_at <= %(at)s
            AND NOT EXISTS (SELECT FROM queueing_ticket AS drawn WHERE drawn.booking_id = booking.id)) AS not_come
    FROM queueing_recordingslot AS slot JOIN asked USING (office_id, day)
    JOIN queueing_booking AS booking ON booking.slot_id = slot.id
        AND booking.state IN ('confirmed', 'checked_in', 'served', 'no_show')
    GROUP BY slot.office_id
)
SELECT asked.office_id, counted.counts, counted.spans, coalesce(booked.all_of_day, 0), coalesce(booked.not_come, 0),
    (SELECT count(*) FROM queueing_counter WHERE office_id = asked.office_id AND is_open),
    (SELECT count(*) FROM queueing_counter WHERE office_id = asked.office_id)
FROM asked LEFT JOIN counted USING (office_id) LEFT JOIN booked USING (office_id)
"""
_LANES: Final = f"""
WITH {VISITS}
SELECT service, lane, count(*), count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'called'),
    count(*) FILTER (WHERE state = 'served'), count(*) FILTER (WHERE state = 'no_show'),
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY waited))::integer
FROM visit GROUP BY service, lane ORDER BY service, lane
"""
_HOURS: Final = f"""
WITH {VISITS}
SELECT hour, count(*) FILTER (WHERE arrived_hour = hour), count(*) FILTER (WHERE served_hour = hour),
    count(*) FILTER (WHERE {IN_LINE_THEN.format(hour="hour")})
FROM generate_series(0, 23) AS hour CROSS JOIN visit
WHERE (day + make_interval(hours => hour)) AT TIME ZONE time_zone <= %(at)s
GROUP BY hour ORDER BY hour
"""


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """One office on one day; minutes are whole, and None where nothing was measured."""

    office: Office
    day: datetime.date
    is_today: bool
    counts: Mapping[str, int]
    wait_median: int | None
    wait_p90: int | None
    service_median: int | None
    service_p90: int | None
    booked: int
    not_come: int
    open_counters: int
    counters: int
    zone: str

    @property
    def told_shares(self) -> tuple[tuple[str, int | None], ...]:
        """Of those who were told and called: the share within the range, before it and after it, in whole percent."""
        told = self.counts["diberi-tahu"]
        return tuple((word, percent(self.counts[word], told)) for word in ("sesuai", "lebih-cepat", "lebih-lama"))


@dataclass(frozen=True, slots=True)
class LaneOfDay:
    """The numbers of one service in one lane."""

    service: str
    lane: str
    came: int
    waiting: int
    called: int
    served: int
    no_show: int
    wait_median: int | None

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """Its counts by the measures that they are of."""
        counted = (self.came, self.waiting, self.called, self.served, self.no_show)
        return tuple(zip(("datang", "menunggu", "di-loket", "selesai", "tidak-datang"), counted, strict=True))

    @property
    def query(self) -> str:
        """What narrows a measure to it, in an address."""
        return f"layanan={self.service}&jalur={self.lane}"

    @property
    def service_label(self) -> str:
        """The service in words."""
        return Service(self.service).label

    @property
    def lane_label(self) -> str:
        """The lane in words."""
        return Lane(self.lane).label


@dataclass(frozen=True, slots=True)
class HourOfDay:
    """One hour by the clock of the office; `waiting` is at its end, or now."""

    hour: int
    came: int
    served: int
    waiting: int

    @property
    def query(self) -> str:
        """What narrows a measure to it, in an address."""
        return f"jam={self.hour}"


def office_days(offices: Sequence[Office], day: datetime.date | None, at: datetime.datetime) -> list[OfficeDay]:
    """Return the figures of several offices on one day, or on the today of each, in one query."""
    today = {office.pk: at.astimezone(ZoneInfo(office.time_zone)).date() for office in offices}
    days = {office.pk: day or today[office.pk] for office in offices}
    found = {row[0]: row for row in _rows(_OFFICES, days, at)}
    return [
        _of_office(office, days[office.pk], found[office.pk], is_today=days[office.pk] == today[office.pk])
        for office in offices
    ]


def lanes_of(office: int, day: datetime.date, at: datetime.datetime) -> list[LaneOfDay]:
    """Return the numbers of an office's day by service and lane; one query."""
    return [LaneOfDay(*row) for row in _rows(_LANES, {office: day}, at)]


def hours_of(office: int, day: datetime.date, at: datetime.datetime) -> list[HourOfDay]:
    """Return the hours of an office's day in which there was anybody, and those between them; one query."""
    hours = [HourOfDay(*row) for row in _rows(_HOURS, {office: day}, at)]
    busy = [one.hour for one in hours if one.came or one.served or one.waiting]
    # Who was never called waits on paper until midnight: the day ends with the last who came or was served.
    moved = [one.hour for one in hours if one.came or one.served]
    return [one for one in hours if busy and busy[0] <= one.hour <= moved[-1]]


def _of_office(office: Office, day: datetime.date, row: Sequence[Any], *, is_today: bool) -> OfficeDay:
    _, counts, spans, booked, not_come, is_open, counters = row
    wait_median, wait_p90, service_median, service_p90 = spans or [None] * 4
    return OfficeDay(
        office=office,
        day=day,
        is_today=is_today,
        counts=dict(zip(CONDITIONS, counts or [0] * len(CONDITIONS), strict=True)),
        wait_median=wait_median,
        wait_p90=wait_p90,
        service_median=service_median,
        service_p90=service_p90,
        booked=booked,
        not_come=not_come,
        open_counters=is_open,
        counters=counters,
        zone=office.get_time_zone_display(),
    )


def _rows(query: str, days: Mapping[int, datetime.date], at: datetime.datetime) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"offices": list(days), "days": list(days.values()), "at": at})
        return list(cursor.fetchall())

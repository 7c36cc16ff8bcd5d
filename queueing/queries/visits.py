"""The numbers of a hall's day with what became of them: the ground of every figure, and the rows behind each."""

# ruff: noqa: S608 - the queries are put together from constants of our own

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from queueing.choices import Lane, Service, TicketState

#: One row a number of the days that are asked for: parameters `offices` and `days`, in pairs, and `at`.
#:
#: `waited` counts from `ready_at`; who came back after she was missed has a later one, so that her coming counts.
#: Minutes are whole: what is told is told in minutes.
VISITS: Final = """
asked (office_id, day) AS (SELECT * FROM unnest(%(offices)s::bigint[], %(days)s::date[])),
first_call AS (
    SELECT call.ticket_id, min(call.at) AS at FROM queueing_call AS call JOIN asked USING (office_id, day)
    WHERE call.withdrawn_at IS NULL AND call.at <= %(at)s GROUP BY call.ticket_id
),
visit AS (
    SELECT ticket.id, ticket.office_id, ticket.day, ticket.letter, ticket.number, ticket.service, ticket.lane,
        ticket.state, ticket.arrived_at, first_call.at AS first_called_at, ticket.finished_at, office.time_zone,
        counter.number AS counter, ticket.told_low_minutes AS told_low, ticket.told_high_minutes AS told_high,
        EXISTS (SELECT FROM queueing_queueevent AS event WHERE event.ticket_id = ticket.id
            AND event.kind = 'walked_in') OR ticket.lane = 'walk_in' AS walked_in,
        floor(extract(epoch FROM first_call.at - CASE WHEN ticket.ready_at <= first_call.at THEN ticket.ready_at
            WHEN ticket.missed_calls > 0 THEN ticket.arrived_at ELSE first_call.at END) / 60)::integer AS waited,
        floor(extract(epoch FROM first_call.at - ticket.arrived_at) / 60)::integer AS since_arrival,
        CASE WHEN ticket.state = 'served'
            THEN floor(extract(epoch FROM ticket.finished_at - ticket.called_at) / 60)::integer END AS service_time,
        CASE WHEN ticket.state = 'served'
            THEN extract(hour FROM ticket.finished_at AT TIME ZONE office.time_zone)::integer END AS served_hour,
        extract(hour FROM ticket.arrived_at AT TIME ZONE office.time_zone)::integer AS arrived_hour,
        coalesce(first_call.at, CASE WHEN ticket.state IN ('cancelled', 'no_show')
            THEN coalesce(ticket.finished_at, ticket.arrived_at) END) AS left_line_at
    FROM queueing_ticket AS ticket JOIN asked USING (office_id, day)
    JOIN queueing_office AS office ON office.id = ticket.office_id
    LEFT JOIN first_call ON first_call.ticket_id = ticket.id
    LEFT JOIN queueing_counter AS counter ON counter.id = ticket.counter_id
)
"""
_TOLD: Final = "told_high IS NOT NULL AND first_called_at IS NOT NULL"

#: What each measure of `queueing/rules/day_measures.py` counts.
CONDITIONS: Final = {
    "datang": "true",
    "dengan-pesanan": "NOT walked_in",
    "langsung": "walked_in",
    "menunggu": "state = 'waiting'",
    "di-loket": "state = 'called'",
    "belum-ada": "state = 'not_here'",
    "selesai": "state = 'served'",
    "tidak-datang": "state = 'no_show'",
    "batal": "state = 'cancelled'",
    "dipanggil": "first_called_at IS NOT NULL",
    "diberi-tahu": _TOLD,
    "sesuai": f"{_TOLD} AND since_arrival BETWEEN told_low AND told_high",
    "lebih-cepat": f"{_TOLD} AND since_arrival < told_low",
    "lebih-lama": f"{_TOLD} AND since_arrival > told_high",
}
#: The end of an hour of the office's day, or this moment where that is earlier.
HOUR_ENDS: Final = "least(%(at)s, (day + make_interval(hours => {hour} + 1)) AT TIME ZONE time_zone)"
IN_LINE_THEN: Final = f"arrived_at < {HOUR_ENDS} AND (left_line_at IS NULL OR left_line_at >= {HOUR_ENDS})"


@dataclass(frozen=True, slots=True)
class Narrow:
    """Which of a measure's numbers are asked for; nothing is every one."""

    counter: int | None = None
    service: str = ""
    lane: str = ""
    hour: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One number and what became of it; nobody's name. Minutes are whole."""

    letter: str
    number: int
    service: str
    lane: str
    state: str
    walked_in: bool
    counter: int | None
    arrived_at: datetime.datetime
    first_called_at: datetime.datetime | None
    finished_at: datetime.datetime | None
    waited: int | None
    since_arrival: int | None
    service_time: int | None
    told_low: int | None
    told_high: int | None

    def __str__(self) -> str:
        return f"{self.letter}-{self.number:03d}"

    @property
    def state_label(self) -> str:
        """Its state in words."""
        return TicketState(self.state).label

    @property
    def service_label(self) -> str:
        """What it is for, in words."""
        return Service(self.service).label

    @property
    def lane_label(self) -> str:
        """The lane in which it waits or waited."""
        return Lane(self.lane).label


_COLUMNS: Final = ", ".join(Visit.__slots__)


def visits(
    office: int, day: datetime.date, measure: str, narrow: Narrow, *, at: datetime.datetime, limit: int, offset: int = 0
) -> tuple[int, list[Visit]]:
    """Return how many numbers a measure counts, and one page of them in the order of their coming; one query.

    Raises:
        KeyError: there is no such measure, or it needs an hour.
    """
    condition, values = _condition(measure, narrow)
    values |= {"offices": [office], "days": [day], "at": at, "limit": limit, "offset": offset}
    query = f"""WITH {VISITS}, found AS MATERIALIZED (SELECT * FROM visit WHERE {condition})
        SELECT (SELECT count(*) FROM found), {_COLUMNS} FROM found
        ORDER BY arrived_at, letter, number LIMIT %(limit)s OFFSET %(offset)s"""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows = cursor.fetchall()
    return (rows[0][0] if rows else 0), [Visit(*row[1:]) for row in rows]


def _condition(measure: str, narrow: Narrow) -> tuple[str, dict[str, Any]]:
    """Return the condition of a measure that is narrowed, and the values that it takes."""
    by_hour: Mapping[str, str] = {
        "datang": "arrived_hour = %(hour)s",
        "selesai": "state = 'served' AND served_hour = %(hour)s",
        "antre": IN_LINE_THEN.format(hour="%(hour)s"),
    }
    parts = [CONDITIONS[measure] if narrow.hour is None else by_hour[measure]]
    values: dict[str, Any] = {"hour": narrow.hour}
    for name in ("counter", "service", "lane"):
        if value := getattr(narrow, name):
            parts.append(f"{name} = %({name})s")
            values[name] = value
    return " AND ".join(f"({part})" for part in parts), values

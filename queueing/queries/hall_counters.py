"""The counters of an office on one day: who sits there, whom it has served, how long, and how long it was idle."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from django.db import connection

from queueing.models import CounterShift

#: A counter is busy from each call until something becomes of the number there; a repeat is no new call.
_COUNTERS: Final = """
WITH bounds AS (
    SELECT %(day)s::date::timestamp AT TIME ZONE time_zone AS begins,
        least(%(at)s, (%(day)s::date + 1)::timestamp AT TIME ZONE time_zone) AS ends
    FROM queueing_office WHERE id = %(office)s
),
busy AS (
    SELECT call.counter_id, sum(coalesce(let_go.at, bounds.ends) - call.at) AS lasted
    FROM queueing_call AS call CROSS JOIN bounds
    LEFT JOIN LATERAL (
        SELECT min(event.at) AS at FROM queueing_queueevent AS event WHERE event.ticket_id = call.ticket_id
            AND event.kind IN ('finished', 'not_here', 'no_show', 'transferred', 'cancelled') AND event.at >= call.at
    ) AS let_go ON true
    WHERE call.office_id = %(office)s AND call.day = %(day)s AND call.withdrawn_at IS NULL AND NOT call.is_repeat
        AND call.at <= bounds.ends
    GROUP BY call.counter_id
),
sat AS (
    SELECT shift.counter_id,
        sum(least(coalesce(shift.ended_at, bounds.ends), bounds.ends) - greatest(shift.started_at, bounds.begins))
            AS lasted
    FROM queueing_countershift AS shift CROSS JOIN bounds
    WHERE shift.started_at < bounds.ends AND coalesce(shift.ended_at, bounds.ends) > bounds.begins
    GROUP BY shift.counter_id
),
served AS (
    SELECT counter_id, count(*) AS served, round(percentile_cont(0.5) WITHIN GROUP (
            ORDER BY floor(extract(epoch FROM finished_at - called_at) / 60)))::integer AS median
    FROM queueing_ticket WHERE office_id = %(office)s AND day = %(day)s AND state = 'served' GROUP BY counter_id
)
SELECT counter.number, counter.is_open, counter.paused_at, counter.pause_note,
    coalesce(in_hand.letter || '-' || lpad(in_hand.number::text, greatest(3, length(in_hand.number::text)), '0'), ''),
    coalesce(served.served, 0), served.median,
    (extract(epoch FROM sat.lasted) / 60)::integer,
    CASE WHEN sat.lasted IS NOT NULL
        THEN greatest(0, extract(epoch FROM sat.lasted - coalesce(busy.lasted, interval '0')) / 60)::integer END
FROM queueing_counter AS counter
LEFT JOIN queueing_ticket AS in_hand
    ON in_hand.counter_id = counter.id AND in_hand.state = 'called' AND in_hand.day = %(day)s
LEFT JOIN busy ON busy.counter_id = counter.id
LEFT JOIN sat ON sat.counter_id = counter.id
LEFT JOIN served ON served.counter_id = counter.id
WHERE counter.office_id = %(office)s
ORDER BY counter.number
"""


@dataclass(frozen=True, slots=True)
class CounterDay:
    """One counter; `officer`, `in_hand` and the state are those of this moment. Minutes are whole."""

    officer: str
    number: int
    is_open: bool
    paused_at: datetime.datetime | None
    pause_note: str
    in_hand: str
    served: int
    service_median: int | None
    sat: int | None
    idle: int | None

    @property
    def query(self) -> str:
        """What narrows a measure to it, in an address."""
        return f"loket={self.number}"

    @property
    def state(self) -> str:
        """Whether it calls, in a word."""
        if self.is_open:
            return "Buka"
        return "Istirahat" if self.paused_at else "Tutup"


def counters_of(office: int, day: datetime.date, at: datetime.datetime) -> list[CounterDay]:
    """Return the counters of an office with what they did on a day, in their order; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTERS, {"office": office, "day": day, "at": at})
        rows = cursor.fetchall()
    sitting = CounterShift.objects.filter(counter__office=office, ended_at=None).select_related("officer", "counter")
    officers = {shift.counter.number: str(shift.officer.get_full_name() or shift.officer) for shift in sitting}
    return [CounterDay(officers.get(row[0], ""), *row) for row in rows]

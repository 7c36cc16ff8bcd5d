"""Slots and their seats are published here, for the days whose places are to open: by night, on change, or on sight."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, Final

from django.db import connection

from queueing import locks
from queueing.models import Office
from queueing.queries import availability
from queueing.queries.availability import OfficeAhead
from queueing.rules.timetable import SlotTimes

#: A slot that is there stays as it is, and gets no second set of seats.
_PUBLISH: Final = """
WITH made AS (
    INSERT INTO queueing_recordingslot (office_id, day, starts_at, ends_at)
    SELECT %(office)s, day, starts_at, ends_at
    FROM unnest(%(slot_days)s::date[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
        AS slot(day, starts_at, ends_at)
    ORDER BY starts_at
    ON CONFLICT DO NOTHING RETURNING id, day
),
seated AS (
    INSERT INTO queueing_seat (slot_id, number, lane, withheld, opens_at)
    SELECT made.id, seat.number, seat.lane, seat.withheld, seat.opens_at
    FROM made JOIN unnest(%(seat_days)s::date[], %(numbers)s::int[], %(lanes)s::text[], %(withheld)s::text[],
        %(opens)s::timestamptz[]) AS seat(day, number, lane, withheld, opens_at) USING (day)
    ORDER BY made.id, seat.number
)
SELECT count(*) FROM made
"""


def publish(*, office: int, at: datetime.datetime, wait: bool = True) -> int:
    """Publish what is missing of the office's coming days; a slot that is there stays as it is, with its seats.

    Two who publish at once make nothing twice (`tests/races/test_publishing.py`): they take turns, and a slot of an
    office begins once. Who does not `wait` for her turn leaves it to whoever has it.

    Returns:
        How many slots are new; none where the office does not serve.

    Raises:
        locks.Crowded: the turn did not come in time.
    """
    with locks.patient():
        if not locks.take_publishing_turn(office, wait=wait):
            return 0
        found = availability.office(office, at)
        return _write(found) if found else 0


def publish_everywhere(*, at: datetime.datetime) -> int:
    """Publish what is missing of every office that serves, each in a transaction of its own; return the new slots."""
    offices = Office.objects.filter(is_open=True).order_by("pk").values_list("pk", flat=True)
    return sum(publish(office=office, at=at) for office in offices)


def _write(office: OfficeAhead) -> int:
    slots = list(_missing(office))
    days = sorted({day for day, _ in slots})
    seats = [(day, planned) for day in days for planned in office.calendar.seats_on(day)]
    values: dict[str, Any] = {
        "office": office.id,
        "slot_days": [day for day, _ in slots],
        "starts": [slot.starts_at for _, slot in slots],
        "ends": [slot.ends_at for _, slot in slots],
        "seat_days": [day for day, _ in seats],
        "numbers": [planned.seat.number for _, planned in seats],
        "lanes": [planned.seat.lane.value for _, planned in seats],
        "withheld": [planned.seat.withheld for _, planned in seats],
        "opens": [planned.opens_at for _, planned in seats],
    }
    if not slots:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISH, values)
        return int(cursor.fetchone()[0])


def _missing(office: OfficeAhead) -> Iterator[tuple[datetime.date, SlotTimes]]:
    """Give the slots still to begin that overlap none that is there: devices record one person at a time."""
    for day in office.calendar.published_days(office.at):
        there = office.slots.get(day, ())
        for slot in office.calendar.slots_on(day):
            free = all(other.ends_at <= slot.starts_at or slot.ends_at <= other.starts_at for other in there)
            if slot.starts_at > office.at and free:
                yield day, slot

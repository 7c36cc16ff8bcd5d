"""An office with slots and seats to sell, empty again before each run, and the tables of the other designs."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from queueing.choices import OfficeKind, TimeZone
from queueing.models import Office, RecordingSlot
from registry.models.region import Region

_TABLES: Final = {
    "bench_party": "queueing_party",
    "bench_booking": "queueing_booking",
    "bench_event": "queueing_queueevent",
}
_SEATS: Final = """
INSERT INTO queueing_seat (slot_id, number, lane, withheld, opens_at)
SELECT slot.id, number, 'general', '', now() - interval '1 day'
FROM queueing_recordingslot AS slot, generate_series(1, %s) AS number WHERE slot.office_id = %s ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Shape:
    """So many slots of so many seats each."""

    name: str
    slots: int
    seats: int


HOT: Final = Shape("1 slot x 2,000", 1, 2_000)
MANY: Final = Shape("200 slots x 40", 200, 40)


def begin_empty() -> None:
    """Make the tables of the other designs anew, and the regions where there are none."""
    if not Region.objects.exists():
        call_command("seed_regions", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join(_TABLES)}, bench_counter")
        for copy, table in _TABLES.items():
            cursor.execute(
                f"CREATE TABLE {copy} (LIKE {table} INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING INDEXES)"
            )
        cursor.execute("ALTER TABLE bench_booking ADD FOREIGN KEY (party_id) REFERENCES bench_party")
        cursor.execute("ALTER TABLE bench_event ADD FOREIGN KEY (party_id) REFERENCES bench_party")
        cursor.execute("CREATE TABLE bench_counter (slot bigint PRIMARY KEY, seats int, taken int)")


def set_out(shape: Shape) -> Office:
    """Make the office anew with empty slots of tomorrow; return it."""
    with connection.cursor() as cursor:
        emptied = ", ".join(("queueing_office", "queueing_tally", "queueing_notice", *_TABLES, "bench_counter"))
        cursor.execute(f"TRUNCATE {emptied} CASCADE")
    office = Office.objects.create(
        name="Kantor Pengukuran", kind=OfficeKind.MAIN, region_id="35.16", address="Jalan", time_zone=TimeZone.WIB
    )
    begins = (timezone.now() + datetime.timedelta(days=1)).replace(hour=1, minute=0, second=0, microsecond=0)
    step = datetime.timedelta(minutes=1)
    RecordingSlot.objects.bulk_create(
        RecordingSlot(
            office=office,
            day=begins.date(),
            starts_at=begins + number * step,
            ends_at=begins + (number + 1) * step,
        )
        for number in range(shape.slots)
    )
    with connection.cursor() as cursor:
        cursor.execute(_SEATS, [shape.seats, office.pk])
        cursor.execute("INSERT INTO bench_counter SELECT id, %s, 0 FROM queueing_recordingslot", [shape.seats])
        cursor.execute("VACUUM ANALYZE")
    return office


def sold(table: str, shape: Shape) -> tuple[int, int]:
    """Return how many places were sold, and how many of them are not there."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum(sold), 0), coalesce(sum(greatest(sold - %s, 0)), 0)"
            f" FROM (SELECT count(*) AS sold FROM {table} GROUP BY slot_id) AS slots",
            [shape.seats],
        )
        found = cursor.fetchone()
    return int(found[0]), int(found[1])


def slow_commits(milliseconds: int) -> None:
    """Let every commit of new connections take so long, as an ordinary durable disk does; 0 takes it back."""
    with connection.cursor() as cursor:
        name = connection.settings_dict["NAME"]
        cursor.execute(f'ALTER DATABASE "{name}" SET commit_siblings = 0')
        cursor.execute(f'ALTER DATABASE "{name}" SET commit_delay = {1000 * milliseconds}')

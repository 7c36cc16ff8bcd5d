"""The partition of one roll: filled as a table of its own, attached whole, dropped when the roll is withdrawn."""

from __future__ import annotations

from typing import Final

from django.db import OperationalError, connection

# ATTACH takes this lock anyway, and then one on `elections_voterroll`, where two merges have each just written:
# whoever comes first has to be alone from the beginning.
_TURN: Final = "LOCK TABLE ONLY elections_voterrollentry IN SHARE UPDATE EXCLUSIVE MODE"

_SETTINGS: Final = """
    SET LOCAL maintenance_work_mem = '128MB'; SET LOCAL jit = off;
    SET CONSTRAINTS ALL IMMEDIATE
"""

_FILL: Final = """
    CREATE TABLE {partition} (LIKE elections_voterrollentry INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
    INSERT INTO {partition} (
        roll_id, row_number, nik_index, nik_sealed, kk_number_index, kk_number_sealed, name, birth_place, birth_date,
        sex, marital_status, address, rt, rw, disability_code, recorded_flag, remark, region_id, tps_number)
    SELECT {roll}, row_number, nik_index, coalesce(nik_sealed, ''), kk_index, coalesce(kk_sealed, ''), name,
           birth_place, birth_date, sex, marital_status, address, rt, rw, disability, recorded_flag, remark, village,
           tps
    FROM {staged} ORDER BY row_number
"""

_ATTACH: Final = """
    ALTER TABLE elections_voterrollentry ATTACH PARTITION {partition} FOR VALUES IN ({roll});
    ANALYZE {partition}
"""


class BeingRead(Exception):
    """Somebody is reading rolls at this moment, so that none can be dropped."""


def take_turn() -> None:
    """Wait, inside the open transaction, until no other roll is being attached or dropped.

    Readers and the partitions themselves are not locked. Without it two merges at once end in a deadlock
    (`tests/races/test_rolls.py`).
    """
    with connection.cursor() as cursor:
        cursor.execute(_TURN)


def fill(roll_id: int, staged: str) -> int:
    """Make the roll's table from a staging table, ids in the order of the rows; return how many rows it has."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTINGS)
        cursor.execute(_FILL.format(partition=_name(roll_id), roll=roll_id, staged=staged))
        return int(cursor.rowcount)


def attach(roll_id: int) -> None:
    """Make the table part of the roll entries; keys, indexes and foreign keys are built over all rows at once."""
    with connection.cursor() as cursor:
        cursor.execute(_ATTACH.format(partition=_name(roll_id), roll=roll_id))


def drop(roll_id: int) -> None:
    """Drop a roll's rows; no trigger sees it, since no row is changed.

    Raises:
        BeingRead: readers did not end within five seconds; who comes after them would have to wait as well.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        try:
            cursor.execute(f"DROP TABLE IF EXISTS {_name(roll_id)}")
        except OperationalError as error:
            raise BeingRead from error


def _name(roll_id: int) -> str:
    return f"elections_voterrollentry_roll_{roll_id:d}"

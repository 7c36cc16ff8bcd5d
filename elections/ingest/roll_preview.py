"""What loading a staged roll would do: every row is new, since a roll stands for itself."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection

from registry.ingest import previewing
from registry.models.intake import IntakeBatch

_SAMPLE: Final = """
    INSERT INTO {table} (what, number_index, number_sealed, name, village, birth_date, before, after)
    SELECT '{new}', nik_index, nik_sealed, name, village, birth_date,
           jsonb_build_object(), jsonb_build_object()
    FROM {staged} ORDER BY row_number LIMIT {sample}
"""


def preview(batch: IntakeBatch, staged: str, table: str) -> dict[str, Any]:
    """Fill the sample and return the counts.

    Args:
        batch: the batch.
        staged: name of the staging table.
        table: name of the sample to make.
    """
    with connection.cursor() as cursor:
        cursor.execute(previewing.make(table))
        cursor.execute(_SAMPLE.format(staged=staged, table=table, new=previewing.NEW, sample=previewing.SAMPLE))
        cursor.execute(f"SELECT count(DISTINCT (village, tps)) FROM {staged}")  # noqa: S608 - our own table's name
        (stations,) = cursor.fetchone()
    return {"entries_new": batch.accepted, "stations": stations}

"""What every preview is made of: a small table with a sample of rows and what a merge would do to each."""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from registry import sealing
from registry.ingest import staging
from registry.models import IntakeBatch
from registry.rules.masking import mask_number

#: So many rows are shown.
SAMPLE: Final = 50
#: The stage's name of the sample's table, beside those of the kind.
STAGE: Final = "preview"
NEW: Final = "new"
CHANGED: Final = "changed"
UNCHANGED: Final = "unchanged"
#: The columns of a sample. `number` is a NIK, sealed; `before` and `after` hold the columns that would change.
COLUMNS: Final = """
    what text, number_index uuid, number_sealed bytea, name text, village text, birth_date date,
    before jsonb, after jsonb
"""


def make(table: str) -> str:
    """Return SQL that makes an empty sample; unlogged, as all that is staged."""
    return f"CREATE UNLOGGED TABLE {table} ({COLUMNS})"


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One row of the sample; `number` is masked, `changes` is column -> (value now, value to come)."""

    what: str
    number: str
    name: str
    village: str
    birth_date: datetime.date | None
    changes: dict[str, tuple[Any, Any]]


def sample(batch: IntakeBatch) -> list[SampleRow] | None:
    """Return the sample of a batch that waits; None when a crash of the server took it and it is made again."""
    if not is_there(batch):
        return None
    with connection.cursor() as cursor:
        cursor.execute(_READ.format(table=staging.table(batch.pk, _mark(batch), STAGE)))
        return [_row(*values) for values in cursor.fetchall()]


def is_there(batch: IntakeBatch) -> bool:
    """Return whether the whole sample is still there: a crash of the server empties it with all that is staged."""
    made: int = batch.summary.get("preview", {}).get("sample", 0)
    return staging.count(batch.pk, _mark(batch), STAGE) == made


def _mark(batch: IntakeBatch) -> str:
    mark: str = batch.summary.get("staged", {}).get("mark", "")
    return mark


_READ: Final = """
    SELECT what, number_index, number_sealed, name, village, birth_date, before, after FROM {table}
    ORDER BY array_position(ARRAY['changed', 'new', 'unchanged'], what), village, number_index
"""


def _row(
    what: str,
    index: uuid.UUID | None,
    sealed: memoryview | None,
    name: str,
    village: str,
    birth_date: datetime.date | None,
    before: str | None,
    after: str | None,
) -> SampleRow:
    number = "" if sealed is None or index is None else sealing.sealer().open(sealing.NIK, sealed, index)
    was, becomes = _object(before), _object(after)
    changes = {column: (was[column], becomes.get(column)) for column in was}
    return SampleRow(what, mask_number(number), name, village, birth_date, changes)


def _object(value: str | None) -> dict[str, Any]:
    """Return a jsonb value, which Django leaves to its fields to read."""
    made: dict[str, Any] = json.loads(value or "{}")
    return made

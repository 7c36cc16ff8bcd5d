"""Held rows into their table, sealed, in the transaction that ends the checking."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final

from django.db import connection

from registry import sealing
from registry.choices import HeldRowState
from registry.ingest.held_lines import HeldLine
from registry.models import HeldRow

_BATCH: Final = 5_000
_COLUMNS: Final = (
    'batch_id, row_number, verdict, "column", rule, found, advice, village, anchor, row_sealed, state, revision, reason'
)
_COPY: Final = (
    f"COPY {HeldRow._meta.db_table} ({_COLUMNS})"
    ' FROM STDIN (FORMAT csv, FORCE_NOT_NULL ("column", found, advice, village, reason))'
)


def write(batch_id: int, lines: Iterable[HeldLine], progress: Callable[[int], None]) -> None:
    """Copy held rows into the open transaction; what `progress` raises rolls it back."""
    done, remaining = 0, iter(lines)
    with connection.cursor() as cursor:
        while part := list(islice(remaining, _BATCH)):
            cursor.copy_expert(_COPY, _as_csv(batch_id, part))
            done += len(part)
            progress(done)


def _as_csv(batch_id: int, lines: list[HeldLine]) -> io.StringIO:
    anchors = [uuid.uuid4() for _ in lines]
    values, bound_to = [line.values for line in lines], [anchor.bytes for anchor in anchors]
    sealed = sealing.sealer().seal_many(sealing.HELD_ROW, values, bound_to)
    text = io.StringIO()
    csv.writer(text).writerows(
        (
            batch_id,
            line.row_number,
            line.verdict.value,
            line.column,
            line.rule,
            line.found,
            line.advice,
            line.village,
            anchor,
            f"\\x{row.hex()}",
            HeldRowState.HELD.value,
            0,
            "",
        )
        for line, anchor, row in zip(lines, anchors, sealed, strict=True)
    )
    text.seek(0)
    return text

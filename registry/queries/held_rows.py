"""The rows of a batch that were held back, as a table that can be mended and loaded again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from registry.models import HeldRow, IntakeBatch

#: What is said of each row, before the row itself. None of these names a column of a layout.
SAID: Final = ("BARIS", "PUTUSAN", "KOLOM_SALAH", "ATURAN", "DITEMUKAN", "TINDAKAN")
#: The whole text of a row whose columns cannot be told apart.
WHOLE_ROW: Final = "ISI_BARIS"


def table(batch: IntakeBatch) -> Iterator[Sequence[object]]:
    """Yield the header, then one line a row in the order of the file, its numbers in clear.

    The columns are those that were read, under the names and in the order of the file that came; the others
    were never kept. Whoever hands this on records the export (`registry/actions/held_rows.py`).
    """
    header: list[str] = batch.summary.get("header", [])
    yield (*SAID, *header, WHOLE_ROW)
    for row in HeldRow.objects.filter(batch=batch).order_by("row_number").iterator(chunk_size=2_000):
        values = json.loads(row.values())
        whole = "" if len(values) == len(header) else values[0]
        said = (row.row_number, row.get_verdict_display(), row.column, row.rule, row.found, row.advice)
        yield (*said, *(values if not whole else [""] * len(header)), whole)

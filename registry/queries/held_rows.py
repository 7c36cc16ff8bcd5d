"""The rows of a batch that were held back, as a table that can be mended and loaded again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import Count, QuerySet

from registry.choices import HeldRowState, RowVerdict
from registry.models import HeldRow, IntakeBatch
from registry.models.held_row import OPEN_STATES

#: What is said of each row, before the row itself. None of these names a column of a layout.
SAID: Final = ("BARIS", "PUTUSAN", "KOLOM_SALAH", "ATURAN", "DITEMUKAN", "TINDAKAN")
#: The whole text of a row whose columns cannot be told apart.
WHOLE_ROW: Final = "ISI_BARIS"


def filtered(batch: IntakeBatch, *, rule: str = "", state: str = "", village: str = "") -> QuerySet[HeldRow]:
    """Return the rows of a batch that was not taken in, in the order of the file, cut by what is given."""
    asked = {"rule": rule, "state": state, "village": village}
    rows = HeldRow.scoped.filter(batch=batch, **{name: value for name, value in asked.items() if value})
    return rows.order_by("row_number")


def rules_of(batch: IntakeBatch) -> list[tuple[str, int]]:
    """Return the rules that held rows of a batch back, with how many, the most frequent first."""
    counted = HeldRow.scoped.filter(batch=batch).values_list("rule").annotate(count=Count("pk"))
    return list(counted.order_by("-count", "rule"))


def still_waiting(rows: QuerySet[HeldRow]) -> QuerySet[HeldRow]:
    """Return those of the rows that nobody has settled yet."""
    return rows.filter(state__in=OPEN_STATES, resolved_in=None)


def next_to_mend(row: HeldRow) -> HeldRow | None:
    """Return the next row of the same batch that nobody has dealt with, from the top again after the last."""
    open_rows = HeldRow.scoped.filter(batch_id=row.batch_id, state=HeldRowState.HELD, verdict=RowVerdict.HELD)
    later = open_rows.filter(row_number__gt=row.row_number).order_by("row_number").first()
    return later or open_rows.exclude(pk=row.pk).order_by("row_number").first()


def table(batch: IntakeBatch, *, unsettled: bool = False) -> Iterator[Sequence[object]]:
    """Yield the header, then one line a row in the order of the file, its numbers in clear.

    The columns are those that were read, under the names and in the order of the file that came; the others
    were never kept. Where somebody had to match the columns they stand under the layout's names, which need no
    matching when the table comes back. Whoever hands this on records the export (`registry/actions/held_rows.py`).

    Args:
        batch: the batch.
        unsettled: only the rows that still wait for somebody, as they were mended so far.
    """
    named = "columns" if batch.matching_id else "header"
    header: list[str] = batch.summary.get(named, [])
    yield (*SAID, *header, WHOLE_ROW)
    rows = HeldRow.objects.filter(batch=batch).order_by("row_number")
    if unsettled:
        rows = still_waiting(rows)
    for row in rows.iterator(chunk_size=2_000):
        values = json.loads(row.mended_values() if unsettled else row.values())
        whole = "" if len(values) == len(header) else values[0]
        said = (row.row_number, row.get_verdict_display(), row.column, row.rule, row.found, row.advice)
        yield (*said, *(values if not whole else [""] * len(header)), whole)

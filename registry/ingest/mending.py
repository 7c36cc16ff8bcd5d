"""Held rows mended: each checked alone as it is saved, then all of a batch loaded as a small file of their own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pyarrow as pa
from django.db.models.functions import Now

from registry.choices import HeldRowState, RowVerdict
from registry.ingest import kinds, storage
from registry.ingest.engine import Engine, HeldLine
from registry.ingest.layout import Layout
from registry.ingest.rows import Rows
from registry.models import HeldRow, IntakeBatch

_EMPTY: Final = "Semua kolom kosong. Isi barisnya, atau abaikan baris ini."


class _OneRow(Rows):
    """A single row whose cells stand under the layout's own names."""

    def __init__(self, layout: Layout, cells: Mapping[str, str], number: int) -> None:
        super().__init__(layout, list(cells))
        self._cells, self._number = cells, number

    def batches(self) -> Iterator[pa.RecordBatch]:
        """See `Rows`."""
        yield self.as_batch([self._number], [pa.array([self._cells[name]], pa.string()) for name in self.places])


def columns_of(batch: IntakeBatch) -> list[str]:
    """Return the layout's names of the columns that a batch's held rows carry, in the file's order."""
    known: list[str] = batch.summary.get("columns", [])
    return known or [column.name for column in kinds.of(batch.kind).layout.columns]


def cells_of(row: HeldRow) -> dict[str, str]:
    """Return a row's cells under the layout's names; a row whose columns cannot be told apart has them empty."""
    columns, values = columns_of(row.batch), json.loads(row.mended_values())
    return dict(zip(columns, values if len(values) == len(columns) else [""] * len(columns), strict=True))


def whole_text(row: HeldRow) -> str:
    """Return the whole text of a row whose columns cannot be told apart; nothing for any other."""
    values: list[str] = json.loads(row.mended_values())
    return values[0] if len(values) != len(columns_of(row.batch)) else ""


def check(row: HeldRow, cells: Mapping[str, str]) -> HeldLine | None:
    """Return what is wrong with the row as it was mended, by the rules of its file; None when nothing is.

    Whether it contradicts another row is seen when the mended rows are loaded together.
    """
    kind = kinds.of(row.batch.kind)
    with storage.private_folder(row.batch_id) as folder, Engine(folder) as engine:
        if not engine.load(_OneRow(kind.layout, cells, row.row_number), lambda _: None):
            return HeldLine(row.row_number, RowVerdict.HELD, row.column, "baris_kosong", "", _EMPTY, "[]")
        engine.read_as(kind.reading)
        kind.refer(engine, row.batch)
        engine.check(kind.checks)
        return next(engine.held_lines(kind.village), None)


def as_file(batch: IntakeBatch, rows: Sequence[HeldRow]) -> io.BytesIO:
    """Return mended rows as a CSV in the layout's own names."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns_of(batch))
    writer.writerows(json.loads(row.mended_values()) for row in rows)
    return io.BytesIO(text.getvalue().encode())


def settle(batch: IntakeBatch) -> None:
    """Say of the rows that a batch mends that they are loaded, inside the transaction of its merge."""
    if batch.mends_id is not None:
        rows = HeldRow.objects.filter(resolved_in=batch, state=HeldRowState.MENDED)
        rows.update(state=HeldRowState.RESOLVED, resolved_at=Now(), resolved_by=batch.received_by_id)


def release(batch_id: int) -> None:
    """Let the rows wait again that a batch which became nothing had taken along."""
    HeldRow.objects.filter(resolved_in=batch_id, state=HeldRowState.MENDED).update(resolved_in=None)

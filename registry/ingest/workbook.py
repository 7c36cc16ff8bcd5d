"""The first sheet of an XLSX to rows, streamed: cells become the text that a person would have typed.

A numeric cell in a NIK or KK column has lost its last figure before this program ever saw it. It is written as
the scientific number that Excel holds, so that the checks refuse the row; it is never repaired.
"""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import ParseError

import openpyxl
import pyarrow as pa
from defusedxml.common import DefusedXmlException
from openpyxl import Workbook

from registry.ingest import workbook_guard
from registry.ingest.bad_file import BadFile
from registry.ingest.layout import Holds, Layout, Recall, nothing_recalled
from registry.ingest.rows import MOST_RAGGED, Ragged, Rows

_BATCH: Final = 20_000
_MOST_ROWS: Final = 1_048_576
_BROKEN: Final = (ParseError, DefusedXmlException, KeyError, ValueError, TypeError, AttributeError, IndexError)
_UNREADABLE: Final = "isi lembar XLSX tidak terbaca. Simpan lembarnya sebagai “CSV UTF-8”, lalu muat lagi."


class WorkbookRows(Rows):
    """The rows of a workbook's first sheet."""

    def __init__(self, path: Path, layout: Layout, recall: Recall = nothing_recalled) -> None:
        """Guard, open, and match the header.

        Raises:
            BadFile: see `workbook_guard.guard`; or the sheet is empty, unreadable or lacks columns.
        """
        workbook_guard.guard(path)
        self._path = path
        rows = self._cells()
        header = [_text(cell) for cell in next(rows, ())]
        rows.close()
        if not any(header):
            raise BadFile("lembar pertama kosong. Pindahkan data ke lembar pertama, judul kolom di baris 1.")
        while header and not header[-1]:
            header.pop()
        super().__init__(layout, header, recall)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """See `Rows`."""
        holds = [self.layout.column(name).holds for name in self.places]
        writers = [_number_text if held is Holds.NUMBER else _text for held in holds]
        places = list(self.places.values())
        numbers: list[int] = []
        kept: list[list[str]] = []
        for number, cells in enumerate(self._cells(), start=1):
            if number == 1 or self._is_ragged(number, cells):
                continue
            numbers.append(number)
            kept.append(
                [write(cells[at]) if at < len(cells) else "" for at, write in zip(places, writers, strict=True)]
            )
            if len(numbers) == _BATCH:
                yield self._finished(numbers, kept)
                numbers, kept = [], []
        if numbers:
            yield self._finished(numbers, kept)

    def _finished(self, numbers: list[int], kept: list[list[str]]) -> pa.RecordBatch:
        self.last_row = numbers[-1]
        return self.as_batch(numbers, [pa.array(column, pa.string()) for column in zip(*kept, strict=True)])

    def _is_ragged(self, number: int, cells: Sequence[object]) -> bool:
        """Set a row aside that has something right of the header's last column; short rows are just blank there."""
        if all(cell is None for cell in cells[self.width :]):
            return False
        if len(self.ragged) >= MOST_RAGGED:
            raise BadFile(f"baris {number}: terlalu banyak baris yang berisi di kanan judul kolom terakhir.")
        text = "\t".join(_text(cell) for cell in cells)
        self.ragged.append(Ragged(number, text, len(cells)))
        return True

    def _cells(self) -> Generator[Sequence[object], None, None]:
        with self._path.open("rb") as file:  # a path without .xlsx at its end openpyxl would refuse
            try:
                with warnings.catch_warnings():  # openpyxl warns of styles it does not know
                    warnings.simplefilter("ignore")
                    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            except _BROKEN:
                raise BadFile(_UNREADABLE) from None
            try:
                yield from _rows_of(book)
            finally:
                book.close()


def _rows_of(book: Workbook) -> Iterator[Sequence[object]]:
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # the sheet's own idea of its size is not to be trusted
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > _MOST_ROWS:
                raise BadFile(f"baris {number}: lembar Excel tidak dapat memuat baris sebanyak ini. Berkas rusak.")
            yield cells
    except _BROKEN:
        raise BadFile(_UNREADABLE) from None


def _number_text(cell: object) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:.14E}"
    return _text(cell)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)

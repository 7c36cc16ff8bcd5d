"""Delimited text to rows: delimiter, quoting and the header, then batches of columns read in C.

Rows are counted as a spreadsheet counts them: the header is row 1, a blank row counts, a quoted value with a
line break in it is one row. A row with too many or too few columns is set aside and does not stop the others.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import pyarrow as pa
from pyarrow import csv as arrow_csv

from registry.ingest import encodings
from registry.ingest.bad_file import BadFile
from registry.ingest.layout import Layout, Recall, nothing_recalled
from registry.ingest.rows import MOST_RAGGED, Ragged, Rows

DELIMITERS: Final = (",", ";", "\t", "|")
_BLOCK: Final = 4 << 20
_HEAD: Final = 1 << 16


class DelimitedRows(Rows):
    """The rows of a CSV file in any of its dialects."""

    def __init__(self, path: Path, layout: Layout, encoding: str = "", recall: Recall = nothing_recalled) -> None:
        """Look at the whole file once, and match its header.

        Raises:
            BadFile: the file is empty, undecodable, ends inside quotes, or lacks columns.
        """
        self._path, self._text = path, encodings.examine(path, encoding)
        if self._text.is_blank:
            raise BadFile("berkas kosong. Ambil lagi berkas dari sumbernya.")
        self._delimiter, cells = _header(self._head(), layout)
        if self._text.has_quotes:
            self._refuse_broken_quotes()
        super().__init__(layout, cells, recall)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """See `Rows`."""
        with self._open() as stream:
            try:
                yield from self._numbered(self._reader(stream))
            except pa.ArrowInvalid as error:
                raise BadFile(self._unreadable(error)) from None
        self._refuse_truncated()

    def _open(self) -> BinaryIO:
        return encodings.open_as_utf8(self._path, self._text.encoding)

    def _head(self) -> str:
        with self._open() as stream:
            return stream.read(_HEAD).decode(errors="ignore").removeprefix("\ufeff")

    def _reader(self, stream: BinaryIO) -> arrow_csv.CSVStreamingReader:
        names = [f"column_{at}" for at in range(self.width)]
        return arrow_csv.open_csv(
            stream,
            # One thread: only then does a row that is set aside know its number.
            arrow_csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=names, skip_rows_after_names=1),
            arrow_csv.ParseOptions(
                delimiter=self._delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._set_aside,
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=[names[place] for place in self.places.values()],
                strings_can_be_null=False,
            ),
        )

    def _set_aside(self, row: arrow_csv.InvalidRow) -> str:
        self.ragged.append(Ragged(row.number, row.text, row.actual_columns))
        return "skip" if len(self.ragged) <= MOST_RAGGED else "error"

    def _numbered(self, reader: arrow_csv.CSVStreamingReader) -> Iterator[pa.RecordBatch]:
        number, aside = 2, 0
        for batch in reader:
            numbers = []
            for _ in range(batch.num_rows):
                while aside < len(self.ragged) and self.ragged[aside].row_number == number:
                    number, aside = number + 1, aside + 1
                numbers.append(number)
                number += 1
            yield self.as_batch(numbers, batch.columns)
            self.last_row = number - 1

    def _unreadable(self, error: Exception) -> str:
        if len(self.ragged) > MOST_RAGGED:
            return (
                f"baris {self.ragged[-1].row_number}: lebih dari {MOST_RAGGED} baris jumlah kolomnya tidak sama "
                "dengan judul. Periksa pemisah kolom, lalu ekspor ulang."
            )
        if "straddling" in str(error):
            return (
                f"ada baris yang lebih panjang dari {_BLOCK >> 20} MB atau judul kolom tanpa baris isi. "
                "Periksa tanda kutip dan akhir baris, lalu ekspor ulang."
            )
        return "berkas tidak terbaca sebagai CSV. Ekspor ulang sebagai “CSV UTF-8”."

    def _refuse_truncated(self) -> None:
        """A last row that stops early, in a file without a final newline, was cut on its way here."""
        last = self.ragged[-1] if self.ragged else None
        if last and last.row_number > self.last_row and last.columns < self.width and not self._text.ends_with_newline:
            raise BadFile(
                f"baris {last.row_number}: berkas terpotong. Baris terakhir berhenti di kolom ke-{last.columns} "
                f"dari {self.width}. Ambil lagi berkas utuh dari sumbernya."
            )

    def _refuse_broken_quotes(self) -> None:
        with self._open() as stream:
            reader = csv.reader(io.TextIOWrapper(stream, "utf-8", newline=""), delimiter=self._delimiter, strict=True)
            number = 0
            try:
                for number, _ in enumerate(reader, start=1):  # noqa: B007 - the number outlives the loop
                    pass
            except csv.Error as error:
                raise BadFile(_broken_quotes(str(error), number + 1)) from None


def _header(head: str, layout: Layout) -> tuple[str, list[str]]:
    """Return the delimiter under which the header names the most columns, and the header's cells."""
    readings = [(delimiter, _first_row(head, delimiter)) for delimiter in DELIMITERS]
    return max(readings, key=lambda reading: (layout.recognised(reading[1]), len(reading[1])))


def _first_row(head: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _broken_quotes(error: str, number: int) -> str:
    if "expected after" in error:
        return (
            f'baris {number}: ada tanda kutip (") di tengah isian. Gandakan tanda kutip itu atau hapus, lalu muat lagi.'
        )
    return (
        f'baris {number}: tanda kutip (") dibuka tetapi tidak ditutup sampai akhir berkas, '
        "atau berkas terpotong. Betulkan baris itu, atau ambil lagi berkas utuh dari sumbernya."
    )

"""Tables out: CSV streamed row by row or XLSX, readable by Excel as they are, and harmless in it."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Final

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse

#: What `?pemisah=` may say; Excel with Indonesian settings expects the semicolon.
SEPARATORS: Final = {"koma": ",", "titik-koma": ";"}
BYTE_ORDER_MARK: Final = "\ufeff"
# A cell that begins so is a formula to a spreadsheet; an apostrophe before it makes it text.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that hands back what is written to it, so that `csv` can be streamed."""

    def write(self, text: str) -> str:
        return text


def neutral(cell: object) -> str:
    """Return a cell as text that no spreadsheet runs; numbers stay as they are."""
    text = "" if cell is None else str(cell)
    if isinstance(cell, str) and text.startswith(_FORMULA_STARTS):
        return f"'{text}"
    return text


def lines(rows: Iterable[Sequence[object]], *, separator: str = ",") -> Iterator[str]:
    """Yield the CSV text of the rows, with a byte order mark before the first."""
    writer = csv.writer(_Echo(), delimiter=separator, lineterminator="\r\n")
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([neutral(cell) for cell in row])


def csv_response(rows: Iterable[Sequence[object]], *, file_name: str, separator: str = ",") -> StreamingHttpResponse:
    """Answer with the rows as a download; `file_name` is our own and plain ASCII."""
    return StreamingHttpResponse(
        lines(rows, separator=separator),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{file_name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def workbook(rows: Iterable[Sequence[object]]) -> IO[bytes]:
    """Return the rows as one sheet of text cells, without formulas or links, in a file that vanishes when closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write_string(at, place, "" if cell is None else str(cell))
    book.close()
    file.seek(0)
    return file


def xlsx_response(rows: Iterable[Sequence[object]], *, file_name: str) -> FileResponse:
    """Answer with the rows as a workbook; `file_name` is our own and plain ASCII."""
    return FileResponse(
        workbook(rows),
        as_attachment=True,
        filename=file_name,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"X-Content-Type-Options": "nosniff"},
    )

"""CSV and XLSX out: written row by row, readable by Excel as they are, and harmless in it."""

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


def workbook(rows: Iterable[Sequence[object]], file: IO[bytes], *, folder: str, footer: str = "") -> None:
    """Write the rows as an XLSX file, row by row, every text as text: no cell is a formula.

    Args:
        rows: the rows, the header among them.
        file: where to.
        folder: a private folder for the sheet while it is written.
        footer: what stands at the foot of every printed page.
    """
    with xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder}) as book:
        sheet = book.add_worksheet("Data")
        if footer:
            sheet.set_footer(f"&L{footer.replace('&', '&&')[:200]}&RHal. &P dari &N")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell is not None:
                    sheet.write_string(number, column, str(cell))


def xlsx_response(rows: Iterable[Sequence[object]], *, file_name: str) -> FileResponse:
    """Answer with the rows as a workbook; `file_name` is our own and plain ASCII."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with tempfile.TemporaryDirectory() as folder:
        workbook(rows, file, folder=folder)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=file_name,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"X-Content-Type-Options": "nosniff"},
    )

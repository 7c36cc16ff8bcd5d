"""KPU's lists of invitations: NIK and name, as CSV or XLSX, read row by row into invitees and complaints.

Nothing is repaired: a NIK that cannot be anybody's is held until whoever sent the list has mended it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from registry.choices import RowVerdict
from registry.ingest.layout import Column, Holds, Layout
from registry.ingest.opening import open_rows
from registry.ingest.rows import Ragged
from registry.rules import nik
from registry.rules.masking import mask_number

NIK, NAME = "NIK", "NAMA"
LAYOUT: Final = Layout(
    "Daftar undangan KPU",
    (
        Column(NIK, Holds.NUMBER, ("NOMOR INDUK KEPENDUDUKAN", "NO NIK")),
        Column(NAME, Holds.NAME, ("NAMA LENGKAP", "NAMA PEMILIH", "NAMA UNDANGAN")),
    ),
)
_NO_NAME: Final = "Nama kosong. Isi nama seperti tertulis pada undangan, lalu muat lagi."
_COLUMNS_DIFFER: Final = (
    "Jumlah kolom tidak sama dengan judul. Periksa pemisah kolom dan tanda kutip di baris ini, lalu muat lagi."
)


@dataclass(frozen=True, slots=True)
class Invitee:
    """One row that can be used; number and name are kept out of `repr`, which ends up in logs."""

    row_number: int
    nik: str = field(repr=False)
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One row that was not accepted: where, what was found (masked), what to do. Held rows come again when mended."""

    row_number: int
    column: str
    found: str
    advice: str
    verdict: RowVerdict = RowVerdict.HELD


def read(path: Path, encoding: str = "") -> Iterator[Invitee | Complaint]:
    """Give every row of a file that is not blank, in its order; rows of the wrong width come last.

    Raises:
        BadFile: the file cannot be read at all, breaks off, or lacks a column.
    """
    rows = open_rows(path, LAYOUT, encoding)
    for batch in rows.batches():
        for row in batch.to_pylist():
            if row[NIK].strip() or row[NAME].strip():
                yield _judged(row["row_number"], row[NIK], row[NAME].strip())
    yield from map(_wrong_width, rows.ragged)


def _judged(row_number: int, written: str, name: str) -> Invitee | Complaint:
    report = nik.check(written)
    if report.errors:
        return Complaint(row_number, NIK, mask_number(report.number), report.errors[0].sentence)
    if not name:
        return Complaint(row_number, NAME, "", _NO_NAME)
    return Invitee(row_number, report.number, name)


def _wrong_width(row: Ragged) -> Complaint:
    return Complaint(row.row_number, "", f"{row.columns} kolom", _COLUMNS_DIFFER)

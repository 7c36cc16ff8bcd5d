"""A-KWK files of made-up voters, for tests that spoil one thing at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import openpyxl

HEADER: Final = (
    "NO", "NO_KK", "NIK", "NAMA", "TEMPAT_LAHIR", "TANGGAL_LAHIR", "STATUS_KAWIN", "JENIS_KELAMIN", "ALAMAT", "RT",
    "RW", "DISABILITAS", "STATUS_PEREKAMAN", "KETERANGAN", "TPS", "KODE_WILAYAH",
)  # fmt: skip
VILLAGES: Final = ("35.16.08.2001", "35.16.08.1004", "35.16.09.2003")

Row = dict[str, str]


def voter(no: int, **changes: str) -> Row:
    """Return one row; every second voter is a woman, the villages and stations take turns."""
    woman = no % 2 == 0
    row = {
        "NO": str(no),
        "NO_KK": f"351608120316{no:04d}",
        "NIK": f"351608{41 if woman else 1:02d}0890{no:04d}",
        "NAMA": f"{'SITI' if woman else 'BUDI'} CONTOH",
        "TEMPAT_LAHIR": "MOJOKERTO",
        "TANGGAL_LAHIR": "01|08|1990",
        "STATUS_KAWIN": "S",
        "JENIS_KELAMIN": "P" if woman else "L",
        "ALAMAT": "DUSUN CONTOH",
        "RT": "001",
        "RW": "002",
        "DISABILITAS": "0",
        "STATUS_PEREKAMAN": "S",
        "KETERANGAN": "",
        "TPS": f"{1 + no % 2:03d}",
        "KODE_WILAYAH": VILLAGES[no % len(VILLAGES)],
    }
    return row | changes


def voters(count: int, **changes: str) -> list[Row]:
    """Return that many rows, numbered from 1."""
    return [voter(no, **changes) for no in range(1, count + 1)]


def as_csv(rows: Iterable[Row], *, delimiter: str = ",", newline: str = "\n", header: Iterable[str] = HEADER) -> str:
    """Return the rows as delimited text."""
    text = io.StringIO(newline="")
    names = list(header)
    writer = csv.DictWriter(text, names, delimiter=delimiter, lineterminator=newline, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_workbook(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write the rows as the first sheet of an XLSX, cells of the types that they have."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(HEADER))
    for row in rows:
        sheet.append([row[name] for name in HEADER])
    book.save(path)
    return path

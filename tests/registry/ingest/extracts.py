"""Made-up SIAK extracts: rows as a list of cells, and the same rows in any dialect."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

HEADER = [
    "NO_KK",
    "NIK",
    "NAMA_LGKP",
    "STATUS",
    "TMPT_LHR",
    "TGL_LHR",
    "JENIS_KLMIN",
    "NIK_AYAH",
    "NAMA_AYAH",
    "NIK_IBU",
    "NAMA_IBU",
    "STAT_KWN",
    "SHDK",
    "AGAMA",
    "ALAMAT",
    "NO_RW",
    "NO_RT",
    "PDDK_AKHIR",
    "JENIS_PKRJN",
    "GOL_DRH",
    "PNYDNG_CCT",
    "NO_PASPOR",
    "NO_AKTA_LHR",
    "NO_AKTA_KWN",
    "TGL_KWN",
    "NO_AKTA_CRAI",
    "TGL_CRAI",
    "TGL_ENTRI",
    "NO_PROP",
    "NO_KAB",
    "NO_KEC",
    "NO_KEL",
    "STATUS_EKTP",
]

NAMES = ("SITI AMINAH", "BUDI SANTOSO", "SRI", "ÉLISE ÑOTO", "MUHAMMAD NUR HIDAYAT", "O", "DEWI LESTARI")
ADDRESSES = ("DSN SAWAHAN NO 7", 'JL. "MAWAR" 3', "DSN KRAJAN; BLOK A", "DSN A|B", "JL. KENANGA\nGANG 2")


def person(number: int, **changes: str) -> dict[str, str]:
    """Return one made-up resident as SIAK writes one; the same number is the same person."""
    day, month, year = number % 28 + 1, number % 12 + 1, 1940 + number % 78
    woman = number % 2 == 1
    family = number // 4
    cells = dict.fromkeys(HEADER, "")
    cells |= {
        "NO_KK": f"351608{family % 28 + 1:02d}{family % 12 + 1:02d}{5 + family % 15:02d}{family % 9999 + 1:04d}",
        "NIK": f"351608{day + 40 * woman:02d}{month:02d}{year % 100:02d}{number % 9999 + 1:04d}",
        "NAMA_LGKP": NAMES[number % len(NAMES)],
        "STATUS": "1",
        "TMPT_LHR": "MOJOKERTO",
        "TGL_LHR": f"{day:02d}-{month:02d}-{year}",
        "JENIS_KLMIN": "2" if woman else "1",
        "NAMA_IBU": "TIDAK DISIMPAN",
        "STAT_KWN": "2" if year < 1998 else "1",
        "SHDK": str(number % 4 + 1),
        "AGAMA": "1",
        "ALAMAT": ADDRESSES[family % len(ADDRESSES)],
        "NO_RW": f"{family % 9 + 1:03d}",
        "NO_RT": f"{family % 20 + 1:03d}",
        "JENIS_PKRJN": str(number % 89 + 1),
        "NO_PROP": "35",
        "NO_KAB": "16",
        "NO_KEC": "08",
        "NO_KEL": "2001",
        "STATUS_EKTP": "CARD_ISSUED" if year < 2003 else "UNREGISTERED",
    }
    return cells | changes


def people(count: int, start: int = 0) -> list[dict[str, str]]:
    """Return so many residents."""
    return [person(number) for number in range(start, start + count)]


def rows_of(residents: Sequence[dict[str, str]]) -> list[list[str]]:
    """Return residents as rows under `HEADER`."""
    return [[cells[name] for name in HEADER] for cells in residents]


def text_of(residents: Sequence[dict[str, str]], header: Sequence[str] = (), **dialect: Any) -> str:
    """Return residents as CSV; `dialect` as `csv.writer` takes it."""
    text = io.StringIO()
    writer = csv.writer(text, **({"lineterminator": "\n"} | dialect))
    writer.writerow(header or HEADER)
    writer.writerows(rows_of(residents))
    return text.getvalue()


def write_csv(path: Path, residents: Sequence[dict[str, str]], encoding: str = "utf-8", **dialect: Any) -> Path:
    """Write residents to a CSV file."""
    path.write_bytes(text_of(residents, **dialect).encode(encoding))
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> Path:
    """Write rows to the first sheet of a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path

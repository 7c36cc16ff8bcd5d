"""Looks into an XLSX before anything parses it: how many parts, how large unpacked, whether its header lies."""

from __future__ import annotations

import zipfile
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Final

from registry.ingest.bad_file import BadFile

MOST_PARTS: Final = 1_000
MOST_UNPACKED: Final = 2 << 30
MOST_SHARED_TEXT: Final = 256 << 20
WORST_RATIO: Final = 100
_RATIO_MATTERS_FROM: Final = 1 << 20
_CHUNK: Final = 1 << 20
_SHEET: Final = "xl/worksheets/"
_TOO_LARGE: Final = (
    "isi berkas XLSX terlalu besar setelah dibuka. Simpan lembarnya sebagai “CSV UTF-8”, lalu muat lagi."
)
_DAMAGED: Final = "berkas XLSX rusak atau terpotong. Ambil lagi berkas utuh dari sumbernya."


def guard(path: Path) -> None:
    """Refuse what would fill memory or disk, by its own headers first and then by counting what comes out.

    Raises:
        BadFile: a bomb, a lying header, a damaged archive, or an archive that is no workbook.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _refuse_by_headers(parts)
            _refuse_strangers({part.filename for part in parts})
            for part in parts:
                _count(archive, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise BadFile(_DAMAGED) from None


def _refuse_by_headers(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise BadFile(f"berkas XLSX ini memuat {len(parts)} bagian; buku kerja biasa kurang dari {MOST_PARTS}.")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadFile(_TOO_LARGE)
    # Parts that share their bytes are a bomb that neither size nor ratio of a single part shows.
    starts = sorted((part.header_offset, part.compress_size) for part in parts)
    if any(start + size > following for (start, size), (following, _) in pairwise(starts)):
        raise BadFile(_DAMAGED)
    for part in parts:
        _refuse_size(part, part.file_size)


def _refuse_size(part: zipfile.ZipInfo, size: int) -> None:
    if size > MOST_SHARED_TEXT and not part.filename.startswith(_SHEET):
        raise BadFile(_TOO_LARGE)
    if size > _RATIO_MATTERS_FROM and size > WORST_RATIO * max(part.compress_size, 1):
        raise BadFile(
            "isi berkas XLSX mengembang lebih dari seratus kali: ini bukan data biasa. "
            "Simpan lembarnya sebagai “CSV UTF-8”, lalu muat lagi."
        )


def _refuse_strangers(names: set[str]) -> None:
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return
    if "mimetype" in names:
        raise BadFile("berkas ini ODS (LibreOffice). Simpan sebagai XLSX atau “CSV UTF-8”, lalu muat lagi.")
    raise BadFile("berkas ini arsip ZIP, bukan XLSX. Keluarkan berkas di dalamnya, lalu muat berkas itu.")


def _count(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack a part without keeping it; Python stops at the declared size and then misses the checksum."""
    unpacked = 0
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += len(chunk)
            _refuse_size(part, unpacked)

"""CSV as offices save it: with commas, semicolons or tabs, a byte order mark, empty lines at the end.

Nothing is guessed from the rows: the header alone says what separates the cells, so a row that does not fit is told
instead of changing how the others are read.
"""

# ruff: noqa: S608 - the names of columns and files are quoted

import csv
import re
from collections.abc import Collection
from pathlib import Path

SEPARATORS = (",", ";", "\t", "|")

LONGEST_HEADER = 65_536
"""Bytes in which the header must end."""

A_PERSON = re.compile(r"\d{6}")
"""No column is called like this, once dots and dashes are off; a row of people is full of such numbers."""


EMPTY = "kosong, tanpa baris judul pun. Simpan atau ekspor ulang berkas itu."


class NoHeader(ValueError):
    """The first line names no columns; the message is the rest of a sentence that begins with the file."""


def relation(path: Path, known: Collection[str]) -> str:
    """SQL that reads every cell as text, without rows that are blank throughout.

    ``known`` are the columns that may be expected: they tell what separates the cells. Raises NoHeader.
    """
    separator = separator_of(path, known)
    names = _cells(_first_line(path), separator)
    _refuse(names)
    columns = [name or f"kolom_{number}" for number, name in enumerate(names, 1)]
    types = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in columns)
    filled = " OR ".join('"' + name.replace('"', '""') + '" IS NOT NULL' for name in columns)
    return (
        f"(SELECT * FROM read_csv({_quoted(str(path))}, auto_detect = false, header = true, delim = '{separator}', "
        f"quote = '\"', escape = '\"', null_padding = false, columns = {{{types}}}) WHERE {filled})"
    )


def separator_of(path: Path, known: Collection[str]) -> str:
    """The sign that cuts the header into the most columns that are known."""
    line = _first_line(path)
    return max(SEPARATORS, key=lambda sign: len(set(known) & set(_cells(line, sign))))


def line_of(path: Path, row: int, known: Collection[str]) -> int:
    """The line, as an editor counts, on which the ``row``-th row begins; rows that are blank do not count."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        lines = csv.reader(text, delimiter=separator_of(path, known))
        begins, left = 1, row + 1  # the header is a row, too
        for cells in lines:
            left -= any(cells)
            if not left:
                break
            begins = lines.line_num + 1
    return begins


def _first_line(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(LONGEST_HEADER)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NoHeader("tersimpan sebagai UTF-16. Simpan ulang sebagai CSV UTF-8.")
    line = re.split(r"[\r\n]", head.decode("utf-8-sig", errors="replace").lstrip("\r\n"), maxsplit=1)[0]
    if not line.strip():
        raise NoHeader(EMPTY)
    if not line.replace("\t", "").isprintable():
        raise NoHeader("bukan CSV: baris pertamanya bukan teks. Simpan ulang sebagai CSV UTF-8, atau sebagai Parquet.")
    return line


def _cells(line: str, separator: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [""])]


def _refuse(names: list[str]) -> None:
    if any(A_PERSON.search(re.sub(r"[.\-/ ]", "", name)) for name in names):
        raise NoHeader("tidak diawali baris judul. Tulis nama kolom di baris pertama.")
    lower = [name.lower() for name in names if name]
    twice = sorted({name for name in lower if lower.count(name) > 1})
    if twice:
        raise NoHeader(f"punya lebih dari satu kolom {twice[0]}. Sisakan satu.")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

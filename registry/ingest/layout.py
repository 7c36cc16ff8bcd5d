"""Layouts as data: which columns a kind of file has, by which names they go, how a header is matched to them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from registry.ingest.bad_file import BadFile, shown

_NOT_A_NAME: Final = re.compile(r"[^A-Z0-9]+")
_IDENTITY_NUMBER: Final = re.compile(r"[0-9]{16}")


class Holds(StrEnum):
    """What stands in a column, as far as a spreadsheet's cell types and the masking of found values need it."""

    NUMBER = "number"  # a NIK or KK number: text; a numeric cell is damage
    NAME = "name"
    DATE = "date"
    TEXT = "text"  # codes, addresses and everything else


@dataclass(frozen=True)
class Column:
    """One column that is read; every other column of a file is passed over and not kept."""

    name: str
    holds: Holds = Holds.TEXT
    aliases: tuple[str, ...] = ()
    required: bool = True

    def names(self) -> set[str]:
        """Every name that means this column, as `plain_name` writes them."""
        return {plain_name(name) for name in (self.name, *self.aliases)}


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of file; `title` is what people call such a file."""

    title: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)

    def recognised(self, header: Sequence[str]) -> int:
        """Count the cells of a header that name a column; decides which delimiter a file uses."""
        known = set().union(*(column.names() for column in self.columns))
        return len(known & {plain_name(cell) for cell in header})

    def match(self, header: Sequence[str]) -> dict[str, int]:
        """Return the position of each column in the header; optional ones may be missing.

        Raises:
            BadFile: required columns are missing (all are listed), or one stands there twice.
        """
        plain = [plain_name(cell) for cell in header]
        places: dict[str, int] = {}
        for column in self.columns:
            found = [at for at, name in enumerate(plain) if name in column.names()]
            if len(found) > 1:
                raise BadFile(f"baris 1: kolom {column.name} ada {len(found)} kali. Hapus salah satu, lalu muat lagi.")
            if found:
                places[column.name] = found[0]
        missing = [column.name for column in self.columns if column.required and column.name not in places]
        if missing:
            raise BadFile(self._missing_sentence(missing, header, places))
        return places

    def _missing_sentence(self, missing: Sequence[str], header: Sequence[str], places: Mapping[str, int]) -> str:
        if any(_IDENTITY_NUMBER.fullmatch(cell.strip()) for cell in header):
            return "baris 1 berisi data, bukan judul kolom. Tambahkan judul kolom di baris 1, lalu muat lagi."
        unused = {plain_name(cell): cell for at, cell in enumerate(header) if at not in places.values()}
        told = []
        for name in missing:
            near = difflib.get_close_matches(plain_name(name), list(unused), n=1, cutoff=0.75)
            told.append(f"{name} (mungkin “{shown(unused[near[0]].strip())}”)" if near else name)
        return (
            f"baris 1: kolom {', '.join(told)} tidak ada. {self.title} harus memuat semua kolom wajib. "
            "Betulkan judul kolom di baris 1, lalu muat lagi."
        )


def plain_name(cell: str) -> str:
    """Return a header cell in capitals, with one underscore for anything that is no letter or figure."""
    return _NOT_A_NAME.sub("_", cell.upper()).strip("_")

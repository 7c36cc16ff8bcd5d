"""Layouts as data: which columns a kind of file has, by which names they go, how a header is matched to them."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from registry.ingest.bad_file import BadFile, shown

_NOT_A_NAME: Final = re.compile(r"[^A-Z0-9]+")
_IDENTITY_NUMBER: Final = re.compile(r"[0-9]{16}")
_MANY_FIGURES: Final = re.compile(r"(?:[0-9][ .\-]?){5,}")

#: Gives what somebody once said of a header: column -> its position; empty when nobody has.
Recall = Callable[[Sequence[str]], Mapping[str, int]]


class HeaderNotMatched(BadFile):
    """The header does not name the columns by itself; `cells` are its cells, for somebody to match them."""

    def __init__(self, sentence: str, cells: Sequence[str]) -> None:
        super().__init__(sentence)
        self.cells = list(cells)


def nothing_recalled(header: Sequence[str]) -> Mapping[str, int]:  # noqa: ARG001 - the shape of a Recall
    """Recall nothing: the header must name its columns by itself."""
    return {}


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

    def match(self, header: Sequence[str], recall: Recall = nothing_recalled) -> dict[str, int]:
        """Return the position of each column in the header; optional ones may be missing.

        Args:
            header: the cells of the first row.
            recall: asked when the header does not name the columns by itself.

        Raises:
            HeaderNotMatched: required columns are missing (all are listed), or one stands there twice.
            BadFile: the first row is no header at all.
        """
        places = self.found_in(header)
        twice = next((name for name, found in places.items() if len(found) > 1), "")
        missing = [column.name for column in self.columns if column.required and not places[column.name]]
        if not twice and not missing:
            return {name: found[0] for name, found in places.items() if found}
        if any(_IDENTITY_NUMBER.fullmatch(cell.strip()) for cell in header):
            raise BadFile("baris 1 berisi data, bukan judul kolom. Tambahkan judul kolom di baris 1, lalu muat lagi.")
        if recalled := recall(header):
            return dict(recalled)
        if twice:
            sentence = f"baris 1: kolom {twice} ada {len(places[twice])} kali. Hapus salah satu, lalu muat lagi."
        else:
            sentence = self._missing_sentence(missing, header, places)
        if any(_MANY_FIGURES.search(cell) for cell in header):  # somebody's data perhaps: not to be kept as a header
            raise BadFile(sentence)
        raise HeaderNotMatched(sentence, header)

    def found_in(self, header: Sequence[str]) -> dict[str, list[int]]:
        """Return every position at which each column is named."""
        plain = [plain_name(cell) for cell in header]
        return {column.name: [at for at, name in enumerate(plain) if name in column.names()] for column in self.columns}

    def nearest(self, header: Sequence[str]) -> dict[str, int]:
        """Return the position of each column that the header names, or names nearly; a proposal for a person."""
        found = self.found_in(header)
        places = {name: at[0] for name, at in found.items() if at}
        for column in self.columns:
            if column.name in places:
                continue
            free = {
                plain_name(cell): at for at, cell in enumerate(header) if at not in places.values() and cell.strip()
            }
            near = [
                name
                for own in sorted(column.names())
                for name in difflib.get_close_matches(own, list(free), n=1, cutoff=0.75)
            ]
            if near:
                places[column.name] = free[near[0]]
        return places

    def _missing_sentence(
        self, missing: Sequence[str], header: Sequence[str], places: Mapping[str, Sequence[int]]
    ) -> str:
        used = {at for found in places.values() for at in found}
        unused = {plain_name(cell): cell for at, cell in enumerate(header) if at not in used}
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


def fingerprint(header: Sequence[str]) -> str:
    """Return what tells one header from another, whatever its case, spaces and signs."""
    return hashlib.sha256("\x1f".join(map(plain_name, header)).encode()).hexdigest()

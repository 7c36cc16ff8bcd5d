"""What the parts of a fanned-out comparison leave for each other on the disk.

A part is a folder that only its owner may read. It holds Parquet files and, written last, ``part.json``: a part
without it is not done. Ids and levels lie in the clear; rows of people are encrypted with a key that the caller
holds, since these files live as long as the slowest part.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

import base64
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

SETTLED, LEFTOVERS, EXPECTED, FINDINGS, MATCHES, DOUBTFUL = (
    f"{name}.parquet" for name in ("settled", "leftovers", "expected", "findings", "matches", "doubtful")
)
SUMMARY = "part.json"
KEY = "part"


class PartMissing(ValueError):
    """A part that is needed is not done, or its files are gone: it must be made anew."""


@dataclass(frozen=True)
class Part:
    """One part that is done: where it lies and what it counted."""

    directory: Path
    counts: Mapping[str, int]
    timings: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, Any] = field(default_factory=dict)
    area: str = ""
    """The kode wilayah whose roll it is; blank for the leftovers."""

    def write(self) -> "Part":
        """Say that the part is done."""
        plain = {name: value for name, value in self.__dict__.items() if name != "directory"}
        unfinished = self.directory / f"{SUMMARY}.tmp"
        unfinished.write_text(json.dumps(plain, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        unfinished.rename(self.directory / SUMMARY)
        return self


def read_part(directory: Path) -> Part:
    """The part in a folder. Raises PartMissing when it is not done."""
    try:
        plain = json.loads((directory / SUMMARY).read_text(encoding="utf-8"))
        return Part(directory, **plain)
    except (OSError, ValueError, TypeError) as error:
        raise PartMissing(f"Bagian {directory.name} belum selesai atau berkasnya hilang. Ulangi bagian itu.") from error


def read_homes(directories: Iterable[Path]) -> list[Part]:
    """The home parts by area, whatever order they are named in.

    Raises PartMissing when one is not done, ValueError when two are of one area: their rows could not be told apart.
    """
    homes = sorted((read_part(directory) for directory in directories), key=lambda home: home.area)
    areas = [home.area for home in homes]
    if not all(areas) or len(set(areas)) < len(areas):
        raise ValueError(f"every home part needs an area of its own: {areas}")
    return homes


def empty_folder(directory: Path) -> None:
    """A folder for a part that only its owner may read, without what an earlier try left there."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True, mode=0o700)


def hold_key(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Let the connection read and write encrypted rows with ``key`` (16, 24 or 32 bytes)."""
    connection.execute(f"PRAGMA add_parquet_key('{KEY}', '{base64.b64encode(key).decode()}')")


def leave(
    connection: duckdb.DuckDBPyConnection, query: str, path: Path, *, order: str, encrypted: bool = False
) -> None:
    """Write the rows of ``query`` to ``path``, sorted, so that the same rows are the same file."""
    connection.execute("SET preserve_insertion_order = true")
    cipher = f", ENCRYPTION_CONFIG {{footer_key: '{KEY}'}}" if encrypted else ""
    connection.execute(f"COPY ({query} ORDER BY {order}) TO {_quoted(path)} (FORMAT parquet, COMPRESSION zstd{cipher})")
    connection.execute("SET preserve_insertion_order = false")


def left(parts: Sequence[Part], name: str, *, encrypted: bool = False) -> str:
    """A FROM clause for the files of this name of several parts, each row with its part's ``area``."""
    cipher = f", encryption_config = {{footer_key: '{KEY}'}}" if encrypted else ""
    files = (
        f"SELECT '{part.area}' AS area, * FROM read_parquet({_quoted(part.directory / name)}{cipher})" for part in parts
    )
    return f"({' UNION ALL '.join(files)})"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"

"""What may be compared, and how a file of it is opened."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import duckdb

from elections.matching import csv_files
from elections.matching.relations import RESIDENTS, ROLL, Column


class ArrowRows(Protocol):
    """Rows as an Arrow stream: a RecordBatchReader, which is read once as it comes, or a Table."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The stream in Arrow's C interface."""


Source: TypeAlias = Path | str | ArrowRows


class BadInput(ValueError):
    """An input that cannot be compared; the message says in Indonesian where and what to do."""


@dataclass(frozen=True)
class Input:
    """One of the two inputs: its role (also its table's name), what messages call it, and the SQL that reads it.

    ``path`` is None for rows that come as a stream.
    """

    role: str
    name: str
    relation: str
    columns: tuple[Column, ...]
    path: Path | None = None

    @property
    def identifier(self) -> str:
        """The column that numbers the rows."""
        return self.columns[0].name

    @property
    def table(self) -> str:
        """The table its rows are read into."""
        return f"{self.role}_in"

    @property
    def title(self) -> str:
        """How a message begins that is about this input."""
        return f"{'Masukan' if self.path is None else 'Berkas'} {self.name}"


def open_input(connection: duckdb.DuckDBPyConnection, role: str, source: Source) -> Input:
    """Make ``source`` readable under ``role`` (``residents`` or ``roll``). Rows are not read yet."""
    columns = RESIDENTS if role == "residents" else ROLL
    if isinstance(source, str | Path):
        path = Path(source)
        return Input(role, path.name, _relation(path, columns), columns, path)
    label = "data penduduk" if role == "residents" else "daftar pemilih"
    connection.register(f"{role}_source", source)
    return Input(role, label, f"{role}_source", columns)


def is_parquet(path: Path) -> bool:
    """Whether the file says by its name that it is Parquet; everything else is read as CSV."""
    return path.suffix.lower() in {".parquet", ".pq"}


def _relation(path: Path, columns: tuple[Column, ...]) -> str:
    if not path.is_file():
        raise BadInput(f"Berkas {path.name} tidak ditemukan. Periksa nama dan foldernya.")
    if path.stat().st_size == 0:
        raise BadInput(f"Berkas {path.name} {csv_files.EMPTY}")
    if is_parquet(path):
        quoted = str(path).replace("'", "''")
        return f"read_parquet('{quoted}')"
    try:
        return csv_files.relation(path, [column.name for column in columns])
    except csv_files.NoHeader as fault:
        raise BadInput(f"Berkas {path.name} {fault}") from None

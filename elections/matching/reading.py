"""The two inputs as typed, compact tables, or a sentence that says what is wrong and where.

Each input becomes ``<role>_in``; what no later step needs is not read at all. The messages name file, column and row,
and never quote a cell.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import duckdb

from elections.matching.policy import Policy
from elections.matching.relations import RESIDENTS, ROLL, Column, Kind
from elections.matching.shaping import is_faulty, residents_in, roll_in

TYPES = {
    Kind.IDENTIFIER: ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "VARCHAR"),
    Kind.TEXT: ("VARCHAR",),
    Kind.DATE: ("DATE", "VARCHAR"),
}


class ArrowRows(Protocol):
    """Rows as an Arrow stream: a RecordBatchReader, which is read once as it comes, or a Table."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The stream in Arrow's C interface."""


Source: TypeAlias = Path | str | ArrowRows


class BadInput(ValueError):
    """An input that cannot be compared; the message says in Indonesian where and what to do."""


@dataclass(frozen=True)
class Input:
    """One of the two inputs: its role (also its table's name), what messages call it, and the SQL that reads it."""

    role: str
    name: str
    relation: str
    columns: tuple[Column, ...]
    is_file: bool

    @property
    def identifier(self) -> str:
        """The column that numbers the rows."""
        return self.columns[0].name

    @property
    def table(self) -> str:
        """The table its rows are read into."""
        return f"{self.role}_in"


def open_input(connection: duckdb.DuckDBPyConnection, role: str, source: Source) -> Input:
    """Make ``source`` readable under ``role`` (``residents`` or ``roll``). Rows are not read yet."""
    columns = RESIDENTS if role == "residents" else ROLL
    label = "data penduduk" if role == "residents" else "daftar pemilih"
    if isinstance(source, str | Path):
        return Input(role, Path(source).name, _file_relation(Path(source)), columns, is_file=True)
    connection.register(f"{role}_source", source)
    return Input(role, label, f"{role}_source", columns, is_file=False)


def _file_relation(path: Path) -> str:
    if not path.is_file():
        raise BadInput(f"Berkas {path.name} tidak ditemukan. Periksa nama dan foldernya.")
    quoted = str(path).replace("'", "''")
    if path.suffix.lower() in {".parquet", ".pq"}:
        return f"read_parquet('{quoted}')"
    return f"read_csv('{quoted}', header = true, all_varchar = true, null_padding = false)"


def read(connection: duckdb.DuckDBPyConnection, source: Input, policy: Policy) -> int:
    """Fill ``source.table`` and give the number of rows; raise BadInput for the first thing that is wrong."""
    present = _present_columns(connection, source)
    _refuse_columns(source, present)
    query = (
        residents_in(source.relation, present, policy)
        if source.role == "residents"
        else roll_in(source.relation, present)
    )
    with _named(source):
        connection.execute(f"CREATE TABLE {source.table} AS {query}")
    _refuse_cells(connection, source, present)
    _refuse_repeats(connection, source)
    connection.execute(f"ALTER TABLE {source.table} DROP COLUMN fault")
    (rows,) = connection.execute(f"SELECT count(*) FROM {source.table}").fetchall()[0]
    return int(rows)


def _present_columns(connection: duckdb.DuckDBPyConnection, source: Input) -> dict[str, str]:
    """The columns of the source with their types, as DuckDB names them."""
    with _named(source):
        rows = connection.execute(f"DESCRIBE SELECT * FROM {source.relation}").fetchall()
    return {row[0]: str(row[1]) for row in rows}


@contextmanager
def _named(source: Input) -> Iterator[None]:
    """Turn DuckDB's failure to read a file into a sentence that names it.

    DuckDB's own text may quote a row of people, so it does not go along into a log.
    """
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        if not source.is_file:
            raise
        raise BadInput(
            f"Berkas {source.name} tidak dapat dibaca sampai selesai ({type(error).__name__}). "
            "Simpan ulang sebagai CSV UTF-8 dengan satu baris judul, atau sebagai Parquet."
        ) from None


def _refuse_columns(source: Input, present: Mapping[str, str]) -> None:
    missing = [column.name for column in source.columns if column.required and column.name not in present]
    if missing:
        raise BadInput(
            f"{_named_source(source)} tidak punya kolom {', '.join(missing)}. "
            f"Kolom yang ada: {', '.join(present) or 'tidak ada'}. Tambahkan kolom itu lalu ulangi."
        )
    for column in source.columns:
        found = present.get(column.name, "").split("(")[0]
        if found and found not in (*TYPES[column.kind], "NULL", '"NULL"'):
            raise BadInput(
                f"{_named_source(source)}, kolom {column.name}: isinya bertipe {found}, "
                f"seharusnya {column.kind.value}. {_advice(column)}"
            )


def _advice(column: Column) -> str:
    match column.kind:
        case Kind.IDENTIFIER:
            return "Isi dengan bilangan bulat tanpa tanda baca."
        case Kind.DATE:
            return "Tulis tanggal sebagai TTTT-BB-HH, misalnya 1990-08-01."
        case Kind.TEXT if column.allowed:
            return f"Isi dengan {', '.join(column.allowed)}, atau kosongkan."
    return "Simpan sebagai teks supaya angka nol di depan tidak hilang."


def _refuse_cells(connection: duckdb.DuckDBPyConnection, source: Input, present: Mapping[str, str]) -> None:
    """Raise for the first faulty cell. Only then the source is read again, to find its row."""
    faults = connection.execute(
        f"SELECT fault, {source.identifier} FROM {source.table} WHERE fault IS NOT NULL "
        f"ORDER BY {source.identifier} NULLS FIRST LIMIT 1"
    ).fetchall()
    if not faults:
        return
    column = next(column for column in source.columns if column.name == faults[0][0])
    place = (
        _row_of_fault(connection, source, column, present)
        if source.is_file
        else (f"{source.identifier} {faults[0][1]}" if faults[0][1] is not None else "salah satu baris")
    )
    raise BadInput(f"{_where(source, column, place)}: isi tidak dapat dipakai. {_advice(column)}")


def _where(source: Input, column: Column, place: str) -> str:
    return f"{_named_source(source)}, {place}, kolom {column.name}"


def _named_source(source: Input) -> str:
    return f"{'Berkas' if source.is_file else 'Masukan'} {source.name}"


def _row_of_fault(
    connection: duckdb.DuckDBPyConnection, source: Input, column: Column, present: Mapping[str, str]
) -> str:
    """The row of the file, counted as a spreadsheet does: the header is row 1 of a CSV."""
    connection.execute("SET preserve_insertion_order = true")
    header = 0 if source.relation.startswith("read_parquet") else 1
    rows = connection.execute(
        f"SELECT row_number() OVER () FROM {source.relation} QUALIFY {is_faulty(column, present)} LIMIT 1"
    ).fetchall()
    return f"baris {rows[0][0] + header}"


def _refuse_repeats(connection: duckdb.DuckDBPyConnection, source: Input) -> None:
    rows = connection.execute(
        f"SELECT {source.identifier} FROM {source.table} GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
    ).fetchall()
    if rows:
        raise BadInput(
            f"{_where(source, source.columns[0], f'{source.identifier} {rows[0][0]}')}: nomor ini dipakai lebih dari "
            "satu kali. Beri setiap baris nomor yang berbeda."
        )

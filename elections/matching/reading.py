"""The two inputs as typed, compact tables, or a sentence that says what is wrong and where.

Each input becomes ``<role>_in``; what no later step needs is not read at all. The messages name file, column and row,
and never quote a cell.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from elections.matching import refusing, room
from elections.matching.inputs import BadInput, Input, Source, open_input
from elections.matching.policy import Policy
from elections.matching.shaping import residents_in, roll_in

__all__ = ["BadInput", "Source", "open_input", "read"]


def read(connection: duckdb.DuckDBPyConnection, source: Input, policy: Policy) -> int:
    """Fill ``source.table`` and give the number of rows; raise BadInput for the first thing that is wrong."""
    present = _present_columns(connection, source)
    refusing.refuse_columns(source, present)
    query = (
        residents_in(source.relation, present, policy)
        if source.role == "residents"
        else roll_in(source.relation, present)
    )
    with _named(source):
        connection.execute(f"CREATE TABLE {source.table} AS {query}")
    refusing.refuse_cells(connection, source, present)
    refusing.refuse_repeats(connection, source)
    refusing.refuse_polling_date(connection, source, policy)
    connection.execute(f"ALTER TABLE {source.table} DROP COLUMN faults")
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
    except duckdb.Error as error:
        if source.path is None or room.is_lacking(error):
            raise
        line = re.search(r"CSV Error on Line: (\d+)", str(error))
        raise BadInput(
            f"{source.title} tidak dapat dibaca sampai selesai "
            f"({f'baris {line[1]}' if line else type(error).__name__}). {_remedy(str(error))}"
        ) from None


def _remedy(told: str) -> str:
    if "Expected Number of Columns" in told:
        return (
            "Jumlah kolom di baris itu tidak sama dengan di baris judul; tanda pemisah di dalam isi harus diapit kutip."
        )
    if "unterminated quote" in told:
        return "Tanda kutip di baris itu dibuka tetapi tidak ditutup."
    return "Simpan ulang sebagai CSV UTF-8 dengan satu baris judul, atau sebagai Parquet."

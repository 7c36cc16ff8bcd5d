"""The sentences with which an input is refused: file, row and column, how many rows, and what to do.

None of them quotes a cell.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from collections.abc import Mapping

import duckdb

from elections.matching import csv_files
from elections.matching.inputs import BadInput, Input, is_parquet
from elections.matching.policy import Policy
from elections.matching.relations import Column, Kind
from elections.matching.shaping import can_be_faulty, form, is_faulty

WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "VARCHAR")
TYPES = {
    Kind.IDENTIFIER: WHOLE,
    Kind.TEXT: ("VARCHAR", "ENUM"),
    Kind.DATE: ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "VARCHAR"),
}
"""What DuckDB may call the type of a column; a moment with a time zone is no date, for which day it is depends."""

MOST_NAMES = 20
"""Columns of a file that are named in a message."""


def refuse_columns(source: Input, present: Mapping[str, str]) -> None:
    """Raise BadInput for a column that is missing or of a type that lost something."""
    missing = [column.name for column in source.columns if column.required and column.name not in present]
    if missing:
        there = ", ".join(list(present)[:MOST_NAMES]) + (", ..." if len(present) > MOST_NAMES else "")
        raise BadInput(
            f"{source.title} tidak punya kolom {', '.join(missing)}. "
            f"Kolom yang ada: {there or 'tidak ada'}. Tambahkan kolom itu lalu ulangi."
        )
    for column in source.columns:
        found = present.get(column.name, "").split("(")[0]
        if found and found not in (*TYPES[column.kind], "NULL", '"NULL"'):
            raise BadInput(
                f"{source.title}, kolom {column.name}: isinya bertipe {found}, seharusnya {column.kind.value}. "
                f"{_type_advice(column)}"
            )


def refuse_cells(connection: duckdb.DuckDBPyConnection, source: Input, present: Mapping[str, str]) -> None:
    """Raise BadInput for the first faulty cell, and say how many there are. Only then a file is read again."""
    checked = [column for column in source.columns if column.name in present and can_be_faulty(column)]
    counts = _faulty_rows(connection, source, checked)
    if not any(counts.values()):
        return
    column, place, looks = (
        _first_in_stream(connection, source)
        if source.path is None
        else _first_in_file(connection, source, checked, present)
    )
    told = ", ".join(f"{name} {rows} baris" for name, rows in counts.items() if rows)
    raise BadInput(
        f"{source.title}, {place}, kolom {column.name}: isi tidak dapat dipakai{looks}. {_cell_advice(column)} "
        f"Jumlah baris yang begitu: {told}."
    )


def refuse_repeats(connection: duckdb.DuckDBPyConnection, source: Input) -> None:
    """Raise BadInput when two rows bear one number."""
    key = source.identifier
    rows = connection.execute(
        f"SELECT {key}, count(*) OVER () FROM {source.table} GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
    ).fetchall()
    if rows:
        number, repeated = rows[0]
        raise BadInput(
            f"{source.title}, {key} {number}, kolom {key}: nomor ini dipakai lebih dari satu kali. "
            f"Beri setiap baris nomor yang berbeda. Jumlah nomor yang begitu: {repeated}."
        )


def refuse_polling_date(connection: duckdb.DuckDBPyConnection, source: Input, policy: Policy) -> None:
    """Raise BadInput when everybody was born after the polling date: then it is a slip."""
    (first,) = connection.execute(f"SELECT min(birth_date) FROM {source.table}").fetchall()[0]
    if first is not None and first > policy.polling_date:
        raise BadInput(
            f"Hari pemungutan suara {policy.polling_date:%d-%m-%Y} lebih dahulu daripada semua tanggal lahir "
            f"dalam {source.name}. Periksa hari pemungutan suara itu."
        )


def _faulty_rows(connection: duckdb.DuckDBPyConnection, source: Input, columns: list[Column]) -> dict[str, int]:
    filters = ", ".join(
        f"count(*) FILTER (faults & {1 << source.columns.index(column)} <> 0) AS {column.name}" for column in columns
    )
    (counts,) = connection.execute(f"SELECT {filters} FROM {source.table} WHERE faults <> 0").fetchall()
    return dict(zip((column.name for column in columns), counts, strict=True))


def _first_in_stream(connection: duckdb.DuckDBPyConnection, source: Input) -> tuple[Column, str, str]:
    """A stream is over once it was read: the lowest number is told, and not how the cell looked."""
    key = source.identifier
    number, faults = connection.execute(
        f"SELECT {key}, faults FROM {source.table} WHERE faults <> 0 ORDER BY {key} NULLS FIRST, faults LIMIT 1"
    ).fetchall()[0]
    column = source.columns[(faults & -faults).bit_length() - 1]
    return column, "salah satu baris" if number is None else f"{key} {number}", ""


def _first_in_file(
    connection: duckdb.DuckDBPyConnection, source: Input, columns: list[Column], present: Mapping[str, str]
) -> tuple[Column, str, str]:
    """The row is told as an editor or a spreadsheet counts: the header is row 1 of a CSV."""
    connection.execute("SET preserve_insertion_order = true")
    which = " ".join(f"WHEN {is_faulty(column, present)} THEN {number}" for number, column in enumerate(columns))
    looks = " ".join(f"WHEN {number} THEN {form(column)}" for number, column in enumerate(columns))
    row, number, shape = connection.execute(
        f"SELECT row, which, CASE which {looks} END "
        f"FROM (SELECT row_number() OVER () AS row, CASE {which} END AS which, "
        f"* FROM {source.relation}) WHERE which IS NOT NULL ORDER BY row LIMIT 1"
    ).fetchall()[0]
    assert source.path is not None
    known = [column.name for column in source.columns]
    line = row if is_parquet(source.path) else csv_files.line_of(source.path, row, known)
    return columns[number], f"baris {line}", f' (bentuknya "{shape}")' if shape else " (kosong)"


def _cell_advice(column: Column) -> str:
    match column.kind:
        case Kind.IDENTIFIER:
            return "Isi dengan bilangan bulat tanpa tanda baca."
        case Kind.DATE:
            return "Tulis tanggal sebagai TTTT-BB-HH atau HH-BB-TTTT, misalnya 1990-08-31 atau 31-08-1990."
    if column.allowed:
        return f"Isi dengan {', '.join(column.allowed)}, atau kosongkan."
    return "Tulis kode desa atau kelurahan sebagai PP.KK.CC.DDDD, misalnya 35.16.08.2001."


def _type_advice(column: Column) -> str:
    if column.kind is Kind.TEXT:
        return "Simpan sebagai teks supaya angka nol di depan tidak hilang."
    return _cell_advice(column)

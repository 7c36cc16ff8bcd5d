"""The two inputs as typed, compact tables, or a sentence that says what is wrong and where.

Each input becomes ``<role>_in``. Figures are stored as whole numbers (a NIK takes 8 bytes instead of 32), so that a
regency fits in memory; what no later step needs is not read at all.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import duckdb

from elections.matching.policy import Policy
from elections.matching.relations import RESIDENTS, ROLL, Column, Kind

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
    try:
        connection.execute(f"CREATE TABLE {source.table} AS {query}")
    except duckdb.Error as error:
        raise BadInput(_unreadable(source, error)) from error
    _refuse_cells(connection, source, present)
    _refuse_repeats(connection, source)
    connection.execute(f"ALTER TABLE {source.table} DROP COLUMN fault")
    (rows,) = connection.execute(f"SELECT count(*) FROM {source.table}").fetchall()[0]
    return int(rows)


def _present_columns(connection: duckdb.DuckDBPyConnection, source: Input) -> dict[str, str]:
    """The columns of the source with their types, as DuckDB names them."""
    try:
        rows = connection.execute(f"DESCRIBE SELECT * FROM {source.relation}").fetchall()
    except duckdb.Error as error:
        raise BadInput(_unreadable(source, error)) from error
    return {row[0]: str(row[1]) for row in rows}


def _unreadable(source: Input, error: duckdb.Error) -> str:
    # DuckDB's own text may quote a row of people: it goes into the chain of causes, not into the sentence.
    kind = type(error).__name__
    return (
        f"Berkas {source.name} tidak dapat dibaca sampai selesai ({kind}). Simpan ulang sebagai CSV UTF-8 dengan "
        "satu baris judul, atau sebagai Parquet."
    )


def _refuse_columns(source: Input, present: Mapping[str, str]) -> None:
    missing = [column.name for column in source.columns if column.required and column.name not in present]
    if missing:
        raise BadInput(
            f"Berkas {source.name} tidak punya kolom {', '.join(missing)}. "
            f"Kolom yang ada: {', '.join(present) or 'tidak ada'}. Tambahkan kolom itu lalu ulangi."
        )
    for column in source.columns:
        found = present.get(column.name, "").split("(")[0]
        if found and found not in (*TYPES[column.kind], "NULL", '"NULL"'):
            raise BadInput(
                f"Berkas {source.name}, kolom {column.name}: isinya bertipe {found}, seharusnya {column.kind.value}. "
                f"{_advice(column)}"
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
    return f"{'Berkas ' if source.is_file else 'Masukan '}{source.name}, {place}, kolom {column.name}"


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


def residents_in(relation: str, present: Mapping[str, str], policy: Policy) -> str:
    """SQL for the registry as typed columns. ``recorded`` and ``eligible``-ness facts are settled here, once."""
    recorded = ", ".join(f"'{state}'" for state in policy.recorded_states)
    return f"""
        SELECT TRY_CAST(resident_id AS BIGINT) AS resident_id,
            {sixteen_digits("nik")} AS nik,
            {sixteen_digits(_cell("kk_number", present))} AS kk,
            {_text("name")} AS name,
            {place_name(_cell("birth_place", present))} AS place,
            {birth_date(present)} AS birth_date,
            {sex()} AS sex,
            TRY_CAST({_cell("marital_status", present)} AS TINYINT) AS marital,
            {rt_rw(_cell("rt", present))} AS rt,
            {rt_rw(_cell("rw", present))} AS rw,
            {region()} AS region,
            TRY_CAST({_cell("occupation_code", present)} AS SMALLINT) AS occupation,
            TRY_CAST({_text("residency_status")} AS TINYINT) AS residency,
            {_cell("card_status", present)} IN ({recorded}) AS recorded,
            {fault(RESIDENTS, present)} AS fault
        FROM {relation}"""


def roll_in(relation: str, present: Mapping[str, str]) -> str:
    """SQL for the roll as typed columns. ``nik_text`` holds what stands there instead of sixteen digits."""
    digits = "regexp_replace(nik, '[\\s.-]', '', 'g')"
    return f"""
        SELECT TRY_CAST(entry_id AS BIGINT) AS entry_id,
            {sixteen_digits("nik")} AS nik,
            CASE WHEN NOT regexp_full_match(nik, '[0-9]{{16}}') AND length({digits}) > 0
                AND NOT regexp_full_match({digits}, '[0-9]{{16}}') THEN {digits} END AS nik_text,
            {sixteen_digits(_cell("kk_number", present))} AS kk,
            {_text("name")} AS name,
            {place_name(_cell("birth_place", present))} AS place,
            {birth_date(present)} AS birth_date,
            {sex()} AS sex,
            CASE trim({_cell("marital_status", present)}) WHEN 'B' THEN 1 WHEN 'S' THEN 2 WHEN 'P' THEN 3 END::TINYINT
                AS marital,
            {rt_rw(_cell("rt", present))} AS rt,
            {rt_rw(_cell("rw", present))} AS rw,
            {region()} AS region,
            {_cell("tps_number", present)} AS tps,
            {fault(ROLL, present)} AS fault
        FROM {relation}"""


def fault(columns: tuple[Column, ...], present: Mapping[str, str]) -> str:
    """SQL for the name of the first column whose cell cannot be used, or NULL."""
    branches = " ".join(
        f"WHEN {is_faulty(column, present)} THEN '{column.name}'" for column in columns if column.name in present
    )
    return f"CASE {branches} END"


def is_faulty(column: Column, present: Mapping[str, str]) -> str:
    """SQL for whether a cell of ``column`` cannot be used; a blank is unknown, never faulty, but for a number."""
    text = f"nullif(trim({column.name}::VARCHAR), '')"
    if column.kind is Kind.IDENTIFIER:
        return f"TRY_CAST({column.name} AS BIGINT) IS NULL"
    if column.kind is Kind.DATE:
        return f"({text} IS NOT NULL AND {birth_date(present)} IS NULL)" if present[column.name] != "DATE" else "false"
    if column.allowed:
        allowed = ", ".join(f"'{value}'" for value in column.allowed)
        return f"coalesce({text} NOT IN ({allowed}), false)"
    if column.name == "region_code":
        return f"NOT coalesce(regexp_full_match({text}, '{REGION}'), true)"
    return "false"


REGION = r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}"


def _cell(name: str, present: Mapping[str, str]) -> str:
    return name if name in present else "NULL::VARCHAR"


def _text(name: str) -> str:
    return f"nullif(trim({name}), '')"


def sixteen_digits(number: str) -> str:
    """SQL for a NIK or KK number as a whole number, without spaces, dots and dashes; NULL unless 16 digits."""
    bare = f"regexp_replace({number}, '[\\s.-]', '', 'g')"
    return f"""CASE WHEN regexp_full_match({number}, '[0-9]{{16}}') THEN {number}::BIGINT
                WHEN regexp_full_match({bare}, '[0-9]{{16}}') THEN {bare}::BIGINT END"""


def place_name(place: str) -> str:
    """SQL for a birth place in capitals without its level ("KAB. MOJOKERTO" and "MOJOKERTO" are one word on cards)."""
    upper = f"upper(trim({place}))"
    return f"""nullif(CASE WHEN regexp_full_match({place}, '[A-JL-Z][A-Z]*') THEN {place}
                ELSE regexp_replace(regexp_replace({upper}, '^(KABUPATEN|KAB|KOTA|KOTAMADYA|KODYA)[. ]+', ''),
                    '[^A-Z]', '', 'g') END, '')"""


def birth_date(present: Mapping[str, str]) -> str:
    """SQL for the birth date; text that is no date gives NULL."""
    return "birth_date" if present["birth_date"] == "DATE" else f"TRY_CAST({_text('birth_date')} AS DATE)"


def sex() -> str:
    """SQL for the sex: 1 for L, 2 for P."""
    return "CASE trim(sex) WHEN 'L' THEN 1 WHEN 'P' THEN 2 END::TINYINT"


def rt_rw(number: str) -> str:
    """SQL for RT or RW as a number; 000 is blank."""
    return f"nullif(TRY_CAST({number} AS SMALLINT), 0)"


def region() -> str:
    """SQL for a village code as a whole number of ten digits."""
    return "TRY_CAST(replace(trim(region_code), '.', '') AS BIGINT)"

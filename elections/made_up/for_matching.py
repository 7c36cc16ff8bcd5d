"""A made-up population in the columns of `elections.matching`, with the truth by row: what its benchmarks read.

The files are read as the intake reads them: dates become dates, codes keep their dots and zeros, a blank stays blank,
and what the intake would hold back is left out.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb

from elections.made_up.profiles import HARD_KINDS

if TYPE_CHECKING:
    from elections.made_up.making import MadeUpRegency

_MEMORY = "800MB"

_HARD = ", ".join(f"'{kind}'" for kind in HARD_KINDS)

_RESIDENTS = """
    trim(NIK) AS nik, trim(NO_KK) AS kk_number, trim(NAMA_LGKP) AS name, trim(TMPT_LHR) AS birth_place,
    try_strptime(TGL_LHR, '%d-%m-%Y')::DATE AS birth_date,
    CASE JENIS_KLMIN WHEN '1' THEN 'L' WHEN '2' THEN 'P' END AS sex, STAT_KWN AS marital_status,
    trim(ALAMAT) AS address, NO_RT AS rt, NO_RW AS rw, concat_ws('.', NO_PROP, NO_KAB, NO_KEC, NO_KEL) AS region_code,
    JENIS_PKRJN AS occupation_code, STATUS AS residency_status, STATUS_EKTP AS card_status
    """

_ROLL = """
    trim(NIK) AS nik, trim(NO_KK) AS kk_number, trim(NAMA) AS name, trim(TEMPAT_LAHIR) AS birth_place,
    try_strptime(TANGGAL_LAHIR, '%d|%m|%Y')::DATE AS birth_date, JENIS_KELAMIN AS sex, STATUS_KAWIN AS marital_status,
    trim(ALAMAT) AS address, RT AS rt, RW AS rw, KODE_WILAYAH AS region_code, TPS AS tps_number,
    DISABILITAS AS disability_code, STATUS_PEREKAMAN AS recorded_flag, trim(KETERANGAN) AS remark
    """


@dataclass(frozen=True, slots=True)
class ForMatching:
    """The files of one population, all regencies together.

    `truth`: entry_id, resident_id (NULL: in no registry), hard (see `HARD_KINDS`), errors (kinds by ';').
    `truth_findings`: kind (a `FindingKind`), entry_id (NULL: missing from the roll), resident_id (NULL: nobody is
    known), group_id (duplicates only: the resident; every row of the group stands there, all but one are too many).
    """

    residents: Path
    roll: Path
    truth: Path
    truth_findings: Path


@dataclass(frozen=True, slots=True)
class _Numbered:
    """One regency's files, with how many residents and entries were numbered before its own."""

    files: MadeUpRegency
    residents_before: int
    entries_before: int


def write_for_matching(
    regencies: Sequence[MadeUpRegency], directory: Path, *, threads: int | None = None
) -> ForMatching:
    """Write residents.parquet, roll.parquet, truth.parquet and truth_findings.parquet for all regencies of one call.

    Residents and entries are numbered through, in the order of the regencies and of the rows in their files.
    `threads` bounds the processors used; it changes nothing in what is written.
    """
    names = ("residents", "roll", "truth", "truth_findings")
    written = ForMatching(*(directory / f"{name}.parquet" for name in names))
    numbered = list(_numbered(regencies))
    directory.mkdir(parents=True, exist_ok=True)
    with _database(threads) as database:
        _write(database, written.residents, " UNION ALL ".join(_residents(each) for each in numbered))
        _write(database, written.roll, " UNION ALL ".join(_roll(each) for each in numbered))
        database.execute(
            f"CREATE TABLE person AS SELECT nik, resident_id FROM read_parquet('{_quoted(written.residents)}')"
        )
        _write(database, written.truth, " UNION ALL ".join(_truth(each) for each in numbered), "entry_id")
        findings = " UNION ALL ".join(_findings(each) for each in numbered)
        _write(database, written.truth_findings, findings, "kind, entry_id, resident_id")
    return written


def _numbered(regencies: Sequence[MadeUpRegency]) -> Iterator[_Numbered]:
    residents, entries = 0, 0
    for files in regencies:
        yield _Numbered(files, residents, entries)
        residents += files.truth["total"]["siak_rows"]
        entries += files.truth["total"]["roll_rows"]


@contextmanager
def _database(threads: int | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory that spills to a folder which is removed at the end."""
    with TemporaryDirectory(prefix="for-matching-") as spill, duckdb.connect(":memory:") as database:
        database.execute(f"SET memory_limit = '{_MEMORY}'")
        database.execute("SET temp_directory = ?", [spill])
        database.execute("SET enable_progress_bar = false")
        if threads is not None:
            database.execute(f"SET threads = {threads}")
        yield database


def _write(database: duckdb.DuckDBPyConnection, path: Path, query: str, order: str = "") -> None:
    """Write the rows of a query as Parquet; the file appears under its name only when it is whole."""
    unfinished = path.with_name(path.name + ".part")
    ordered = f"SELECT * FROM ({query}) ORDER BY {order}" if order else query
    database.execute(f"COPY ({ordered}) TO '{_quoted(unfinished)}' (FORMAT parquet)")
    unfinished.replace(path)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _csv(path: Path) -> str:
    """Return SQL for a file as text, in the order of its rows: a blank is blank and not NULL."""
    return f"read_csv('{_quoted(path)}', header = true, all_varchar = true, allow_quoted_nulls = false)"


def _residents(one: _Numbered) -> str:
    """Return SQL for the registry, without the rows that the intake holds back as unusable."""
    usable = ""
    if one.files.damaged:
        usable = f"ANTI JOIN (SELECT row::BIGINT AS line FROM {_csv(one.files.damaged)}) d USING (line)"
    return f"""
        SELECT {one.residents_before} + line AS resident_id, {_RESIDENTS}
        FROM (SELECT row_number() OVER () AS line, * FROM {_csv(one.files.siak)}) s
        {usable}
        """


def _roll(one: _Numbered) -> str:
    """Return SQL for the roll."""
    return f"SELECT {one.entries_before} + NO::BIGINT AS entry_id, {_ROLL} FROM {_csv(one.files.roll)}"


def _truth(one: _Numbered) -> str:
    """Return SQL for who stands on each row."""
    return f"""
        SELECT {one.entries_before} + no::BIGINT AS entry_id, resident_id,
            list_has_any(string_split(errors, ';'), [{_HARD}]) AS hard, errors
        FROM {_csv(one.files.truth_roll)}
        LEFT JOIN person USING (nik)
        """


def _findings(one: _Numbered) -> str:
    """Return SQL for the findings that a comparison can have: none of a resident whom the intake holds back."""
    return f"""
        SELECT kind, {one.entries_before} + nullif(no, '')::BIGINT AS entry_id, resident_id,
            CASE kind WHEN 'duplicate' THEN resident_id END AS group_id
        FROM {_csv(one.files.truth_findings)}
        LEFT JOIN person USING (nik)
        WHERE kind <> 'not_in_registry' AND (no <> '' OR resident_id IS NOT NULL)
        """

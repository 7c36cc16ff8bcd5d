"""Writing the roll, the truth behind it, and CSV files in general."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from pathlib import Path
from shutil import copyfileobj

from elections.made_up.workshop import Workshop


def write_csv(workshop: Workshop, path: Path, *queries: str) -> None:
    """Write the rows of one or several queries as UTF-8 CSV with a header and every value quoted.

    Several queries are several slices of one file: sorting a slice at a time needs less memory. The file appears
    under its name only when it is whole.
    """
    unfinished, piece = path.with_name(path.name + ".part"), path.with_name(path.name + ".piece")
    with unfinished.open("wb") as whole:
        for turn, query in enumerate(queries):
            target = str(piece).replace("'", "''")
            workshop.run(f"COPY ({query}) TO '{target}' (FORMAT csv, HEADER {not turn}, FORCE_QUOTE *)")
            with piece.open("rb") as slice_:
                copyfileobj(slice_, whole, 1 << 20)
    piece.unlink()
    unfinished.replace(path)


def write_roll(workshop: Workshop, path: Path) -> None:
    """Write the roll in the A-KWK layout, station by station."""
    write_csv(
        workshop,
        path,
        """
        SELECT rid AS NO, kk AS NO_KK, nik AS NIK, w.name AS NAMA, place AS TEMPAT_LAHIR, born AS TANGGAL_LAHIR,
            CASE marital WHEN 1 THEN 'B' WHEN 2 THEN 'S' ELSE 'P' END AS STATUS_KAWIN, sex AS JENIS_KELAMIN,
            address AS ALAMAT, rt AS RT, rw AS RW, disability AS DISABILITAS, flag AS STATUS_PEREKAMAN,
            '' AS KETERANGAN, tps AS TPS, code AS KODE_WILAYAH
        FROM written w
        JOIN village USING (v)
        ORDER BY rid
        """,
    )


def write_truth_roll(workshop: Workshop, path: Path) -> None:
    """Write who stands on each row: no, nik (blank when not in the registry), recorded 1/0, errors by ';'."""
    write_csv(
        workshop,
        path,
        """
        SELECT rid AS no, CASE WHEN part = 'absent' THEN '' ELSE true_nik END AS nik,
            CASE WHEN unrecorded THEN 0 ELSE 1 END AS recorded, errors
        FROM written
        JOIN (
            SELECT pid, part
            FROM known
        ) USING (pid)
        ORDER BY rid
        """,
    )


def write_truth_missing(workshop: Workshop, path: Path) -> None:
    """Write the residents who may vote but are not on the roll: nik, region_code, recorded 1/0."""
    write_csv(
        workshop,
        path,
        f"""
        SELECT nik, code AS region_code, CASE WHEN {_UNRECORDED_STATE} THEN 0 ELSE 1 END AS recorded
        FROM ({MISSING})
        JOIN village USING (v)
        JOIN card_state USING (pid)
        ORDER BY nik
        """,
    )


def write_truth_findings(workshop: Workshop, path: Path) -> None:
    """Write what a perfect comparison would report: kind, no (blank: missing from the roll), nik (blank: nobody).

    A duplicate has a line for every row of its person; all but one of them are too many.
    """
    write_csv(
        workshop,
        path,
        """
        SELECT f.kind, coalesce(rid::VARCHAR, '') AS no, coalesce(nik, '') AS nik
        FROM finding f
        LEFT JOIN (
            SELECT pid, nik
            FROM known
        ) USING (pid)
        ORDER BY f.kind, rid, nik
        """,
    )


MISSING = "SELECT pid, v, nik FROM known ANTI JOIN entry USING (pid) WHERE part = 'adult' AND occupation = 0"
"""SQL for everybody who may vote but is not on the roll."""

_UNRECORDED_STATE = (
    "state IN ('UNREGISTERED', 'ENROLL_FAILURE_AT_CENTRAL', 'ENROLL_FAILURE_AT_REGIONAL', 'DUPLICATE_RECORD')"
)

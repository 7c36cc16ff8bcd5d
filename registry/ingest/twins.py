"""Rows of one file that carry the same number: exact repeats of an earlier row, and rows that contradict another."""

from __future__ import annotations

from registry.choices import RowVerdict
from registry.ingest.checks import Check
from registry.ingest.engine import Engine
from registry.ingest.layout import Layout


def find(engine: Engine, layout: Layout, number: str) -> None:
    """Make the tables that the two checks read.

    `repeated(row_number, first_row)`: rows equal in every column to the earlier `first_row`.
    `twins(row_number, other_row)`: of the rest, those whose number stands in another row too.

    Args:
        engine: loaded, with its reading defined.
        layout: whose columns are compared, as they were written.
        number: the reading's column with the number; empty ones are nobody's.
    """
    cells = ", ".join(f'"{column.name}"' for column in layout.columns)
    engine.execute(f"""
        CREATE TABLE same_number AS
        SELECT row_number, {number} AS number, [{cells}] AS cells FROM reading
        WHERE {number} IN (SELECT {number} FROM reading WHERE {number} <> '' GROUP BY 1 HAVING count(*) > 1)
    """)
    engine.execute("""
        CREATE TABLE repeated AS
        SELECT row_number, first_row
        FROM (SELECT row_number, min(row_number) OVER (PARTITION BY number, cells) AS first_row FROM same_number)
        WHERE row_number > first_row
    """)
    engine.execute("""
        CREATE TABLE twins AS
        SELECT row_number, coalesce(lag(row_number) OVER lined_up, lead(row_number) OVER lined_up) AS other_row
        FROM (SELECT * FROM same_number WHERE row_number NOT IN (SELECT row_number FROM repeated))
        WINDOW lined_up AS (PARTITION BY number ORDER BY row_number)
        QUALIFY count(*) OVER (PARTITION BY number) > 1
    """)


def repeated_check(column: str) -> Check:
    """Return the check that rejects a row which says nothing new; stands before all others."""
    return Check(
        "baris_kembar",
        column,
        "row_number IN (SELECT row_number FROM repeated)",
        "Baris ini persis sama dengan baris {detail}. Tidak perlu tindakan: satu baris sudah dipakai.",
        detail="(SELECT first_row FROM repeated WHERE repeated.row_number = reading.row_number)",
        verdict=RowVerdict.REJECTED,
    )


def contradicting_check(column: str) -> Check:
    """Return the check that holds every row whose number another row claims with other values."""
    return Check(
        "nik_ganda",
        column,
        "row_number IN (SELECT row_number FROM twins)",
        "NIK ini juga ada di baris {detail} dengan isi berbeda. Pastikan baris yang benar, lalu muat baris itu saja.",
        detail="(SELECT other_row FROM twins WHERE twins.row_number = reading.row_number)",
    )

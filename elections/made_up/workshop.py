"""The DuckDB in which one regency is made: opened here only, with a bound on memory and nothing left behind.

Tables that the plan brings in (the steps add the others):

    village (v, code, district, name, stations, roll)   v numbers the villages from 0, in the order of their codes
    cell    (v, sex, adults, children, gone, absent, roll, unrecorded)
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from elections.made_up.dice import Dice
from elections.made_up.plan import CellPlan, RegencyPlan
from elections.made_up.profiles import Profile

_MEMORY = "1200MB"


@dataclass(frozen=True, slots=True)
class Workshop:
    """What every step gets: the database, the plan and the dice."""

    database: duckdb.DuckDBPyConnection
    plan: RegencyPlan
    dice: Dice

    @property
    def profile(self) -> Profile:
        """The error rates."""
        return self.plan.profile

    def run(self, sql: str) -> None:
        """Run one statement."""
        self.database.execute(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return all rows of a query; for small answers."""
        return self.database.execute(sql).fetchall()

    def number(self, sql: str) -> int:
        """Return the single number that a query gives."""
        return int(self.rows(sql)[0][0])

    def load(self, table: str, columns: str, rows: Sequence[Sequence[object]]) -> None:
        """Create a table and fill it from Python, for up to some hundred thousand short rows.

        Goes through Arrow, because row-wise inserts are some hundred times slower.
        """
        import pyarrow

        names = [column.split()[0] for column in columns.split(",")]
        self.run(f"CREATE TABLE {table} ({columns})")
        if rows:
            arrays = [pyarrow.array(column) for column in zip(*rows, strict=True)]
            self.database.register("incoming", pyarrow.table(arrays, names=names))
            self.run(f"INSERT INTO {table} SELECT * FROM incoming")
            self.database.unregister("incoming")


@contextmanager
def open_workshop(plan: RegencyPlan, *, seed: int, threads: int | None = None) -> Iterator[Workshop]:
    """Open a database for one regency and bring the plan in; spills to a folder that is removed at the end.

    `threads` bounds the processors used; None leaves it to DuckDB. It changes nothing in what is made.
    """
    with TemporaryDirectory(prefix="made-up-") as spill, duckdb.connect(":memory:") as database:
        database.execute(f"SET memory_limit = '{_MEMORY}'")
        database.execute("SET temp_directory = ?", [str(Path(spill))])
        database.execute("SET enable_progress_bar = false")
        if threads is not None:
            database.execute(f"SET threads = {threads}")
        workshop = Workshop(database, plan, Dice(seed, plan.code))
        _bring_in(workshop)
        yield workshop


def _bring_in(workshop: Workshop) -> None:
    """Write the plan's villages and cells as tables."""
    villages = workshop.plan.villages
    workshop.load(
        "village",
        "v INTEGER, code VARCHAR, district VARCHAR, name VARCHAR, stations INTEGER, roll INTEGER",
        [
            (v, item.village.code, item.village.district, item.village.name, item.stations, item.roll)
            for v, item in enumerate(villages)
        ],
    )
    workshop.load(
        "cell",
        "v INTEGER, sex VARCHAR, adults INTEGER, children INTEGER, gone INTEGER, absent INTEGER, roll INTEGER, "
        "unrecorded INTEGER",
        [_cell_row(v, "L", item.male) for v, item in enumerate(villages)]
        + [_cell_row(v, "P", item.female) for v, item in enumerate(villages)],
    )


def _cell_row(v: int, sex: str, cell: CellPlan) -> tuple[object, ...]:
    return (v, sex, cell.adults, cell.children, cell.gone, cell.absent, cell.roll, cell.unrecorded)

"""The floor: nothing but the NIK join in DuckDB."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.matching.meter import Meter


def link(lists: Path, out: Path, meter: Meter, _area: str) -> None:
    meter.phase("join")
    with duckdb.connect(config={"threads": 2, "memory_limit": "700MB"}) as database:
        database.execute(
            f"COPY (SELECT entry_id, resident_id FROM '{lists}/roll.parquet' "
            f"JOIN '{lists}/residents.parquet' USING (nik)) TO '{out}/links.parquet'"
        )

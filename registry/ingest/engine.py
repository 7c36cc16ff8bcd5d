"""The rows of one file in DuckDB, in memory with encrypted spill: loaded, read, checked, handed on as batches.

Three relations: `incoming` (text as it stands in the file), `reading` (the kind's own view of it, values as they
will be stored) and, once checked, `accepted` (the reading of the rows that passed).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

import duckdb
import pyarrow as pa
from django.conf import settings

from registry.choices import RowVerdict
from registry.ingest import held_lines
from registry.ingest.checks import Check, Notice
from registry.ingest.held_lines import HeldLine
from registry.ingest.macros import MACROS
from registry.ingest.rows import Ragged, Rows

__all__ = ["Engine", "HeldLine"]

_NOTHING_FAILED: Final = "CREATE TABLE failing (row_number INTEGER, failed INTEGER[], found TEXT, detail TEXT)"
_HELD_BATCH: Final = 2_000


class Engine:
    """A DuckDB of one file's rows; a context manager."""

    def __init__(self, folder: Path) -> None:
        """Open; `folder` is private to this job and takes what does not fit into memory, encrypted."""
        self._connection = duckdb.connect(
            config={
                "memory_limit": settings.DUCKDB_MEMORY,
                "temp_directory": str(folder),
                "temp_file_encryption": "true",
                # Without it DuckDB refuses to spill; the key lives and dies with this process.
                "force_mbedtls_unsafe": "true",
            }
        )
        # Nothing in a file may make the engine read or write elsewhere.
        quoted = str(folder).replace("'", "''")
        self._connection.execute(f"SET allowed_directories = ['{quoted}']")
        self._connection.execute("SET enable_external_access = false")
        for macro in MACROS:
            self._connection.execute(f"CREATE {macro}")
        self._rows: Rows | None = None

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def execute(self, sql: str, values: Sequence[object] = ()) -> duckdb.DuckDBPyConnection:
        """Run one statement."""
        return self._connection.execute(sql, list(values))

    def value(self, sql: str) -> int:
        """Return the single number of a query."""
        row = self._connection.execute(sql).fetchone()
        return int(row[0]) if row else 0

    def list_as(self, name: str, columns: dict[str, Sequence[object]]) -> None:
        """Make a table of reference values, such as the villages of a regency, in columns of equal length."""
        self._connection.register("given", pa.table({key: list(values) for key, values in columns.items()}))
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM given")
        self._connection.unregister("given")

    def load(self, rows: Rows, progress: Callable[[int], None]) -> int:
        """Fill `incoming` and return how many rows that are not blank came in, those set aside included.

        Args:
            rows: the opened file.
            progress: told the number of rows so far; what it raises stops the load.

        Raises:
            BadFile: the file breaks off or cannot be read on.
        """
        raised: list[Exception] = []
        reader = pa.RecordBatchReader.from_batches(rows.schema, _told(rows.batches(), progress, raised))
        filled = " || ".join(f'"{column.name}"' for column in rows.layout.columns)
        self._connection.register("given", reader)
        try:
            self._connection.execute(
                f"CREATE TABLE incoming AS SELECT row_number, {_as_sent(rows)} FROM given"
                f" WHERE trim({filled}, ' ' || chr(9)) <> ''"
            )
        except duckdb.Error:
            # DuckDB passes on no exception of a stream that it reads, only its text.
            if raised:
                raise raised[0] from None
            raise
        self._connection.unregister("given")
        self._rows = rows
        return self.value("SELECT count(*) FROM incoming") + len(self._ragged())

    def read_as(self, reading: str) -> None:
        """Define `reading`: a SELECT over `incoming` that keeps its columns and adds the values as read."""
        self._connection.execute(f"CREATE VIEW reading AS {reading}")

    def check(self, checks: Sequence[Check]) -> None:
        """Find the rows that fail, and define `accepted` as the reading of all others."""
        groups = [
            f"({guard}) AND ({' OR '.join(f'coalesce({check.fails}, false)' for check in group)})"
            for guard, group in itertools.groupby(checks, lambda check: check.guard)
        ]
        self.execute(f"CREATE TABLE failing_row AS SELECT row_number FROM reading WHERE ({') OR ('.join(groups)})")
        # What to say is worked out for the failing rows only, read once.
        self.execute(
            "CREATE TABLE failing_reading AS SELECT * FROM reading"
            " WHERE row_number IN (SELECT row_number FROM failing_row)"
        )
        self.execute(_explained(checks) if self.value("SELECT count(*) FROM failing_row") else _NOTHING_FAILED)
        self.execute("DROP TABLE failing_reading; DROP TABLE failing_row")
        self.execute(
            "CREATE VIEW accepted AS SELECT * FROM reading WHERE row_number NOT IN (SELECT row_number FROM failing)"
        )
        self._checks = checks

    def held_lines(self, village: str = "''") -> Iterator[HeldLine]:
        """Yield the rows set aside for their form, then those that failed, each in order of their numbers.

        Args:
            village: SQL for the village of a row of the reading.
        """
        assert self._rows is not None
        for ragged in self._ragged():
            yield held_lines.of_ragged(ragged, self._rows.width)
        columns = ", ".join(f'reading."{name}"' for name in self._rows.places)
        for batch in self.batches(
            f"SELECT failing.*, [{columns}] AS written, coalesce({village}, '') AS village_code"
            " FROM failing JOIN reading USING (row_number) ORDER BY 1",
            _HELD_BATCH,
        ):
            for row in batch.to_pylist():
                yield held_lines.of_failing(row, self._checks, self._rows.layout)

    def count_verdicts(self) -> dict[str, int]:
        """Return how many rows are accepted, held and rejected."""
        rejecting = [str(at) for at, check in enumerate(self._checks) if check.verdict is RowVerdict.REJECTED]
        rejected = self.value(f"SELECT count(*) FROM failing WHERE failed[1] IN ({', '.join(rejecting) or -1})")
        failing = self.value("SELECT count(*) FROM failing")
        return {
            "accepted": self.value("SELECT count(*) FROM incoming") - failing,
            "held": failing - rejected + len(self._ragged()),
            "rejected": rejected,
        }

    def count_rules(self) -> dict[str, int]:
        """Return how many rows each rule decided."""
        counted = self.execute("SELECT failed[1], count(*) FROM failing GROUP BY 1 ORDER BY 2 DESC, 1").fetchall()
        rules: dict[str, int] = {held_lines.RAGGED_RULE: len(self._ragged())} if self._ragged() else {}
        for at, count in counted:
            rules[self._checks[at].rule] = rules.get(self._checks[at].rule, 0) + count
        return rules

    def count_notices(self, notices: Sequence[Notice], village: str = "''") -> dict[str, dict[str, int]]:
        """Return how many accepted rows of each village each notice concerns; only what is not zero.

        Args:
            notices: what is counted.
            village: SQL for the village of a row of the reading.
        """
        if not notices:
            return {}
        counts = ", ".join(f"count(*) FILTER (WHERE {notice.counts})" for notice in notices)
        rows = self.execute(f"SELECT {village}, {counts} FROM accepted GROUP BY 1 ORDER BY 1").fetchall()
        by_village = {
            code: {notice.rule: count for notice, count in zip(notices, found, strict=True) if count}
            for code, *found in rows
        }
        return {code: found for code, found in by_village.items() if found}

    def batches(self, query: str, size: int) -> pa.RecordBatchReader:
        """Return a query's rows as an Arrow reader of its own; batches hold about `size` rows."""
        return self._connection.cursor().sql(query).to_arrow_reader(size)

    def _ragged(self) -> list[Ragged]:
        return [ragged for ragged in self._rows.ragged if ragged.text.strip()] if self._rows else []


def _explained(checks: Sequence[Check]) -> str:
    """Return SQL for `failing`: each failing row with its failed checks in order, and what to show of the first."""
    listed = ", ".join(
        f"CASE WHEN {check.guard} AND coalesce({check.fails}, false) THEN {at} END" for at, check in enumerate(checks)
    )
    found = _by_first([check.found or f'"{check.column}"' for check in checks])
    detail = _by_first([check.detail for check in checks])
    return f"""
        CREATE TABLE failing AS
        SELECT row_number, failed, {found} AS found, {detail} AS detail
        FROM (SELECT *, list_filter([{listed}], lambda place: place IS NOT NULL) AS failed
              FROM failing_reading AS reading) AS reading
    """


def _by_first(expressions: Sequence[str]) -> str:
    """Return SQL for the expression that belongs to the first failing check."""
    cases = " ".join(f"WHEN {at} THEN CAST({expression} AS TEXT)" for at, expression in enumerate(expressions))
    return f"CASE failed[1] {cases} END"


def _as_sent(rows: Rows) -> str:
    """Return SQL for every column without the apostrophe that an export puts before a formula sign."""
    return ", ".join(
        f"""CASE WHEN left("{name}", 1) = chr(39) THEN regexp_replace("{name}", '^.([=+@-])', '\\1') """
        f"""ELSE "{name}" END AS "{name}" """
        for name in (column.name for column in rows.layout.columns)
    )


def _told(
    batches: Iterator[pa.RecordBatch], progress: Callable[[int], None], raised: list[Exception]
) -> Iterator[pa.RecordBatch]:
    done = 0
    try:
        for batch in batches:
            yield batch
            done += batch.num_rows
            progress(done)
    except Exception as error:
        raised.append(error)
        raise

"""PostgreSQL doing the same cascade, in the embedded server: COPY in, normalise, link, COPY out."""

from __future__ import annotations

import io
from enum import IntEnum
from pathlib import Path

import duckdb
import psycopg2
from psycopg2.extensions import cursor as Cursor  # noqa: N812 - it is a class

from benchmarks._processes import cpu_seconds
from benchmarks.matching import postgresql_cascade as cascade
from benchmarks.matching import postgresql_lists as lists_sql
from benchmarks.matching.engine import POLLING_DATE
from benchmarks.matching.meter import Meter
from elections.matching.model import load
from elections.matching.policy import Policy
from elections.matching.statistics import EXPECTED_STANDING, Standings, Statistics
from elections.matching.vocabulary import StandingLevel
from elections.matching.weights import weights_of
from kependudukan import embedded
from kependudukan.development.command import variable_folder

SETTINGS = (
    *("work_mem = '256MB'", "maintenance_work_mem = '256MB'", "max_parallel_workers_per_gather = 1", "jit = off"),
    *("synchronous_commit = off", "search_path = matching_bench, public", "client_min_messages = warning"),
)


def link(lists: Path, out: Path, meter: Meter, area: str) -> None:
    policy = Policy(polling_date=POLLING_DATE, area=area)
    embedded.start(variable_folder(), broker=False)
    connection = psycopg2.connect(embedded.database_url(variable_folder()))
    connection.autocommit = True
    with connection.cursor() as cursor:
        _begin(cursor, meter)
        meter.phase("loading")
        _load(cursor, lists, out)
        meter.phase("normalising")
        _all(cursor, lists_sql.statements(policy))
        meter.phase("exact")
        weights = weights_of(load(policy.model), _statistics(cursor))
        _all(cursor, cascade.exact(weights))
        weights = weights.knowing(_standings(cursor))
        meter.phase("residual")
        _all(cursor, cascade.residual(policy, weights))
        meter.phase("writing")
        _write(cursor, out)
        meter.end()
        cursor.execute("DROP SCHEMA matching_bench CASCADE")


def _begin(cursor: Cursor, meter: Meter) -> None:
    """An empty schema with the functions; the server's CPU counts from here."""
    _all(cursor, ["DROP SCHEMA IF EXISTS matching_bench CASCADE", "CREATE SCHEMA matching_bench"])
    _all(cursor, [f"CREATE EXTENSION IF NOT EXISTS {name}" for name in ("pg_trgm", "fuzzystrmatch")])
    _all(cursor, [f"SET {setting}" for setting in SETTINGS])
    for function in lists_sql.FUNCTIONS:
        head, _, body = function.partition(" RETURN ")
        cursor.execute(f"CREATE FUNCTION {head} LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN {body}")
    backend = _row(cursor, "SELECT pg_backend_pid()")[0]
    postmaster = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
    meter.measure_server(lambda: cpu_seconds(postmaster), int(backend))


def _load(cursor: Cursor, lists: Path, out: Path) -> None:
    for role, columns in lists_sql.RAW.items():
        cursor.execute(f"CREATE UNLOGGED TABLE raw_{role} ({', '.join(f'{column} text' for column in columns)})")
        text = out / f"{role}.csv"
        with duckdb.connect(config={"threads": 2}) as database:
            query = f"SELECT {', '.join(columns)} FROM '{lists}/{role}.parquet'"
            database.execute(f"COPY ({query}) TO '{text}' (FORMAT csv, HEADER false)")
        with text.open("rb") as rows:
            cursor.copy_expert(f"COPY raw_{role} FROM STDIN (FORMAT csv)", rows)
        text.unlink()


def _write(cursor: Cursor, out: Path) -> None:
    rows = io.StringIO()
    cursor.copy_expert("COPY linked TO STDOUT (FORMAT csv)", rows)
    (out / "linked.csv").write_text(rows.getvalue())
    columns = "{'entry_id': 'BIGINT', 'resident_id': 'BIGINT'}"
    with duckdb.connect(config={"threads": 2}) as database:
        database.execute(
            f"COPY (FROM read_csv('{out}/linked.csv', header = false, columns = {columns})) TO '{out}/links.parquet'"
        )


def _statistics(cursor: Cursor) -> Statistics:
    """What our engine counts before it weighs."""
    shares = [
        _row(
            cursor,
            f"""SELECT coalesce(sum(a.share * b.share), 0)::float
            FROM (SELECT {area} AS area, count(*)::float / (SELECT count(*) FROM roll) AS share
                FROM roll GROUP BY 1) AS a
            JOIN (SELECT {area} AS area, count(*)::float / (SELECT count(*) FROM residents) AS share
                FROM residents GROUP BY 1) AS b USING (area)""",
        )[0]
        for area in ("region", "region / 10000", "regency")
    ]
    residents, common, rare = _row(
        cursor,
        """SELECT (SELECT count(*) FROM residents),
            coalesce(sum(power(holders::float / everyone, 2)) FILTER (WHERE is_common), 0)::float,
            coalesce(sum(power(holders::float / everyone, 2)) FILTER (WHERE NOT is_common), 0)::float
        FROM places""",
    )
    return Statistics(int(residents), (shares[0], shares[1], shares[2]), common, rare)


def _standings(cursor: Cursor) -> Standings:
    everyone, taken, free = _row(
        cursor,
        """SELECT count(*)::float, count(t.resident_id)::float,
            (count(*) FILTER (WHERE expected AND t.resident_id IS NULL))::float
        FROM residents LEFT JOIN taken AS t USING (resident_id)""",
    )
    shares: dict[IntEnum, float] = {
        StandingLevel.TAKEN: taken / everyone,
        StandingLevel.NOT_EXPECTED: (everyone - taken - free) / everyone,
        StandingLevel.FREE: free / everyone,
    }
    return Standings(shares, EXPECTED_STANDING)


def _row(cursor: Cursor, query: str) -> tuple[float, ...]:
    cursor.execute(query)
    row: tuple[float, ...] = cursor.fetchone()
    return row


def _all(cursor: Cursor, statements: list[str]) -> None:
    for statement in statements:
        cursor.execute(statement)

"""What a contender found against what is true: links of all and of hard rows, the queue for people, findings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb


@dataclass(frozen=True)
class Score:
    """How many were given, how many of them are right, and how many right ones there are."""

    given: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        """Of those given, how many are right."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Of the right ones, how many were given."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.given + self.true) if self.given + self.true else 1.0


@dataclass(frozen=True)
class Verdict:
    """`review` is the share of rows that a person must decide; it and `findings` are of our own engine only."""

    rows: int
    every: Score
    hard: Score
    review: float | None
    findings: dict[str, Score]


def judge(lists: Path, out: Path) -> Verdict:
    """Judge what stands in `out`. Only automatic links count; a row without one counts as missed."""
    with duckdb.connect(config={"threads": 2, "memory_limit": "2GB"}) as database:
        database.execute("SET enable_progress_bar = false")
        database.execute(f"CREATE TABLE truth AS FROM '{lists}/truth.parquet'")
        ours = (out / "matches.parquet").exists()
        links = out / ("matches.parquet" if ours else "links.parquet")
        database.execute(f"CREATE TABLE link AS SELECT entry_id, resident_id FROM '{links}' WHERE resident_id NOTNULL")
        return Verdict(
            rows=int(_number(database, "SELECT count(*) FROM truth")),
            every=_links(database, "true"),
            hard=_links(database, "hard"),
            review=_number(database, f"SELECT avg((outcome = 'REVIEW')::INT) FROM '{links}'") if ours else None,
            findings=_findings(database, lists, out) if ours else {},
        )


def _number(database: duckdb.DuckDBPyConnection, query: str) -> float:
    return float(database.execute(query).fetchall()[0][0])


def _links(database: duckdb.DuckDBPyConnection, which: str) -> Score:
    given, right = database.execute(
        "SELECT count(*), count(*) FILTER (link.resident_id = truth.resident_id) "
        f"FROM link JOIN truth USING (entry_id) WHERE {which}"
    ).fetchall()[0]
    return Score(given, right, int(_number(database, f"SELECT count(resident_id) FROM truth WHERE {which}")))


def _findings(database: duckdb.DuckDBPyConnection, lists: Path, out: Path) -> dict[str, Score]:
    """Return the score of each kind; a finding is right when its row (or the missing resident) is.

    Of the rows of one person any may be the one that is kept, so all but one are true duplicates; the rows of one who
    is in no registry are neither right nor wrong.
    """
    database.execute(f"CREATE TABLE found AS FROM '{out}/findings.parquet'")
    database.execute(f"CREATE TABLE finding AS FROM '{lists}/truth_findings.parquet'")
    subject = "CASE kind WHEN 'missing_from_roll' THEN resident_id ELSE entry_id END AS subject"
    rows = database.execute(
        f"""
        WITH f AS (SELECT DISTINCT kind, {subject} FROM found WHERE kind <> 'duplicate'),
            t AS (SELECT DISTINCT kind, {subject} FROM finding WHERE kind <> 'duplicate')
        SELECT kind, count(f.kind), count(*) FILTER (f.kind = t.kind), count(t.kind)
        FROM (SELECT kind, subject, kind AS k FROM f) AS f (kind, subject, k)
        FULL JOIN t USING (kind, subject) GROUP BY kind
        UNION ALL {_DUPLICATES} ORDER BY 1
        """
    ).fetchall()
    return {kind: Score(*counts) for kind, *counts in rows}


_DUPLICATES = """
        SELECT 'duplicate', coalesce(sum(given), 0)::BIGINT,
            coalesce(sum(least(given, greatest(size - 1, 0))), 0)::BIGINT,
            coalesce(sum(greatest(size - 1, 0)), 0)::BIGINT
        FROM (SELECT count(found.entry_id) AS given, count(true_one.entry_id) AS size
            FROM (SELECT DISTINCT entry_id FROM found WHERE kind = 'duplicate') AS found
            FULL JOIN (SELECT entry_id, group_id FROM finding WHERE kind = 'duplicate') AS true_one USING (entry_id)
            WHERE true_one.entry_id IS NULL OR group_id NOTNULL
            GROUP BY coalesce(group_id, -found.entry_id))"""

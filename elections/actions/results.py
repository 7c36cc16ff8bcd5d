"""A comparison's result into the run's own partition, whole or not at all."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
from django.db import connection, transaction
from django.utils import timezone

from elections.choices import RunState
from elections.matching.relations import LEVEL_COLUMNS
from elections.models import Finding, ReconciliationRun
from elections.models.reconciliation import LIVE_STATES
from registry import bulk
from registry.jobs import Job

_MATCHES: Final = f"""
    SELECT entry_id, outcome, coalesce(reason, '') AS reason, resident_id, candidate_id, weight, margin,
           coalesce(rule, '') AS rule, name_bits, coalesce(recorded, false) AS recorded,
           CASE WHEN coalesce(resident_id, candidate_id) IS NULL THEN ''
                ELSE concat({", ".join(LEVEL_COLUMNS)}) END AS levels
    FROM read_parquet(?) ORDER BY entry_id
"""  # noqa: S608 - column names of our own

_FINDINGS: Final = """
    SELECT kind, entry_id, resident_id, rule, coalesce(evidence, '') AS evidence,
           coalesce(kpu_code, '') AS kpu_code
    FROM read_parquet(?) ORDER BY kind, entry_id, resident_id
"""

_STAGE: Final = "reconciliation_stage_"

_STAGES: Final = """
    DROP TABLE IF EXISTS {stage}_match, {stage}_finding;
    CREATE UNLOGGED TABLE {stage}_match (
        entry_id bigint, outcome text, reason text, resident_id bigint, candidate_id bigint, weight integer,
        margin integer, rule text, name_bits integer, recorded boolean, levels text);
    CREATE UNLOGGED TABLE {stage}_finding (
        kind text, entry_id bigint, resident_id bigint, rule text, evidence text, kpu_code text);
"""

_PARTITION: Final = """
    CREATE TABLE {partition} (LIKE elections_match INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
    INSERT INTO {partition} (run_id, entry_id, region_id, outcome, reason, resident_id, candidate_id, weight, margin,
                             rule, name_bits, recorded, levels)
    SELECT {run}, entry.id, entry.region_id, outcome, reason, resident_id, candidate_id, weight, margin,
           rule, name_bits, recorded, levels
    FROM {stage}_match AS found
    JOIN elections_voterrollentry AS entry ON entry.roll_id = {roll} AND entry.id = found.entry_id;
    ALTER TABLE elections_match ATTACH PARTITION {partition} FOR VALUES IN ({run});
    ANALYZE {partition};
"""

_DROP_PARTITION: Final = "DROP TABLE IF EXISTS {partition}"

_DECIDED: Final = "SELECT count(*) FROM {partition}"

# A finding about a row stands under the row's village; one about an unlisted resident, under hers.
_FINDINGS_IN: Final = """
    INSERT INTO elections_finding (run_id, kind, entry_id, resident_id, region_id, rule, evidence, kpu_code)
    SELECT {run}, found.kind, found.entry_id, found.resident_id, coalesce(entry.region_id, resident.region_id),
           found.rule, found.evidence, found.kpu_code
    FROM {stage}_finding AS found
    LEFT JOIN elections_voterrollentry AS entry ON entry.roll_id = {roll} AND entry.id = found.entry_id
    LEFT JOIN registry_resident AS resident ON found.entry_id IS NULL AND resident.id = found.resident_id
"""


_CAME_TO_NOTHING: Final = [RunState.FAILED, RunState.CANCELLED]


class ResultIncomplete(Exception):
    """Fewer rows were decided than the roll has: something changed under the run, which must begin again."""


def save(run: ReconciliationRun, folder: Path, job: Job) -> None:
    """Write the matches and findings in the folder and end the run, in one transaction.

    A run of a round waits for the others with its result in place; nobody is shown it before the round ends.

    Raises:
        ResultIncomplete: see the class; nothing is written.
        registry.jobs.LeaseLost: another worker has the run; nothing is written.
    """
    names = {
        "run": str(run.pk),
        "roll": str(run.roll_id),
        "stage": f"{_STAGE}{run.pk}_{job.holder.hex[:12]}",
        "partition": f"elections_match_run_{run.pk}",
    }
    job.progress("menyimpan hasil", 0, 2)
    _stage(folder, names)
    job.progress("menyimpan hasil", 1, 2)
    with transaction.atomic(), connection.cursor() as cursor:
        job.alone()
        cursor.execute("SET LOCAL maintenance_work_mem = '128MB'")
        cursor.execute(_PARTITION.format(**names))
        cursor.execute(_DECIDED.format(**names))
        (decided,) = cursor.fetchone()
        if decided != run.roll.entry_count:
            raise ResultIncomplete(f"{decided} dari {run.roll.entry_count} baris diputuskan")
        cursor.execute(_FINDINGS_IN.format(**names))
        cursor.execute("DROP TABLE {stage}_match, {stage}_finding".format(**names))
        job.finish_step(**_ended(run), summary=_summary(folder))


def _ended(run: ReconciliationRun) -> dict[str, Any]:
    if run.round_id is not None:
        return {"state": RunState.WAITING}
    return {"state": RunState.DONE, "finished_at": timezone.now()}


def forget(run: ReconciliationRun, *, at: datetime.datetime) -> None:
    """Drop a run's matches and findings; its sums, its digest and its ranking stay. A second call does nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not ReconciliationRun.unscoped.filter(pk=run.pk, forgotten_at=None).update(forgotten_at=at):
            return
        cursor.execute("SET LOCAL lock_timeout = '5s'")  # the next night tries again; readers must not queue behind us
        Finding.unscoped.filter(run=run).delete()
        cursor.execute(_DROP_PARTITION.format(partition=f"elections_match_run_{run.pk}"))


def discard(run: ReconciliationRun) -> None:
    """Drop the result of a run whose round came to nothing; nobody was ever shown it. A second call does nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")  # the sweeper tries again; readers must not queue behind us
        if (
            ReconciliationRun.unscoped.filter(pk=run.pk, state__in=_CAME_TO_NOTHING)
            .exclude(summary={})
            .update(summary={})
        ):
            Finding.unscoped.filter(run=run).delete()
            cursor.execute(_DROP_PARTITION.format(partition=f"elections_match_run_{run.pk}"))


def discard_leftovers() -> None:
    """Drop the results of all runs that came to nothing after their result was in place."""
    for run in ReconciliationRun.unscoped.filter(state__in=_CAME_TO_NOTHING).exclude(summary={}):
        discard(run)


def clear_leftovers() -> None:
    """Drop the stages of runs that are over, as a crash or a refusal leaves them: they pair rows with residents."""
    over = set(ReconciliationRun.unscoped.exclude(state__in=LIVE_STATES).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND starts_with(relname, %s)", [_STAGE])
        for (name,) in cursor.fetchall():
            if int(name.removeprefix(_STAGE).partition("_")[0]) in over:
                cursor.execute(_DROP_PARTITION.format(partition=name))


def _stage(folder: Path, names: dict[str, str]) -> None:
    """Copy the result files into tables that only this run's worker reads; after a crash they are made anew."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGES.format(**names))
    with duckdb.connect() as files:
        bulk.rows_in(f"{names['stage']}_match", _read(files, _MATCHES, folder / "matches.parquet"))
        bulk.rows_in(f"{names['stage']}_finding", _read(files, _FINDINGS, folder / "findings.parquet"))


def _read(files: duckdb.DuckDBPyConnection, query: str, path: Path) -> pa.RecordBatchReader:
    return files.sql(query, params=[str(path)]).to_arrow_reader(50_000)


def _summary(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "summary.json").read_text()))

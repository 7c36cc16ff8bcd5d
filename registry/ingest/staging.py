"""Accepted rows into unlogged tables of PostgreSQL, numbers sealed on the way; nothing of it outlives the batch.

The numbers are sealed here, between DuckDB and PostgreSQL, so that neither a table nor the server's log ever
sees one. Tables are named for the batch and the worker: one that was believed dead cannot add to another's.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa
from django.db import OperationalError, connection, transaction

from registry import bulk, sealing
from registry.ingest.engine import Engine

_BATCH: Final = 50_000
_PREFIX: Final = "intake_stage_"


@dataclass(frozen=True)
class Stage:
    """One staging table.

    Attributes:
        name: its last word, such as "resident".
        query: SELECT over the engine's relations; its columns are those of the table, numbers still in clear.
        columns: column -> PostgreSQL type, in the query's order, without the numbers.
        numbers: column of the query -> purpose; becomes `<column>_index uuid` and `<column>_sealed bytea`.
            NULL stays NULL in both.
        made: column -> its definition, made by PostgreSQL as the rows come in.
    """

    name: str
    query: str
    columns: Mapping[str, str]
    numbers: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[str, str] = field(default_factory=dict)


def token() -> str:
    """Return a new name for one worker's tables."""
    return uuid.uuid4().hex[:12]


def table(batch_id: int, mark: str, stage: str) -> str:
    """Return the name of a staging table."""
    return f"{_PREFIX}{batch_id}_{mark}_{stage}"


def create(batch_id: int, mark: str, stage: Stage) -> None:
    """Make an empty table."""
    numbers = [f"{number}_index uuid, {number}_sealed bytea" for number in stage.numbers]
    columns = ", ".join([*numbers, *(f"{name} {kind}" for name, kind in {**stage.columns, **stage.made}.items())])
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE UNLOGGED TABLE {table(batch_id, mark, stage.name)} ({columns})")


def fill(batch_id: int, mark: str, stage: Stage, engine: Engine, progress: Callable[[int], None]) -> int:
    """Seal and copy all rows of the stage's query; return how many. What `progress` raises stops it."""
    raised: list[Exception] = []
    reader = engine.batches(stage.query, _BATCH)
    schema = _sealed_schema(reader.schema, stage)
    sealed = pa.RecordBatchReader.from_batches(schema, _sealed(reader, schema, stage, progress, raised))
    try:
        copied = bulk.rows_in(table(batch_id, mark, stage.name), sealed)
    except Exception:
        if raised:  # the stream's own exception, which Arrow passes on only as text
            raise raised[0] from None
        raise
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table(batch_id, mark, stage.name)}")
    return copied


def count(batch_id: int, mark: str, stage: str) -> int:
    """Return how many rows a staging table has; -1 when it is gone. A crash of the server empties it."""
    name = table(batch_id, mark, stage)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [name])
        if cursor.fetchone()[0] is None:
            return -1
        cursor.execute(f"SELECT count(*) FROM {name}")
        return int(cursor.fetchone()[0])


def drop(batch_id: int) -> None:
    """Drop all tables of a batch; one that a frozen worker still holds is left to the next sweep."""
    for name in _tables(rf"^{_PREFIX}{batch_id}_"):
        _drop_unless_held(name)


def drop_all_but(at_work: Callable[[], Container[int]]) -> None:
    """Drop the tables of all batches but those at work, asked for once the tables are listed."""
    names = _tables(rf"^{_PREFIX}[0-9]+_")
    wanted = at_work()
    for name in names:
        if int(name.removeprefix(_PREFIX).partition("_")[0]) not in wanted:
            _drop_unless_held(name)


def _tables(pattern: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ %s ORDER BY 1", [pattern])
        return [name for (name,) in cursor.fetchall()]


def _drop_unless_held(name: str) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
    except OperationalError:
        return


def _sealed_schema(schema: pa.Schema, stage: Stage) -> pa.Schema:
    fields = []
    for number in stage.numbers:
        fields += [pa.field(f"{number}_index", pa.binary(16)), pa.field(f"{number}_sealed", pa.binary())]
    return pa.schema(fields + [schema.field(name) for name in stage.columns])


def _sealed(
    reader: pa.RecordBatchReader,
    schema: pa.Schema,
    stage: Stage,
    progress: Callable[[int], None],
    raised: list[Exception],
) -> Iterator[pa.RecordBatch]:
    done = 0
    try:
        for batch in reader:
            arrays = []
            for number, purpose in stage.numbers.items():
                arrays += _seal(batch.column(number).to_pylist(), purpose)
            arrays += [batch.column(name) for name in stage.columns]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)
            done += batch.num_rows
            progress(done)
    except Exception as error:
        raised.append(error)
        raise


def _seal(numbers: list[str | None], purpose: str) -> list[pa.Array]:
    """Return two columns: the indexes and the sealed values of a column of numbers."""
    sealer, known = sealing.sealer(), [number for number in numbers if number is not None]
    anchors = sealer.index_many(purpose, known)
    sealed, indexes = iter(sealer.seal_many(purpose, known, anchors)), iter(anchors)
    return [
        pa.array([None if number is None else next(indexes) for number in numbers], pa.binary(16)),
        pa.array([None if number is None else next(sealed) for number in numbers], pa.binary()),
    ]

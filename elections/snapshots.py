"""Residents and roll entries out of the models and into the matching's columns, with their numbers opened.

The only place where many NIKs stand in clear: in memory, batch by batch, never on disk and never in a log.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pyarrow as pa

from registry import bulk, sealing

_RESIDENTS: Final = """
    SELECT r.id AS resident_id, uuid_send(r.nik_index) AS nik_index, r.nik_sealed,
           uuid_send(h.kk_number_index) AS kk_number_index, h.kk_number_sealed,
           r.name, r.birth_place, r.birth_date, r.sex, r.marital_status::text AS marital_status,
           h.rt, h.rw, r.region_id AS region_code, coalesce(r.occupation_code::text, '') AS occupation_code,
           r.residency_status::text AS residency_status, coalesce(c.state, 'UNREGISTERED') AS card_status
    FROM registry_resident r
    JOIN registry_household h ON h.id = r.household_id
    LEFT JOIN registry_cardrecord c ON c.resident_id = r.id
"""

_ENTRIES: Final = """
    SELECT id AS entry_id, uuid_send(nik_index) AS nik_index, nik_sealed,
           uuid_send(kk_number_index) AS kk_number_index, kk_number_sealed,
           name, birth_place, birth_date, sex, marital_status, rt, rw, region_id AS region_code, tps_number
    FROM elections_voterrollentry WHERE roll_id = {roll_id:d}
"""

_SEALED: Final = ("nik_index", "nik_sealed", "kk_number_index", "kk_number_sealed")


#: Codes sort bytewise and "/" follows "." (registry/scope.py).
_INSIDE: Final = "    WHERE r.region_id >= '{region}' AND r.region_id < '{region}/'\n"
_CODE: Final = re.compile(r"[0-9]{2}(\.[0-9]{2,4})*")


@contextmanager
def residents(region: str = "") -> Iterator[pa.RecordBatchReader]:
    """Every resident of the registry, or of one region, in the columns of `matching.relations.RESIDENTS`."""
    if region and not _CODE.fullmatch(region):
        raise ValueError("a region is named by its code")
    with bulk.rows_out(_RESIDENTS + (_INSIDE.format(region=region) if region else "")) as rows:
        yield _opened(rows)


@contextmanager
def roll_entries(roll_id: int) -> Iterator[pa.RecordBatchReader]:
    """Every row of one roll, in the columns of `matching.relations.ROLL`."""
    with bulk.rows_out(_ENTRIES.format(roll_id=roll_id)) as rows:
        yield _opened(rows)


def _opened(rows: pa.RecordBatchReader) -> pa.RecordBatchReader:
    plain = [field for field in rows.schema if field.name not in _SEALED]
    schema = pa.schema([plain[0], ("nik", pa.string()), ("kk_number", pa.string()), *plain[1:]])
    return pa.RecordBatchReader.from_batches(schema, _open_batches(rows, schema))


def _open_batches(rows: pa.RecordBatchReader, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    open_nik, open_kk_number = _opener(sealing.NIK), _remembering(_opener(sealing.KK_NUMBER))
    for batch in rows:
        columns = {name: batch.column(name) for name in batch.schema.names if name not in _SEALED}
        columns["nik"] = _open_column(batch, "nik", open_nik)
        columns["kk_number"] = _open_column(batch, "kk_number", open_kk_number)
        yield pa.record_batch([columns[name] for name in schema.names], schema=schema)


def _open_column(batch: pa.RecordBatch, name: str, open_one: Callable[[bytes, bytes], str]) -> pa.Array:
    indexes, sealed = batch.column(f"{name}_index").to_pylist(), batch.column(f"{name}_sealed").to_pylist()
    opened = (open_one(value, index) if index else "" for value, index in zip(sealed, indexes, strict=True))
    return pa.array(list(opened), pa.string())


def _opener(purpose: str) -> Callable[[bytes, bytes], str]:
    opens = sealing.sealer().open
    return lambda sealed, index: opens(purpose, sealed, index)


def _remembering(open_one: Callable[[bytes, bytes], str]) -> Callable[[bytes, bytes], str]:
    """A household's number is opened once, not once a member."""
    known: dict[bytes, Any] = {}

    def opened(sealed: bytes, index: bytes) -> str:
        number = known.get(index)
        if number is None:
            number = known[index] = open_one(sealed, index)
        return number

    return opened

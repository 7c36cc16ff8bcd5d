"""Where the cards of a status file stand in the register at this moment, as the checks ask for it.

The numbers of the file are turned into their blind indexes here: the register is never asked with a NIK in clear.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Any, Final

from django.db import connection
from django.utils.timezone import get_default_timezone_name

from registry import sealing
from registry.ingest.engine import Engine
from registry.models import IntakeBatch
from registry.rules.card_reports import reports

#: So many NIKs are asked for at once.
_PART: Final = 20_000
_NEVER: Final = datetime.date.min


def refer(engine: Engine, batch: IntakeBatch) -> None:
    """Make `standing(nik, state, village, last_on)` of the NIKs of `reading`, and `card_report(now_state, to_state)`.

    `last_on` is the day of the last step that an officer made or a status file dated; an extract dates none.
    """
    # One row that is nobody's, so that the columns have their types in a file of strangers.
    found: dict[str, list[Any]] = {"nik": [""], "state": [""], "village": [""], "last_on": [_NEVER]}
    asked = "SELECT DISTINCT nik_number FROM reading WHERE regexp_full_match(nik_number, '[0-9]{16}')"
    for part in engine.batches(asked, _PART):
        for row in _standing(part.column(0).to_pylist(), batch.region_id):
            for column, value in zip(found.values(), row, strict=True):
                column.append(value)
    engine.list_as("standing", dict(found))
    pairs = reports()
    engine.list_as(
        "card_report", {"now_state": [now.value for now, _to in pairs], "to_state": [to.value for _now, to in pairs]}
    )


def _standing(niks: list[str], region: str) -> list[tuple[Any, ...]]:
    indexes = [str(uuid.UUID(bytes=index)) for index in sealing.sealer().index_many(sealing.NIK, niks)]
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [get_default_timezone_name(), _NEVER, niks, indexes, f"{region}.", f"{region}/"])
        return list(cursor.fetchall())


_ASK: Final = """
    SELECT asked.nik, coalesce(card.state, 'UNREGISTERED'), person.region_id,
           coalesce((SELECT coalesce(event.reported_on,
                                     CASE WHEN event.by_id IS NOT NULL THEN (event.at AT TIME ZONE %s)::date END)
                     FROM registry_cardevent AS event WHERE event.resident_id = person.id
                     ORDER BY event.id DESC LIMIT 1), %s::date)
    FROM unnest(%s::text[], %s::uuid[]) AS asked (nik, nik_index)
    JOIN registry_resident AS person ON person.nik_index = asked.nik_index
    LEFT JOIN registry_cardrecord AS card ON card.resident_id = person.id
    WHERE person.region_id >= %s AND person.region_id < %s
"""

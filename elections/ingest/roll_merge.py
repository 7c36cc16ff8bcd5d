"""A staged roll into the elections' tables: polling stations, the roll, its rows as one partition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db import connection
from django.db.models.functions import Now

from elections.ingest import roll_partition
from elections.models import VoterRoll
from registry.models.intake import IntakeBatch

_STATIONS: Final = """
    INSERT INTO elections_pollingstation (election_id, village_id, tps_number)
    SELECT DISTINCT %s::bigint, village, tps FROM {staged} ORDER BY village, tps
    ON CONFLICT (election_id, village_id, tps_number) DO NOTHING
"""

_SUMS: Final = """
    SELECT count(*) FILTER (WHERE sex = 'L') AS men, count(*) FILTER (WHERE sex = 'P') AS women,
           count(DISTINCT village) AS villages, count(DISTINCT (village, tps)) AS stations
    FROM {staged}
"""


def merge(batch: IntakeBatch, staged: str, progress: Callable[[str], None]) -> dict[str, Any]:
    """Load the staged rows as one roll and return its number and sums, for the batch's summary.

    A file of which no row was accepted makes no roll: `roll` is None.

    Args:
        batch: the batch, with the parameters that `belonging.election_of` reads.
        staged: name of the staging table.
        progress: told the step; what it raises rolls back.
    """
    if not batch.accepted:
        return {"roll": None}
    roll_partition.take_turn()
    progress("Mencatat TPS")
    stations_new = _make_stations(batch.parameters["election"], staged)
    roll = VoterRoll.unscoped.create(
        election_id=batch.parameters["election"],
        region_id=batch.region_id,
        kind=batch.parameters["kind"],
        batch=batch,
        loaded_at=Now(),
        entry_count=batch.accepted,
        made_up=batch.parameters.get("made_up", False),
    )
    progress("Memuat pemilih")
    entries = roll_partition.fill(roll.pk, staged)
    assert entries == batch.accepted, "the staging table was changed after it was counted"
    progress("Mengindeks pemilih")
    roll_partition.attach(roll.pk)
    return {"roll": roll.pk, "stations_new": stations_new, **_sums(staged)}


def _make_stations(election_id: int, staged: str) -> int:
    """Make the polling stations that are not there yet; those of earlier rolls stay as they are."""
    with connection.cursor() as cursor:
        cursor.execute(_STATIONS.format(staged=staged), [election_id])
        return int(cursor.rowcount)


def _sums(staged: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_SUMS.format(staged=staged))
        return dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))

"""Staged states of cards into the register, as sets; before that, what they would do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db import connection

from registry.ingest import card_jumps, previewing, siak_merge
from registry.ingest.kinds import CheckedTooEarly
from registry.models import IntakeBatch, history


def preview(batch: IntakeBatch, staged: str, table: str) -> dict[str, Any]:
    """Count what would change by the state it would change to, and fill the sample.

    Args:
        batch: the batch.
        staged: name of the staging table.
        table: name of the sample to make.
    """
    names = {"staged": staged, "table": table}
    with connection.cursor() as cursor:
        cursor.execute(previewing.make(table))
        cursor.execute(_SAMPLE.format(**names))
        cursor.execute(_BY_STATE.format(**names))
        by_state = dict(cursor.fetchall())
    changed = sum(by_state.values())
    return {"cards_changed": changed, "cards_unchanged": batch.accepted - changed, "states": by_state}


def merge(batch: IntakeBatch, staged: str, progress: Callable[[str], None]) -> dict[str, Any]:
    """Move the cards, and write what each was and one event of each.

    Args:
        batch: the batch that everything is written down to.
        staged: name of the staging table.
        progress: told the step; what it raises rolls back.

    Raises:
        CheckedTooEarly: a card of the file has moved, or its resident has gone, since the rows were checked.
    """
    siak_merge.take_turn()
    names = {"batch": batch.pk, "staged": staged}
    with connection.cursor() as cursor:
        cursor.execute(siak_merge.SETTINGS)
        progress("Membandingkan status")
        cursor.execute(_OVERTAKEN.format(**names))
        if cursor.fetchone()[0]:
            raise CheckedTooEarly
        card_jumps.declare(card_jumps.Way.REPORTED)
        with history.because(f"berkas {batch.pk}"):
            cursor.execute(_MOVED.format(**names))
            progress("Mencatat perubahan status")
            for sql in _BOOK:
                cursor.execute(sql.format(**names))
            progress("Mengubah status KTP-el")
            cursor.execute(_MOVE)
            changed = int(cursor.rowcount)
        cursor.execute(_BY_STATE.format(**names))
        by_state = dict(cursor.fetchall())
    return {"cards_changed": changed, "cards_unchanged": batch.accepted - changed, "states": by_state}


_PAIRED: Final = """
    {staged} AS staged LEFT JOIN registry_resident AS person ON person.nik_index = staged.nik_index
    LEFT JOIN registry_cardrecord AS card ON card.resident_id = person.id
"""
_OVERTAKEN: Final = f"""
    SELECT EXISTS (SELECT FROM {_PAIRED}
                   WHERE person.id IS NULL OR coalesce(card.state, 'UNREGISTERED') <> staged.seen_state)
"""
_MOVED: Final = f"""
    CREATE TEMP TABLE moved_card ON COMMIT DROP AS
    SELECT person.id, staged.seen_state AS old_state, staged.card_state AS new_state, staged.reported_on,
           card.resident_id IS NULL AS is_new
    FROM {_PAIRED} WHERE staged.seen_state <> staged.card_state
"""
_BOOK: Final = (
    "INSERT INTO registry_cardrecord (resident_id, state) SELECT id, old_state FROM moved_card WHERE is_new",
    """
    INSERT INTO registry_intakechange (batch_id, resident_id, before)
    SELECT {batch}, id, jsonb_build_object('card_state', old_state) FROM moved_card ORDER BY id
    """,
    """
    INSERT INTO registry_cardevent (resident_id, from_state, to_state, at, batch_id, reason, reported_on)
    SELECT id, old_state, new_state, (SELECT received_at FROM registry_intakebatch WHERE id = {batch}), {batch}, '',
           reported_on
    FROM moved_card ORDER BY id
    """,
)
_MOVE: Final = """
    UPDATE registry_cardrecord AS card SET state = moved.new_state FROM moved_card AS moved
    WHERE card.resident_id = moved.id
"""
_BY_STATE: Final = """
    SELECT card_state, count(*) FROM {staged} WHERE seen_state <> card_state GROUP BY 1 ORDER BY 2 DESC, 1
"""

_SAMPLE: Final = f"""
    INSERT INTO {{table}} (what, number_index, number_sealed, name, village, birth_date, before, after)
    SELECT CASE WHEN is_changed THEN '{previewing.CHANGED}' ELSE '{previewing.UNCHANGED}' END,
           nik_index, nik_sealed, name, region_id, birth_date,
           CASE WHEN is_changed THEN jsonb_build_object('card_state', seen_state) ELSE jsonb_build_object() END,
           CASE WHEN is_changed THEN jsonb_build_object('card_state', card_state) ELSE jsonb_build_object() END
    FROM (SELECT staged.nik_index, staged.nik_sealed, person.name, person.region_id, person.birth_date,
                 staged.seen_state, staged.card_state, staged.seen_state <> staged.card_state AS is_changed,
                 row_number() OVER (PARTITION BY staged.seen_state, staged.card_state
                                    ORDER BY staged.nik_index) AS place
          FROM {{staged}} AS staged JOIN registry_resident AS person ON person.nik_index = staged.nik_index)
        AS lined_up
    ORDER BY place, is_changed DESC, nik_index LIMIT {previewing.SAMPLE}
"""

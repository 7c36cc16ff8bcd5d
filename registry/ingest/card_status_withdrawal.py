"""A status file taken back: each card stands again where it stood; refused where one has moved on since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db import connection

from registry.ingest import card_jumps, siak_merge
from registry.ingest.kinds import BatchIsInUse
from registry.models import IntakeBatch, history

_MOVED_ON: Final = "Status KTP-el {count} penduduk sudah berubah lagi sesudah berkas no {batch}, jadi berkas ini {what}"
_BY_A_FILE: Final = "belum dapat ditarik. Tarik dahulu berkas no {later}."
_BY_AN_OFFICER: Final = "tidak dapat ditarik lagi. Betulkan statusnya lewat berkas yang lebih baru."


def withdraw(batch: IntakeBatch, progress: Callable[[str], None]) -> dict[str, int]:
    """Restore the states inside the open transaction, and return how many.

    Raises:
        BatchIsInUse: a card of the batch has moved on.
    """
    siak_merge.take_turn()
    with connection.cursor() as cursor:
        progress("Memeriksa pemakaian")
        cursor.execute(_LATER.format(batch=batch.pk))
        count, later, by_officers = cursor.fetchone()
        if count:
            what = _BY_AN_OFFICER if by_officers else _BY_A_FILE.format(later=later)
            raise BatchIsInUse(_MOVED_ON.format(count=count, batch=batch.pk, what=what))
        card_jumps.declare(card_jumps.Way.TAKEN_BACK)
        progress("Mengembalikan status KTP-el")
        done = {}
        with history.because(f"penarikan berkas {batch.pk}"):
            for name, sql in _STEPS:
                cursor.execute(sql.format(batch=batch.pk))
                done[name] = int(cursor.rowcount)
    return done


# Steps of one card follow each other by their numbers: each is written under the card's lock or in a turn of the files.
_LATER: Final = """
    SELECT count(DISTINCT later.resident_id), max(later.batch_id), coalesce(bool_or(later.by_id IS NOT NULL), false)
    FROM registry_cardevent AS own
    JOIN registry_cardevent AS later ON later.resident_id = own.resident_id AND later.id > own.id
    WHERE own.batch_id = {batch}
"""
_STEPS: Final = (
    (
        "cards_restored",
        """
        UPDATE registry_cardrecord AS card SET state = change.before ->> 'card_state'
        FROM registry_intakechange AS change
        WHERE change.batch_id = {batch} AND change.resident_id = card.resident_id
        """,
    ),
    ("card_events_deleted", "DELETE FROM registry_cardevent WHERE batch_id = {batch}"),
    ("changes_deleted", "DELETE FROM registry_intakechange WHERE batch_id = {batch}"),
)

"""A SIAK batch taken back as a whole: what it brought goes, what it changed gets its former values again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper

from registry.ingest import card_jumps, siak_merge
from registry.ingest.kinds import BatchIsInUse
from registry.ingest.siak_merge import HOUSEHOLD_COLUMNS, RESIDENT_COLUMNS
from registry.models import IntakeBatch, history

_OWN: Final = frozenset({"registry_cardrecord", "registry_cardevent", "registry_intakechange", "registry_resident"})
_LATER: Final = "Data dari berkas no {batch} sudah diubah oleh berkas no {later}. Tarik dahulu berkas no {later}."
_REFERRED: Final = (
    "Data dari berkas no {batch} sudah dipakai di “{by}”, jadi berkas ini tidak dapat ditarik lagi. "
    "Betulkan datanya lewat berkas yang lebih baru."
)


def _unheard(step: str) -> None:
    """Take a step's title when nobody follows."""


def withdraw(batch: IntakeBatch, progress: Callable[[str], None] = _unheard) -> dict[str, int]:
    """Undo a merge inside the open transaction and return what was deleted and restored.

    Raises:
        BatchIsInUse: a later batch changed the same people, or something else refers to them.
    """
    siak_merge.take_turn()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '192MB'; SET CONSTRAINTS ALL IMMEDIATE")
        # What the batch brought goes as one event, the withdrawal: its rows are not kept one by one.
        cursor.execute(f"SET LOCAL kependudukan.withdrawn_batch = '{batch.pk}'")
        card_jumps.declare(card_jumps.Way.TAKEN_BACK)
        cursor.execute(_NEW.format(batch=batch.pk))
        progress("Memeriksa pemakaian")
        _refuse_later_changes(cursor, batch)
        _refuse_references(cursor, batch)
        done = {}
        with history.because(f"penarikan berkas {batch.pk}"):
            for name, title, sql in _STEPS:
                progress(title)
                done[name] = _run(cursor, sql, batch)
        return done


def _refuse_later_changes(cursor: CursorWrapper, batch: IntakeBatch) -> None:
    cursor.execute(_LATER_CHANGES.format(batch=batch.pk))
    (later,) = cursor.fetchone()
    if later is not None:
        raise BatchIsInUse(_LATER.format(batch=batch.pk, later=later))


def _refuse_references(cursor: CursorWrapper, batch: IntakeBatch) -> None:
    """Ask every table that has a foreign key to what would go; the database knows them, this app need not."""
    for target, new in (("registry_resident", "new_resident"), ("registry_household", "new_household")):
        cursor.execute(_FOREIGN_KEYS, [target])
        for table, column in cursor.fetchall():
            if table not in _OWN:
                _refuse_if(cursor, f"SELECT 1 FROM {table} WHERE {column} IN (SELECT id FROM {new})", table, batch)
    _refuse_if(cursor, _NEIGHBOURS.format(batch=batch.pk), "registry_resident", batch)
    _refuse_if(cursor, _OTHER_CARD_EVENTS.format(batch=batch.pk), "registry_cardevent", batch)
    _refuse_if(cursor, _LATER_CIVIL_EVENTS.format(batch=batch.pk), "registry_civilevent", batch)


def _refuse_if(cursor: CursorWrapper, sql: str, table: str, batch: IntakeBatch) -> None:
    cursor.execute(f"SELECT EXISTS ({sql})")
    if cursor.fetchone()[0]:
        raise BatchIsInUse(_REFERRED.format(batch=batch.pk, by=_spoken(table)))


def _spoken(table: str) -> str:
    names = {model._meta.db_table: str(model._meta.verbose_name) for model in apps.get_models()}
    return names.get(table, table)


def _run(cursor: CursorWrapper, sql: str, batch: IntakeBatch) -> int:
    cursor.execute(sql.format(batch=batch.pk))
    return int(cursor.rowcount)


def _restore(table: str, columns: dict[str, str], subject: str) -> str:
    """Return SQL that gives each changed column its former value."""
    assignments = ", ".join(
        f"{name} = CASE WHEN change.before ? '{name}' THEN former.{name} ELSE present.{name} END" for name in columns
    )
    return f"""
        UPDATE {table} AS present SET {assignments}
        FROM registry_intakechange AS change,
             LATERAL jsonb_populate_record(NULL::{table}, change.before) AS former
        WHERE change.batch_id = {{batch}} AND change.{subject} = present.id
    """


_NEW: Final = """
    CREATE TEMP TABLE new_resident ON COMMIT DROP AS SELECT id FROM registry_resident WHERE batch_id = {batch};
    CREATE TEMP TABLE new_household ON COMMIT DROP AS SELECT id FROM registry_household WHERE batch_id = {batch};
    ANALYZE new_resident, new_household
"""
# Merges take turns, so the changes' own numbers tell which came later; batches are numbered as they are received.
_LATER_CHANGES: Final = """
    SELECT max(later.batch_id) FROM registry_intakechange AS later
    WHERE later.batch_id <> {batch} AND (
        later.resident_id IN (SELECT id FROM new_resident) OR later.household_id IN (SELECT id FROM new_household)
        OR EXISTS (SELECT FROM registry_intakechange AS own WHERE own.batch_id = {batch}
                   AND own.resident_id = later.resident_id AND own.id < later.id)
        OR EXISTS (SELECT FROM registry_intakechange AS own WHERE own.batch_id = {batch}
                   AND own.household_id = later.household_id AND own.id < later.id))
"""
# Each table once: the foreign keys of partitions follow their parent's.
_FOREIGN_KEYS: Final = """
    SELECT conrelid::regclass::text, attname FROM pg_constraint
    JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
    WHERE contype = 'f' AND confrelid = %s::regclass AND conparentid = 0 ORDER BY 1, 2
"""
# People of other batches who came to live in a household that this one brought.
_NEIGHBOURS: Final = """
    SELECT 1 FROM registry_resident AS member
    WHERE member.household_id IN (SELECT id FROM new_household) AND member.batch_id IS DISTINCT FROM {batch}
      AND NOT EXISTS (SELECT FROM registry_intakechange AS change
                      WHERE change.batch_id = {batch} AND change.resident_id = member.id
                        AND change.before ? 'household_id')
"""
_OTHER_CARD_EVENTS: Final = """
    SELECT 1 FROM registry_cardevent AS event
    WHERE event.batch_id IS DISTINCT FROM {batch}
      AND (event.resident_id IN (SELECT id FROM new_resident)
           OR event.at >= (SELECT received_at FROM registry_intakebatch WHERE id = {batch})
              AND event.resident_id IN (SELECT resident_id FROM registry_intakechange
                                        WHERE batch_id = {batch} AND before ? 'card_state'))
"""
# Former values would be put over what an officer has changed by hand since.
_LATER_CIVIL_EVENTS: Final = """
    SELECT 1 FROM registry_civileventchange AS later JOIN registry_civilevent AS event ON event.id = later.event_id
    WHERE event.recorded_at >= (SELECT received_at FROM registry_intakebatch WHERE id = {batch})
      AND (later.resident_id IN (SELECT resident_id FROM registry_intakechange WHERE batch_id = {batch})
           OR later.household_id IN (SELECT household_id FROM registry_intakechange WHERE batch_id = {batch}))
"""

_STEPS: Final = (
    (
        "households_restored",
        "Mengembalikan keluarga",
        _restore("registry_household", HOUSEHOLD_COLUMNS, "household_id"),
    ),
    ("residents_restored", "Mengembalikan penduduk", _restore("registry_resident", RESIDENT_COLUMNS, "resident_id")),
    (
        "cards_restored",
        "Mengembalikan status KTP-el",
        """
        UPDATE registry_cardrecord AS card SET state = change.before ->> 'card_state'
        FROM registry_intakechange AS change
        WHERE change.batch_id = {batch} AND change.resident_id = card.resident_id AND change.before ? 'card_state'
        """,
    ),
    ("card_events_deleted", "Menghapus riwayat kartu", "DELETE FROM registry_cardevent WHERE batch_id = {batch}"),
    ("changes_deleted", "Menghapus catatan perubahan", "DELETE FROM registry_intakechange WHERE batch_id = {batch}"),
    ("cards_deleted", "Menghapus kartu baru", "DELETE FROM registry_cardrecord WHERE batch_id = {batch}"),
    ("residents_deleted", "Menghapus penduduk baru", "DELETE FROM registry_resident WHERE batch_id = {batch}"),
    ("households_deleted", "Menghapus keluarga baru", "DELETE FROM registry_household WHERE batch_id = {batch}"),
)

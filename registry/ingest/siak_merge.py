"""Staged residents and households into the register, as sets, inside the batch's one transaction.

New ones are inserted, known ones are changed where their values differ, and what they were before goes into
`IntakeChange`. Residents who are missing from a newer extract stay as they are: an extract may be partial, and
only a civil event ends a life or a residence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db import connection

from registry import locks
from registry.ingest import card_jumps
from registry.models import IntakeBatch, history

#: Columns of a resident that a newer extract may change -> where the joined staged row has them.
RESIDENT_COLUMNS: Final = {
    "household_id": "home.id",
    "relation_to_head": "staged.relation_to_head",
    "name": "staged.name",
    "birth_place": "staged.birth_place",
    "birth_date": "staged.birth_date",
    "sex": "staged.sex",
    "marital_status": "staged.marital_status",
    "occupation_code": "staged.occupation_code",
    "residency_status": "staged.residency_status",
    "region_id": "staged.village",
}
HOUSEHOLD_COLUMNS: Final = {
    "region_id": "staged.village",
    "address": "staged.address",
    "rt": "staged.rt",
    "rw": "staged.rw",
}


def take_turn() -> None:
    """Wait, inside the open transaction, until no other file is being merged into the register or taken back.

    Two writers at once would each miss the other's new people (`tests/races/test_intakes.py`).
    """
    locks.take_the_register()


def merge(batch: IntakeBatch, households: str, residents: str, progress: Callable[[str], None]) -> dict[str, int]:
    """Merge two staging tables and return how many were new, changed and unchanged.

    Args:
        batch: the batch that everything is written down to.
        households: name of the staging table of households.
        residents: name of the staging table of residents.
        progress: told the step; what it raises rolls back.
    """
    take_turn()
    names = {"batch": batch.pk, "households": households, "residents": residents}
    done: dict[str, int] = {}
    with history.because(f"berkas {batch.pk}"):
        _run(SETTINGS, names)
        card_jumps.declare(card_jumps.Way.REPORTED)
        for title, steps in _STEPS:
            progress(title)
            for counted, sql in steps:
                done[counted] = _run(sql, names)
    return {
        "households_new": done["households_new"],
        "households_changed": done["households_changed"],
        "residents_new": done["residents_new"],
        "residents_changed": done["residents_changed"],
        "residents_unchanged": batch.accepted - done["residents_new"] - done["residents_changed"],
        "cards_changed": done["cards_changed"],
    }


def _run(sql: str, names: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**names))
        return int(cursor.rowcount)


def before(columns: dict[str, str], present: str) -> str:
    """Return SQL for a JSON object of the columns that differ, with the values they have now."""
    pairs = ", ".join(
        f"CASE WHEN {present}.{name} IS DISTINCT FROM {new} THEN '{name}' ELSE '' END, to_jsonb({present}.{name})"
        for name, new in columns.items()
    )
    return f"jsonb_build_object({pairs}) - ''"


def _assign(columns: dict[str, str]) -> str:
    return ", ".join(f"{name} = {new}" for name, new in columns.items())


def differ(columns: dict[str, str], present: str) -> str:
    """Return SQL for "any of these columns differs from what the staged row has"."""
    now = ", ".join(f"{present}.{name}" for name in columns)
    return f"({now}) IS DISTINCT FROM ({', '.join(columns.values())})"


# A million rows at a time: room for the hash joins, and keys checked with each statement instead of queued.
SETTINGS: Final = """
    SET LOCAL work_mem = '192MB'; SET LOCAL maintenance_work_mem = '256MB'; SET LOCAL jit = off;
    SET LOCAL synchronize_seqscans = off;
    SET CONSTRAINTS ALL IMMEDIATE
"""

PAIRED_HOUSEHOLDS: Final = """
    {households} AS staged JOIN registry_household AS present ON present.kk_number_index = staged.kk_index
"""
_PAIRED_RESIDENTS: Final = """
    {residents} AS staged JOIN registry_resident AS present ON present.nik_index = staged.nik_index
    JOIN {households} AS staged_home ON staged_home.household = staged.household
    JOIN registry_household AS home ON home.kk_number_index = staged_home.kk_index
    LEFT JOIN registry_cardrecord AS card ON card.resident_id = present.id
"""
RESIDENT_DIFFERS: Final = f"({differ(RESIDENT_COLUMNS, 'present')} OR card.state <> staged.card_state)"
_NEW_VALUES: Final = ", ".join(f"{new} AS {name}" for name, new in RESIDENT_COLUMNS.items())
_TAKE_NEW_VALUES: Final = ", ".join(f"{name} = changed.{name}" for name in RESIDENT_COLUMNS)

_HOUSEHOLDS: Final = (
    (
        "household_changes",
        f"""
        INSERT INTO registry_intakechange (batch_id, household_id, before)
        SELECT {{batch}}, present.id, {before(HOUSEHOLD_COLUMNS, "present")}
        FROM {PAIRED_HOUSEHOLDS} WHERE {differ(HOUSEHOLD_COLUMNS, "present")}
        """,
    ),
    (
        "households_changed",
        f"""
        UPDATE registry_household AS changing SET {_assign(HOUSEHOLD_COLUMNS)}
        FROM {PAIRED_HOUSEHOLDS}
        WHERE changing.id = present.id AND {differ(HOUSEHOLD_COLUMNS, "present")}
        """,
    ),
    (
        "households_new",
        """
        INSERT INTO registry_household (kk_number_index, kk_number_sealed, region_id, address, rt, rw, batch_id)
        SELECT kk_index, kk_sealed, village, address, rt, rw, {batch} FROM {households} AS staged
        WHERE NOT EXISTS (SELECT FROM registry_household AS known WHERE known.kk_number_index = staged.kk_index)
        ORDER BY household
        """,
    ),
    ("analyzed", "ANALYZE registry_household"),
)

_KNOWN_RESIDENTS: Final = (
    (
        "compared",
        f"""
        CREATE TEMP TABLE changed_resident ON COMMIT DROP AS
        SELECT present.id, {_NEW_VALUES}, card.state AS old_state, staged.card_state AS new_state,
               {before(RESIDENT_COLUMNS, "present")}
               || CASE WHEN card.state <> staged.card_state
                       THEN jsonb_build_object('card_state', card.state) ELSE jsonb_build_object() END AS before
        FROM {_PAIRED_RESIDENTS} WHERE {RESIDENT_DIFFERS}
        """,
    ),
    (
        "residents_changed",
        """
        INSERT INTO registry_intakechange (batch_id, resident_id, before)
        SELECT {batch}, id, before FROM changed_resident ORDER BY id
        """,
    ),
    (
        "residents_updated",
        f"""
        UPDATE registry_resident AS changing SET {_TAKE_NEW_VALUES}
        FROM changed_resident AS changed WHERE changing.id = changed.id
        """,
    ),
    (
        "card_events",
        """
        INSERT INTO registry_cardevent (resident_id, from_state, to_state, at, batch_id, reason)
        SELECT id, old_state, new_state, (SELECT received_at FROM registry_intakebatch WHERE id = {batch}), {batch}, ''
        FROM changed_resident WHERE old_state <> new_state ORDER BY id
        """,
    ),
    (
        "cards_changed",
        """
        UPDATE registry_cardrecord AS card SET state = changed.new_state FROM changed_resident AS changed
        WHERE card.resident_id = changed.id AND card.state <> changed.new_state
        """,
    ),
)

# Nobody reads an empty register, and an index over all rows at once costs a third of one kept row by row.
_PUT_INDEX_ASIDE: Final = """
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM registry_resident) THEN
            DROP INDEX resident_by_name_key;
        END IF;
    END $$
"""
_MAKE_INDEX: Final = """
    CREATE INDEX IF NOT EXISTS resident_by_name_key ON registry_resident USING gin (name_key gin_trgm_ops)
"""

_NEW_RESIDENTS: Final = (
    ("index_put_aside", _PUT_INDEX_ASIDE),
    (
        "residents_new",
        """
        INSERT INTO registry_resident (nik_index, nik_sealed, household_id, relation_to_head, name, birth_place,
            birth_date, sex, marital_status, occupation_code, residency_status, region_id, batch_id, name_key)
        SELECT staged.nik_index, staged.nik_sealed, home.id, staged.relation_to_head, staged.name, staged.birth_place,
            staged.birth_date, staged.sex, staged.marital_status, staged.occupation_code, staged.residency_status,
            staged.village, {batch}, staged.name_key
        FROM {residents} AS staged JOIN {households} AS staged_home USING (household)
        JOIN registry_household AS home ON home.kk_number_index = staged_home.kk_index
        WHERE NOT EXISTS (SELECT FROM registry_resident AS known WHERE known.nik_index = staged.nik_index)
        ORDER BY home.id
        """,
    ),
    (
        "cards_new",
        """
        INSERT INTO registry_cardrecord (resident_id, state, batch_id)
        SELECT fresh.id, staged.card_state, {batch}
        FROM {residents} AS staged JOIN registry_resident AS fresh USING (nik_index)
        WHERE NOT EXISTS (SELECT FROM registry_cardrecord AS card WHERE card.resident_id = fresh.id)
        ORDER BY fresh.id
        """,
    ),
    ("index_made", _MAKE_INDEX),
    ("analyzed", "ANALYZE registry_resident, registry_cardrecord"),
)

_STEPS: Final = (
    ("Menggabungkan keluarga", _HOUSEHOLDS),
    ("Membandingkan penduduk", _KNOWN_RESIDENTS),
    ("Menambah penduduk", _NEW_RESIDENTS),
)

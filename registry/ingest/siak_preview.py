"""What a merge of staged residents would do, counted as sets by the merge's own comparison; nothing is written.

The register may change between a preview and its merge: the counts are those of the moment at which it was made.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import connection

from registry.ingest import previewing
from registry.ingest.siak_merge import (
    HOUSEHOLD_COLUMNS,
    PAIRED_HOUSEHOLDS,
    RESIDENT_COLUMNS,
    RESIDENT_DIFFERS,
    SETTINGS,
    before,
    differ,
)
from registry.models import IntakeBatch


def preview(batch: IntakeBatch, households: str, residents: str, table: str) -> dict[str, Any]:
    """Count what would be new, changed and unchanged, and fill the sample.

    Args:
        batch: the batch.
        households: name of the staging table of households.
        residents: name of the staging table of residents.
        table: name of the sample to make.
    """
    names = {"households": households, "residents": residents, "table": table}
    with connection.cursor() as cursor:
        for sql in (SETTINGS, _WOULD_CHANGE, previewing.make(table), *_SAMPLES):
            cursor.execute(sql.format(**names))
        cursor.execute(_COUNTS.format(**names))
        counts = dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))
        cursor.execute(_COLUMNS_CHANGED)
        columns = dict(cursor.fetchall())
        cursor.execute("DROP TABLE would_change")
    unchanged = batch.accepted - counts["residents_new"] - counts["residents_changed"]
    return counts | {"residents_unchanged": unchanged, "columns": columns}


# As in the merge, but a household may be one that does not exist yet.
_PAIRED: Final = """
    {residents} AS staged JOIN registry_resident AS present ON present.nik_index = staged.nik_index
    JOIN {households} AS staged_home ON staged_home.household = staged.household
    LEFT JOIN registry_household AS home ON home.kk_number_index = staged_home.kk_index
    LEFT JOIN registry_cardrecord AS card ON card.resident_id = present.id
"""
_AFTER: Final = ", ".join(f"'{name}', to_jsonb({new})" for name, new in RESIDENT_COLUMNS.items())

_WOULD_CHANGE: Final = f"""
    CREATE TEMP TABLE would_change ON COMMIT DROP AS
    SELECT staged.nik_index,
           {before(RESIDENT_COLUMNS, "present")}
           || CASE WHEN card.state <> staged.card_state
                   THEN jsonb_build_object('card_state', card.state) ELSE jsonb_build_object() END AS before
    FROM {_PAIRED} WHERE {RESIDENT_DIFFERS}
"""
_IS_NEW: Final = "NOT EXISTS (SELECT FROM registry_resident AS known WHERE known.nik_index = staged.nik_index)"
_COUNTS: Final = f"""
    SELECT (SELECT count(*) FROM {{residents}} AS staged WHERE {_IS_NEW}) AS residents_new,
           (SELECT count(*) FROM would_change) AS residents_changed,
           (SELECT count(*) FROM would_change WHERE before ? 'card_state') AS cards_changed,
           (SELECT count(*) FROM {{households}} AS staged
            WHERE NOT EXISTS (SELECT FROM registry_household AS known
                              WHERE known.kk_number_index = staged.kk_index)) AS households_new,
           (SELECT count(*) FROM {PAIRED_HOUSEHOLDS}
            WHERE {differ(HOUSEHOLD_COLUMNS, "present")}) AS households_changed
"""
_COLUMNS_CHANGED: Final = """
    SELECT name, count(*) FROM would_change, jsonb_object_keys(before) AS name GROUP BY 1 ORDER BY 2 DESC, 1
"""

_INSERT: Final = "INSERT INTO {table} (what, number_index, number_sealed, name, village, birth_date, before, after)"
_PERSON: Final = "staged.nik_index, staged.nik_sealed, staged.name, staged.village, staged.birth_date"
_NOTHING: Final = "jsonb_build_object(), jsonb_build_object()"
# The order of the keyed indexes is as good as chance, and the same each time.
_FIRST: Final = f"ORDER BY staged.nik_index LIMIT {previewing.SAMPLE}"
_SAMPLES: Final = (
    f"""
    {_INSERT} SELECT '{previewing.NEW}', {_PERSON}, {_NOTHING}
    FROM {{residents}} AS staged WHERE {_IS_NEW} {_FIRST}
    """,
    f"""
    {_INSERT} SELECT '{previewing.CHANGED}', {_PERSON}, would.before,
        (SELECT jsonb_object_agg(key, value)
         FROM jsonb_each(jsonb_build_object({_AFTER}, 'card_state', staged.card_state)) WHERE would.before ? key)
    FROM {_PAIRED} JOIN would_change AS would ON would.nik_index = staged.nik_index {_FIRST}
    """,
    f"""
    {_INSERT} SELECT '{previewing.UNCHANGED}', {_PERSON}, {_NOTHING}
    FROM {{residents}} AS staged
    WHERE EXISTS (SELECT FROM registry_resident AS known WHERE known.nik_index = staged.nik_index)
      AND NOT EXISTS (SELECT FROM would_change AS would WHERE would.nik_index = staged.nik_index) {_FIRST}
    """,
    # A fair share of each: of all that stands there, the first of every kind come first.
    f"""DELETE FROM {{table}} WHERE number_index NOT IN (
            SELECT number_index FROM (SELECT number_index, row_number() OVER (PARTITION BY what ORDER BY number_index)
                                      FROM {{table}}) AS lined_up (number_index, place)
            ORDER BY place, number_index LIMIT {previewing.SAMPLE})""",
)

"""The scores of one edition: leaf figures summed upward, put in order and checked, all of it in the database.

The order is that of `elections/rules/ranking.py`; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from elections.choices import FigureSource
from elections.models import RankingEdition

# `merit` orders by the exact fraction, never by the rounded percent: two different fractions of 31-bit counts are
# at least 1 / 2^62 apart, so cut after twenty places they still differ, and equal ones stay equal.
# Whoever is short of one voter never reads as 100 percent.
_SCORES: Final = """
INSERT INTO elections_regionscore (
    edition_id, region_id, parent_id, level, voters, matched, recorded, unrecorded, in_review, not_found,
    percent, rank, rank_in_level, backlog_rank, position, backlog_position, source, simulated)
WITH RECURSIVE leaf (code, voters, matched, recorded, in_review, not_found) AS ({leaves}),
climb (leaf, code) AS (
    SELECT region.code, region.code FROM leaf JOIN registry_region AS region USING (code) WHERE voters > 0
    UNION ALL
    SELECT climb.leaf, region.parent_id
    FROM climb JOIN registry_region AS region ON region.code = climb.code
    WHERE region.parent_id IS NOT NULL
),
summed AS (
    SELECT climb.code, sum(voters) AS voters, sum(matched) AS matched, sum(recorded) AS recorded,
           sum(voters) - sum(recorded) AS unrecorded, sum(in_review) AS in_review, sum(not_found) AS not_found
    FROM climb JOIN leaf ON leaf.code = climb.leaf GROUP BY climb.code
),
measured AS (
    SELECT summed.*, region.parent_id, region.level, div(recorded * 1e20, voters) AS merit,
           least(round(100.0 * recorded / voters, 4), CASE WHEN unrecorded = 0 THEN 100 ELSE 99.9999 END) AS percent
    FROM summed JOIN registry_region AS region ON region.code = summed.code
)
SELECT %(edition)s, code, parent_id, level, voters, matched, recorded, unrecorded, in_review, not_found, percent,
       rank() OVER (PARTITION BY parent_id ORDER BY merit DESC, unrecorded, voters DESC),
       rank() OVER (PARTITION BY level ORDER BY merit DESC, unrecorded, voters DESC),
       rank() OVER (PARTITION BY parent_id ORDER BY unrecorded, voters DESC),
       row_number() OVER (PARTITION BY level ORDER BY merit DESC, unrecorded, voters DESC, code),
       row_number() OVER (PARTITION BY level ORDER BY unrecorded, voters DESC, code),
       CASE WHEN code = ANY(%(published)s) THEN 'published' ELSE %(source)s END,
       CASE WHEN code = ANY(%(published)s) THEN false ELSE %(simulated)s END
FROM measured
"""

_SUMS: Final = ("voters", "matched", "recorded", "unrecorded", "in_review", "not_found")
_UNEQUAL: Final = f"""
SELECT around.region_id
FROM elections_regionscore AS around
JOIN elections_regionscore AS inside ON inside.edition_id = around.edition_id AND inside.parent_id = around.region_id
WHERE around.edition_id = %s
GROUP BY around.id
HAVING ({", ".join(f"around.{name}" for name in _SUMS)})
    IS DISTINCT FROM ({", ".join(f"sum(inside.{name})" for name in _SUMS)})
"""  # noqa: S608 - names of our own columns


class FiguresDoNotAddUp(Exception):
    """Children do not sum to their parent, or the whole is not what it should be; nothing is published."""


@dataclass(frozen=True, slots=True)
class Leaves:
    """The lowest figures of an edition: a query for (code, voters, matched, recorded, in_review, not_found).

    `matched`, `in_review` and `not_found` are NULL where nothing was compared. `published` are the codes whose
    figures were announced as they are; every other region is of `source`.
    """

    query: str
    parameters: dict[str, Any]
    source: FigureSource
    simulated: bool
    published: tuple[str, ...] = ()


def freeze(edition: RankingEdition, leaves: Leaves, *, voters: int) -> None:
    """Write the scores of an edition at every level, from its leaves to the nation.

    Regions without voters get no score. Call it in the transaction that made the edition.

    Raises:
        FiguresDoNotAddUp: the nation's voters are not `voters`, or a parent is not the sum of its children.
    """
    parameters = leaves.parameters | {
        "edition": edition.pk,
        "published": list(leaves.published),
        "source": leaves.source,
        "simulated": leaves.simulated,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SCORES.format(leaves=leaves.query), parameters)
        cursor.execute(_UNEQUAL, [edition.pk])
        unequal = [code for (code,) in cursor.fetchall()]
    total = edition.scores.filter(parent=None).values_list("voters", flat=True).first()
    if unequal or total != voters:
        raise FiguresDoNotAddUp(
            f"Angka peringkat tidak cocok: {total} pemilih, seharusnya {voters}; wilayah {', '.join(unequal) or '-'}."
        )

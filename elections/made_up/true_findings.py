"""What a perfect comparison of the two files would report, finding by finding.

    finding (kind, rid, pid)   rid is blank for somebody missing from the roll; pid is blank for somebody in no registry

The kinds are those of `elections.matching.vocabulary.FindingKind`, and `not_in_registry` beside them.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from elections.made_up.profiles import ABSENT_KINDS, ErrorKind
from elections.made_up.workshop import Workshop
from elections.made_up.writing import MISSING

_ABSENT = ", ".join(f"'{kind}'" for kind in ABSENT_KINDS)

_OF_ROWS = {
    "duplicate": "stands_twice",
    "deceased": "status = 2",
    "moved_out": "status = 3",
    "under_age": f"kind = '{ErrorKind.UNDER_AGE}'",
    "military": "occupation = 6",
    "police": "occupation = 7",
    "not_recorded": f"unrecorded AND kind NOT IN ({_ABSENT})",
    "wrong_village": "v <> lives",
    "invalid_nik": "NOT nik_can_be_real",
    "not_in_registry": f"kind IN ({_ABSENT})",
}
"""Each kind with the rows it is reported of; a blank or masked NIK is as invalid as one that cannot be."""


def list_findings(workshop: Workshop) -> None:
    """Write the table `finding`.

    A duplicate has one finding for every row of the person, as any of them may be the one that is kept.
    """
    of_rows = " UNION ALL ".join(
        f"SELECT '{kind}' AS finding, rid, pid FROM listed WHERE {condition}" for kind, condition in _OF_ROWS.items()
    )
    workshop.run(
        f"""
        CREATE TABLE finding AS
        WITH listed AS (
            SELECT w.rid, CASE WHEN kind NOT IN ({_ABSENT}) THEN pid END AS pid, w.v, k.v AS lives, status, occupation,
                kind, unrecorded, nik_can_be_real, count(*) OVER (PARTITION BY w.pid) > 1 AS stands_twice
            FROM written w
            JOIN (
                SELECT pid, v, status, occupation
                FROM known
            ) k USING (pid)
        )
        SELECT finding AS kind, rid, pid
        FROM ({of_rows})
        UNION ALL
        SELECT 'missing_from_roll', NULL, pid
        FROM ({MISSING})
        """
    )


def count_findings(workshop: Workshop) -> dict[str, int]:
    """Count the findings of each kind; of a person who stands on the roll n times n - 1 rows are too many."""
    counts: dict[str, int] = dict.fromkeys([*_OF_ROWS, "missing_from_roll"], 0)
    counts |= dict(workshop.rows("SELECT kind, count(*) FROM finding GROUP BY kind ORDER BY kind"))
    counts["duplicate"] -= workshop.number("SELECT count(DISTINCT pid) FROM finding WHERE kind = 'duplicate'")
    return counts

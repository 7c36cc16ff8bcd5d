"""Who stands on the roll without being a resident voter of that village: the dead, the moved, second rows ...

odd (pid, v, home, sex, kind)   v is the village in which the row stands, home where the person lives or lived
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from elections.made_up.figures import YOUNGEST_VOTER_BORN
from elections.made_up.profiles import ErrorKind
from elections.made_up.workshop import Workshop

_SECOND = (ErrorKind.ON_TWO_TPS, ErrorKind.TWO_NIKS)


def choose_odd_rows(workshop: Workshop) -> None:
    """Choose everybody who stands on the roll without being a resident voter of that village.

    At most a third of a cell's rows is odd, so that small villages keep voters of their own.
    """
    _find_other_villages(workshop)
    absent = """
        SELECT pid, v, v AS home, sex, CASE WHEN stray THEN 'lives_in_neighbour' ELSE 'not_in_registry' END AS kind
        FROM known
        WHERE part = 'absent'
        """
    others = " UNION ALL ".join(
        [
            _some(workshop, ErrorKind.DEAD, "status = 2"),
            _some(workshop, ErrorKind.MOVED, "status = 3"),
            _some(workshop, ErrorKind.MILITARY_OR_POLICE, "occupation > 0"),
            _seconds(workshop),
            _wrong_village(workshop),
        ]
    )
    order = workshop.dice.unit("pid", "odd")
    workshop.run(
        f"""
        CREATE TABLE odd AS
        WITH chosen AS (
            SELECT c.*, row_number() OVER (PARTITION BY v, sex ORDER BY {order}, pid) AS place, roll
            FROM ({others}) c
            JOIN cell USING (v, sex)
        )
        SELECT pid, v, home, sex, kind
        FROM chosen
        WHERE place <= roll // 3
        UNION ALL
        {absent}
        UNION ALL
        {_under_age(workshop)}
        """
    )


def _some(workshop: Workshop, kind: ErrorKind, condition: str) -> str:
    """Return SQL for as many people as the rate of a kind asks for, listed where they live or lived."""
    rows = workshop.profile.rows(kind, workshop.plan.figures.voters)
    order = workshop.dice.unit("pid", f"odd/{kind}")
    return f"""
        (
            SELECT pid, v, v AS home, sex, '{kind}' AS kind
            FROM known
            WHERE {condition}
            ORDER BY {order}, pid
            LIMIT {rows}
        )
        """


def _seconds(workshop: Workshop) -> str:
    """Return SQL for the second rows of people listed twice: at another TPS of the village or next door."""
    dice, voters = workshop.dice, workshop.plan.figures.voters
    once, twice = (workshop.profile.rows(kind, voters) for kind in _SECOND)
    where = f"CASE WHEN stations > 1 AND {dice.unit('pid', 'second where')} < 0.6 THEN k.v ELSE other END"
    return f"""
        (
            WITH ranked AS (
                SELECT pid, {where} AS v, k.v AS home, sex, row_number() OVER (ORDER BY {dice.unit("pid", "second")},
                    pid) AS turn
                FROM known k
                JOIN other_village USING (v)
                JOIN cell USING (v, sex)
                WHERE part = 'adult' AND n <= roll // 3 AND coalesce(other, v) IS NOT NULL
                    AND (stations > 1 OR other IS NOT NULL)
            )
            SELECT pid, v, home, sex, CASE WHEN turn <= {once} THEN '{_SECOND[0]}' ELSE '{_SECOND[1]}' END AS kind
            FROM ranked
            WHERE v IS NOT NULL AND turn <= {once + twice}
        )
        """


def _wrong_village(workshop: Workshop) -> str:
    """Return SQL for people who are listed in the next village: voters for whom their own has no row."""
    rows = workshop.profile.rows(ErrorKind.WRONG_VILLAGE, workshop.plan.figures.voters)
    order = workshop.dice.unit("pid", "wrong village")
    return f"""
        (
            SELECT pid, other AS v, k.v AS home, sex, '{ErrorKind.WRONG_VILLAGE}' AS kind
            FROM known k
            JOIN other_village USING (v)
            JOIN cell USING (v, sex)
            WHERE part = 'adult' AND n > roll AND occupation = 0 AND other IS NOT NULL
            ORDER BY {order}, pid
            LIMIT {rows}
        )
        """


def _under_age(workshop: Workshop) -> str:
    """Return SQL for children of 14 to 16 on the roll; they are unrecorded, so the cell must have room for that."""
    rows = workshop.profile.rows(ErrorKind.UNDER_AGE, workshop.plan.figures.voters)
    order = workshop.dice.unit("pid", "under age")
    return f"""
        (
            WITH young AS (
                SELECT pid, v, sex, row_number() OVER (PARTITION BY v, sex ORDER BY {order}, pid) AS turn
                FROM known
                WHERE part = 'child' AND born <= DATE '{YOUNGEST_VOTER_BORN}' + 1095
            )
            SELECT pid, v, v, sex, '{ErrorKind.UNDER_AGE}'
            FROM young
            JOIN cell USING (v, sex)
            WHERE turn <= unrecorded - absent
            ORDER BY {order}, pid
            LIMIT {rows}
        )
        """


def _find_other_villages(workshop: Workshop) -> None:
    """Name for each village the next one of its district: where people are listed by mistake."""
    workshop.run(
        """
        CREATE TABLE other_village AS
        SELECT v, stations, coalesce(lead(v) OVER near, lag(v) OVER near) AS other
        FROM village
        WINDOW near AS (PARTITION BY district ORDER BY v)
        """
    )

"""Dealing the errors of a profile out over the rows of the roll: which row gets which kinds.

dealt (rid, turn, kind, part)   turn is the kind's place in `ErrorKind`, part what it changes (see `group_of`)
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from elections.made_up.distorting_names import NAME_CANDIDATES
from elections.made_up.profiles import ABSENT_KINDS, CARELESS_TIMES, PERSON_KINDS, ErrorKind, group_of
from elections.made_up.workshop import Workshop

_ABSENT = ", ".join(f"'{kind}'" for kind in ABSENT_KINDS)


def deal(workshop: Workshop) -> None:
    """Write the table `dealt` from the right rows: first what spoils a row, then what comes together with that."""
    workshop.run("CREATE TABLE dealt (rid BIGINT, turn INTEGER, kind VARCHAR, part VARCHAR)")
    for turn, kind in enumerate(ErrorKind):
        rows = workshop.profile.rows(kind, workshop.plan.figures.voters)
        if kind not in PERSON_KINDS and rows:
            _deal_one(workshop, turn, kind, rows)
    if workshop.profile.together:
        _deal_further(workshop)


def _deal_one(workshop: Workshop, turn: int, kind: ErrorKind, rows: int) -> None:
    """Choose the rows of one kind: exactly as many as asked for, where enough rows can have it.

    Where two kinds of one part meet in a row the first keeps it; in a profile whose errors come together the first
    of all kinds does.
    """
    part = group_of(kind)
    taken, free = f"WHERE part = '{part}'", "TRUE"
    if workshop.profile.together:
        taken, free = "", "kind = 'voter'"
    workshop.run(
        f"""
        INSERT INTO dealt
        SELECT rid, {turn}, '{kind}', '{part}'
        FROM right_row r
        ANTI JOIN (
            SELECT rid
            FROM dealt
            {taken}
        ) d USING (rid)
        WHERE {free} AND {_candidates(kind)}
        ORDER BY {_order(workshop, kind)}, rid
        LIMIT {rows}
        """
    )


def _order(workshop: Workshop, kind: ErrorKind) -> str:
    """Return SQL for the order in which rows are spoiled: by luck, those of a careless clerk mostly earlier."""
    luck, careless = workshop.dice.unit("rid", kind), workshop.profile.careless
    if not careless:
        return luck
    is_careless = f"{workshop.dice.unit('v', 'careless')} < {careless}"
    return f"ln(1 - {luck}) / CASE WHEN {is_careless} THEN -{CARELESS_TIMES} ELSE -1 END"


def _deal_further(workshop: Workshop) -> None:
    """Give each other part of a spoiled row an error as well, by the chance of the profile.

    The kind is drawn by its rate: the smallest of exponential draws wins.
    """
    profile, dice = workshop.profile, workshop.dice
    further = " UNION ALL ".join(
        f"""
        SELECT rid, {turn} AS turn, '{kind}' AS further, '{group_of(kind)}' AS part,
            ln(1 - {dice.unit("rid", f"further/{kind}")}) / -{profile.rate(kind)} AS luck
        FROM spoiled
        WHERE {dice.unit("rid", f"further/{group_of(kind)}")} < {profile.together}
            AND NOT list_contains(parts, '{group_of(kind)}') AND {_candidates(kind)}
        """
        for turn, kind in enumerate(ErrorKind)
        if kind not in PERSON_KINDS and profile.rate(kind)
    )
    workshop.run(
        f"""
        INSERT INTO dealt
        WITH spoiled AS (
            SELECT r.*, coalesce(parts, []) AS parts
            FROM right_row r
            LEFT JOIN (
                SELECT rid, list(part) AS parts
                FROM dealt
                GROUP BY rid
            ) d USING (rid)
            WHERE kind <> 'voter' OR parts IS NOT NULL
        )
        SELECT rid, turn, further, part
        FROM ({further})
        QUALIFY row_number() OVER (PARTITION BY rid, part ORDER BY luck, turn) = 1
        """
    )


def _candidates(kind: ErrorKind) -> str:
    """Return the SQL condition under which a row can have a kind of error."""
    if kind in NAME_CANDIDATES:
        return f"regexp_matches(name, '{NAME_CANDIDATES[kind]}')"
    conditions = {
        ErrorKind.NIK_OF_ANOTHER: "another IS NOT NULL AND ",
        ErrorKind.BIRTH_SWAPPED: "day(born) <= 12 AND day(born) <> month(born) AND ",
        ErrorKind.BIRTH_OVER_100: "year(born) BETWEEN 1913 AND 2002 AND ",
    }
    by_group = {"nik": f"kind NOT IN ({_ABSENT}, 'two_niks')", "birth": "kind <> 'under_age'"}
    return conditions.get(kind, "") + by_group.get(group_of(kind), "TRUE")

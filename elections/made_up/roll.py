"""Who stands on the roll, at which polling station, and who of them has no recorded KTP-el.

    entry (rid, pid, v, sex, kind, second, tps, ...)   one row of the roll; v is the village it stands in, which
                                                       for some is not where the person lives; kind is 'voter' or
                                                       an error kind of PERSON_KINDS; second marks a person's
                                                       second row

Rows that are no resident voter of the village come first; the village's own voters fill the rest of its rows, so
the number of rows per village and sex is the plan's.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from elections.made_up.odd_rows import choose_odd_rows
from elections.made_up.profiles import ErrorKind
from elections.made_up.workshop import Workshop


def make_roll(workshop: Workshop) -> None:
    """Make the rows of the roll."""
    choose_odd_rows(workshop)
    _fill_up(workshop)
    _assign_stations(workshop)
    _choose_unrecorded(workshop)
    for table in ("odd", "placed"):
        workshop.run(f"DROP TABLE {table}")


def _fill_up(workshop: Workshop) -> None:
    """Fill the rows that are left of each cell with the village's own voters."""
    workshop.run(
        f"""
        CREATE TABLE placed AS
        WITH taken AS (
            SELECT v, sex, count(*) AS rows
            FROM odd
            GROUP BY v, sex
        ),
        open AS (
            SELECT v, sex, roll - coalesce(rows, 0) AS free
            FROM cell
            LEFT JOIN taken USING (v, sex)
        ),
        listed AS (
            SELECT pid, v, v AS home, sex, 'voter' AS kind
            FROM known
            JOIN open USING (v, sex)
            WHERE part = 'adult' AND n <= free
            UNION ALL
            SELECT pid, v, home, sex, kind
            FROM odd
        )
        SELECT pid, v, home, sex, kind, kind IN ('{ErrorKind.ON_TWO_TPS}', '{ErrorKind.TWO_NIKS}') AS second
        FROM listed
        """
    )


def _assign_stations(workshop: Workshop) -> None:
    """Cut each village's households, in the order in which they stand, into its polling stations.

    A second row in the own village goes to the next station. Rows get their numbers in the order of the file.
    """
    dice = workshop.dice
    workshop.run(
        f"""
        CREATE TABLE entry AS
        WITH lined AS (
            SELECT p.*, h.place, k.hid, row_number() OVER (PARTITION BY p.v ORDER BY p.second, h.place,
                p.pid) - 1 AS turn, count(*) FILTER (NOT p.second) OVER (PARTITION BY p.v) AS firsts
            FROM placed p
            JOIN known k USING (pid)
            JOIN household h ON h.hid = k.hid
        ),
        seated AS (
            SELECT l.*, stations, CASE WHEN NOT second THEN 1 + turn * stations // firsts END AS own
            FROM lined l
            JOIN village USING (v)
        ),
        mates AS (
            SELECT s.* EXCLUDE (own), CASE WHEN NOT s.second THEN s.own WHEN f.v = s.v THEN 1 + f.own % s.stations
                ELSE 1 + {dice.below("s.pid", "second tps", "s.stations")} END AS tps
            FROM seated s
            LEFT JOIN seated f ON s.second AND f.pid = s.pid AND NOT f.second
        )
        SELECT row_number() OVER (ORDER BY v, tps, place, pid, second) AS rid, pid, v, home, sex, kind, second, hid,
            lpad(tps::VARCHAR, 3, '0') AS tps
        FROM mates
        ORDER BY rid
        """
    )


def _choose_unrecorded(workshop: Workshop) -> None:
    """Choose whose KTP-el is not recorded, exactly as many rows per village and sex as the plan says.

    First-time voters and the very old come first, as they did. Of the people listed twice a few are unrecorded
    as well: both of their rows count.
    """
    dice = workshop.dice
    twice = f"""
        SELECT e.pid, e.v, e.sex, {dice.unit("e.pid", "twice")} AS luck
        FROM entry e
        JOIN entry f USING (pid)
        WHERE e.second AND NOT f.second AND e.v = f.v
        """
    weight = """
        CASE WHEN born > DATE '2002-12-09' THEN 18 WHEN born > DATE '1999-12-09' THEN 5 WHEN born < DATE '1945-12-09'
            THEN 4 ELSE 1 END
        """
    workshop.run(
        f"""
        CREATE TABLE unrecorded AS
        WITH known_short AS (
            SELECT v, sex, count(*) AS rows
            FROM entry
            WHERE kind IN ('{ErrorKind.UNDER_AGE}', '{ErrorKind.NOT_IN_REGISTRY}', '{ErrorKind.LIVES_IN_NEIGHBOUR}')
            GROUP BY v, sex
        ),
        needed AS (
            SELECT v, sex, unrecorded - coalesce(rows, 0) AS rows
            FROM cell
            LEFT JOIN known_short USING (v, sex)
        ),
        doubly AS (
            SELECT pid, v, sex
            FROM ({twice})
            JOIN needed USING (v, sex)
            WHERE luck < 0.04 AND rows >= 2
            QUALIFY row_number() OVER (PARTITION BY v, sex ORDER BY luck, pid) = 1
        ),
        left_over AS (
            SELECT v, sex, n.rows - CASE WHEN b.pid IS NULL THEN 0 ELSE 2 END AS rows
            FROM needed n
            LEFT JOIN doubly b USING (v, sex)
        ),
        ranked AS (
            SELECT e.pid, e.v, e.sex, row_number() OVER (PARTITION BY e.v,
                e.sex ORDER BY ln(1 - {dice.unit("e.pid", "unrecorded")}) / -({weight}), e.pid) AS turn
            FROM entry e
            JOIN known USING (pid)
            WHERE kind NOT IN ('{ErrorKind.UNDER_AGE}', '{ErrorKind.NOT_IN_REGISTRY}',
                '{ErrorKind.LIVES_IN_NEIGHBOUR}', '{ErrorKind.ON_TWO_TPS}', '{ErrorKind.TWO_NIKS}') AND e.pid NOT IN (
                SELECT pid
                FROM entry
                WHERE second
            )
        )
        SELECT pid
        FROM ranked
        JOIN left_over USING (v, sex)
        WHERE turn <= rows
        UNION ALL
        SELECT pid
        FROM doubly
        UNION ALL
        SELECT pid
        FROM entry
        WHERE kind = '{ErrorKind.UNDER_AGE}'
        """
    )

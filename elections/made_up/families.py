"""Who belongs to whom: couples, their children, grown children and elders.

    settled   (husband, wife, hid, found, father, mother)   a couple; found when they live with parents, whose pids
                                                            father and mother are
    lone      (pid, looks, hid, found, father, mother)      a grown person without a partner here
    offspring (pid, hid, role, father, mother)              a child

hid is the pid of the head of the household. Everybody is matched inside one village by age: partners by rank,
children to a mother of a likely age.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from elections.made_up.nearness import KEY, age_key, day_key, day_of, line_up, nearest
from elections.made_up.workshop import Workshop

_LONE_PARENT = "CASE sex WHEN 'L' THEN pid END AS father, CASE sex WHEN 'P' THEN pid END AS mother"
_OLDEST_MOTHER = 17_500
"""Days: nobody has a child after about 48."""


def make_families(workshop: Workshop) -> None:
    """Find everybody's household."""
    _wed(workshop)
    _sort_singles(workshop)
    _find_homes(workshop)
    _found_households(workshop)
    _place_children(workshop)
    for table in ("couple", "single", "parents"):
        workshop.run(f"DROP TABLE {table}")


def _wed(workshop: Workshop) -> None:
    """Pair the married of a village in order of age, men some three years older; nobody left over is random.

    A fair share of the young couples still lives with parents (`lodging`).
    """
    dice = workshop.dice
    workshop.run(
        f"""
        CREATE TABLE couple AS
        WITH married AS (
            SELECT pid, v, sex, born, row_number() OVER (PARTITION BY v, sex ORDER BY {dice.unit("pid", "wed")},
                pid) AS turn, count(*) OVER (PARTITION BY v, sex) AS people
            FROM body
            WHERE part = 'adult' AND marital = 2
        ),
        enough AS (
            SELECT v, min(people) AS pairs
            FROM married
            GROUP BY v
            HAVING count(DISTINCT sex) = 2
        ),
        ranked AS (
            SELECT pid, v, sex, born, row_number() OVER (PARTITION BY v,
                sex ORDER BY CASE sex WHEN 'L' THEN {day_of("born")} + 1100 + 900 *
                {dice.spread("pid", "gap")} ELSE {day_of("born")} END, pid) AS place
            FROM married
            JOIN enough USING (v)
            WHERE turn <= pairs
        )
        SELECT h.v, h.pid AS husband, w.pid AS wife, w.born AS wife_born, h.born AS husband_born,
            h.born > DATE '1988-12-09' AND {dice.unit("h.pid", "lodging")} < 0.35 AS lodging
        FROM ranked h
        JOIN ranked w ON w.v = h.v AND w.place = h.place AND h.sex = 'L' AND w.sex = 'P'
        ORDER BY husband
        """
    )


def _sort_singles(workshop: Workshop) -> None:
    """Decide for everybody without a partner whether they look for parents, for a grown child, or live alone."""
    dice = workshop.dice
    luck = dice.unit("b.pid", "single")
    workshop.run(
        f"""
        CREATE TABLE single AS
        SELECT b.pid, b.v, b.sex, b.born, b.part, CASE WHEN b.part = 'absent' OR status > 2 THEN 'alone'
            WHEN status = 2 THEN CASE WHEN born < DATE '1972-01-01' THEN 'elder' ELSE 'grown' END WHEN marital = 1
            THEN CASE WHEN born > DATE '1985-12-09' OR {luck} < 0.6 THEN 'grown' ELSE 'alone' END WHEN marital = 2
            THEN CASE WHEN born > DATE '1990-12-09' THEN 'grown' ELSE 'alone' END WHEN born < DATE '1965-12-09'
            AND {luck} < 0.45 THEN 'elder' WHEN born > DATE '1980-12-09' AND {luck} < 0.5 THEN 'grown' ELSE 'alone'
            END AS looks
        FROM body b
        ANTI JOIN (
            SELECT husband AS pid
            FROM couple
            UNION ALL
            SELECT wife
            FROM couple
        ) c USING (pid)
        WHERE b.part <> 'child'
        """
    )


def _find_homes(workshop: Workshop) -> None:
    """Match young couples, grown children and elders to a household of fitting age."""
    dice = workshop.dice
    workshop.run(
        f"""
        CREATE TABLE host AS
        SELECT v, husband AS head, husband AS father, wife AS mother, {age_key("wife_born", "wife")} AS key
        FROM couple
        WHERE NOT lodging
        UNION ALL
        SELECT v, pid, {_LONE_PARENT}, {age_key("born", "pid")}
        FROM single
        WHERE looks = 'alone' AND part = 'adult'
        """
    )
    line_up(workshop, "host")
    gap = f"(9600 + 1900 * {dice.spread('pid', 'home')})::INTEGER"
    workshop.run(
        f"""
        CREATE TABLE seeking AS
        WITH person AS (
            SELECT husband AS pid, v, 'grown' AS looks, husband_born AS born
            FROM couple
            WHERE lodging
            UNION ALL
            SELECT pid, v, looks, born
            FROM single
            WHERE looks <> 'alone'
        )
        SELECT *, {day_of("born")} AS day, CASE looks WHEN 'elder' THEN {day_key("born", gap)}
            ELSE {day_key("born", "-" + gap)} END AS wanted
        FROM person
        """
    )
    workshop.run(
        f"""
        CREATE TABLE found AS
        SELECT pid, head AS host, father, mother, key // {KEY} AS host_day
        FROM ({nearest(workshop, "seeking", "host")})
        WHERE CASE looks WHEN 'elder' THEN key // {KEY} - day >= 6000 ELSE day - key // {KEY} BETWEEN 5900
            AND {_OLDEST_MOTHER} END
        """
    )
    workshop.run("DROP TABLE seeking")
    workshop.run("DROP TABLE host")


def _found_households(workshop: Workshop) -> None:
    """Give everybody grown up a household: the one they found, or their own."""
    workshop.run(
        f"""
        CREATE TABLE settled AS
        SELECT c.*, coalesce(f.host, husband) AS hid, f.host IS NOT NULL AS found, f.father, f.mother,
            {day_of("wife_born")} - f.host_day BETWEEN 5900 AND {_OLDEST_MOTHER} AS wife_fits
        FROM couple c
        LEFT JOIN found f ON f.pid = c.husband
        """
    )
    workshop.run(
        """
        CREATE TABLE lone AS
        SELECT s.*, coalesce(f.host, s.pid) AS hid, f.host IS NOT NULL AS found, f.father, f.mother
        FROM single s
        LEFT JOIN found f USING (pid)
        """
    )
    workshop.run("DROP TABLE found")


def _place_children(workshop: Workshop) -> None:
    """Give each child a mother (or a lone parent) of a likely age, else any household of the village."""
    dice = workshop.dice
    workshop.run(
        f"""
        CREATE TABLE parents AS
        SELECT v, hid, husband AS father, wife AS mother, found, {age_key("wife_born", "wife")} AS key
        FROM settled
        UNION ALL
        SELECT v, hid, {_LONE_PARENT}, FALSE, {age_key("born", "pid")}
        FROM lone
        WHERE looks = 'alone' AND part = 'adult' AND born < DATE '1998-01-01'
        """
    )
    line_up(workshop, "parents")
    gap = f"(-9900 - 1950 * {dice.spread('pid', 'mother')})::INTEGER"
    workshop.run(
        f"""
        CREATE TABLE seeking AS
        SELECT pid, v, {day_of("born")} AS day, {day_key("born", gap)} AS wanted
        FROM body
        WHERE part = 'child'
        """
    )
    fits = f"coalesce(n.day - key // {KEY} BETWEEN 5900 AND {_OLDEST_MOTHER}, FALSE)"
    workshop.run(
        f"""
        CREATE TABLE offspring AS
        WITH homes AS (
            SELECT v, list(DISTINCT hid ORDER BY hid) AS heads
            FROM (
                SELECT v, hid
                FROM settled
                UNION ALL
                SELECT v, hid
                FROM lone
                WHERE part = 'adult'
            )
            GROUP BY v
        ),
        near AS (
            SELECT s.pid, s.v, hid, father, mother, found, {fits} AS fits
            FROM seeking s
            LEFT JOIN ({nearest(workshop, "seeking", "parents")}) n ON n.pid = s.pid
        )
        SELECT pid, CASE WHEN fits THEN hid ELSE coalesce(heads[1 +
            ({dice.whole("pid", "any home")} % len(heads))::INTEGER], pid) END AS hid,
            CASE WHEN NOT fits THEN CASE WHEN heads IS NULL THEN 1 ELSE 9 END WHEN found THEN 6 ELSE 4 END AS role,
            CASE WHEN fits THEN father END AS father, CASE WHEN fits THEN mother END AS mother
        FROM near
        LEFT JOIN homes USING (v)
        """
    )
    workshop.run("DROP TABLE seeking")

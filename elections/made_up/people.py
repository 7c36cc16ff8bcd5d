"""Everybody who is needed, with sex, birth date, work in uniform and marital status.

soul (pid, v, sex, part, n)   part is adult, child, gone (dead, moved, ...) or absent (in no registry);
n counts from 1 within village, sex and part, and is as good as a random rank
body (soul + status, born, occupation 0/6/7, marital, alike)
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from itertools import pairwise

from elections.made_up.figures import EXTRACT_DAY, POLLING_DAY, YOUNGEST_VOTER_BORN
from elections.made_up.workshop import Workshop

_AGE_SHARES = (
    ((17, 20), 6.3, 6.0), ((20, 25), 10.3, 9.9), ((25, 30), 10.1, 9.7), ((30, 35), 10.2, 9.9),
    ((35, 40), 10.4, 10.2), ((40, 45), 10.2, 10.1), ((45, 50), 9.5, 9.6), ((50, 55), 8.9, 9.0),
    ((55, 60), 7.7, 7.7), ((60, 65), 6.1, 6.1), ((65, 70), 4.4, 4.5), ((70, 75), 2.8, 3.1),
    ((75, 80), 1.7, 2.1), ((80, 85), 0.9, 1.2), ((85, 90), 0.35, 0.6), ((90, 95), 0.1, 0.22),
    ((95, 100), 0.02, 0.06), ((100, 106), 0.004, 0.01),
)  # fmt: skip
"""(from age, to age), share of the men and of the women who are 17 or older: East Java around 2020."""

_MARRIAGE = (
    (17, 0.990, 0.920, 0.00, 0.00, 0.000, 0.000), (20, 0.820, 0.520, 0.01, 0.01, 0.000, 0.001),
    (25, 0.420, 0.180, 0.01, 0.02, 0.001, 0.002), (30, 0.160, 0.070, 0.02, 0.03, 0.002, 0.006),
    (35, 0.070, 0.040, 0.02, 0.04, 0.003, 0.012), (40, 0.040, 0.030, 0.03, 0.04, 0.006, 0.030),
    (50, 0.020, 0.020, 0.03, 0.04, 0.020, 0.090), (60, 0.015, 0.020, 0.02, 0.04, 0.060, 0.250),
    (70, 0.010, 0.020, 0.02, 0.03, 0.140, 0.500), (80, 0.010, 0.020, 0.02, 0.02, 0.300, 0.750),
)  # fmt: skip
"""(from age, single m/f, divorced m/f, widowed m/f): shares of each age band."""

AGE_SLOTS = 4096
_YEAR = 365.25


def make_people(workshop: Workshop) -> None:
    """Make everybody of the regency, up to marital status."""
    _make_souls(workshop)
    _load_tables(workshop)
    _choose_uniforms(workshop)
    _make_bodies(workshop)


def _make_souls(workshop: Workshop) -> None:
    """One row per person, numbered in a fixed order."""
    parts = " UNION ALL ".join(
        f"SELECT v, sex, '{part}' AS part, unnest(range(1, {column} + 1)) AS n FROM cell"
        for part, column in (("adult", "adults"), ("child", "children"), ("gone", "gone"), ("absent", "absent"))
    )
    workshop.run(
        f"""
        CREATE TABLE soul AS
        SELECT row_number() OVER (ORDER BY v, sex, part, n) AS pid, v, sex, part, n::INTEGER AS n
        FROM ({parts})
        ORDER BY pid
        """
    )


def _load_tables(workshop: Workshop) -> None:
    """Bring the age and marriage tables in, one row per slot or year of age."""
    ages = [(sex, slot, *span) for at, sex in enumerate("LP") for slot, span in enumerate(_age_spans(at + 1))]
    workshop.load("age_slot", "sex VARCHAR, slot INTEGER, from_day DOUBLE, width DOUBLE", ages)
    chances = [
        (sex, age, *(band[column + at] for column in (1, 3, 5)))
        for at, sex in enumerate("LP")
        for age in range(16, 130)
        for band in [next((b for b in reversed(_MARRIAGE) if b[0] <= age), _MARRIAGE[0])]
    ]
    workshop.load("marriage", "sex VARCHAR, age INTEGER, single DOUBLE, divorced DOUBLE, widowed DOUBLE", chances)


def _age_spans(column: int) -> list[tuple[float, float]]:
    """Cut the adult ages of one sex into equally likely spans: (days beyond 17 years, width in days)."""
    bands = [(span, shares[column - 1]) for span, *shares in _AGE_SHARES]
    total = sum(share for _, share in bands)
    edges: list[float] = []
    for slot in range(AGE_SLOTS + 1):
        wanted = slot / AGE_SLOTS * total
        for (low, high), share in bands:
            if wanted <= share or high == bands[-1][0][1]:
                edges.append((low - 17 + (high - low) * min(1.0, wanted / share)) * _YEAR)
                break
            wanted -= share
    return [(low, high - low) for low, high in pairwise(edges)]


def _choose_uniforms(workshop: Workshop) -> None:
    """Choose soldiers and police officers among the adults for whom the roll has no row (they may not vote)."""
    dice, plan = workshop.dice, workshop.plan
    officers = round(plan.profile.officers * plan.figures.voters)
    few_women = f"({dice.unit('pid', 'officer')} * CASE sex WHEN 'L' THEN 1 ELSE 9 END)"
    workshop.run(
        f"""
        CREATE TABLE uniform AS
        SELECT pid, CASE WHEN {dice.unit("pid", "force")} < 0.58 THEN 6 ELSE 7 END AS occupation
        FROM soul
        JOIN cell USING (v, sex)
        WHERE part = 'adult' AND n > roll
        ORDER BY {few_women}, pid
        LIMIT {officers}
        """
    )


def _make_bodies(workshop: Workshop) -> None:
    """Give everybody a birth date and a marital status."""
    dice = workshop.dice
    workshop.run(f"CREATE TABLE dated AS {_dated(workshop)}")
    # Neighbours with one name and nearly one birth date: the second takes after the first (see identity.py).
    workshop.run(
        f"""
        CREATE TABLE body AS
        WITH told AS (
            SELECT *, lag(born) OVER same AS born_before, part = 'adult' AND n > 1 AND occupation = 0 AND NOT early
                AND {dice.unit("pid", "alike")} < 0.0012 AND {dice.unit("pid - 1", "alike")} >= 0.0012 AS alike
            FROM dated
            WINDOW same AS (PARTITION BY v, sex, part ORDER BY n)
        ),
        aged AS (
            SELECT * REPLACE (CASE WHEN alike THEN least(DATE '{YOUNGEST_VOTER_BORN}',
                born_before + 1 + {dice.below("pid", "alike days", 40)}) ELSE {_placeholder(workshop)} END AS born)
            FROM told
        ),
        chanced AS (
            SELECT a.*, m.single, m.divorced, m.widowed, {dice.unit("pid", "marriage")} AS chance
            FROM aged a
            LEFT JOIN marriage m ON m.sex = a.sex AND m.age =
                floor(date_diff('day', born, DATE '{POLLING_DAY}') / {_YEAR})::INTEGER
        )
        SELECT pid, v, sex, part, n, status, born, occupation, alike, early,
            CASE WHEN part = 'child' THEN 1 WHEN early THEN 2 WHEN chance < single THEN 1
            WHEN chance < single + divorced THEN 3 WHEN chance < single + divorced + widowed THEN 4 ELSE 2
            END AS marital
        FROM chanced
        ORDER BY pid
        """
    )
    workshop.run("DROP TABLE dated")


def _dated(workshop: Workshop) -> str:
    """Return SQL for the souls with residency status and birth date.

    A few women are married at 16: they may vote, although they look under age.
    """
    dice = workshop.dice
    wed_early = max(1, round(0.0002 * workshop.plan.figures.female_voters))
    u_age, u_old = dice.unit("s.pid", "age"), dice.unit("s.pid", "old")
    days_of_childhood = (EXTRACT_DAY - YOUNGEST_VOTER_BORN).days
    return f"""
        WITH early AS (
            SELECT pid
            FROM soul
            JOIN cell USING (v, sex)
            WHERE part = 'adult' AND sex = 'P' AND n <= roll
            ORDER BY {dice.unit("pid", "early")}, pid
            LIMIT {wed_early}
        ),
        fated AS (
            SELECT s.*, u.occupation, e.pid IS NOT NULL AS early,
                CASE WHEN part <> 'gone' THEN 1 WHEN {dice.unit("s.pid", "fate")} < 0.55 THEN 2
                WHEN {dice.unit("s.pid", "fate")} < 0.89 THEN 3 WHEN {dice.unit("s.pid", "fate")} < 0.91 THEN 4
                WHEN {dice.unit("s.pid", "fate")} < 0.97 THEN 6 ELSE 9 END AS status
            FROM soul s
            LEFT JOIN uniform u USING (pid)
            LEFT JOIN early e USING (pid)
        )
        SELECT s.pid, s.v, s.sex, s.part, s.n, s.status, coalesce(s.occupation, 0) AS occupation, s.early,
            DATE '{YOUNGEST_VOTER_BORN}' + CASE WHEN part = 'child' THEN 1 + floor({u_age} * {days_of_childhood})
            WHEN early THEN 1 + floor({u_age} * 364) WHEN s.occupation > 0 THEN -floor(({u_age} * 37 + 2) * {_YEAR})
            WHEN status = 2 THEN -floor((5 + 75 * sqrt({u_old})) * {_YEAR}) WHEN status > 2
            THEN -floor((1 + 45 * {u_old} * {u_age}) * {_YEAR}) ELSE -floor(from_day + {u_age} * width)
            END::INTEGER AS born
        FROM fated s
        JOIN age_slot a ON a.sex = s.sex AND a.slot = {dice.below("s.pid", "age slot", AGE_SLOTS)}
        """


def _placeholder(workshop: Workshop) -> str:
    """Return SQL that turns one in twelve older birth dates into 1 July, 31 December or 1 January."""
    dice = workshop.dice
    days = f"['-07-01', '-12-31', '-01-01'][1 + {dice.below('pid', 'placeholder day', 3)}]"
    return f"""
        CASE WHEN part <> 'child' AND occupation = 0 AND year(born) < 1972 AND {dice.unit("pid", "holder")} < 0.08
            THEN (year(born)::VARCHAR || {days})::DATE ELSE born END
        """

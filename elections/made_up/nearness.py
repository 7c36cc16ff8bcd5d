"""Finding somebody of a fitting age in the same village, for all seekers of a village at once."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from elections.made_up.workshop import Workshop

KEY = 1 << 26
"""Birth day and person in one number, so that no two hosts of a village are ever equally near."""


def day_of(born: str) -> str:
    """Return SQL for a birth date as a number of days."""
    return f"date_diff('day', DATE '1900-01-01', {born})"


def age_key(born: str, pid: str) -> str:
    """Return SQL for a sortable number: the day of birth, then the person."""
    return f"({day_of(born)} * {KEY} + {pid})"


def day_key(born: str, days: str) -> str:
    """Return SQL for the highest key on the day `days` after a birth."""
    return f"(({day_of(born)} + {days}) * {KEY} + {KEY - 1})"


def line_up(workshop: Workshop, hosts: str) -> None:
    """Number the hosts of each village by age, so that a neighbour in age can be found by number."""
    workshop.run(
        f"""
        CREATE OR REPLACE TABLE {hosts} AS
        SELECT *, row_number() OVER (PARTITION BY v ORDER BY key) AS turn, count(*) OVER (PARTITION BY v) AS hosts
        FROM {hosts}
        ORDER BY v, key
        """
    )


def nearest(workshop: Workshop, seeking: str, hosts: str) -> str:
    """Return SQL for the seekers, each with a host of about the age they want.

    The nearest host alone would give some households dozens of children (whoever comes after a gap in ages takes
    all who fall into it), so the choice is spread over the hosts next to it.
    """
    reach = "least(12, c.hosts // 12)"
    moved = f"c.turn + {workshop.dice.below('c.pid', f'reach {hosts}', f'2 * {reach} + 1')} - {reach}"
    return f"""
        WITH close AS (
            SELECT s.*, h.turn, h.hosts
            FROM {seeking} s
            ASOF JOIN {hosts} h ON h.v = s.v AND s.wanted >= h.key
        )
        SELECT c.pid, c.day, {"c.looks, " if hosts == "host" else ""}h.* EXCLUDE (v, turn, hosts)
        FROM close c
        JOIN {hosts} h ON h.v = c.v AND h.turn = greatest(1, least(c.hosts, {moved}))
        """

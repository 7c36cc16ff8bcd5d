"""The figures behind one regency's files, counted from what was made, and held against the plan."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from elections.made_up.profiles import ABSENT_KINDS, HARD_KINDS
from elections.made_up.true_findings import count_findings
from elections.made_up.workshop import Workshop

_HARD = ", ".join(f"'{kind}'" for kind in HARD_KINDS)
_ABSENT = ", ".join(f"'{kind}'" for kind in ABSENT_KINDS)


class PlanNotMet(RuntimeError):
    """What was made does not add up to what was planned: the files must not be used."""


def count_truth(workshop: Workshop) -> dict[str, Any]:
    """Return totals, error kinds, findings and villages of one regency. Raises PlanNotMet."""
    totals = _totals(workshop)
    _hold_against_plan(workshop, totals)
    return {
        "total": totals,
        "errors": _errors(workshop),
        "findings": count_findings(workshop),
        "villages": _villages(workshop),
    }


def _one_row(workshop: Workshop, query: str) -> dict[str, Any]:
    """Return the single row of a query by column name."""
    result = workshop.database.execute(query)
    names = [column[0] for column in result.description or ()]
    return dict(zip(names, result.fetchall()[0], strict=True))


def _totals(workshop: Workshop) -> dict[str, Any]:
    """Count the rows of both files."""
    registry = _one_row(
        workshop,
        """
        SELECT count(*) AS siak_rows, count(*) FILTER (status = 1) AS residents, count(DISTINCT nik) AS different_niks
        FROM known
        WHERE part <> 'absent'
        """,
    )
    roll = _one_row(
        workshop,
        f"""
        SELECT count(*) AS roll_rows, count(*) FILTER (sex = 'L') AS male_rows,
            count(*) FILTER (sex = 'P') AS female_rows, count(DISTINCT (v, tps)) AS stations,
            count(DISTINCT v) AS villages_on_roll, count(*) FILTER (kind NOT IN ({_ABSENT})) AS matched,
            count(*) FILTER (NOT unrecorded) AS recorded, count(*) FILTER (unrecorded) AS unrecorded,
            count(*) FILTER (unrecorded AND sex = 'L') AS male_unrecorded,
            count(*) FILTER (errors = '') AS clean_rows, count(*) FILTER
            (list_has_any(string_split(errors, ';'), [{_HARD}])) AS hard_rows
        FROM written
        """,
    )
    villages = {"villages": len(workshop.plan.villages)}
    return registry | villages | roll


def _hold_against_plan(workshop: Workshop, totals: Mapping[str, Any]) -> None:
    """Compare the counts with the plan: totals, uniqueness, and every village and sex."""
    figures = workshop.plan.figures
    wanted = {
        "residents": figures.residents,
        "different_niks": totals["siak_rows"],
        "male_rows": figures.male_voters,
        "female_rows": figures.female_voters,
        "stations": sum(village.stations for village in workshop.plan.villages),
        "unrecorded": figures.unrecorded,
        "male_unrecorded": figures.male_unrecorded,
    }
    wrong = {name: (totals[name], number) for name, number in wanted.items() if totals[name] != number}
    uneven = workshop.number(
        """
        SELECT count(*)
        FROM (
            SELECT v, sex, count(*) AS rows, count(*) FILTER (unrecorded) AS short
            FROM written
            GROUP BY v, sex
        ) w
        FULL JOIN (
            FROM cell
            WHERE roll > 0
        ) c USING (v, sex)
        WHERE rows IS DISTINCT
        FROM roll OR short IS DISTINCT
        FROM c.unrecorded
        """
    )
    if wrong or uneven:
        raise PlanNotMet(f"made and planned: {wrong}; cells that differ: {uneven}")


def _errors(workshop: Workshop) -> dict[str, int]:
    """Count the rows of each kind of error."""
    return dict(
        workshop.rows(
            """
            SELECT kind, count(*)
            FROM (
                SELECT unnest(string_split(errors, ';')) AS kind
                FROM written
                WHERE errors <> ''
            )
            GROUP BY kind
            ORDER BY kind
            """
        )
    )


def _villages(workshop: Workshop) -> list[dict[str, Any]]:
    """Count each village's rows, in the order of the codes."""
    names = ("code", "name", "residents", "stations", "roll_rows", "matched", "recorded", "unrecorded")
    rows = workshop.rows(
        f"""
        WITH listed AS (
            SELECT v, count(DISTINCT tps) AS stations, count(*) AS roll_rows,
                count(*) FILTER (kind NOT IN ({_ABSENT})) AS matched, count(*) FILTER (NOT unrecorded) AS recorded,
                count(*) FILTER (unrecorded) AS unrecorded
            FROM written
            GROUP BY v
        ),
        living AS (
            SELECT v, count(*) AS residents
            FROM known
            WHERE status = 1 AND part <> 'absent'
            GROUP BY v
        )
        SELECT code, name, coalesce(residents, 0), coalesce(l.stations, 0), coalesce(roll_rows, 0),
            coalesce(matched, 0), coalesce(recorded, 0), coalesce(l.unrecorded, 0)
        FROM village
        LEFT JOIN living USING (v)
        LEFT JOIN listed l USING (v)
        ORDER BY v
        """
    )
    return [dict(zip(names, row, strict=True)) for row in rows]

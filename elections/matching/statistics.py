"""What is counted over the whole registry before pairs are weighed: its size, and how alike its people are anyway."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import duckdb

from elections.matching.vocabulary import StandingLevel


@dataclass(frozen=True)
class Statistics:
    """Counts and chances.

    ``area_shares``: of a random resident to share village, district, regency with a random row;
    ``common_place_share`` and ``rare_place_share``: to share its birth place.
    """

    residents: int
    area_shares: tuple[float, float, float]
    common_place_share: float
    rare_place_share: float


@dataclass(frozen=True)
class Standings:
    """Shares of residents by standing, and how often the person of an unsettled row is expected to have it."""

    shares: Mapping[IntEnum, float]
    expected: Mapping[str, Mapping[IntEnum, float]]


EXPECTED_STANDING: Mapping[str, Mapping[IntEnum, float]] = {
    "standing": {StandingLevel.TAKEN: 0.1, StandingLevel.NOT_EXPECTED: 0.08, StandingLevel.FREE: 0.82},
    "standing_other_nik": {StandingLevel.TAKEN: 0.5, StandingLevel.NOT_EXPECTED: 0.08, StandingLevel.FREE: 0.42},
}
"""Of rows whose NIK leads nowhere: second rows of a person, rows of people who should not stand there, and the rest.

By hand: half of those with a whole NIK of their own are taken for second rows, and few of the others.
"""

SMALL = 50
"""Residents added to every standing, so that a list of a few people is not read as a law."""


def statistics(connection: duckdb.DuckDBPyConnection) -> Statistics:
    """Count over the tables ``residents`` and ``roll`` as ``keying`` left them."""
    shares = ", ".join(_shared(key) for key in ("region", "region // 10000", "regency"))
    place = "coalesce(sum(power(holders / greatest(everyone, 1), 2)) FILTER ({} is_common), 0)"
    row = connection.execute(
        f"""SELECT (SELECT count(*) FROM residents), {shares}, common, rare
        FROM (SELECT {place.format("WHERE")} AS common, {place.format("WHERE NOT")} AS rare FROM places)"""
    ).fetchone()
    if row is None:
        raise RuntimeError("an aggregate gives one row")
    return Statistics(int(row[0]), (row[1], row[2], row[3]), row[4], row[5])


def _shared(area: str) -> str:
    """SQL for the chance that a random row and a random resident have the same area."""
    sides = " JOIN ".join(
        f"(SELECT {area} AS area, count(*) / (SELECT greatest(count(*), 1) FROM {table}) AS share FROM {table} "
        f"GROUP BY 1) AS of_{table}"
        for table in ("roll", "residents")
    )
    return f"coalesce((SELECT sum(of_roll.share * of_residents.share) FROM {sides} USING (area)), 0)"


def standings(connection: duckdb.DuckDBPyConnection) -> Standings:
    """Count the residents by standing once ``taken`` is known."""
    row = connection.execute(
        """SELECT count(*), count(*) FILTER (taken), count(*) FILTER (NOT taken AND expected)
        FROM (SELECT expected, resident_id IN (SELECT resident_id FROM taken) AS taken FROM residents)"""
    ).fetchone()
    if row is None:
        raise RuntimeError("an aggregate gives one row")
    everyone, taken, free = row
    counts: dict[IntEnum, int] = {
        StandingLevel.TAKEN: taken,
        StandingLevel.NOT_EXPECTED: everyone - taken - free,
        StandingLevel.FREE: free,
    }
    # A registry without anybody of a kind says nothing about that kind.
    total = everyone + SMALL
    shares = {level: (counts[level] + SMALL * usual) / total for level, usual in EXPECTED_STANDING["standing"].items()}
    return Standings(shares, EXPECTED_STANDING)

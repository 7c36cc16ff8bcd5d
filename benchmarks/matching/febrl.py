"""FEBRL4, the public test of two lists of 5,000 Australians, through the pieces of our engine with fields of its own.

Blocking, weighing and choosing are the engine's; the fields, their levels and the blocking rules stand here as data.
The chances are learned as ours are: of two random rows, and of rows known to be one person by an equal number.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from math import log2
from pathlib import Path

import duckdb

from benchmarks.matching.bars import Bar
from benchmarks.matching.engine import POLLING_DATE
from benchmarks.matching.febrl_fields import FIELDS, RULES
from benchmarks.matching.judging import Score
from benchmarks.matching.packages import data_folder
from benchmarks.matching.report import table
from elections.matching.assigning import best, is_automatic
from elections.matching.blocking import candidates
from elections.matching.comparing import LevelRule
from elections.matching.policy import Policy
from elections.matching.scoring import likelihood
from elections.matching.weights import Bits, Weights, bits

POLICY = Policy(polling_date=POLLING_DATE, automatic=0, margin=0)
"""Each person stands on both lists once, so the best is taken whenever it is likelier than not."""

SAMPLE = 400
"""Rows of each list whose pairs are the random ones."""

KNOWN = "e.soc_sec_id = r.soc_sec_id"
KNOWN_BY_PERSON = "e.given_name = r.given_name AND e.surname = r.surname AND e.date_of_birth = r.date_of_birth"
"""By what the chances of the number itself are learned."""

HEADING = "### FEBRL4: 5,000 and 5,000 rows, one-to-one"


def text() -> str:
    """Return the table of this test, or why there is none."""
    folder = data_folder()
    if folder is None:
        return f"{HEADING}\n\nNot run: the packages of requirements-bench.txt are not installed and cannot be had now."
    score = score_of(folder)
    bar = Bar("F1", score.f1, 0.999, at_least=True, shown=".5f")
    figures = (f"{score.given:,}", f"{score.right:,}", f"{score.precision:.5f}", f"{score.recall:.5f}")
    header = ("links", "right", "P", "R", "F1", "wanted", "held")
    return f"{HEADING}\n\n{table(header, [(*figures, *bar.cells[1:])])}"


def score_of(folder: Path) -> Score:
    """Link both files and judge by the number that both carry in their identifier."""
    with duckdb.connect(config={"threads": 2}) as database:
        database.execute("SET enable_progress_bar = false")
        _read(database, folder)
        weights = _learned(database)
        levels = ", ".join(f"{_level(rules)} AS {field}_level" for field, rules in FIELDS.items())
        database.execute(
            f"""CREATE TABLE pairs AS SELECT entry_id, resident_id, {levels}, 0 AS nik_level, 0 AS name_level,
                0 AS birth_date_level
            FROM ({candidates(RULES, "roll")})
            JOIN roll AS e USING (entry_id) JOIN residents AS r USING (resident_id)"""
        )
        database.execute(
            f"CREATE TABLE scored AS SELECT *, weight AS likelihood FROM "
            f"(SELECT *, {likelihood(weights)} AS weight FROM pairs)"
        )
        _link_one_to_one(database)
        given, right = database.execute(
            """SELECT count(*), count(*) FILTER (e.person = r.person) FROM linked
            JOIN roll AS e USING (entry_id) JOIN residents AS r USING (resident_id)"""
        ).fetchall()[0]
        (true,) = database.execute("SELECT count(*) FROM roll JOIN residents USING (person)").fetchall()[0]
    return Score(given, right, true)


def _read(database: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Read both lists under the names that blocking knows; their own identifiers decide nothing."""
    for role, identifier, file in (("roll", "entry_id", "dataset4a"), ("residents", "resident_id", "dataset4b")):
        columns = ", ".join(f"nullif(trim({field}), '') AS {field}" for field in FIELDS)
        database.execute(
            f"""CREATE TABLE {role} AS SELECT row_number() OVER (ORDER BY hash(rec_id)) AS {identifier},
                split_part(rec_id, '-', 2) AS person, {columns}
            FROM read_csv('{folder}/{file}.csv', header = true, all_varchar = true, normalize_names = true)"""
        )


def _level(rules: list[LevelRule]) -> str:
    branches = " ".join(f"WHEN {rule.condition} THEN {rule.level.value}" for rule in rules)
    return f"CASE {branches} END"


def _learned(database: duckdb.DuckDBPyConnection) -> Weights:
    """The weights: how much oftener one person has a level than two random people."""
    few = f"SELECT * FROM {{}} ORDER BY hash(person) LIMIT {SAMPLE}"
    strangers = f"({few.format('roll')}) AS e JOIN ({few.format('residents')}) AS r ON e.person <> r.person"
    weights: dict[str, Mapping[IntEnum, Bits]] = {}
    for field, rules in FIELDS.items():
        known = KNOWN_BY_PERSON if field == "soc_sec_id" else KNOWN
        same = _shares(database, f"roll AS e JOIN residents AS r ON {known}", rules)
        random = _shares(database, strangers, rules)
        weights[field] = {level: Bits(bits(same[level], random[level]), 0) for level in same}
    return Weights("febrl", round(-100 * log2(5000)), 0, weights)


def _shares(database: duckdb.DuckDBPyConnection, pairs: str, rules: list[LevelRule]) -> dict[IntEnum, float]:
    """The share of each level among pairs where neither side is blank; one never seen is taken for half a pair."""
    counted = dict(database.execute(f"SELECT {_level(rules)}, count(*) FROM {pairs} GROUP BY 1").fetchall())
    levels = [rule.level for rule in rules if rule.level.value]
    everything = sum(counted.get(level.value, 0) for level in levels)
    return {level: max(counted.get(level.value, 0), 0.5) / everything for level in levels}


def _link_one_to_one(database: duckdb.DuckDBPyConnection) -> None:
    """The best for each entry, of several with one resident the likeliest; the others choose again among the rest."""
    database.execute("CREATE TABLE linked (entry_id BIGINT, resident_id BIGINT)")
    while True:
        open_pairs = "SELECT * FROM scored ANTI JOIN linked USING (entry_id) ANTI JOIN linked AS l USING (resident_id)"
        (added,) = database.execute(
            f"""INSERT INTO linked SELECT entry_id, resident_id FROM ({best(open_pairs, POLICY)})
            WHERE {is_automatic(POLICY)}
            QUALIFY row_number() OVER (PARTITION BY resident_id ORDER BY likelihood DESC, entry_id) = 1"""
        ).fetchall()[0]
        if not added:
            return

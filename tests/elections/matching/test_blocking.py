"""Candidates found by SQL are those that comparing everybody with everybody finds."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from elections.matching import assigning, exact
from elections.matching.blocking import AREA_RULES, NATION_RULES, Rule, candidates
from elections.matching.policy import Policy
from elections.matching.vocabulary import DateLevel, NikLevel
from tests.elections.matching.conftest import prepared
from tests.elections.matching.crowd import POLLING_DAY, make

POLICY = Policy(polling_date=POLLING_DAY)


@pytest.fixture(scope="module")
def keyed() -> Iterator[duckdb.DuckDBPyConnection]:
    """A small crowd up to the residual."""
    crowd = make(1_500, seed=5, rate=4)
    with duckdb.connect() as connection:
        weights = prepared(connection, crowd.residents_table(), crowd.roll_table())
        for step in exact.steps(weights):
            connection.execute(f"CREATE TABLE {step.table} AS {step.sql}")
        yield connection


@pytest.mark.parametrize("rule", [*AREA_RULES, *NATION_RULES], ids=lambda rule: rule.name)
def test_a_rule_finds_the_pairs_that_everybody_with_everybody_finds(
    keyed: duckdb.DuckDBPyConnection, rule: Rule
) -> None:
    found = keyed.execute(f"SELECT entry_id, resident_id FROM ({candidates((rule,), 'residual')})").fetchall()
    everybody = keyed.execute(
        f"SELECT e.entry_id, r.resident_id FROM residual AS e CROSS JOIN residents AS r WHERE {rule.condition}"
    ).fetchall()
    assert len(found) == len(set(found))
    assert set(found) == set(everybody)


def test_a_pair_is_named_after_the_first_rule_that_finds_it(keyed: duckdb.DuckDBPyConnection) -> None:
    together = keyed.execute(candidates(AREA_RULES, "residual")).fetchall()
    first: dict[tuple[int, int], int] = {}
    for number, rule in enumerate(AREA_RULES):
        for entry, resident, _ in keyed.execute(candidates((rule,), "residual")).fetchall():
            first.setdefault((entry, resident), number)
    assert {(entry, resident): rule for entry, resident, rule in together} == first


def test_the_best_candidate_is_the_one_that_plain_python_picks(keyed: duckdb.DuckDBPyConnection) -> None:
    same, other = NikLevel.EQUAL.value, NikLevel.DIFFERENT.value
    born, elsewhen = DateLevel.EQUAL.value, DateLevel.DIFFERENT.value
    pairs = [
        (1, 10, 900, 8, other, born),
        (1, 11, 850, 8, other, born),
        (2, 10, 700, 8, other, born),
        (3, 12, 500, 4, same, born),  # the NIK of one with the name of another
        (3, 13, 400, 8, other, born),
        (4, 14, 900, 8, other, born),  # the name of one with the NIK of another who is much like her
        (4, 15, 400, 4, same, born),
        (5, 14, 900, 8, other, born),  # the NIK of somebody else altogether
        (5, 16, 400, 4, same, elsewhen),
    ]
    rows = ", ".join(str(pair) for pair in pairs)
    columns = "entry_id, resident_id, likelihood, name_level, nik_level, birth_date_level"
    table = f"(SELECT * FROM (VALUES {rows}) AS t({columns}))"
    found = keyed.execute(
        f"SELECT entry_id, resident_id, margin FROM ({assigning.best(f'SELECT * FROM {table}', POLICY)}) ORDER BY 1"
    ).fetchall()
    assert found == [(1, 10, 50), (2, 10, 700 - POLICY.doubt), (3, 12, 0), (4, 14, 0), (5, 14, 500)]

"""Runs comparisons for the matching's tests. Nothing here needs Django or a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from elections.matching import engine
from elections.matching.engine import Comparison, compare
from elections.matching.inputs import Source, open_input
from elections.matching.policy import Policy
from elections.matching.reading import read
from elections.matching.weights import Weights
from tests.elections.matching.crowd import POLLING_DAY, Crowd, make


@dataclass(frozen=True)
class Result:
    """A comparison with its two files read back."""

    comparison: Comparison
    matches: dict[int, dict[str, Any]]
    findings: list[dict[str, Any]]

    def kinds(self, entry_id: int) -> set[str]:
        """What was found of one row of the roll."""
        return {finding["kind"] for finding in self.findings if finding["entry_id"] == entry_id}


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Compare two inputs under the plain policy; keyword arguments change the policy."""

    def _run(residents: Source, roll: Source, **changes: Any) -> Result:
        comparison = compare(
            residents, roll, policy=Policy(polling_date=POLLING_DAY, **changes), directory=tmp_path / "result"
        )
        return read_back(comparison)

    return _run


def prepared(connection: duckdb.DuckDBPyConnection, residents: pa.Table, roll: pa.Table) -> Weights:
    """Both sides with their keys in ``connection``, as an engine finds them."""
    policy = Policy(polling_date=POLLING_DAY)
    for role, rows in (("residents", residents), ("roll", roll)):
        read(connection, open_input(connection, role, rows), policy)
    return engine.prepare(engine.UnderWay(connection, None, None, total=engine.STEPS), policy)


def read_back(comparison: Comparison) -> Result:
    """The rows of a comparison's files."""
    matches = {row["entry_id"]: row for row in pq.read_table(comparison.matches).to_pylist()}
    return Result(comparison, matches, pq.read_table(comparison.findings).to_pylist())


def agreement(ours: Result, theirs: Result, *, residual: bool) -> float:
    """The share of rows with the same outcome and the same resident; of all, or of those whose NIK did not decide."""
    rows = [
        (row, theirs.matches[entry_id])
        for entry_id, row in ours.matches.items()
        if not residual or row["margin"] is not None or row["outcome"] == "NOT_FOUND"
    ]
    same = sum((a["outcome"], a["resident_id"]) == (b["outcome"], b["resident_id"]) for a, b in rows)
    return same / len(rows)


@pytest.fixture(scope="session")
def crowd() -> Crowd:
    """Eight thousand residents with the usual damage on their roll."""
    return make(8_000, seed=11)


@pytest.fixture(scope="session")
def crowd_result(crowd: Crowd, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The crowd compared once, for the tests that only look."""
    directory = tmp_path_factory.mktemp("crowd")
    residents: pa.Table = crowd.residents_table()
    return read_back(
        compare(residents, crowd.roll_table(), policy=Policy(polling_date=POLLING_DAY), directory=directory)
    )

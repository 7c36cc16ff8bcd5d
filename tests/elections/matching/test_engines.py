"""Three engines, one decision: the same levels for every pair and the same outcome for every row."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from elections.matching import exact
from elections.matching.blocking import AREA_RULES
from elections.matching.engine import UnderWay, compare, opened, prepare
from elections.matching.engines import NoEngine
from elections.matching.policy import Policy
from elections.matching.reading import open_input, read
from elections.matching.scorer import SCORED_COLUMNS, DuckDBScorer, Scorer
from elections.matching.splink_scorer import SplinkScorer
from elections.matching.statistics import standings
from elections.matching.weights import Weights
from tests.elections.matching.conftest import Result, agreement, read_back
from tests.elections.matching.crowd import POLLING_DAY, Crowd

ROOT = Path(__file__).resolve().parents[3]

EVERYTHING = Policy(polling_date=POLLING_DAY, doubt=-1_000_000)
"""A threshold that no pair is below."""


@pytest.fixture(scope="module")
def by_splink(crowd: Crowd, tmp_path_factory: pytest.TempPathFactory) -> Result:
    policy = Policy(polling_date=POLLING_DAY)
    residents, roll = crowd.residents_table(), crowd.roll_table()
    directory = tmp_path_factory.mktemp("splink")
    return read_back(compare(residents, roll, policy=policy, directory=directory, engine="splink"))


def test_splink_decides_as_the_default_engine_on_nearly_every_row(crowd_result: Result, by_splink: Result) -> None:
    of_all = agreement(crowd_result, by_splink, residual=False)
    of_residual = agreement(crowd_result, by_splink, residual=True)
    assert of_all >= 0.995, f"{of_all:.4%} of all rows"
    assert of_residual >= 0.99, f"{of_residual:.4%} of the rows whose NIK did not decide"


def test_splink_weighs_every_row_to_the_hundredth_of_a_bit(crowd_result: Result, by_splink: Result) -> None:
    assert by_splink.comparison.digest == crowd_result.comparison.digest


def test_splink_sees_the_same_levels_in_every_candidate_pair(crowd: Crowd, tmp_path: Path) -> None:
    with opened(EVERYTHING, tmp_path) as connection:
        run, weights = prepared(connection, crowd)
        scorers: dict[str, Scorer] = {
            "duckdb": DuckDBScorer(EVERYTHING, weights),
            "splink": SplinkScorer(EVERYTHING, weights),
        }
        for name, scorer in scorers.items():
            run.run(scorer.steps("area", "roll", AREA_RULES))
            connection.execute(f"CREATE TABLE by_{name} AS SELECT {', '.join(SCORED_COLUMNS)} FROM area_scored")
            connection.execute("DROP TABLE area_scored")
        assert connection.execute("SELECT count(*) FROM by_duckdb").fetchall()[0][0] > 5_000
        for one, other in (("duckdb", "splink"), ("splink", "duckdb")):
            assert connection.execute(f"FROM by_{one} EXCEPT ALL FROM by_{other}").fetchall() == []


def prepared(connection: duckdb.DuckDBPyConnection, crowd: Crowd) -> tuple[UnderWay, Weights]:
    """A run that has come to where the engines differ, and its weights."""
    run = UnderWay(connection, None, None, total=1)
    for role, table in (("residents", crowd.residents_table()), ("roll", crowd.roll_table())):
        read(connection, open_input(connection, role, table), EVERYTHING)
    weights = prepare(run, EVERYTHING)
    run.run(exact.steps(weights))
    return run, weights.knowing(standings(connection))


def test_nothing_of_splink_is_left_in_the_database(crowd: Crowd, tmp_path: Path) -> None:
    with opened(EVERYTHING, tmp_path) as connection:
        run, weights = prepared(connection, crowd)
        before = relations(connection)
        run.run(SplinkScorer(EVERYTHING, weights).steps("area", "residual", AREA_RULES))
        assert relations(connection) - before == {"area_scored"}


def relations(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute("SELECT table_name FROM information_schema.tables").fetchall()
    return {row[0] for row in rows}


def test_splink_says_nothing_on_the_way(crowd: Crowd, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    residents, roll = crowd.residents_table().slice(0, 500), crowd.roll_table().slice(0, 400)
    compare(residents, roll, policy=Policy(polling_date=POLLING_DAY), directory=tmp_path, engine="splink")
    assert capfd.readouterr() == ("", "")


def test_splink_compares_a_list_of_one_and_a_list_of_nobody(crowd: Crowd, tmp_path: Path) -> None:
    residents, roll = crowd.residents_table(), crowd.roll_table()
    for rows in (0, 1):
        policy = Policy(polling_date=POLLING_DAY)
        result = compare(residents, roll.slice(0, rows), policy=policy, directory=tmp_path, engine="splink")
        assert sum(result.outcomes.values()) == rows


def test_the_summary_names_the_engine(by_splink: Result, crowd_result: Result) -> None:
    named = [json.loads(result.comparison.summary.read_text())["engine"] for result in (crowd_result, by_splink)]
    assert named == ["duckdb", "splink"]


def test_an_unknown_engine_is_refused_before_anything_is_touched(crowd: Crowd, tmp_path: Path) -> None:
    with pytest.raises(NoEngine, match=r'"postgres" tidak dikenal.*duckdb, splink, spark'):
        compare(
            crowd.residents_table(),
            crowd.roll_table(),
            policy=Policy(polling_date=POLLING_DAY),
            directory=tmp_path / "result",
            engine="postgres",
        )
    assert not (tmp_path / "result").exists()


def test_the_default_engine_imports_neither_splink_nor_spark(crowd: Crowd, tmp_path: Path) -> None:
    pq.write_table(crowd.residents_table().slice(0, 50), tmp_path / "residents.parquet")
    pq.write_table(crowd.roll_table().slice(0, 30), tmp_path / "roll.parquet")
    program = (
        "import sys\n"
        "from elections.matching.__main__ import main\n"
        f"code = main(['residents.parquet', 'roll.parquet', '--out', 'out', '--polling-date', '{POLLING_DAY}'])\n"
        "print(code, sorted({name.split('.')[0] for name in sys.modules} & {'splink', 'sqlglot', 'pyspark', 'pandas'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "0 []"

"""The engine beyond one machine, in Spark's local mode. Skipped, with the reason, where pyspark or Java is missing."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import stat
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from elections.matching import engines
from elections.matching.blocking import AREA_RULES, NATION_RULES
from elections.matching.comparing import FIELDS
from elections.matching.engine import compare
from elections.matching.engines import NoEngine
from elections.matching.policy import Policy
from elections.matching.relations import LEVEL_COLUMNS
from elections.matching.spark_dialect import to_spark
from elections.matching.spark_place import SparkPlace
from elections.matching.splink_settings import REGISTRY, ROLL, spelled
from tests.elections.matching.conftest import Result, agreement, read_back
from tests.elections.matching.crowd import POLLING_DAY, Crowd, make

HERE = bool(importlib.util.find_spec("pyspark")) and bool(shutil.which("java") or os.environ.get("JAVA_HOME"))
#: Where Spark is meant to be there (.ci/spark says so) a missing one is a failure.
needs_spark = pytest.mark.skipif(
    not HERE and "EXPECT_SPARK" not in os.environ,
    reason="NOT TESTED: Spark. It needs Java 17 and: pip install --require-hashes -r requirements-spark.txt",
)

#: A short comparison ends before Java's better compiler, or a better plan, has paid for itself.
PLACE = SparkPlace(
    options={
        "spark.driver.defaultJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.sql.adaptive.enabled": "false",
    }
)
SPARKS_WORDS = {"abs", "damerau_levenshtein", "day", "greatest", "jaro_winkler", "least", "length", "levenshtein"}
SPARKS_WORDS |= {"month", "year"}


@dataclass
class OnSpark:
    """A small crowd by Spark and by Splink, and what lay on the disk while Spark was at work."""

    crowd: Crowd
    result: Result
    by_splink: Result
    modes: set[int] = field(default_factory=set)
    regencies: set[str] = field(default_factory=set)

    def look(self, directory: Path) -> None:
        """Note the folder of the run, as it is in between two steps."""
        for folder in directory.glob("spill/spark-*"):
            self.modes.add(stat.S_IMODE(folder.stat().st_mode))
            self.regencies |= {part.parent.name for part in folder.glob("b_registry/*/*.parquet")}


@pytest.fixture(scope="module")
def on_spark(tmp_path_factory: pytest.TempPathFactory) -> OnSpark:
    crowd = make(1_500, seed=7, rate=3.0)
    residents, roll, policy = crowd.residents_table(), crowd.roll_table(), Policy(polling_date=POLLING_DAY)
    reference = compare(residents, roll, policy=policy, directory=tmp_path_factory.mktemp("splink"), engine="splink")
    directory = tmp_path_factory.mktemp("spark")
    seen = OnSpark(crowd, read_back(reference), read_back(reference))
    compared = compare(
        residents,
        roll,
        policy=policy,
        directory=directory,
        engine="spark",
        spark=PLACE,
        progress=lambda *_: seen.look(directory),
    )
    seen.result = read_back(compared)
    return seen


@needs_spark
def test_spark_decides_as_splink_on_nearly_every_row(on_spark: OnSpark) -> None:
    of_all = agreement(on_spark.by_splink, on_spark.result, residual=False)
    of_residual = agreement(on_spark.by_splink, on_spark.result, residual=True)
    assert of_all >= 0.99, f"{of_all:.4%} of all rows"
    assert of_residual >= 0.99, f"{of_residual:.4%} of the rows whose NIK did not decide"


@needs_spark
def test_spark_sees_the_same_levels_in_nearly_every_linked_pair(on_spark: OnSpark) -> None:
    pairs = [
        (row, on_spark.result.matches[entry_id])
        for entry_id, row in on_spark.by_splink.matches.items()
        if row["rule"] is not None and row["resident_id"] == on_spark.result.matches[entry_id]["resident_id"]
    ]
    same = sum(all(one[column] == other[column] for column in LEVEL_COLUMNS) for one, other in pairs)
    assert same / len(pairs) >= 0.999


@needs_spark
def test_what_spark_reads_lies_by_regency_where_only_its_owner_looks(on_spark: OnSpark) -> None:
    regencies = {person.region_code[:5].replace(".", "") for person in on_spark.crowd.residents}
    assert on_spark.modes == {0o700}
    assert on_spark.regencies == {f"of_regency={regency}" for regency in regencies}


@needs_spark
def test_neither_files_nor_java_outlive_a_comparison_on_spark(on_spark: OnSpark) -> None:
    left = {file.name for file in on_spark.result.comparison.matches.parent.iterdir()}
    assert left == {"matches.parquet", "findings.parquet", "summary.json"}
    assert [child.name() for child in psutil.Process().children(recursive=True) if child.name() == "java"] == []


def test_every_condition_is_put_into_words_that_spark_knows() -> None:
    conditions = [rule.condition for rules in FIELDS.values() for rule in rules(ROLL, REGISTRY)]
    conditions += [spelled(rule) for rule in (*AREA_RULES, *NATION_RULES)]
    used = {word.lower() for condition in conditions for word in re.findall(r"(\w+)\(", to_spark(condition))}
    assert used - SPARKS_WORDS == set()


def test_without_pyspark_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _name: None)
    with pytest.raises(NoEngine, match=r"membutuhkan pyspark.*requirements-spark\.txt"):
        engines.scoring_by("spark", tmp_path, SparkPlace())


def test_without_java_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _name: object())
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(NoEngine, match=r"membutuhkan Java 17.*openjdk-17-jre-headless"):
        engines.scoring_by("spark", tmp_path, SparkPlace())

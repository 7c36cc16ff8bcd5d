"""The engine beyond one machine: Splink on Spark, over Parquet that DuckDB writes and reads back."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb
from pyspark.sql import SparkSession
from splink.backends.spark import SparkAPI
from splink.internals.spark.dataframe import SparkDataFrame

from elections.matching.blocking import Rule
from elections.matching.flattening import FREQUENCY_COLUMNS, flat_residents, flat_roll, frequencies
from elections.matching.pairing import STANDING
from elections.matching.policy import Policy
from elections.matching.relations import Step
from elections.matching.room import SPILL
from elections.matching.scorer import STAGES
from elections.matching.spark_dialect import to_spark
from elections.matching.spark_place import SparkPlace
from elections.matching.spark_session import opened
from elections.matching.splink_output import PREDICTION, kept, scored
from elections.matching.splink_scorer import INPUTS, linker_of, quiet
from elections.matching.splink_settings import settings
from elections.matching.weights import Weights

PARTITION = "of_regency"
"""The column of the folders: a file is of one regency, and whoever has none is in 0."""


class _Narrowed(SparkAPI):
    """Splink's Spark, but of a prediction only what is wanted is ever written."""

    def __init__(self, session: SparkSession, rules: tuple[Rule, ...], policy: Policy, partitions: int) -> None:
        super().__init__(  # type: ignore[no-untyped-call]  # Splink has not typed it yet
            spark_session=session, num_partitions_on_repartition=partitions
        )
        self._rules = rules
        self._policy = policy

    def _setup_for_execute_sql(self, sql: str, physical_name: str) -> str:
        wanted = kept(sql, self._rules, self._policy) if physical_name.startswith(PREDICTION) else sql
        return super()._setup_for_execute_sql(wanted, physical_name)


@dataclass(frozen=True)
class SparkScorer:
    """As SplinkScorer, in another place; ``folder`` is seen by every machine, and holds what the run needs there."""

    policy: Policy
    weights: Weights
    session: SparkSession
    folder: Path
    partitions: int

    def steps(self, stage: str, entries: str, rules: tuple[Rule, ...], *, known: str = "") -> list[Step]:
        """See Scorer."""
        where, predicted = STAGES[stage], f"{stage}_predicted"
        return [
            Step(f"Menulis calon {where}", "a_roll", make=partial(self._write, entries)),
            Step(f"Membandingkan calon {where}", predicted, make=partial(self._predict, stage, rules)),
            Step(
                f"Menimbang calon {where}",
                f"{stage}_scored",
                scored(predicted, rules, self.policy, self.weights, known=known),
                (predicted,),
            ),
        ]

    def _write(self, entries: str, connection: duckdb.DuckDBPyConnection) -> None:
        """The entries of this stage, and before the first of them what both stages read."""
        if not self._place("b_registry").exists():
            _write_by_regency(connection, flat_residents(STANDING), self._place("b_registry"))
            for column in FREQUENCY_COLUMNS:
                _write_file(connection, frequencies(column), self._place(f"tf_{column}"))
        shutil.rmtree(self._place("a_roll"), ignore_errors=True)
        _write_by_regency(connection, flat_roll(entries), self._place("a_roll"))

    def _place(self, name: str) -> Path:
        return self.folder / name

    def _predict(self, stage: str, rules: tuple[Rule, ...], connection: duckdb.DuckDBPyConnection) -> None:
        target = self._place(f"{stage}_predicted")
        api = _Narrowed(self.session, rules, self.policy, self.partitions)
        chosen = settings(weights=self.weights, rules=rules, translated=to_spark)
        with quiet():
            linker = linker_of(
                api, chosen, {name: self.session.read.parquet(str(self._place(name))) for name in INPUTS}
            )
            predicted = linker.inference.predict(warning_mode="never")
            assert isinstance(predicted, SparkDataFrame)
            predicted.as_spark_dataframe().write.parquet(str(target))
            linker.table_management.delete_tables_created_by_splink_from_db()
        for name in INPUTS:
            self.session.catalog.dropTempView(name)
        connection.execute(f"CREATE TABLE {stage}_predicted AS FROM read_parquet('{_quoted(target)}/*.parquet')")


@contextmanager
def scoring(directory: Path, place: SparkPlace, policy: Policy, weights: Weights) -> Iterator[SparkScorer]:
    """Give the engine for as long as the block lasts; its folder is readable by its owner only, and goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="spark-", dir=place.folder or directory / SPILL))
    try:
        with opened(place, folder) as session:
            yield SparkScorer(policy, weights, session, folder, place.partitions)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_by_regency(connection: duckdb.DuckDBPyConnection, query: str, folder: Path) -> None:
    whole = f"SELECT *, coalesce(regency, 0) AS {PARTITION} FROM ({query})"
    connection.execute(f"COPY ({whole}) TO '{_quoted(folder)}' (FORMAT parquet, PARTITION_BY ({PARTITION}))")
    if not any(folder.rglob("*.parquet")):
        # Without a row there is no folder of a regency, and Spark would not know the columns.
        folder.mkdir(exist_ok=True)
        _write_file(connection, whole, folder / "empty.parquet")


def _write_file(connection: duckdb.DuckDBPyConnection, query: str, file: Path) -> None:
    connection.execute(f"COPY ({query}) TO '{_quoted(file)}' (FORMAT parquet)")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")

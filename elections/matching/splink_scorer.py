"""The reference engine: Splink on the comparison's own DuckDB, with the same levels, conditions and weights."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.internals.database_api import DatabaseAPI
from splink.internals.exceptions import SplinkException

from elections.matching.blocking import Rule
from elections.matching.flattening import FREQUENCY_COLUMNS, flat_residents, flat_roll, frequencies
from elections.matching.pairing import STANDING
from elections.matching.policy import Policy
from elections.matching.relations import Step
from elections.matching.scorer import STAGES
from elections.matching.splink_output import PREDICTION, kept, scored
from elections.matching.splink_settings import settings
from elections.matching.weights import Weights

DATASETS = ("a_roll", "b_registry")
"""Splink takes the left side of a pair from the dataset whose name comes first."""

INPUTS = (*DATASETS, *(f"tf_{column}" for column in FREQUENCY_COLUMNS))
"""What Splink reads."""


class _Narrowed(DuckDBAPI):
    """Splink's DuckDB, but of a prediction only what is wanted is ever written."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, narrow: Callable[[str], str]) -> None:
        super().__init__(connection=connection)
        self._narrow = narrow

    def _setup_for_execute_sql(self, sql: str, physical_name: str) -> str:
        wanted = self._narrow(sql) if physical_name.startswith(PREDICTION) else sql
        return super()._setup_for_execute_sql(wanted, physical_name)


@dataclass(frozen=True)
class SplinkScorer:
    """Candidates, levels and likelihoods by Splink; what Splink does not know is added afterwards."""

    policy: Policy
    weights: Weights

    def steps(self, stage: str, entries: str, rules: tuple[Rule, ...], *, known: str = "") -> list[Step]:
        """See Scorer."""
        where, predicted = STAGES[stage], f"{stage}_predicted"
        return [
            Step(f"Menyiapkan calon {where}", "a_roll", make=partial(_prepare, entries)),
            Step(f"Membandingkan calon {where}", predicted, make=partial(self._predict, predicted, rules)),
            Step(
                f"Menimbang calon {where}",
                f"{stage}_scored",
                scored(predicted, rules, self.policy, self.weights, known=known),
                (predicted,),
            ),
        ]

    def _predict(self, target: str, rules: tuple[Rule, ...], connection: duckdb.DuckDBPyConnection) -> None:
        api = _Narrowed(connection, lambda prediction: kept(prediction, rules, self.policy))
        with quiet():
            linker = linker_of(api, settings(weights=self.weights, rules=rules), {name: name for name in INPUTS})
            # Pairs that are registered let Splink read only the rows that are in one: a third of the time.
            pairs = linker.inference.compute_blocked_pairs_for_predict()
            linker.table_management.register_blocked_pairs_for_predict(pairs)
            predicted = linker.inference.predict(warning_mode="never")
            connection.execute(f"ALTER TABLE {predicted.physical_name} RENAME TO {target}")
            linker.table_management.delete_tables_created_by_splink_from_db()
        for name in INPUTS:
            connection.execute(f"DROP {'VIEW' if name in DATASETS else 'TABLE'} {name}")


def _prepare(entries: str, connection: duckdb.DuckDBPyConnection) -> None:
    """Both sides as views, for they are wide and few of their rows are in any pair; frequencies as tables."""
    connection.execute(f"CREATE VIEW a_roll AS {flat_roll(entries)}")
    connection.execute(f"CREATE VIEW b_registry AS {flat_residents(STANDING)}")
    for column in FREQUENCY_COLUMNS:
        connection.execute(f"CREATE TABLE tf_{column} AS {frequencies(column)}")


def linker_of(api: DatabaseAPI[Any], chosen: SettingsCreator, inputs: Mapping[str, Any]) -> Linker:
    """Splink over the tables of INPUTS, by name, in any of its databases."""
    linker = Linker(
        [api.register(inputs[name], dataset_display_name=name) for name in DATASETS], chosen, log_level=None
    )
    for column in FREQUENCY_COLUMNS:
        name = f"tf_{column}"
        frequency = api.register(inputs[name], table_name=name)
        linker.table_management.register_term_frequency_lookup(frequency, column)
    return linker


@contextmanager
def quiet() -> Iterator[None]:
    """Let Splink say nothing below an error; what its database refuses is raised as the database raised it."""
    logger = logging.getLogger("splink")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    except SplinkException as problem:
        if isinstance(problem.__cause__, duckdb.Error):
            raise problem.__cause__ from None
        raise
    finally:
        logger.setLevel(before)

"""Which engine weighs the candidates, by name. Only the one that is asked for is imported."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from elections.matching.policy import Policy
from elections.matching.scorer import DuckDBScorer, Scorer
from elections.matching.spark_place import SparkPlace
from elections.matching.weights import Weights

ENGINES = ("duckdb", "splink", "spark")
"""The default, the reference, and the way beyond one machine."""

Scoring: TypeAlias = Callable[[Policy, Weights], AbstractContextManager[Scorer]]
"""Gives the engine for these weights, for as long as the block lasts."""


class NoEngine(ValueError):
    """There is no engine of that name, or it is not installed here; the message says in Indonesian what to do."""


def scoring_by(engine: str, directory: Path, spark: SparkPlace) -> Scoring:
    """Return what gives the engine of that name; ``directory`` is where the result will lie.

    Raises:
        NoEngine: see the class.
    """
    if engine not in ENGINES:
        raise NoEngine(f'Mesin pemadanan "{engine}" tidak dikenal. Pilih salah satu: {", ".join(ENGINES)}.')
    if engine == "spark":
        _refuse_missing()
        return partial(_spark, directory, spark)
    return _splink if engine == "splink" else _duckdb


def _refuse_missing() -> None:
    if find_spec("pyspark") is None:
        raise NoEngine(
            'Mesin "spark" membutuhkan pyspark, yang tidak terpasang di sini. '
            "Pasang dengan: python -m pip install --require-hashes -r requirements-spark.txt"
        )
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise NoEngine(
            'Mesin "spark" membutuhkan Java 17 atau lebih baru, yang tidak terpasang di sini. Pasang misalnya paket '
            "openjdk-17-jre-headless, atau isi JAVA_HOME dengan foldernya."
        )


@contextmanager
def _duckdb(policy: Policy, weights: Weights) -> Iterator[Scorer]:
    yield DuckDBScorer(policy, weights)


@contextmanager
def _splink(policy: Policy, weights: Weights) -> Iterator[Scorer]:
    from elections.matching.splink_scorer import SplinkScorer

    yield SplinkScorer(policy, weights)


@contextmanager
def _spark(directory: Path, place: SparkPlace, policy: Policy, weights: Weights) -> Iterator[Scorer]:
    from elections.matching.spark_scorer import scoring

    with scoring(directory, place, policy, weights) as scorer:
        yield scorer

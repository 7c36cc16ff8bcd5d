"""Which engine weighs the candidates, by name. Only the one that is asked for is imported."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from elections.matching.policy import Policy
from elections.matching.scorer import DuckDBScorer, Scorer
from elections.matching.weights import Weights

ENGINES = ("duckdb", "splink", "spark")
"""The default, the reference, and the way beyond one machine."""

Scoring: TypeAlias = Callable[[Policy, Weights], AbstractContextManager[Scorer]]
"""Gives the engine for these weights, for as long as the block lasts."""


@dataclass(frozen=True)
class SparkPlace:
    """Where Spark works.

    ``folder`` is seen under this path by this process and by every machine of ``master``; without it the folder of
    the result is used. ``partitions`` is into how many parts a shuffle goes: two for each core is plenty.
    """

    master: str = "local[2]"
    folder: Path | None = None
    driver_memory: str = "2g"
    partitions: int = 4


class UnknownEngine(ValueError):
    """There is no engine of that name; the message lists those there are."""


class EngineMissing(RuntimeError):
    """The engine is not installed here; the message says what to install."""


def scoring_by(engine: str, directory: Path, spark: SparkPlace) -> Scoring:
    """Return what gives the engine of that name; ``directory`` is where the result will lie.

    Raises:
        UnknownEngine, EngineMissing: see the classes.
    """
    if engine not in ENGINES:
        raise UnknownEngine(f'Mesin pemadanan "{engine}" tidak dikenal. Pilih salah satu: {", ".join(ENGINES)}.')
    if engine == "spark":
        return _spark(directory, spark)
    return _splink if engine == "splink" else _duckdb


@contextmanager
def _duckdb(policy: Policy, weights: Weights) -> Iterator[Scorer]:
    yield DuckDBScorer(policy, weights)


@contextmanager
def _splink(policy: Policy, weights: Weights) -> Iterator[Scorer]:
    from elections.matching.splink_scorer import SplinkScorer

    yield SplinkScorer(policy, weights)

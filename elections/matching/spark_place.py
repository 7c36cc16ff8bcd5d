"""Where Spark works, without Spark."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class SparkPlace:
    """Where Spark works.

    ``folder`` is seen under this path by this process and by every machine of ``master``; without it the run's folder
    for spilling is used. ``partitions`` is into how many parts a shuffle goes: two for each core is plenty. ``options``
    are further settings of Spark's by their names; they go before ours.
    """

    master: str = "local[2]"
    folder: Path | None = None
    driver_memory: str = "2g"
    partitions: int = 4
    options: Mapping[str, str] = field(default_factory=dict)

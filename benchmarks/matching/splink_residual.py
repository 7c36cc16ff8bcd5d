"""Splink with the same saved model where our engine weighs pairs: the reference engine, with the phases of ours."""

from __future__ import annotations

from pathlib import Path

from benchmarks.matching.engine import POLLING_DATE, by_phase
from benchmarks.matching.meter import Meter
from elections.matching.engine import compare
from elections.matching.policy import Policy
from elections.matching.splink_scorer import SplinkScorer  # noqa: F401 - imported before the clock begins


def link(lists: Path, out: Path, meter: Meter, area: str) -> None:
    compare(
        lists / "residents.parquet",
        lists / "roll.parquet",
        policy=Policy(polling_date=POLLING_DATE, area=area, memory_limit="4GB"),
        directory=out,
        engine="splink",
        progress=by_phase(meter),
    )

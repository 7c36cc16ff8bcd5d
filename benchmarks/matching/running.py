"""Runs a contender in a process of its own and judges what it leaves."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from benchmarks.matching.contenders import Contender
from benchmarks.matching.judging import Verdict, judge
from benchmarks.matching.packages import python_with_packages

ROOT = Path(__file__).resolve().parents[2]


class ContenderFailed(Exception):
    """A contender cannot run here or broke off; the text says why."""


@dataclass(frozen=True)
class Result:
    """What one contender needed and found. `phases` are CPU seconds in the order of the work."""

    contender: Contender
    phases: dict[str, float]
    wall: float
    peak_mb: float
    verdict: Verdict

    @property
    def cpu(self) -> float:
        """CPU seconds, user and system, of the whole work."""
        return sum(self.phases.values())

    def cpu_of(self, phases: tuple[str, ...]) -> float:
        """CPU seconds of some phases."""
        return sum(self.phases[phase] for phase in phases)


def result(contender: Contender, lists: Path, out: Path, *further: str) -> Result:
    """Run a contender as often as it wants to and return its median run.

    Raises:
        ContenderFailed: it cannot run here, or broke off.
    """
    runs = sorted((_run(contender, lists, out, *further) for _ in range(contender.times)), key=_cpu)
    median = runs[(len(runs) - 1) // 2]
    return Result(contender, median["phases"], median["wall"], median["peak_mb"], judge(lists, out))


class _Measured(TypedDict):
    """What a meter wrote."""

    phases: dict[str, float]
    wall: float
    peak_mb: float


def _cpu(run: _Measured) -> float:
    return sum(run["phases"].values())


def _run(contender: Contender, lists: Path, out: Path, *further: str) -> _Measured:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    python = python_with_packages() if contender.needs_packages else Path(sys.executable)
    if python is None:
        raise ContenderFailed("the packages of requirements-bench.txt are not installed and cannot be had now")
    command = [str(python), "-m", "benchmarks.matching.child", contender.module, str(lists), str(out), *further]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise ContenderFailed(f"exit code {done.returncode}: {done.stderr.strip()[-2000:]}")
    measured: _Measured = json.loads((out / "meter.json").read_text())
    return measured

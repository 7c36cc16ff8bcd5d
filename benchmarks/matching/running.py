"""Runs a contender in a process of its own and judges what it leaves."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

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
    runs = [_run(contender, lists, out, *further) for _ in range(contender.times)]
    middle = statistics.median_low(cpu for cpu, _ in runs)
    measured = next(measured for cpu, measured in runs if cpu == middle)
    return Result(contender, measured["phases"], measured["wall"], measured["peak_mb"], judge(lists, out))


def _run(contender: Contender, lists: Path, out: Path, *further: str) -> tuple[float, dict[str, object]]:
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
    measured = json.loads((out / "meter.json").read_text())
    return sum(measured["phases"].values()), measured

"""How far a round has come, as one figure over all its parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from elections.choices import RunState
from elections.models import ReconciliationRound, ReconciliationRun

#: Of the work on one regency, hundredths that are done once it is compared at home; the rest is its result.
AT_HOME: Final = 80


class Progress(NamedTuple):
    """`percent` of the work; `settled` of so many `rolls` have done the step that the round is at."""

    percent: int
    settled: int
    rolls: int


def progress_of(asked: ReconciliationRound, runs: Iterable[ReconciliationRun]) -> Progress:
    """Sum the progress of a round's runs and of its leftovers, which count as much as one regency."""
    parts = list(runs)
    if asked.state == RunState.DONE:
        return Progress(100, len(parts), len(parts))
    found = asked.leftovers_at is not None
    done = [_of_run(run, found=found) for run in parts]
    whole = 100 * (len(parts) + 1)
    leftovers = 100 if found else _share(asked, 100)
    settled = sum(run.state == RunState.WAITING for run in parts)
    return Progress(100 * (sum(done) + leftovers) // whole, settled, len(parts))


def _of_run(run: ReconciliationRun, *, found: bool) -> int:
    begun, length = (AT_HOME, 100 - AT_HOME) if found else (0, AT_HOME)
    if run.state == RunState.WAITING:
        return begun + length
    return begun + (_share(run, length) if run.state == RunState.RUNNING else 0)


def _share(job: ReconciliationRun | ReconciliationRound, of: int) -> int:
    return of * min(job.step_done, job.step_total) // job.step_total if job.step_total else 0

"""Results of reconciliations forgotten when their time of keeping is over: every run carries its own last day."""

from __future__ import annotations

import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.timezone import localdate

from elections.actions import earlier_results, reconciliations, results
from elections.choices import RunState
from elections.models import ElectionBefore, ReconciliationRun
from registry.forgetting import Step, of_former_values
from registry.rules.retention import Period


def expired(at: datetime.datetime) -> QuerySet[ReconciliationRun]:
    """Return the finished runs whose last day is past and whose matches are still there."""
    return ReconciliationRun.unscoped.filter(state=RunState.DONE, forgotten_at=None, retain_until__lt=localdate(at))


def forget(at: datetime.datetime) -> tuple[int, str]:
    """Drop the matches and findings of those runs (UU 27/2022) and what they left; their sums and rankings stay."""
    runs = list(expired(at))
    for run in runs:
        results.forget(run, at=at)
    earlier_results.clear()
    return len(runs), "hasil pemadanan"


STEPS: Final = (
    Step(
        "hasil pemadanan",
        Period(reconciliations.RETENTION, "the day of the run; each may name its own", "UU 27/2022 art. 34 (check)"),
        lambda at: expired(at).count(),
        forget,
    ),
    of_former_values(ElectionBefore),
)

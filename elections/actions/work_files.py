"""The files of a run or a round between its steps: made in a draft of the worker's own, handed over whole.

They carry ids and levels; rows of people only where they are encrypted (`elections/matching/parting.py`),
and in the clear only while Spark is the engine and at work on them (docs/operations.md).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from elections.matching import parting
from elections.models import ReconciliationRound, ReconciliationRun
from elections.models.reconciliation import LIVE_STATES
from registry.jobs import Job

RUN: Final = "run"
ROUND: Final = "round"
_NAME: Final = re.compile(r"(run|round)-([0-9]+)(-[0-9a-f]+)?")


def folder_of(pk: int, kind: str = RUN) -> Path:
    """Where what a run or a round has finished lies."""
    return Path(settings.WORK_DIR) / f"{kind}-{pk}"


def make_draft(job: Job, kind: str = RUN) -> Path:
    """Make a folder that only this holder of the run or round writes to."""
    draft = Path(settings.WORK_DIR) / f"{kind}-{job.pk}-{job.holder.hex[:12]}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    return draft


def hand_over(job: Job, draft: Path, *, kind: str = RUN, **changes: object) -> None:
    """Put the draft in the place of what is finished, and write the changes into the row.

    The row is locked by the guarded update while the files change hands, so a worker that lost its lease
    replaces nothing.

    Raises:
        registry.jobs.LeaseLost: the run is another worker's.
    """
    with transaction.atomic():
        job.finish_step(**changes)
        shutil.rmtree(folder_of(job.pk, kind), ignore_errors=True)
        draft.rename(folder_of(job.pk, kind))


def is_compared(run: ReconciliationRun) -> bool:
    """Return whether a worker before this one finished the comparison and left its files whole."""
    try:
        summary = json.loads((folder_of(run.pk) / "summary.json").read_text())
    except (OSError, ValueError):
        return False
    return bool(run.digest) and summary.get("digest") == run.digest


def is_at_home(run: ReconciliationRun) -> bool:
    """Return whether the first part of a run of a round lies there whole."""
    try:
        parting.read_part(folder_of(run.pk))
    except parting.PartMissing:
        return False
    return True


def clear(pk: int, kind: str = RUN) -> None:
    """Remove what lies there of a run or a round, drafts included."""
    _clear(lambda found, owner: (found, owner) == (kind, pk))


def clear_leftovers() -> None:
    """Remove what runs and rounds that are over have left, as a crash does."""
    over = {
        RUN: set(ReconciliationRun.unscoped.exclude(state__in=LIVE_STATES).values_list("pk", flat=True)),
        ROUND: set(ReconciliationRound.unscoped.exclude(state__in=LIVE_STATES).values_list("pk", flat=True)),
    }
    _clear(lambda kind, owner: owner in over[kind])


def _clear(is_over: Callable[[str, int], bool]) -> None:
    for path in Path(settings.WORK_DIR).glob("r*-*"):
        if (name := _NAME.fullmatch(path.name)) and is_over(name[1], int(name[2])):
            shutil.rmtree(path, ignore_errors=True)

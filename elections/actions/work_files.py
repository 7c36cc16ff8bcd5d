"""The files of a run between its two steps: made in a draft of the worker's own, handed over whole.

They carry ids and levels, never a number or a name of a person.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from elections.models import ReconciliationRun
from elections.models.reconciliation import LIVE_STATES
from registry.jobs import Job

_NAME: Final = re.compile(r"run-([0-9]+)(-[0-9a-f]+)?")


def folder_of(run_id: int) -> Path:
    """Where the finished comparison of a run lies."""
    return Path(settings.WORK_DIR) / f"run-{run_id}"


def make_draft(job: Job) -> Path:
    """Make a folder that only this holder of the run writes to."""
    draft = Path(settings.WORK_DIR) / f"run-{job.pk}-{job.holder.hex[:12]}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    return draft


def hand_over(job: Job, draft: Path, digest: str) -> None:
    """Put the draft in the place of the finished comparison.

    The run's row is locked by the guarded update while the files change hands, so a worker that lost its lease
    replaces nothing.

    Raises:
        registry.jobs.LeaseLost: the run is another worker's.
    """
    with transaction.atomic():
        job.finish_step(digest=digest)
        shutil.rmtree(folder_of(job.pk), ignore_errors=True)
        draft.rename(folder_of(job.pk))


def is_compared(run: ReconciliationRun) -> bool:
    """Return whether a worker before this one finished the comparison and left its files whole."""
    try:
        summary = json.loads((folder_of(run.pk) / "summary.json").read_text())
    except (OSError, ValueError):
        return False
    return bool(run.digest) and summary.get("digest") == run.digest


def clear(run_id: int) -> None:
    """Remove what lies there of a run, drafts included."""
    for path in Path(settings.WORK_DIR).glob("run-*"):
        if (name := _NAME.fullmatch(path.name)) and int(name[1]) == run_id:
            shutil.rmtree(path, ignore_errors=True)


def clear_leftovers() -> None:
    """Remove what runs that are over have left, as a crash does."""
    over = set(ReconciliationRun.unscoped.exclude(state__in=LIVE_STATES).values_list("pk", flat=True))
    for path in Path(settings.WORK_DIR).glob("run-*"):
        if (name := _NAME.fullmatch(path.name)) and int(name[1]) in over:
            shutil.rmtree(path, ignore_errors=True)

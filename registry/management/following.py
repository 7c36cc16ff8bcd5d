"""Shows a terminal how far a worker is with a long job."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from django.core.management.base import OutputWrapper

from registry.models.lease import Leased

EVERY: Final = 0.5


def follow(job: Leased, live: Sequence[str], out: OutputWrapper) -> None:
    """Wait until the job has ended, printing each new step; the job's row is up to date afterwards."""
    told = ""
    while True:
        job.refresh_from_db()
        told = _tell(job, told, out)
        if getattr(job, "state") not in live:  # noqa: B009 - every job has a state of its own kind
            return
        time.sleep(EVERY)


def _tell(job: Leased, told: str, out: OutputWrapper) -> str:
    if job.step and job.step != told:
        out.write(f"  {job.step}")
        out.flush()
    return job.step

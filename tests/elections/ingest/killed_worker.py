"""A worker that dies in the middle of its work as by kill -9: `python -m ... BATCH INTAKE_DIR NTH_STEP`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import django
from django.conf import settings


def main(batch_id: int, folder: Path, nth: int) -> None:
    """Work on the batch until so many different steps have been told of."""
    django.setup()
    settings.INTAKE_DIR = folder
    from registry import jobs
    from registry.ingest import running

    class Doomed(jobs.Job):
        def progress(self, step: str, done: int = 0, total: int = 0) -> None:
            told.add(step)
            if len(told) == nth:
                os.kill(os.getpid(), signal.SIGKILL)
            super().progress(step, done, total)

    told: set[str] = set()
    jobs.Job = Doomed  # type: ignore[misc]
    running.run(batch_id)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))

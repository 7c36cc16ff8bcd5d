"""A real worker, with beat in it, on the test's own database and broker; it can be killed as a power cut would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from registry import bulk

ROOT = Path(__file__).resolve().parents[2]


class Worker:
    """Start, kill and start again; every process it ever had is gone after `kill`."""

    def __init__(self, folder: Path, name: str = "satu") -> None:
        self._folder, self._name = folder, name
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "kependudukan.settings.test",
            "DATABASE_URL": bulk.address(),
            "REDIS_URL": settings.CELERY_BROKER_URL,
            "KEPENDUDUKAN_VAR": str(settings.VAR),
        }
        command = (
            f"celery -A kependudukan worker -B -s {self._folder / f'beat-{self._name}'} -c 1 -l info -n {self._name}@%h"
            " --without-mingle --without-gossip --without-heartbeat"  # it would wait a second for others to answer
        )
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *command.split()],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """kill -9 of the whole group: the worker, its pool and beat."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def log(self) -> str:
        return self._log.read_text(errors="replace")

    @property
    def _log(self) -> Path:
        return self._folder / f"worker-{self._name}.log"

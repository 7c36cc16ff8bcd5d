"""Web, worker and beat as child processes that end with their parent, however that one ends."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kependudukan.development.command import ROOT, CommandFailed, variable_folder

_SECONDS_TO_STOP = 20
_SET_PARENT_DEATH_SIGNAL = 1  # prctl(2)


@dataclass
class ServingProcess:
    """One process: its name, the arguments that Python gets, and the file that its output goes to."""

    name: str
    arguments: list[str]
    log: Path
    _process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it through us and in order."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self.arguments],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - this process has one thread
            )

    def raise_if_ended(self) -> None:
        """Tell the last lines of its log when it is no longer there.

        Raises:
            CommandFailed: it has ended.
        """
        if self._process is not None and self._process.poll() is not None:
            raise CommandFailed(self.last_words())

    def last_words(self) -> str:
        """Return the end of its log and where the rest is."""
        lines = self.log.read_text(errors="replace").splitlines()[-20:]
        return "\n".join([*lines, f"That is the end of {self.log}, the log of the {self.name} process."])

    def ask_to_stop(self) -> None:
        """Send SIGTERM, on which each of the three finishes what it is at."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self) -> None:
        """Wait for its end, and force it when it does not come."""
        if self._process is None:
            return
        try:
            self._process.wait(_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


@contextmanager
def serving(port: int) -> Iterator[list[ServingProcess]]:
    """Have web, worker and beat running inside the block; the web process comes first in the list."""
    ours = _web_worker_and_beat(port)
    try:
        for process in ours:
            process.start()
        yield ours
    finally:
        for process in ours:
            process.ask_to_stop()
        for process in ours:
            process.wait()


def _web_worker_and_beat(port: int) -> list[ServingProcess]:
    commands = {
        "web": f"gunicorn kependudukan.wsgi -k gthread -w 2 --threads 4 -b 127.0.0.1:{port}",
        "worker": "celery -A kependudukan worker --concurrency 1 --loglevel info",
        "beat": "celery -A kependudukan beat --loglevel info",
    }
    logs = variable_folder() / "log"
    return [ServingProcess(name, ["-m", *line.split()], logs / f"{name}.log") for name, line in commands.items()]


def _end_with_parent() -> None:
    """Ask Linux for a SIGTERM to this process when its parent dies; other systems have no such thing."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)

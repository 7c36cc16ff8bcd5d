"""`dev.py run`: a made-up regency, reconciled and ranked, in the browser; ends with Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kependudukan.development.command import (
    ROOT,
    CommandFailed,
    embedded_servers,
    main,
    manage,
    say,
    variable_folder,
)
from kependudukan.development.processes import ServingProcess, serving

_FIRST_PAGE = "/peringkat/"
_SECONDS_TO_FIRST_PAGE = 60


def run(arguments: list[str]) -> None:
    """Serve until Ctrl-C; with --once only until the first page has answered."""
    if set(arguments) - {"--once"}:
        raise CommandFailed("usage: python3 dev.py run [--once]")
    begun = time.monotonic()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kependudukan.settings.local")
    with _the_only_run(), embedded_servers():
        port = _free_port()
        manage("migrate", "--noinput", "--verbosity", "0")
        if shutil.which("espeak-ng"):
            manage("make_voice")
        with serving(port) as ours:
            _try_out(ours)
            _await_first_page(ours, port)
            say(f"Ready after {time.monotonic() - begun:.0f} s: http://127.0.0.1:{port}{_FIRST_PAGE}")
            if "--once" not in arguments:
                _stay(ours)


def run_file() -> Path:
    """Return the file that a running `run` holds locked, with its process id inside."""
    folder = variable_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "run.pid"


@contextmanager
def _the_only_run() -> Iterator[None]:
    """Refuse a second `run` on the same folder; the lock goes with the process, however that ends."""
    with run_file().open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandFailed("It is running already: python3 dev.py stop ends it.") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _free_port() -> int:
    port = int(os.environ.get("PORT", "8000"))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            raise CommandFailed(
                f"Port {port} cannot be used ({problem.strerror}). Choose another: PORT=8001 python3 dev.py run"
            ) from None
    return port


def _try_out(ours: list[ServingProcess]) -> None:
    """Run the command that asks the worker for a regency; not longer than the worker lives."""
    command = [sys.executable, "manage.py", "try_out"]
    with subprocess.Popen(command, cwd=ROOT) as asking:
        try:
            while asking.poll() is None:
                _raise_if_any_ended(ours)
                time.sleep(0.05)
        except BaseException:
            asking.terminate()
            raise
    if asking.returncode:
        raise CommandFailed(f"try_out ended with exit code {asking.returncode}")


def _raise_if_any_ended(ours: list[ServingProcess]) -> None:
    for process in ours:
        process.raise_if_ended()


def _await_first_page(ours: list[ServingProcess], port: int) -> None:
    until = time.monotonic() + _SECONDS_TO_FIRST_PAGE
    while True:
        _raise_if_any_ended(ours)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{_FIRST_PAGE}", timeout=10) as answer:
                answer.read()
                return
        except OSError as problem:
            if time.monotonic() > until:
                raise CommandFailed(f"{_FIRST_PAGE}: {problem}\n{ours[0].last_words()}") from None
            time.sleep(0.1)


def _stay(ours: list[ServingProcess]) -> None:
    say(f"Ctrl-C stops everything; the logs are in {variable_folder() / 'log'}")
    while True:
        _raise_if_any_ended(ours)
        time.sleep(0.5)


if __name__ == "__main__":
    main(run)

"""`dev.py stop`: ends a `run` of this folder and its embedded servers."""

from __future__ import annotations

import fcntl
import os
import signal

from kependudukan import embedded
from kependudukan.development.command import main, variable_folder
from kependudukan.development.run import run_file


def stop(_arguments: list[str]) -> None:
    """Ask a running `run` to end and wait for it; then stop what servers are left."""
    with run_file().open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # Whoever holds the lock wrote its process id, so this cannot hit another process.
            file.seek(0)
            os.kill(int(file.read()), signal.SIGTERM)
            fcntl.flock(file, fcntl.LOCK_EX)
    embedded.stop(variable_folder())


if __name__ == "__main__":
    main(stop)

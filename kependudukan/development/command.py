"""The frame round a developer's command: where it writes, what it runs, how it fails and is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from kependudukan import embedded

ROOT = Path(__file__).resolve().parents[2]


class CommandFailed(Exception):
    """What ends a command; the text says what to do."""


def main(command: Callable[[list[str]], None]) -> NoReturn:
    """Run a command with the arguments of this process and exit with its code."""
    signal.signal(signal.SIGTERM, _like_ctrl_c)
    code = 0
    try:
        command(sys.argv[1:])
    except (CommandFailed, embedded.EmbeddedServerError) as problem:
        say(str(problem))
        code = 1
    except KeyboardInterrupt:
        say("stopped")
    sys.exit(code)


def _like_ctrl_c(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def variable_folder() -> Path:
    """Return the folder for everything that is written at run time."""
    return Path(os.environ.get("KEPENDUDUKAN_VAR", "").strip() or ROOT / "var").resolve()


@contextmanager
def embedded_servers() -> Iterator[None]:
    """Have the servers that the environment does not name running inside the block."""
    try:
        embedded.start(variable_folder(), **embedded.wanted(os.environ))
        yield
    finally:
        embedded.stop(variable_folder())


def manage(*arguments: str) -> None:
    """Run a management command and wait for it."""
    python("manage.py", *arguments)


def python(*arguments: str) -> None:
    """Run a Python program in the checkout, its output to the terminal.

    Raises:
        CommandFailed: it ended with another exit code than 0.
    """
    code = subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False).returncode
    if code:
        raise CommandFailed(f"this ended with exit code {code}: {' '.join(arguments)}")


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()

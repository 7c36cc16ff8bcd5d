"""What the tests of the embedded servers share: starting and stopping, SQL, burying the killed."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg2
from psycopg2.extensions import cursor as Cursor  # noqa: N812 - it names a class

from kependudukan import embedded

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def servers(var: Path, *, database: bool = True, broker: bool = True) -> Iterator[Path]:
    """Have durable servers on a folder inside the block."""
    try:
        embedded.start(var, database=database, broker=broker)
        yield var
    finally:
        embedded.stop(var)


@contextmanager
def cursor_of(var: Path) -> Iterator[Cursor]:
    """Give a cursor on the folder's database; each statement is its own transaction."""
    parts = urlsplit(embedded.database_url(var))
    host = parse_qs(parts.query)["host"][0]
    link = psycopg2.connect(dbname=parts.path[1:], user=parts.username, host=host, port=parts.port)
    link.autocommit = True
    try:
        yield link.cursor()
    finally:
        link.close()


def ask(var: Path, question: str) -> str:
    """Return the first value of a query's first row, as text."""
    with cursor_of(var) as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return "" if row is None else str(row[0])


def postmaster_pid(var: Path) -> int:
    """Return the process id of the folder's server."""
    return int((var / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])


@contextmanager
def burying_orphans() -> Iterator[None]:
    """Become the parent of orphans, as init is: in a bare container nobody else waits for a killed server."""
    libc = ctypes.CDLL(None)
    adopt_orphans = 36  # PR_SET_CHILD_SUBREAPER, prctl(2)
    libc.prctl(adopt_orphans, 1)
    try:
        yield
    finally:
        libc.prctl(adopt_orphans, 0)


def wait_for_end(pid: int, *, bury: bool = True) -> None:
    """Wait until an adopted process has ended; without burying it stays in the process table as a zombie."""
    os.waitid(os.P_PID, pid, os.WEXITED | (0 if bury else os.WNOWAIT))


def start_in_another_process(var: Path) -> subprocess.Popen[str]:
    """Start the servers as another program would, with the command line of the package."""
    return subprocess.Popen(
        [sys.executable, "-m", "kependudukan.embedded", "start"],
        cwd=ROOT,
        env=environment_without_servers() | {"KEPENDUDUKAN_VAR": str(var)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def environment_without_servers() -> dict[str, str]:
    """Return this process's environment without the addresses of servers."""
    return {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}

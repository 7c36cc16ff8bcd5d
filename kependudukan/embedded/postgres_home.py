"""Where one embedded PostgreSQL lives: data, log, socket and programs, and how its programs are run."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kependudukan.embedded.accounts import Account, server_account
from kependudukan.embedded.folders import digest, make_private, socket_folder
from kependudukan.embedded.programs import postgres_folder
from kependudukan.embedded.zombies import forget_the_dead

#: Part of the socket's name; the server listens on no network port.
PORT = 5432


def socket(var: Path) -> Path:
    """Return the socket that belongs to a var folder."""
    return socket_folder(var, "postgres") / f".s.PGSQL.{PORT}"


@dataclass(frozen=True)
class PostgresHome:
    """One server's places. `folder` holds data and log and is the only thing to remove to begin anew."""

    folder: Path
    socket: Path
    account: Account

    @classmethod
    def of(cls, var: Path) -> PostgresHome:
        """Return the places that belong to a var folder; touches nothing."""
        account = server_account()
        folder = var.resolve() / "postgres"
        if account.uid is not None:
            # The other account cannot enter root's folders.
            folder = Path("/var/tmp") / f"kependudukan-{account.uid}-{digest(var)}"  # noqa: S108
        return cls(folder, socket(var), account)

    @property
    def data(self) -> Path:
        """Return the data folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """Return the server's log; it holds no values (see LOG_SETTINGS)."""
        return self.folder / "log"

    def prepare(self) -> None:
        """Make the private folders.

        Raises:
            EmbeddedServerError: one of them exists and is not private.
        """
        make_private(self.folder, owner=self.account.uid)
        make_private(self.socket.parent, owner=self.account.uid)

    def forget_the_dead(self) -> None:
        """Let a killed server's lock files, beside the data and beside the socket, stand in nobody's way."""
        forget_the_dead(self.data / "postmaster.pid")
        forget_the_dead(self.socket.with_name(f"{self.socket.name}.lock"))

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the server's account and wait for it.

        pg_ctl's output is not read: the server that it leaves behind would hold the pipe open.
        """
        daemon = program == "pg_ctl"
        return subprocess.run(
            [*self.account.prefix, str(self._programs() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if daemon else subprocess.PIPE,
            stderr=subprocess.DEVNULL if daemon else subprocess.PIPE,
            text=True,
            check=False,
            cwd="/",
            env=_environment(),
            start_new_session=daemon,
            **self.account.popen_arguments(),
        )

    def _programs(self) -> Path:
        """Return the programs' folder; another account gets a copy, as a venv of root's is closed to it."""
        source = postgres_folder()
        if self.account.uid is None or source.is_relative_to("/usr"):
            return source
        package = source.parents[1]
        copy = self.folder / package.name
        if not copy.exists():
            # The shared libraries of a wheel stand beside its package.
            for part in (package.with_name(f"{package.name}.libs"), package):
                if part.exists():
                    shutil.copytree(part, self.folder / part.name, symlinks=True, dirs_exist_ok=True)
        return copy / source.relative_to(package)


def _environment() -> dict[str, str]:
    """Return the environment without PGPORT, PGOPTIONS and the like, which are meant for another server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}

"""Where the embedded servers put their sockets, and the lock that lets only one process start them."""

from __future__ import annotations

import fcntl
import hashlib
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kependudukan.embedded.errors import EmbeddedServerError

#: Linux allows 107 bytes for the path of a unix socket; the longest name we append is 18.
_LONGEST_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
# Not tempfile.gettempdir(): two processes with a different TMPDIR must find the same server.
_SHORT_PLACE = Path("/tmp")  # noqa: S108


def socket_folder(var: Path, server: str) -> Path:
    """Return the folder of a server's socket: `<var>/run/<server>`, or a short private one in /tmp.

    Root always gets the one in /tmp: where PostgreSQL has to run as another account, that account could not
    reach a socket inside root's own folders.
    """
    inside = var.resolve() / "run" / server
    if os.geteuid() and len(os.fsencode(inside)) <= _LONGEST_FOLDER and str(inside).isascii():
        return inside
    return _SHORT_PLACE / f"kependudukan-{os.geteuid()}-{digest(var)}-{server}"


def digest(var: Path) -> str:
    """Return ten characters that stand for a var folder in names outside it."""
    return hashlib.sha256(os.fsencode(var.resolve())).hexdigest()[:10]


def make_private(folder: Path, *, owner: int | None = None) -> None:
    """Make a folder that only its owner can enter, or refuse one that somebody else prepared.

    Whoever can reach the sockets can read the data: the servers ask for no password.

    Raises:
        EmbeddedServerError: the path exists and is a link, another's, or open to others.
    """
    with suppress(FileExistsError):
        folder.mkdir(parents=True, mode=0o700)
    found = folder.lstat()
    ours = {os.geteuid(), os.geteuid() if owner is None else owner}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours or found.st_mode & 0o077:
        raise EmbeddedServerError(
            f"{folder} is not a folder that only this user can enter; "
            "remove it, or set KEPENDUDUKAN_VAR to another place"
        )
    if owner is not None and found.st_uid != owner:
        os.chown(folder, owner, -1)


def remove_if_empty(folder: Path) -> None:
    """Remove a socket folder that a stopped server has left; keep one that holds anything."""
    with suppress(OSError):
        folder.rmdir()


def answers(path: Path, greeting: bytes) -> bool:
    """Return whether a server answers a greeting on its unix socket; asks nobody for a process id.

    A dying process still takes connections for a moment: only a word in return counts.
    """
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        try:
            client.connect(str(path))
            client.sendall(greeting)
            return bool(client.recv(1))
        except OSError:
            return False


@contextmanager
def only_one_starter(var: Path, server: str) -> Iterator[None]:
    """Hold the lock under which a server is started or stopped; others wait, and then find it running."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / f".{server}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

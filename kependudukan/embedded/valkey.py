"""Starts and stops the embedded Valkey of a var folder, the broker that Celery uses on a laptop."""

from __future__ import annotations

import socket as sockets
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from kependudukan.embedded.errors import EmbeddedServerError
from kependudukan.embedded.folders import answers, make_private, only_one_starter, remove_if_empty, socket_folder
from kependudukan.embedded.programs import valkey_server

_PING = b"PING\r\n"
_SECONDS_TO_START = 10.0
_SECONDS_TO_STOP = 10.0


def socket(var: Path) -> Path:
    """Return the socket that belongs to a var folder."""
    return socket_folder(var, "valkey") / "valkey.sock"


def start(var: Path, *, durable: bool = True) -> None:
    """Start Valkey if it does not answer.

    Raises:
        EmbeddedServerError: it does not start; the text names its log.
    """
    with only_one_starter(var, "valkey"):
        _make_folders(var)
        if answers(socket(var), _PING):
            return
        subprocess.run(
            _command(var, durable=durable),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            check=False,
            cwd="/",
        )
        if not _waited(var, listening=True, seconds=_SECONDS_TO_START):
            raise EmbeddedServerError(f"Valkey did not start; its log says why: {_data(var) / 'log'}")


def stop(var: Path) -> None:
    """Stop Valkey and wait until its socket is silent; harmless when none runs."""
    if not socket(var).exists():
        return
    with only_one_starter(var, "valkey"):
        _ask_to_shut_down(var)
        _waited(var, listening=False, seconds=_SECONDS_TO_STOP)
        remove_if_empty(socket(var).parent)


def _ask_to_shut_down(var: Path) -> None:
    with suppress(OSError), sockets.socket(sockets.AF_UNIX) as client:
        client.settimeout(_SECONDS_TO_STOP)
        client.connect(str(socket(var)))
        client.sendall(b"SHUTDOWN\r\n")
        client.recv(64)


def _data(var: Path) -> Path:
    return var.resolve() / "valkey"


def _make_folders(var: Path) -> None:
    make_private(_data(var))
    make_private(socket(var).parent)


def _command(var: Path, *, durable: bool) -> list[str]:
    """Return the server's command line: no port, a private socket, a log synced each second."""
    options = {
        "port": "0",
        "unixsocket": str(socket(var)),
        "unixsocketperm": "700",
        "dir": str(_data(var)),
        "logfile": str(_data(var) / "log"),
        "pidfile": str(_data(var) / "pid"),
        "appendonly": "yes" if durable else "no",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "yes",
    }
    return [str(valkey_server()), *(word for name, value in options.items() for word in (f"--{name}", value))]


def _waited(var: Path, *, listening: bool, seconds: float) -> bool:
    """Wait until the socket answers, or no longer does; return whether it came to that."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answers(socket(var), _PING) is listening:
            return True
        time.sleep(0.02)
    return False

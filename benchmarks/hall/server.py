"""gunicorn as the image starts it, killed and started again, and the statements that it sends to PostgreSQL."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings

from benchmarks.booking.web import process_of
from kependudukan.development.processes import ServingProcess
from kependudukan.embedded.postgres_home import PostgresHome

#: As in the Dockerfile.
PROCESSES: Final = 2
_COMMAND: Final = "-m gunicorn kependudukan.wsgi --worker-class=gthread --workers={} --threads=8 -b 127.0.0.1:{}"
#: Only the sessions of the web server write each of their statements into the server's log.
_TELLS: Final = {"PGOPTIONS": "-c log_min_duration_statement=0"}
#: What is asked for all boards, and for all phones, of a process.
BOARDS, PHONES = "the board", "the line of the phones"
_STATEMENT: Final = re.compile(r"duration: .*? ms  (?:statement|execute [^:]*): (.*)")


class Server:
    """The web server at one port."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.process = 0

    def start(self) -> None:
        """Start it and return at once; whoever needs it waits (`until_there`)."""
        os.environ |= _TELLS
        try:
            self._web = ServingProcess(
                "web", _COMMAND.format(PROCESSES, self.port).split(), settings.VAR / "log" / "web.log"
            )
            self._web.start()
        finally:
            for name in _TELLS:
                del os.environ[name]

    def until_there(self) -> None:
        """Wait until it takes connections."""
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        self.process = process_of(self.port)

    def kill(self) -> None:
        """Kill -9 of all its processes at once, as when the machine loses its power."""
        os.killpg(self.process, signal.SIGKILL)
        self._web.wait()

    def stop(self) -> None:
        """End it in order."""
        self._web.ask_to_stop()
        self._web.wait()


@contextmanager
def serving() -> Iterator[Server]:
    """Have the web server running inside the block."""
    server = Server()
    server.start()
    try:
        server.until_there()
        yield server
    finally:
        server.stop()


class Statements:
    """What the web server has sent to PostgreSQL since this was made."""

    def __init__(self) -> None:
        self._log = PostgresHome.of(settings.VAR).log
        self._from = self._log.stat().st_size

    def counted(self) -> Counter[str]:
        """Return how often each kind of statement was sent: what a board or the phones ask, and the rest as it is."""
        with self._log.open("rb") as log:
            log.seek(self._from)
            lines = log.read().decode(errors="replace").splitlines()
        found = (_STATEMENT.search(line) for line in lines)
        return Counter(_in_short(one[1]) for one in found if one)


def _in_short(statement: str) -> str:
    kinds = {"queueing_call": BOARDS, "queueing_ticket": PHONES}
    return next((kind for table, kind in kinds.items() if f'FROM "{table}"' in statement), statement[:40])

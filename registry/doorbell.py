"""A doorbell for workers that nobody waits at: whoever rings goes on at once, also while the broker stands still.

What is to be done lies in PostgreSQL and a sweeper finds it within seconds; a ring only saves those seconds, so it may
be lost. A ring straight from a request is an outage waiting: with a frozen broker it holds the request for as long as
the sockets' time-outs, several times over.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Final

#: Seconds between two rings, so that a crowd of requests rings ten times a second at most.
PAUSE: Final = 0.1
#: Seconds for which a broker that did not take a ring is left alone.
REST: Final = 5.0

log = logging.getLogger(__name__)


class Doorbell:
    """Rings in a thread of its own, one ring at a time; rings that come meanwhile become one.

    Args:
        name: what is rung for, for the log.
        ring: publishes the task; whatever it raises costs one line in the log and a rest.
    """

    def __init__(self, name: str, ring: Callable[[], object]) -> None:
        self._name, self._ring = name, ring
        self._begin_anew()
        os.register_at_fork(after_in_child=self._begin_anew)

    def _begin_anew(self) -> None:
        """Have no thread yet; a process that was forked off has its parent's object and not its thread."""
        self._wanted, self._lock = threading.Event(), threading.Lock()
        self._ringer: threading.Thread | None = None

    def ring(self) -> None:
        """Ask for a ring, and return."""
        self._wanted.set()
        with self._lock:
            if self._ringer is None:
                self._ringer = threading.Thread(target=self._ring_when_wanted, name=f"ring-{self._name}", daemon=True)
                self._ringer.start()

    def _ring_when_wanted(self) -> None:
        while self._wanted.wait():
            self._wanted.clear()
            try:
                self._ring()
                time.sleep(PAUSE)
            except Exception as error:  # a broker fails in many ways, and none matters here
                log.warning("no ring for %s: %s", self._name, type(error).__name__)
                time.sleep(REST)

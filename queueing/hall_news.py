"""What this process knows of each office's hall, for as long as PostgreSQL tells of no change there.

Boards ask every second and phones every fifteen, and mostly nothing has happened. A thread of this process listens
(LISTEN) to what the triggers of migration 0014 tell, so that a change costs one look at the database and no change
costs none. Where nobody listens, since the connection was lost or goes through a pool that keeps none, what is known
holds for a moment only (`settings.MOMENT`), as elsewhere.
"""

from __future__ import annotations

import logging
import os
import select
import threading
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2 import extensions

CHANNEL: Final = "hall"
#: Seconds after which a quiet connection is asked whether it still lives.
QUIET: Final = 5.0
#: Seconds between two tries to listen.
REST: Final = 1.0
#: Seconds after which even an unchanged hall is looked at anew: the day ends, and expected waits shrink.
LONGEST: Final = 30.0

Value = TypeVar("Value")

log = logging.getLogger(__name__)


class _Listener:
    """Counts the changes of each office's hall, in a thread that begins with the first question."""

    def __init__(self) -> None:
        self._begin_anew()
        os.register_at_fork(after_in_child=self._begin_anew)

    def _begin_anew(self) -> None:
        """Know nothing; a process that was forked off has its parent's object and not its thread."""
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._all, self._changes = 0, dict[int, int]()
        self._ends = threading.Event()
        self.hears = False

    def stop(self) -> None:
        """End the thread and its connection; the next question begins anew."""
        self._ends.set()
        if self._thread is not None:
            self._thread.join()
        self._begin_anew()

    def changes_of(self, office: int) -> tuple[int, int]:
        """Return what is another value after every change of this hall, and whenever some may have been missed."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen_for_ever, name="hall-news", daemon=True)
                self._thread.start()
            return self._all, self._changes.get(office, 0)

    def _listen_for_ever(self) -> None:
        while not self._ends.is_set():
            database = connections.create_connection("default")
            try:
                database.ensure_connection()
                self._listen(database.connection)
            except Exception as error:  # a database fails in many ways, and all that is lost is the news
                log.warning("no news of the hall: %s", type(error).__name__)
            finally:
                self.hears = False
                self._forget_all()
                _close(database)
            self._ends.wait(REST)

    def _listen(self, raw: extensions.connection) -> None:
        raw.autocommit = True
        cursor = raw.cursor()
        cursor.execute(f"LISTEN {CHANNEL}")
        self._forget_all()
        self.hears = True
        while not self._ends.is_set():
            if not select.select([raw], [], [], QUIET)[0]:
                cursor.execute("SELECT 1")
            raw.poll()
            while raw.notifies:
                self._note(raw.notifies.pop(0).payload)

    def _note(self, office: str) -> None:
        with self._lock:
            self._changes[int(office)] = self._changes.get(int(office), 0) + 1

    def _forget_all(self) -> None:
        with self._lock:
            self._all += 1


_listener: Final = _Listener()


class HallNews(Generic[Value]):
    """Values by office, each good until its hall changes."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Value, tuple[int, int], float]] = {}
        self._asking: dict[int, threading.Lock] = {}

    def get(self, office: int, look_up: Callable[[], Value]) -> Value:
        """Return what is known of an office's hall, looking it up once for everybody where that changed."""
        if not settings.MOMENT:
            return look_up()
        known = self._good(office)
        if known is not None:
            return known[0]
        with self._asking.setdefault(office, threading.Lock()):
            known = self._good(office)
            if known is not None:
                return known[0]
            # Counted before the look: a change that comes between the two is looked at once more.
            seen = _listener.changes_of(office)
            value = look_up()
            self._known[office] = (value, seen, time.monotonic())
            return value

    def forget(self) -> None:
        """Know nothing."""
        self._known.clear()

    def _good(self, office: int) -> tuple[Value, tuple[int, int], float] | None:
        known = self._known.get(office)
        if known is None or known[1] != _listener.changes_of(office):
            return None
        good_for = min(LONGEST, float("inf") if _listener.hears else settings.MOMENT.total_seconds())
        return known if time.monotonic() - known[2] < good_for else None


def _close(database: BaseDatabaseWrapper) -> None:
    try:
        database.close()
    except Exception as error:  # it was lost already
        log.debug("closing after a loss: %s", type(error).__name__)

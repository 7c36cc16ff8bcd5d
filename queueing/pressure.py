"""Whether the public's forms are under pressure: how many came to this process within the last minute.

Each process counts for itself, in memory: a count in the database would be one more row that a crowd fights for.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Final

from django.conf import settings

MINUTE: Final = 60.0


class Pressure:
    """The forms of the last minute, at most as many as make it high."""

    def __init__(self) -> None:
        self._came: deque[float] = deque()
        self._lock = threading.Lock()

    def note(self) -> None:
        """Count one form, by the clock that only runs forward."""
        with self._lock:
            self._came.append(time.monotonic())
            while len(self._came) > settings.FORMS_A_MINUTE + 1:
                self._came.popleft()

    def is_high(self) -> bool:
        """Return whether more forms came within the last minute than `settings.FORMS_A_MINUTE`."""
        with self._lock:
            full = len(self._came) > settings.FORMS_A_MINUTE
            return full and self._came[0] > time.monotonic() - MINUTE


pressure: Final = Pressure()

"""What this process has looked up a moment ago: a surge of readers costs one query in three seconds.

It stands in no server, so it is there whoever is down. One thread looks up; others are given what was known before.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from django.conf import settings

#: As long as a look-up is under way others are given what is so many times too old.
PATIENCE: Final = 10
#: So many look-ups are kept; whoever asks for more pushes the oldest out.
MOST: Final = 2_000

Value = TypeVar("Value")


@dataclass
class _Known(Generic[Value]):
    """The last answer and since when it holds, by the clock that only runs forward."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    found: tuple[Value, float] | None = None


class Moments(Generic[Value]):
    """Values by key, each good for `settings.MOMENT` (a timedelta)."""

    def __init__(self) -> None:
        self._known: dict[Hashable, _Known[Value]] = {}
        self._adding = threading.Lock()

    def get(self, key: Hashable, look_up: Callable[[], Value], *, within: float = float("inf")) -> Value:
        """Return what is known of the key; look it up where that is older than a moment, or than `within` seconds."""
        known = self._known_of(key)
        good_for = min(settings.MOMENT.total_seconds(), within)
        found = known.found
        age = time.monotonic() - found[1] if found else float("inf")
        if found and age < good_for:
            return found[0]
        if not known.lock.acquire(blocking=age >= good_for * PATIENCE) and found:
            return found[0]
        try:
            if known.found is found or known.found is None:
                known.found = (look_up(), time.monotonic())
            return known.found[0]
        finally:
            known.lock.release()

    def forget(self) -> None:
        """Know nothing."""
        with self._adding:
            self._known.clear()

    def _known_of(self, key: Hashable) -> _Known[Value]:
        known = self._known.get(key)
        if known is None:
            with self._adding:
                while len(self._known) >= MOST:
                    self._known.pop(next(iter(self._known)))
                known = self._known.setdefault(key, _Known())
        return known

"""What many ask at once, asked of the database once in a few seconds by each process."""

from __future__ import annotations

import datetime
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Final, Generic, TypeVar

Key = TypeVar("Key")
Answer = TypeVar("Answer")

#: How many answers a process keeps of one question; the one that was asked first goes first.
_MOST: Final = 2_000


class Kept(Generic[Key, Answer]):
    """Keeps the answers to one question for a while, by the clock of whoever asks; threads take turns to ask."""

    def __init__(self, ask: Callable[[Key, datetime.datetime], Answer], *, good_for: datetime.timedelta) -> None:
        self._ask, self._good_for = ask, good_for
        self._answers: OrderedDict[Key, tuple[datetime.datetime, Answer]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, at: datetime.datetime) -> Answer:
        """Return an answer that is not older than it is good for."""
        with self._lock:
            asked_at, answer = self._answers.get(key, (None, None))
            if asked_at is not None and answer is not None and abs(at - asked_at) < self._good_for:
                return answer
            answer = self._ask(key, at)
            self._answers[key] = (at, answer)
            self._answers.move_to_end(key)
            while len(self._answers) > _MOST:
                self._answers.popitem(last=False)
            return answer

    def forget(self) -> None:
        """Forget all answers."""
        with self._lock:
            self._answers.clear()

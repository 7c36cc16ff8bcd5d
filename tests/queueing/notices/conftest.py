"""A gateway that remembers what it was given, and fails as it is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from queueing.notifying import Message, carrying


class Gateway:
    """Takes messages; `answer` may raise in its stead."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.asked = 0
        self.answer: Callable[[Message], None] = lambda _message: None

    def send(self, message: Message) -> None:
        self.asked += 1
        self.answer(message)
        self.taken.append(message)


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    """The gateway of every channel."""
    made = Gateway()
    monkeypatch.setattr(carrying, "notifier_for", lambda _channel: made)
    return made

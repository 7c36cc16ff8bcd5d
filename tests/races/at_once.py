"""What races are made of: acts in threads of their own, all starting together."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import ModuleType

import pytest
from django.db import connections


def all_at_once(*acts: Callable[[], object]) -> list[object]:
    """Do these in threads of their own, all starting together; return what each gave or raised, in their order."""
    said: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def go(at: int, act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            said[at] = act()
        except Exception as refusal:
            said[at] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(at, act)) for at, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def elsewhere(act: Callable[[], object]) -> object:
    """Do this in a thread with a connection of its own, and return what it gave or raised."""
    (said,) = all_at_once(act)
    return said


def just_before(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, step: str, meanwhile: Callable[[], object]
) -> list[object]:
    """Let somebody else act right before a step is first taken; return the list of what that act will have said."""
    said: list[object] = []
    taken, acts = getattr(module, step), [meanwhile]

    def act_and_take(*args: object, **kwargs: object) -> object:
        if acts:
            said.append(elsewhere(acts.pop()))
        return taken(*args, **kwargs)

    monkeypatch.setattr(module, step, act_and_take)
    return said

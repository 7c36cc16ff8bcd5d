"""What races with one order are made of: somebody else acts right before a step of ours."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from tests.races.at_once import all_at_once


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

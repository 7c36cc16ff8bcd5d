"""Who is asking, for the trail: the request's own number and the address it came from, carried beside the scope.

A task or a command asks without a request; its entries have neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Asking:
    """One request: `request_id` is 32 hex figures of our own, `address` an IP address or nothing."""

    request_id: str = ""
    address: str | None = None


NOBODY: Final = Asking()
_current: ContextVar[Asking] = ContextVar("asking", default=NOBODY)


def current() -> Asking:
    """Return the request that is being answered, or nobody's."""
    return _current.get()


@contextmanager
def by(asking: Asking) -> Iterator[None]:
    """Answer this request while the block runs."""
    token = _current.set(asking)
    try:
        yield
    finally:
        _current.reset(token)

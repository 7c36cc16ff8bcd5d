"""A question that says how often it was asked."""

from __future__ import annotations


class Counting:
    """Answers with the number of the asking."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        """Answer."""
        self.times += 1
        return self.times

"""Chance without a state: every draw is a hash of the seed, the purpose and the number of the row.

So no draw depends on the order in which rows are worked on, and any number of threads gives the same people.
DuckDB's `hash` may change between its versions; the version is pinned, and a new one means a new population.
"""

from __future__ import annotations

from hashlib import blake2b


class Dice:
    """Draws for one regency, as SQL expressions and as Python numbers."""

    def __init__(self, seed: int, regency: str) -> None:
        self._name = f"{seed}/{regency}"

    def salt(self, purpose: str) -> int:
        """Return the 64-bit number that makes the draws of one purpose independent of all others."""
        return int.from_bytes(blake2b(f"{self._name}/{purpose}".encode(), digest_size=8).digest(), "big")

    def share(self, purpose: str) -> float:
        """Return one number in [0, 1) for a purpose, drawn in Python."""
        return self.salt(purpose) / 2**64

    def whole(self, row: str, purpose: str) -> str:
        """Return SQL for a 64-bit whole number; `row` is a SQL expression for the row's number.

        The salt is mixed in before hashing: DuckDB combines the arguments of `hash(a, b)` by an exclusive or
        that comes last, which would make the draws of two purposes mirror images of each other.
        """
        return f"hash(xor(({row})::UBIGINT, {self.salt(purpose)}::UBIGINT))"

    def unit(self, row: str, purpose: str) -> str:
        """Return SQL for a number in [0, 1)."""
        return f"(({self.whole(row, purpose)} >> 11) / 9007199254740992.0)"

    def below(self, row: str, purpose: str, bound: int | str) -> str:
        """Return SQL for a whole number from 0 to `bound` - 1."""
        return f"({self.whole(row, purpose)} % ({bound}))::INTEGER"

    def spread(self, row: str, purpose: str) -> str:
        """Return SQL for a bell-shaped number around 0, with a standard deviation of 1 and never beyond 3."""
        draws = " + ".join(self.unit(row, f"{purpose}/{turn}") for turn in range(3))
        return f"(({draws} - 1.5) * 2)"

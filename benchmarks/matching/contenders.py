"""Who is compared: name, module, how large a registry each is given without being asked."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.matching.lists import FULL

SMALL = 50_000


@dataclass(frozen=True)
class Contender:
    """One way to compare two lists.

    `sizes`: residents from and up to which it runs unasked. `times`: how often; the median by CPU counts.
    `needs_packages`: runs in the environment of requirements-bench.txt. `needs_server`: in the embedded PostgreSQL.
    """

    name: str
    label: str
    sizes: tuple[int, int] = (0, 10**9)
    times: int = 1
    needs_packages: bool = False
    needs_server: bool = False

    @property
    def module(self) -> str:
        """The module with its `link`."""
        return f"benchmarks.matching.{self.name}"


CONTENDERS = (
    Contender("floor", "NIK join alone (floor)", times=5),
    Contender("engine", "this engine"),
    Contender("splink_residual", "Splink, saved model, residual"),
    Contender("splink_everything", "Splink, EM-trained, everything", sizes=(FULL, FULL)),
    Contender("postgresql", "PostgreSQL, the same cascade", needs_server=True),
    Contender("record_linkage", "recordlinkage", sizes=(0, SMALL), needs_packages=True),
)


def chosen(residents: int, only: list[str]) -> list[Contender]:
    """Return who is to run, in the order of the table."""
    if only:
        return [contender for contender in CONTENDERS if contender.name in only]
    return [each for each in CONTENDERS if each.sizes[0] <= residents <= each.sizes[1]]

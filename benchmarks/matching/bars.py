"""The bars of the comparison, each with the figure that was reached and whether it is held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.matching import engine
from benchmarks.matching.contenders import SMALL
from benchmarks.matching.judging import Score
from benchmarks.matching.lists import FULL, Lists
from benchmarks.matching.running import Result


@dataclass(frozen=True)
class Bar:
    """`at_least` tells which side of `bound` is the good one."""

    what: str
    figure: float
    bound: float
    at_least: bool = False
    shown: str = ".2f"

    @property
    def is_held(self) -> bool:
        """Whether the figure is on the good side."""
        return self.figure >= self.bound if self.at_least else self.figure <= self.bound

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The row of a table."""
        sign = ">=" if self.at_least else "<="
        bound = format(self.bound, self.shown).rstrip("0").rstrip(".")
        return self.what, format(self.figure, self.shown), f"{sign} {bound}", "ya" if self.is_held else "tidak"


@dataclass(frozen=True)
class _Accuracy:
    precision: float
    recall: float
    review: float


_ACCURACY = {"standard": _Accuracy(0.999, 0.995, 0.002), "hard": _Accuracy(0.998, 0.92, 0.02)}


def bars(lists: Lists, results: Mapping[str, Result]) -> list[Bar]:
    """Return the bars that these lists and contenders allow to judge."""
    ours = results.get("engine")
    if ours is None:
        return []
    if lists.regencies > 1:
        return [Bar("CPU s, five regencies", ours.cpu, 45), Bar("peak MB, five regencies", ours.peak_mb, 4096)]
    found = [*_speed(lists, ours, results), *_accuracy(lists, ours)]
    if lists.residents >= FULL:
        found.append(Bar("peak MB", ours.peak_mb, 1024))
    return found


def _speed(lists: Lists, ours: Result, results: Mapping[str, Result]) -> Iterator[Bar]:
    """The ratios to the others; those of a regency say nothing of fewer rows, where the fixed cost is most of it."""
    floor, splink, linkage = (results.get(name) for name in ("floor", "splink_residual", "record_linkage"))
    if lists.residents >= FULL and floor:
        prepared = ours.cpu_of(engine.PREPARING + engine.CASCADE)
        yield Bar("cascade : floor", ours.cpu_of(engine.CASCADE) / floor.cpu, 15)
        yield Bar("reading, normalising, keying and cascade : floor", prepared / floor.cpu, 35)
    if lists.residents >= FULL and splink:
        ratio = ours.cpu_of(engine.RESIDUAL) / splink.cpu_of(engine.RESIDUAL)
        yield Bar("residual : Splink's residual, same model", ratio, 0.5)
    if lists.residents == SMALL and linkage:
        yield Bar("recordlinkage : cascade", linkage.cpu / ours.cpu_of(engine.CASCADE), 15, at_least=True)


def _accuracy(lists: Lists, ours: Result) -> Iterator[Bar]:
    bounds, hard = _ACCURACY[lists.profile], ours.verdict.hard
    yield Bar("hard rows, precision", hard.precision, bounds.precision, at_least=True, shown=".5f")
    yield Bar("hard rows, recall", hard.recall, bounds.recall, at_least=True, shown=".5f")
    if ours.verdict.review is not None:
        yield Bar("share of rows in review", ours.verdict.review, bounds.review, shown=".5f")
    found = total(ours.verdict.findings)
    yield Bar("findings, precision", found.precision, 0.99, at_least=True, shown=".5f")
    yield Bar("findings, recall", found.recall, 0.98, at_least=True, shown=".5f")


def total(findings: Mapping[str, Score]) -> Score:
    """Return the score over all kinds."""
    scores = findings.values()
    return Score(
        sum(each.given for each in scores), sum(each.right for each in scores), sum(each.true for each in scores)
    )

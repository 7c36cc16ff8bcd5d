"""What the screens were answered, as tables and as verdicts against the bars."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.matching.report import table

#: A call is on the screens within so many seconds.
BAR_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a screen: when it was asked, what it took, what was answered (0 for nothing)."""

    kind: str
    at: float
    ms: float
    status: int
    size: int


def answers(asked: Sequence[Asked], seconds: float) -> str:
    """Return a row for each kind of screen."""
    header = ("who", "asked", "a second", "304", "p50 ms", "p95 ms", "max ms", "bytes: 304", "200", "answers")
    kinds = sorted({one.kind for one in asked})
    return table(header, [_row(kind, [one for one in asked if one.kind == kind], seconds) for kind in kinds])


def _row(kind: str, asked: Sequence[Asked], seconds: float) -> tuple[str, ...]:
    took = sorted(one.ms for one in asked)
    statuses = Counter(one.status for one in asked)
    sizes = {status: [one.size for one in asked if one.status == status] for status in (304, 200)}
    return (
        kind,
        f"{len(asked):,}",
        f"{len(asked) / seconds:.0f}",
        f"{statuses[304] / len(asked):.0%}",
        f"{quantile(took, 0.5):.1f}",
        f"{quantile(took, 0.95):.1f}",
        f"{took[-1]:.0f}",
        *(f"{statistics.fmean(each):.0f}" if each else "" for each in sizes.values()),
        ", ".join(f"{count:,} x {status}" for status, count in sorted(statuses.items())),
    )


def until_shown(calls: Mapping[str, float], shown: Sequence[Mapping[str, float]]) -> list[float]:
    """Return, for every call and every board, the seconds until it had the number; infinity where it never had."""
    return sorted(board.get(number, float("inf")) - at for number, at in calls.items() for board in shown)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which this share lies; of none 0."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def verdict(what: str, figure: float, bar: float, unit: str) -> bool:
    """Print one bar and whether it is held."""
    held = figure <= bar
    print(f"{'HELD' if held else 'MISSED'}: {what}: {figure:.2f} {unit} (bar {bar:g})", flush=True)
    return held

"""What many requests gave: how many a second, how long each took, what they cost, and how they were answered."""

from __future__ import annotations

import resource
import statistics
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks._processes import usage_of
from benchmarks.booking.clients import Answer, Request, send_all
from benchmarks.booking.postmaster import postmaster

HEADER: Final = ("what", "a second", "p95 ms", "CPU ms each: web", "server", "clients", "CPU s", "peak MB", "answers")
#: What a form is answered that went well: led on to the next page.
LED_ON: Final = 302


@dataclass(frozen=True)
class Measured:
    """So many requests of one kind, or bookings; CPU seconds by who spent them, memory of the largest web process."""

    count: int
    seconds: float
    took_ms: Sequence[float]
    cpu: Mapping[str, float]
    peak_mb: float
    answers: Counter[str]

    @property
    def a_second(self) -> float:
        """How many there were a second."""
        return self.count / self.seconds if self.seconds else 0.0

    @property
    def cpu_ms(self) -> dict[str, float]:
        """What one of them cost, in milliseconds of a processor."""
        return {name: 1000 * spent / self.count for name, spent in self.cpu.items()} if self.count else {}

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of a table."""
        each = [f"{self.cpu_ms.get(name, 0):.2f}" for name in ("web", "postgres", "clients")]
        return (
            f"{self.a_second:.0f}",
            f"{percentile_95(self.took_ms):.0f}",
            *each,
            f"{sum(self.cpu.values()):.1f}",
            f"{self.peak_mb:.0f}",
            in_words(self.answers),
        )

    def then(self, other: Measured, *, count: int) -> Measured:
        """Return this and then the other, counted anew: how many came through both."""
        return Measured(
            count,
            self.seconds + other.seconds,
            [*self.took_ms, *other.took_ms],
            {name: self.cpu[name] + other.cpu[name] for name in self.cpu},
            max(self.peak_mb, other.peak_mb),
            self.answers + other.answers,
        )

    @staticmethod
    def median(rounds: Sequence[Measured]) -> Measured:
        """Return the round in the middle by its speed, with the answers of all."""
        middle = sorted(rounds, key=lambda one: one.a_second)[len(rounds) // 2]
        return Measured(
            middle.count,
            middle.seconds,
            middle.took_ms,
            middle.cpu,
            max(one.peak_mb for one in rounds),
            sum((one.answers for one in rounds), Counter()),
        )


def measured(port: int, process: int, requests: Sequence[Request], *, clients: int) -> Measured:
    """Send these and measure them; `process` is the web server's."""
    end = usage_of({"web": process, "postgres": postmaster()})
    before, begun = _children_spent(), time.perf_counter()
    answers = send_all(port, requests, clients=clients) if requests else []
    seconds = time.perf_counter() - begun
    usage = end()
    cpu = {**usage.cpu_seconds, "clients": _children_spent() - before}
    return Measured(
        len(requests), seconds, [1000 * one.seconds for one in answers], cpu, usage.peak_mb, counted(answers)
    )


def counted(answers: Sequence[Answer]) -> Counter[str]:
    """Count the answers by their status, those that failed with what their pages say."""
    return Counter(f"{one.status} ({one.title})" if one.title else str(one.status) for one in answers)


def in_words(answers: Counter[str]) -> str:
    """Say how many were answered what; 0 stands for a connection that broke."""
    return ", ".join(f"{count:,} x {said}" for said, count in sorted(answers.items())) or "none was sent"


def percentile_95(took_ms: Sequence[float]) -> float:
    """Return the 95th percentile; of a single one itself, of none 0."""
    if len(took_ms) < 2:
        return sum(took_ms)
    return statistics.quantiles(took_ms, n=20)[-1]


def _children_spent() -> float:
    """Return the CPU seconds of processes of ours that have ended: the clients, not the servers."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime

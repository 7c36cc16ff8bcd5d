"""CPU seconds by phase, and the peak of memory, of the process that does a contender's work."""

from __future__ import annotations

import json
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path


class Meter:
    """Begins where the contender's libraries are imported; each phase ends where the next begins.

    The work of a server elsewhere counts through `server`: a clock of its CPU seconds.
    """

    def __init__(self) -> None:
        self.server: Callable[[], float] | None = None
        self.server_processes: list[int] = []
        self._phases: dict[str, float] = {}
        self._phase = ""
        self._measured: dict[str, object] = {}
        self._cpu_then, self._begun = _own_cpu(), time.perf_counter()

    def measure_server(self, clock: Callable[[], float], process: int) -> None:
        """Count a server's CPU from here on, and the memory of that one of its processes."""
        at_start = clock()
        self.server = lambda: clock() - at_start
        self.server_processes.append(process)

    def phase(self, name: str) -> None:
        """End the phase under way and begin this one; one that comes again goes on."""
        now = self._cpu()
        if self._phase:
            self._phases[self._phase] = self._phases.get(self._phase, 0.0) + now - self._cpu_then
        self._phase, self._cpu_then = name, now

    def end(self) -> None:
        """End the work; what comes after is not measured."""
        if self._measured:
            return
        self.phase("")
        peak = max(_peak_mb(process) for process in (os.getpid(), *self.server_processes))
        self._measured = {"wall": time.perf_counter() - self._begun, "peak_mb": peak, "phases": self._phases}

    def write(self, path: Path) -> None:
        """Write what was measured; end the work where it has not ended."""
        self.end()
        path.write_text(json.dumps(self._measured), encoding="utf-8")

    def _cpu(self) -> float:
        return _own_cpu() + (self.server() if self.server else 0.0)


def _own_cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _peak_mb(process: int) -> float:
    """Return the most memory that a process has held."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))

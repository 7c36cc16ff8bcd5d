"""CPU seconds and peak memory of process trees, read from /proc."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Usage:
    """CPU seconds by tree, and the peak resident memory in MB of the largest process outside the servers."""

    cpu_seconds: dict[str, float]
    peak_mb: float


def usage_of(roots: dict[str, int]) -> Callable[[], Usage]:
    """Begin to measure the trees under these process ids, by name; calling the answer ends it."""
    before, peak, stopped = _cpu(roots), [0.0], threading.Event()

    def watch() -> None:
        while not stopped.wait(0.1):
            watched = [pid for name, root in roots.items() if name != "postgres" for pid in _tree(root)]
            peak[0] = max([peak[0], *map(_resident_mb, watched)])

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()

    def end() -> Usage:
        stopped.set()
        thread.join()
        after = _cpu(roots)
        return Usage({name: after[name] - before[name] for name in roots}, peak[0])

    return end


def cpu_seconds(root: int) -> float:
    """Return the CPU seconds so far of a process and all below it."""
    return sum(map(_ticks, _tree(root))) / TICKS


def _cpu(roots: dict[str, int]) -> dict[str, float]:
    return {name: cpu_seconds(root) for name, root in roots.items()}


def _tree(root: int) -> list[int]:
    """Return the process and all below it. Children that have ended count in their parent's own figures."""
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            todo += [int(child) for child in _text(task).split()]
    return found


def _ticks(pid: int) -> int:
    fields = _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15])


def _resident_mb(pid: int) -> float:
    lines = _text(Path(f"/proc/{pid}/status")).splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended meanwhile
        return ""

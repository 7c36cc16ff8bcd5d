"""Lets PostgreSQL start again where a killed one is never buried.

In a container whose first process does not wait for orphans, a postmaster ended by kill -9 stays in the
process table for ever, and PostgreSQL takes its old lock files for a running server. A zombie runs nothing:
the lock files are given a process id that cannot exist. Their other lines stay, so PostgreSQL still refuses
to start while a child of the old server holds the shared memory.
"""

from __future__ import annotations

from pathlib import Path

#: Above the highest pid that Linux gives out (2**22).
_NO_PROCESS = str(2**31 - 1)


def forget_the_dead(lock: Path) -> None:
    """Rewrite a lock file whose first line names a zombie; do nothing otherwise."""
    try:
        lines = lock.read_text().splitlines()
    except FileNotFoundError:
        return
    if lines and _is_zombie(lines[0]):
        lock.write_text("\n".join([_NO_PROCESS, *lines[1:], ""]))


def _is_zombie(pid: str) -> bool:
    try:
        # "12 (postgres) Z ...": the state follows the last closing bracket.
        state = Path(f"/proc/{int(pid)}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, ValueError, IndexError):
        return False
    return state == "Z"

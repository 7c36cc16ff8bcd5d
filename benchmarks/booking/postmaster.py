"""The server's own process, for counting what it costs."""

from __future__ import annotations

from pathlib import Path

from django.db import connection


def postmaster() -> int:
    """Return the process id of the server: the parent of the backend that serves this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    return int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])

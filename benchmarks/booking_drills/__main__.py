"""Drills: the broker gone for a minute, the database killed six times, 5,000 people at one moment.

    python3 dev.py bench booking_drills [--only surge|database|broker] [--seconds 60] [--people 5000]

Works in the database of the benchmark folder, which it empties, and refuses any other. Ends with 1 where something that
must hold did not.
"""

# ruff: noqa: E402 - Django must be set up before its models are imported

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from functools import partial

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kependudukan.settings.local")
django.setup()

from benchmarks.booking import places
from benchmarks.booking_drills import broker, database, surge


def main() -> None:
    parser = argparse.ArgumentParser(prog="dev.py bench booking_drills", description=__doc__)
    parser.add_argument("--only", choices=("surge", "database", "broker"), default="")
    parser.add_argument("--seconds", type=int, default=60, help="how long the broker is away")
    parser.add_argument("--people", type=int, default=5_000, help="how many come in the surge")
    parser.add_argument("--forms", type=int, default=300, help="how many are sent around each kill of the database")
    asked = parser.parse_args()
    if os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL"):
        sys.exit("This empties the database and breaks both servers: unset DATABASE_URL and REDIS_URL.")
    places.begin_empty()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    drills: dict[str, Callable[[], bool]] = {
        "surge": partial(surge.drill, asked.people),
        "database": partial(database.drill, asked.forms),
        "broker": partial(broker.drill, asked.seconds),
    }
    held = {name: _held(name, drill) for name, drill in drills.items() if asked.only in ("", name)}
    if not all(held.values()):
        sys.exit("Something that must hold did not.")


def _held(name: str, drill: Callable[[], bool]) -> bool:
    begun = time.monotonic()
    print(f"\n{name}: load {os.getloadavg()[0]:.1f}", flush=True)
    held = drill()
    print(f"{name}: {'HELD' if held else 'DID NOT HOLD'} after {time.monotonic() - begun:.0f} s", flush=True)
    return held


if __name__ == "__main__":
    main()

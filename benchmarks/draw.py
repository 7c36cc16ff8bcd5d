"""A draw among many parties: what one transaction costs that ranks them, seats the winners and lines up the others.

    python3 dev.py bench draw [--parties 5000] [--places 250]

Empties the database of the benchmark folder first, and refuses any other.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import uuid
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kependudukan.settings.local")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from queueing import links  # noqa: E402
from queueing.actions import drawing  # noqa: E402
from queueing.models import Notice, Party  # noqa: E402
from queueing.rules import draw_record  # noqa: E402
from tests.factories.draws import a_draw, many_entries, slots_to_draw  # noqa: E402

SLOTS = 25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parties", type=int, default=5_000)
    parser.add_argument("--places", type=int, default=250)
    wanted = parser.parse_args()
    if os.environ.get("DATABASE_URL"):
        sys.exit("This empties the database: unset DATABASE_URL.")
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    call_command("seed_regions", verbosity=0)
    draw = a_draw(slots_to_draw(*[wanted.places // SLOTS] * SLOTS))
    many_entries(draw, [1 + number % 3 for number in range(wanted.parties)])
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {wanted.parties} parties, {wanted.places} places")
    links.address_of(uuid.uuid4())  # so that reading the addresses in is not in the figures
    began, burnt = time.perf_counter(), time.process_time()
    drawn = drawing.draw(draw=draw.pk, at=draw.closes_at)
    took, own = time.perf_counter() - began, time.process_time() - burnt
    print(f"drawn, seated, lined up and told in one transaction: {took:.2f} s, CPU of this process {own:.2f} s")
    began = time.perf_counter()
    assert drawn.record is not None
    found = draw_record.faults(draw.seed_digest, drawn.seed, drawn.record)
    print(f"recomputed from what is published: {time.perf_counter() - began:.2f} s, faults: {len(found)}")
    states = {state: Party.unscoped.filter(state=state).count() for state in ("confirmed", "waiting")}
    print(f"{states}, notices {Notice.unscoped.count()}")


if __name__ == "__main__":
    main()

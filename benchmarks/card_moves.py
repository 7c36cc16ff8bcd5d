"""What the database's refusal of impossible steps costs: 200,000 cards moved in one statement, without it and with it.

    python3 dev.py bench card_moves [--cards 200000] [--rounds 5]

On servers of its own, in a folder that is deleted. Three ways in turn, so that a busy machine is busy for all: the
trigger disabled, a step of the table (the function looks at each card), a file's report (its `WHEN` lets each card by).
Each round moves every card once and is rolled back. Printed: seconds of each round and the median, by the clock.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kependudukan import embedded

_FILL: Final = """
    INSERT INTO registry_region (code, name, level, kind, source, parent_id)
    VALUES ('00', 'UJI', 'nation', '', '', NULL), ('35.16.08.2001', 'UJI', 'village', '', '', '00');
    INSERT INTO registry_household (kk_number_index, kk_number_sealed, region_id, address, rt, rw)
    SELECT gen_random_uuid(), decode(repeat('00', 46), 'hex'), '35.16.08.2001', 'UJI', '001', '001';
    INSERT INTO registry_resident (nik_index, nik_sealed, household_id, relation_to_head, name, birth_place, birth_date,
        sex, marital_status, residency_status, region_id, name_key)
    SELECT gen_random_uuid(), decode(repeat('00', 46), 'hex'),
           (SELECT max(id) FROM registry_household), 1, 'UJI', 'UJI', '1990-01-01', 'L', 1, 1,
           '35.16.08.2001', 'UJI' FROM generate_series(1, %s);
    INSERT INTO registry_cardrecord (resident_id, state) SELECT id, 'CARD_PRINTED' FROM registry_resident;
    ANALYZE registry_resident, registry_cardrecord
"""
_MOVE: Final = "UPDATE registry_cardrecord SET state = 'CARD_SHIPPED'"
_SWITCH: Final = "ALTER TABLE registry_cardrecord {} TRIGGER a_card_moves_step_by_step"
WAYS: Final = {
    "without the trigger": _SWITCH.format("DISABLE"),
    "a step of the table": _SWITCH.format("ENABLE"),
    "a file's report": "SET LOCAL kependudukan.card_moves = 'reported'",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="card-moves-") as folder:
        var = Path(folder)
        embedded.start(var, database=True, broker=False)
        try:
            os.environ["DATABASE_URL"] = embedded.database_url(var)
            os.environ["DJANGO_SETTINGS_MODULE"] = "kependudukan.settings.local"
            measure(wanted.cards, wanted.rounds)
        finally:
            embedded.stop(var)


def measure(cards: int, rounds: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [cards])
    took: dict[str, list[float]] = {way: [] for way in WAYS}
    for _round in range(rounds):
        for way, setting in WAYS.items():
            with connection.cursor() as cursor:
                cursor.execute("VACUUM registry_cardrecord")
                cursor.execute("CHECKPOINT")
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(setting)
                begun = time.perf_counter()
                cursor.execute(_MOVE)
                took[way].append(time.perf_counter() - begun)
                assert cursor.rowcount == cards
                transaction.set_rollback(True)
    for way, times in took.items():
        each = " ".join(f"{one:.2f}" for one in times)
        print(f"{way:<22}{statistics.median(times):>8.2f} s   ({each})")


if __name__ == "__main__":
    main()

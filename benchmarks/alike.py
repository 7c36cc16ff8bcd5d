"""Whether the time of an answer tells who is registered: right numbers, a wrong KK number, a NIK that nobody has.

    python3 dev.py bench alike [--each 500]

Times the answer that a form is told after its code (`entitlements.tell`), the three cases in turn, and compares each
two by their medians and by the Mann-Whitney test. Empties the forms of the benchmark folder first, and refuses any
other database.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import sys
import time
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kependudukan.settings.local")
django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from queueing.actions import entitlements  # noqa: E402
from queueing.models import Booking, Party, RecordingSlot  # noqa: E402
from registry.choices import CardStatus  # noqa: E402
from tests.factories.elections import make_region  # noqa: E402
from tests.factories.queueing import SlotFactory  # noqa: E402
from tests.factories.registry import VILLAGE, HouseholdFactory, ResidentFactory  # noqa: E402
from tests.queueing.identity.filled import a_held_form, name  # noqa: E402

OTHER_KK_NUMBER = "3516080101057722"
#: Residents beside those who are asked about, so that a look-up has something to look through.
OTHERS = 500


def main() -> None:
    parser = argparse.ArgumentParser(prog="dev.py bench alike", description=__doc__)
    parser.add_argument("--each", type=int, default=500)
    asked = parser.parse_args()
    if os.environ.get("DATABASE_URL"):
        sys.exit("This empties the database: unset DATABASE_URL.")
    slot = set_out(asked.each)
    times: dict[str, list[float]] = {"right": [], "wrong KK number": [], "unknown NIK": []}
    for number in range(asked.each):
        for place, case in enumerate(times):
            times[case].append(_timed(slot, case, 10 * number + place))
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {asked.each} of each")
    for case, took in times.items():
        print(f"{case}: median {statistics.median(took):.2f} ms, p95 {statistics.quantiles(took, n=20)[-1]:.2f} ms")
    for one, other in combinations(times, 2):
        apart = statistics.median(times[one]) - statistics.median(times[other])
        print(f"{one} against {other}: {apart:+.2f} ms, p = {mann_whitney(times[one], times[other]):.2f}")


def set_out(each: int) -> RecordingSlot:
    """Make the residents, and a slot with room for every form."""
    make_region(VILLAGE)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE queueing_office, registry_household CASCADE")
    for number in [*range(0, 10 * each, 10), *range(1, 10 * each, 10), *range(90_000, 90_000 + OTHERS)]:
        home = HouseholdFactory.create(number=_kk_number(number))
        ResidentFactory.create(number=_nik(number), household=home, card__state=CardStatus.UNREGISTERED)
    slot: RecordingSlot = SlotFactory.create(seats=4 * each)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return slot


def _nik(number: int) -> str:
    day, serial = divmod(number, 9_000)
    return f"351608{41 + day:02d}0190{serial + 1:04d}"


def _kk_number(number: int) -> str:
    day, serial = divmod(number, 9_000)
    return f"351608{1 + day:02d}0105{serial + 1:04d}"


def _timed(slot: RecordingSlot, case: str, number: int) -> float:
    """Return the milliseconds of one answer; everything before it is not timed."""
    kk_number = OTHER_KK_NUMBER if case == "wrong KK number" else _kk_number(number)
    party = name(a_held_form(slot), _nik(number), kk_number=kk_number, contact=f"u{number}@contoh.example")
    Party.unscoped.filter(pk=party.pk).update(contact_proved_at=timezone.now())
    begun = time.perf_counter()
    entitlements.tell(party=party.pk, at=timezone.now())
    took = 1000 * (time.perf_counter() - begun)
    assert Booking.unscoped.get(party=party).agrees is (case == "right")
    return took


def mann_whitney(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the two-sided p of the Mann-Whitney test, by its normal approximation."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_, which) in enumerate(ranked, start=1) if which == 0)
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))


if __name__ == "__main__":
    main()

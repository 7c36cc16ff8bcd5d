"""How fast a full regency is ranked and shown: 823,014 decided rows in 304 villages, and the national edition.

Run by `python3 dev.py bench ranking_pages`. Every page is asked for in process through the whole middleware, once
to warm up and then 100 times; printed are the 95th percentile in milliseconds and the number of queries.
"""

# ruff: noqa: E402 - Django must be set up before its models are imported

import os
import statistics
import sys
import time
import uuid
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kependudukan.settings.local")
django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from elections.actions import elections, national_edition, rankings
from elections.choices import RunState
from elections.models import RankingEdition, ReconciliationRun, VoterRoll
from elections.rules.known_elections import PILKADA_2020
from registry import sealing
from registry.models import Household, IntakeBatch, Resident

VOTERS = 823_014
TIMES = 100
# Village sizes fall off; about 0.13 % are not found, 0.22 % in review, 0.9 % linked but unrecorded.
MATCHES = """
CREATE TABLE {partition} (LIKE elections_match INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
INSERT INTO {partition} (run_id, entry_id, region_id, outcome, resident_id, rule, reason, levels, recorded)
SELECT {run}, n, villages[1 + floor(304 * ((n * 7919) % {voters} / {voters}.0) ^ 1.3)::int],
       CASE WHEN draw < 0.0013 THEN 'NOT_FOUND' WHEN draw < 0.0035 THEN 'REVIEW' ELSE 'MATCHED' END,
       CASE WHEN draw >= 0.0035 THEN {resident} END, '', '', '', draw >= 0.01255
FROM generate_series(1::bigint, {voters}) AS n,
     (SELECT array_agg(code ORDER BY code) AS villages FROM registry_region
      WHERE code LIKE '35.16.%' AND level = 'village') AS region,
     LATERAL (SELECT ((n * 48271) % 2147483647) / 2147483647.0 AS draw) AS drawn;
ALTER TABLE elections_match ATTACH PARTITION {partition} FOR VALUES IN ({run});
ANALYZE {partition};
"""


def full_regency() -> RankingEdition:
    run = finished_run()
    names = {"partition": f"elections_match_run_{run.pk}", "run": run.pk, "voters": VOTERS, "resident": resident()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MATCHES.format(**names))
    begun = time.perf_counter()
    edition = rankings.publish(run, by=None, at=timezone.now())
    print(f"publish {VOTERS} rows: {1000 * (time.perf_counter() - begun):.0f} ms, {edition.scores.count()} scores")
    return edition


def finished_run() -> ReconciliationRun:
    now = timezone.now()
    batch = IntakeBatch.objects.create(
        kind="voter_roll", state="done", file_name="dpt.csv", sha256=uuid.uuid4().hex * 2, size=1, region_id="35.16",
        received_at=now, finished_at=now,
    )  # fmt: skip
    roll = VoterRoll.unscoped.create(
        election=elections.set_up(PILKADA_2020), region_id="35.16", kind="DPT", batch=batch, loaded_at=now,
        entry_count=VOTERS, made_up=True,
    )  # fmt: skip
    return ReconciliationRun.unscoped.create(
        roll=roll, region_id="35.16", state=RunState.DONE, purpose="Pengukuran", retain_until=now.date(), asked_at=now,
        snapshot_at=now, finished_at=now, digest="0" * 64,
    )  # fmt: skip


def resident() -> int:
    kk_number = sealing.sealer().index(sealing.KK_NUMBER, "3516010101200001")
    nik = sealing.sealer().index(sealing.NIK, "3516014101900001")
    household, _ = Household.unscoped.get_or_create(
        kk_number_index=kk_number,
        defaults={
            "kk_number_sealed": sealing.sealer().seal(sealing.KK_NUMBER, "3516010101200001", kk_number),
            "region_id": "35.16.01.2001",
        },
    )
    found, _ = Resident.unscoped.get_or_create(
        nik_index=nik,
        defaults={
            "nik_sealed": sealing.sealer().seal(sealing.NIK, "3516014101900001", nik),
            "household": household, "region_id": "35.16.01.2001", "relation_to_head": 1, "name": "SRI WAHYUNI",
            "birth_date": "1990-01-01", "sex": "P", "marital_status": 1, "residency_status": 1,
        },
    )  # fmt: skip
    return int(found.pk)


def measure(address: str) -> None:
    client = Client(headers={"host": "localhost"})
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        size = len(answer.getvalue())
    asked = len(queries)  # before the next request empties the log
    assert answer.status_code == 200, address
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        client.get(address).getvalue()
        took.append(1000 * (time.perf_counter() - begun))
    p95 = statistics.quantiles(took, n=20)[-1]
    print(f"{address:40} p95 {p95:6.1f} ms   {asked:2} queries   {size / 1024:6.1f} KB")


def main() -> None:
    call_command("seed_regions", verbosity=0)
    regency, nation = full_regency().pk, national_edition.publish(by=None, at=timezone.now()).pk
    for code in ("00", "35", "35.16", "35.16.08", "35.16.08.1004"):
        measure(f"/peringkat/{regency}/{code}/")
    for rest in ("00/", "00/?tingkat=kabupaten", "00/?tingkat=kabupaten&ukuran=sisa&halaman=3", "35/"):
        measure(f"/peringkat/{nation}/{rest}")
    measure(f"/peringkat/{regency}/35.16.08/unduh/")
    measure(f"/peringkat/{nation}/00/unduh/?tingkat=kabupaten")


if __name__ == "__main__":
    main()

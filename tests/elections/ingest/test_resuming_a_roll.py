"""A worker that is killed in the middle of a roll leaves nothing half-loaded, and the next one ends with the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from elections.actions import rolls
from elections.models import PollingStation, VoterRoll, VoterRollEntry
from registry import bulk
from registry.choices import IntakeState
from registry.models import IntakeBatch
from tests.elections.ingest.conftest import RECEIVED_AT, Load, Receive
from tests.elections.ingest.made_up_rolls import voter, voters

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.fault]

ROOT = Path(__file__).resolve().parents[3]
ROWS = [*voters(40), voter(41, TPS="?"), voter(42, NIK="")]


def dies_at(nth: int, batch: IntakeBatch) -> bool:
    """Let a worker die at its nth step, and its lease run out; say whether it had that many."""
    command = [sys.executable, "-m", "tests.elections.ingest.killed_worker"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kependudukan.settings.test",
        "KEPENDUDUKAN_VAR": str(settings.VAR),
        "DATABASE_URL": bulk.address(),
    }
    what = [str(batch.pk), str(settings.INTAKE_DIR), str(nth)]
    died = subprocess.run([*command, *what], check=False, cwd=ROOT, env=environment, timeout=60).returncode
    assert died in {0, -signal.SIGKILL}
    IntakeBatch.objects.filter(pk=batch.pk, lease_holder__isnull=False).update(lease_until=timezone.now())
    return died != 0


def content() -> list[tuple[object, ...]]:
    columns = [field.attname for field in VoterRollEntry._meta.fields]
    told = [name for name in columns if name not in {"id", "roll_id", "nik_sealed", "kk_number_sealed"}]
    return list(VoterRollEntry.unscoped.order_by("id").values_list(*told))


def tables_of_rolls() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relname LIKE 'elections_voterrollentry_roll%%' AND relkind = 'r'"
        )
        return int(cursor.fetchone()[0])


def test_a_roll_survives_a_kill_at_every_step(load: Load, receive: Receive) -> None:
    undisturbed = load(ROWS)
    expected = content()
    rolls.withdraw(VoterRoll.unscoped.get(), by=None, at=RECEIVED_AT)
    PollingStation.objects.all().delete()
    tables = tables_of_rolls()

    batch = receive(ROWS)
    nth, kills, state = 1, 0, batch.state
    while dies_at(nth, batch):
        assert (content(), tables_of_rolls(), PollingStation.objects.count()) == ([], tables, 0)
        assert not VoterRoll.unscoped.filter(batch=batch).exists()
        batch.refresh_from_db()
        nth, kills, state = nth + 1 if batch.state == state else 1, kills + 1, batch.state

    batch.refresh_from_db()
    assert (batch.state, batch.attempts) == (IntakeState.DONE, kills + 1), batch.failure
    assert kills >= 8
    assert (batch.rows_in, batch.accepted, batch.held, batch.rejected) == (42, 41, 1, 0)
    assert content() == expected
    assert batch.summary | {"roll": 0} == undisturbed.summary | {"roll": 0}
    assert tables_of_rolls() == tables + 1

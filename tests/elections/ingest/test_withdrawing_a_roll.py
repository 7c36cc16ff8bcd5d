"""A roll is taken back as a whole, as long as nothing rests on it."""

from __future__ import annotations

import pytest
from django.db import connection

from elections.actions import results, rolls
from elections.choices import RunState
from elections.models import PollingStation, ReconciliationRun, VoterRoll, VoterRollEntry
from registry import bulk
from registry.actions import intakes
from registry.actions.intakes import BatchIsInUse, NotWithdrawable
from registry.choices import IntakeState
from registry.models import AccessEntry, HeldRow, IntakeBatch
from tests.elections.ingest.conftest import RECEIVED_AT, Load
from tests.elections.ingest.made_up_rolls import voter, voters

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def roll_of(batch: IntakeBatch) -> VoterRoll:
    return VoterRoll.unscoped.get(batch=batch)


def compared(roll: VoterRoll, state: RunState) -> ReconciliationRun:
    return ReconciliationRun.unscoped.create(
        roll=roll,
        region=roll.region,
        state=state,
        purpose="Uji",
        retain_until=RECEIVED_AT.date(),
        asked_at=RECEIVED_AT,
        finished_at=RECEIVED_AT,
        digest="d" * 64,
    )


def partitions() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relid::regclass::text FROM pg_partition_tree('elections_voterrollentry') WHERE isleaf")
        return [name for (name,) in cursor.fetchall()]


def test_a_withdrawn_roll_loses_its_rows_and_keeps_its_mark(load: Load) -> None:
    stays = load(voters(3), kind="DPS")
    batch = load([*voters(4), voter(5, TPS="?")])

    roll = rolls.withdraw(roll_of(batch), by=None, at=RECEIVED_AT)

    batch.refresh_from_db()
    assert (batch.state, batch.withdrawn_at, roll.withdrawn_at is None) == (IntakeState.WITHDRAWN, RECEIVED_AT, False)
    assert (roll.entry_count, batch.accepted, batch.summary["withdrawn"]) == (4, 4, {"entries": 4})
    assert f"elections_voterrollentry_roll_{roll.pk}" not in partitions()
    assert set(VoterRollEntry.unscoped.values_list("roll_id", flat=True)) == {roll_of(stays).pk}
    assert not HeldRow.objects.filter(batch=batch).exists()
    assert PollingStation.objects.count() == 4
    assert AccessEntry.objects.filter(action="withdraw", row_count=4).count() == 1


def test_a_withdrawn_file_may_be_loaded_again(load: Load) -> None:
    rolls.withdraw(roll_of(load(voters(3))), by=None, at=RECEIVED_AT)

    again = load(voters(3))

    assert (again.state, again.summary["stations_new"]) == (IntakeState.DONE, 0)
    assert VoterRollEntry.unscoped.count() == 3


def test_a_roll_is_not_withdrawn_twice(load: Load) -> None:
    roll = rolls.withdraw(roll_of(load(voters(3))), by=None, at=RECEIVED_AT)

    with pytest.raises(NotWithdrawable, match="hanya berkas yang selesai dimuat"):
        rolls.withdraw(roll, by=None, at=RECEIVED_AT)


def test_an_older_roll_may_be_withdrawn_before_a_newer_one(load: Load) -> None:
    older = load(voters(3))
    load(voters(4))

    rolls.withdraw(roll_of(older), by=None, at=RECEIVED_AT)

    assert VoterRollEntry.unscoped.count() == 4


def test_a_batch_that_made_no_roll_is_withdrawn_all_the_same(load: Load) -> None:
    batch = load(voters(2, TPS="?"))

    assert intakes.withdraw(batch, by=None, at=RECEIVED_AT).state == IntakeState.WITHDRAWN


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (RunState.QUEUED, "sedang dipadankan"),
        (RunState.RUNNING, "sedang dipadankan"),
        (RunState.CANCELLING, "sedang dipadankan"),
        (RunState.DONE, "sudah dipadankan"),
    ],
)
def test_a_roll_that_a_reconciliation_rests_on_stays(load: Load, state: RunState, said: str) -> None:
    batch = load(voters(3))
    run = compared(roll_of(batch), state)

    with pytest.raises(BatchIsInUse, match=rf"{said} \(pemadanan {run.pk}\)"):
        rolls.withdraw(roll_of(batch), by=None, at=RECEIVED_AT)

    batch.refresh_from_db()
    assert (batch.state, VoterRollEntry.unscoped.count()) == (IntakeState.DONE, 3)


@pytest.mark.parametrize("state", [RunState.FAILED, RunState.CANCELLED])
def test_a_reconciliation_without_a_result_keeps_no_roll(load: Load, state: RunState) -> None:
    batch = load(voters(3))
    compared(roll_of(batch), state)

    rolls.withdraw(roll_of(batch), by=None, at=RECEIVED_AT)

    assert not VoterRollEntry.unscoped.exists()


def test_a_roll_may_go_once_the_details_of_its_reconciliation_are_forgotten(load: Load) -> None:
    batch = load(voters(3))
    run = compared(roll_of(batch), RunState.DONE)

    with pytest.raises(BatchIsInUse, match="disimpan sampai 16-10-2020"):
        rolls.withdraw(roll_of(batch), by=None, at=RECEIVED_AT)
    results.forget(run, at=RECEIVED_AT)
    rolls.withdraw(roll_of(batch), by=None, at=RECEIVED_AT)

    assert not VoterRollEntry.unscoped.exists()


def test_a_roll_that_is_being_read_stays_and_says_so(load: Load) -> None:
    batch = load(voters(3))

    with bulk.rows_out("SELECT id FROM elections_voterrollentry"), pytest.raises(BatchIsInUse, match="sedang dibaca"):
        rolls.withdraw(roll_of(batch), by=None, at=RECEIVED_AT)

    batch.refresh_from_db()
    assert (batch.state, VoterRollEntry.unscoped.count()) == (IntakeState.DONE, 3)

"""Rows that stand on a roll twice, and files of which no row is good, through the real path."""

from __future__ import annotations

import pytest

from elections.models import VoterRoll, VoterRollEntry
from registry.choices import IntakeState
from registry.models import HeldRow, IntakeBatch
from tests.elections.ingest.conftest import Load
from tests.elections.ingest.made_up_rolls import voter, voters

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def held(batch: IntakeBatch) -> list[tuple[int, str, str, str]]:
    rows = HeldRow.objects.filter(batch=batch).order_by("row_number")
    return list(rows.values_list("row_number", "verdict", "column", "rule"))


def test_the_same_nik_on_two_rows_is_taken_in_twice(load: Load) -> None:
    batch = load([voter(1), voter(2), voter(3, NIK=voter(1)["NIK"])])

    assert (batch.accepted, held(batch)) == (3, [])
    assert VoterRollEntry.unscoped.values("nik_index").distinct().count() == 2


def test_a_voter_printed_again_under_another_number_is_taken_in(load: Load) -> None:
    batch = load([voter(1), voter(1, NO="2")])

    assert (batch.accepted, held(batch)) == (2, [])


def test_the_same_row_of_the_file_repeated_is_rejected(load: Load) -> None:
    batch = load([voter(1), voter(2), voter(1)])

    assert (batch.rows_in, batch.accepted, batch.held, batch.rejected) == (3, 2, 0, 1)
    assert held(batch) == [(4, "rejected", "NO", "baris_kembar")]
    assert "baris 2" in HeldRow.objects.get(batch=batch).advice


def test_a_running_number_that_begins_again_at_each_station_is_no_repeat(load: Load) -> None:
    batch = load([voter(1, TPS="001"), voter(1, TPS="002"), voter(1, NAMA="LAIN CONTOH")])

    assert (batch.accepted, held(batch)) == (3, [])


def test_a_file_of_which_no_row_is_good_makes_no_roll_and_says_so_of_every_row(load: Load) -> None:
    batch = load(voters(5, JENIS_KELAMIN="?"))

    assert (batch.state, batch.rows_in, batch.accepted, batch.held) == (IntakeState.DONE, 5, 0, 5)
    assert (batch.summary["roll"], batch.summary["rules"]) == (None, {"jenis_kelamin": 5})
    assert len(held(batch)) == 5
    assert (VoterRoll.unscoped.count(), VoterRollEntry.unscoped.count()) == (0, 0)


def test_what_a_held_row_said_is_kept_sealed(load: Load) -> None:
    batch = load([voter(1, TPS="?")])

    row = HeldRow.objects.get(batch=batch)
    assert voter(1)["NIK"].encode() not in bytes(row.row_sealed)
    assert voter(1)["NIK"] in row.values()

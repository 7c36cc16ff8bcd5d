"""A good roll comes in whole: its rows as printed, its sums, its polling stations, one partition."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from elections.models import Election, PollingStation, VoterRoll, VoterRollEntry
from registry import scope, sealing
from registry.choices import IntakeState
from registry.models import Officer
from tests.elections.ingest.conftest import Load
from tests.elections.ingest.made_up_rolls import VILLAGES, voter, voters

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def test_a_roll_comes_in_with_its_sums(load: Load, pilkada: Election) -> None:
    batch = load(voters(12), made_up=True)

    assert batch.state == IntakeState.DONE, batch.failure
    assert (batch.rows_in, batch.accepted, batch.held, batch.rejected) == (12, 12, 0, 0)
    roll = VoterRoll.unscoped.get()
    assert (roll.election, roll.region_id, roll.kind, roll.batch_id) == (pilkada, "35.16", "DPT", batch.pk)
    assert (roll.entry_count, roll.made_up, roll.withdrawn_at) == (12, True, None)
    found = {name: batch.summary[name] for name in ("roll", "men", "women", "villages", "stations", "stations_new")}
    assert found == {"roll": roll.pk, "men": 6, "women": 6, "villages": 3, "stations": 6, "stations_new": 6}


def test_rows_are_kept_as_printed_and_in_their_order(load: Load) -> None:
    rows = voters(3)
    rows[1] |= {"NIK": " 351608410890**** ", "NO_KK": "", "TANGGAL_LAHIR": "", "TPS": "7", "RT": "000", "RW": "-"}
    rows[2] |= {"NAMA": "  siti   contoh ", "KETERANGAN": "Pindahan", "DISABILITAS": "2", "STATUS_PEREKAMAN": "B"}

    load(rows)

    first, second, third = VoterRollEntry.unscoped.order_by("id")
    assert [first.row_number, second.row_number, third.row_number] == [2, 3, 4]
    assert (first.name, str(first.birth_date), first.sex, first.marital_status) == (
        "BUDI CONTOH",
        "1990-08-01",
        "L",
        "S",
    )
    assert (first.rt, first.rw, first.region_id, first.tps_number) == ("001", "002", VILLAGES[1], "002")
    assert (second.nik, second.birth_date, second.tps_number, second.rt, second.rw) == (
        "351608410890****", None, "007", "000", "",
    )  # fmt: skip
    assert (third.name, third.remark, third.disability_code, third.recorded_flag) == (
        "siti contoh",
        "Pindahan",
        "2",
        "B",
    )


def test_numbers_are_sealed_and_indexed_as_printed_and_blank_ones_are_nobodys(load: Load) -> None:
    load([voter(1), voter(2, NIK="", NO_KK="")])

    named, nameless = VoterRollEntry.unscoped.order_by("id")
    sealer = sealing.sealer()
    assert named.nik_index == sealer.index(sealing.NIK, voter(1)["NIK"])
    assert named.kk_number_index == sealer.index(sealing.KK_NUMBER, voter(1)["NO_KK"])
    opened = sealer.open(sealing.KK_NUMBER, named.kk_number_sealed, named.kk_number_index)
    assert opened == voter(1)["NO_KK"]
    assert (nameless.nik_index, nameless.kk_number_index) == (None, None)
    assert (bytes(nameless.nik_sealed), bytes(nameless.kk_number_sealed)) == (b"", b"")


@pytest.mark.parametrize(
    "change",
    ["UPDATE elections_voterrollentry SET name = 'X'", "DELETE FROM elections_voterrollentry WHERE row_number = 2"],
)
def test_the_database_refuses_to_change_a_loaded_roll(load: Load, change: str) -> None:
    load(voters(3))

    with pytest.raises(IntegrityError, match="a loaded roll never changes"), transaction.atomic():
        connection.cursor().execute(change)

    assert list(VoterRollEntry.unscoped.values_list("name", flat=True).distinct().order_by("name")) == [
        "BUDI CONTOH",
        "SITI CONTOH",
    ]


def test_each_roll_stands_in_a_partition_of_its_own(load: Load) -> None:
    batch = load(voters(3))

    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableoid::regclass::text FROM elections_voterrollentry")
        assert cursor.fetchall() == [(f"elections_voterrollentry_roll_{batch.summary['roll']}",)]


def test_a_second_roll_makes_only_the_polling_stations_that_are_new(load: Load, pilkada: Election) -> None:
    load(voters(6), kind="DPS")
    batch = load([*voters(6), voter(7, TPS="9")])

    assert batch.summary["stations_new"] == 1
    assert PollingStation.objects.filter(election=pilkada).count() == 7
    assert PollingStation.objects.filter(village_id=VILLAGES[1], tps_number="009").exists()
    assert VoterRoll.unscoped.count() == 2


def test_the_staging_tables_and_the_file_are_gone_afterwards(load: Load) -> None:
    batch = load(voters(3))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'intake_stage_%%'")
        assert cursor.fetchone() == (0,)
    assert batch.state == IntakeState.DONE


def test_an_officer_of_another_regency_does_not_see_the_roll(load: Load) -> None:
    load(voters(3))

    with scope.of(Officer(area_id="35.76")):
        assert (VoterRoll.objects.count(), VoterRollEntry.objects.count()) == (0, 0)
    with scope.of(Officer(area_id="35.16")):
        assert (VoterRoll.objects.count(), VoterRollEntry.objects.count()) == (1, 3)

"""What an extract does to the register: new, changed and unchanged people, their homes and their cards."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.db import connection

from registry.actions import intakes
from registry.choices import CardStatus, IntakeKind, IntakeState
from registry.ingest import running
from registry.models import AccessEntry, CardEvent, CardRecord, Household, IntakeBatch, IntakeChange, Resident
from tests.factories.registry import BatchFactory
from tests.registry.ingest.conftest import MOMENT, Load
from tests.registry.ingest.extracts import people, person, write_csv


def test_a_first_load_adds_everyone_with_card_and_home_and_writes_no_event(load: Load, tmp_path: Path) -> None:
    batch = load(write_csv(tmp_path / "penduduk.csv", people(40)))

    assert batch.state == IntakeState.DONE
    assert (batch.rows_in, batch.accepted) == (40, 40)
    assert batch.summary["residents_new"] == Resident.unscoped.count() == CardRecord.objects.count() == 40
    assert batch.summary["households_new"] == Household.unscoped.count() == 10
    assert not CardEvent.objects.exists()
    assert not IntakeChange.objects.exists()
    assert batch.finished_at is not None


def test_whoever_a_file_brings_is_keyed_by_name_and_the_index_of_names_is_there_again(
    load: Load, tmp_path: Path
) -> None:
    load(write_csv(tmp_path / "penduduk.csv", people(40)))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM registry_resident WHERE name_key IS DISTINCT FROM name_key(name)")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = 'resident_by_name_key'::regclass")
        assert cursor.fetchone()[0]


def test_a_household_lives_where_its_head_does(load: Load, tmp_path: Path) -> None:
    kk = person(1)["NO_KK"]
    family = [
        person(1, NO_KK=kk, SHDK="4", ALAMAT="RUMAH ANAK", NO_KEL="2002"),
        person(2, NO_KK=kk, SHDK="1", ALAMAT="RUMAH KEPALA", NO_KEL="2003"),
    ]

    load(write_csv(tmp_path / "penduduk.csv", family))

    home = Household.unscoped.get()
    assert (home.address, home.region_id) == ("RUMAH KEPALA", "35.16.08.2003")
    assert set(Resident.unscoped.values_list("region_id", flat=True)) == {"35.16.08.2002", "35.16.08.2003"}


def test_a_household_without_a_head_lives_where_its_first_row_says(load: Load, tmp_path: Path) -> None:
    kk = person(1)["NO_KK"]
    family = [person(at, NO_KK=kk, SHDK="4", ALAMAT=f"RUMAH {at}") for at in (1, 2, 3)]

    load(write_csv(tmp_path / "penduduk.csv", family))

    assert Household.unscoped.get().address == "RUMAH 1"


def test_blank_occupation_and_neighbourhood_are_unknown_and_not_wrong(load: Load, tmp_path: Path) -> None:
    load(write_csv(tmp_path / "penduduk.csv", [person(1, JENIS_PKRJN="", NO_RT="-", NO_RW="")]))

    resident = Resident.unscoped.select_related("household").get()
    assert (resident.occupation_code, resident.household.rt, resident.household.rw) == (None, "", "")


def test_a_second_extract_changes_only_what_differs_and_keeps_what_was(load: Load, tmp_path: Path) -> None:
    load(write_csv(tmp_path / "lama.csv", people(40)))
    moved_home = person(20)["NO_KK"]
    newer = [
        person(0, NAMA_LGKP="NAMA BARU"),
        person(1, NO_KK=moved_home),
        person(2, STATUS_EKTP="BIO_CAPTURED"),
        *people(37, start=3),
        person(500),
    ]
    old_homes = dict(Resident.unscoped.values_list("nik_index", "household_id"))

    batch = load(write_csv(tmp_path / "baru.csv", newer))

    done = batch.summary
    assert (done["residents_new"], done["residents_changed"], done["residents_unchanged"]) == (1, 3, 37)
    renamed, moved, captured = _known(0), _known(1), _known(2)
    assert renamed.name == "NAMA BARU"
    assert moved.household.kk_number == moved_home
    assert CardRecord.objects.get(resident=captured).state == CardStatus.BIO_CAPTURED
    before = {change.resident_id: change.before for change in IntakeChange.objects.filter(resident__isnull=False)}
    assert before == {
        renamed.pk: {"name": person(0)["NAMA_LGKP"]},
        moved.pk: {"household_id": old_homes[moved.nik_index]},
        captured.pk: {"card_state": person(2)["STATUS_EKTP"]},
    }
    event = CardEvent.objects.get()
    assert (event.resident_id, event.to_state, event.batch_id, event.at) == (
        captured.pk,
        "BIO_CAPTURED",
        batch.pk,
        MOMENT,
    )


def test_a_household_that_moved_within_its_village_is_changed_once_for_all(load: Load, tmp_path: Path) -> None:
    load(write_csv(tmp_path / "lama.csv", people(4)))

    batch = load(write_csv(tmp_path / "baru.csv", [person(at, ALAMAT="JL. BARU") for at in range(4)]))

    assert Household.unscoped.get().address == "JL. BARU"
    assert (batch.summary["households_changed"], batch.summary["residents_changed"]) == (1, 0)
    assert IntakeChange.objects.get().before == {"address": person(0)["ALAMAT"]}


def test_people_missing_from_a_newer_extract_stay_as_they_are(load: Load, tmp_path: Path) -> None:
    load(write_csv(tmp_path / "lama.csv", people(40)))

    load(write_csv(tmp_path / "baru.csv", people(10)))

    assert Resident.unscoped.count() == 40


def test_the_same_file_is_recognised_whatever_it_is_called(load: Load, tmp_path: Path) -> None:
    first = load(write_csv(tmp_path / "penduduk.csv", people(5)))

    with pytest.raises(intakes.SameFile, match=rf"sudah dimuat pada 20-11-2020 10:00, berkas no {first.pk}"):
        load(write_csv(tmp_path / "salinan.csv", people(5)))

    assert IntakeBatch.objects.count() == 1


def test_a_file_that_failed_may_come_again(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "kosong.csv"
    path.write_bytes(b"")

    assert load(path).state == load(path).state == IntakeState.FAILED


def test_a_second_file_of_the_region_waits_for_the_first(receive: Load, tmp_path: Path) -> None:
    running_one = receive(write_csv(tmp_path / "satu.csv", people(5)))

    with pytest.raises(intakes.AnotherIntakeIsRunning, match=rf"Berkas no {running_one.pk} .* masih diproses"):
        receive(write_csv(tmp_path / "dua.csv", people(6)))


def test_a_file_for_an_unknown_region_is_refused(receive: Load, tmp_path: Path) -> None:
    with pytest.raises(intakes.BadFile, match=r"Wilayah 99\.99 tidak dikenal"):
        receive(write_csv(tmp_path / "satu.csv", people(5)), region="99.99")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\siti\\data.csv", "data.csv"),
        ("data\u202evsc.exe", "datavsc.exe"),
        ("a\x00b.csv", "ab.csv"),
        ("", "tanpa nama"),
    ],
)
def test_a_given_name_is_shown_and_never_used_as_a_path(
    given: str, shown: str, receive: Load, tmp_path: Path, intake_folder: Path
) -> None:
    path = write_csv(tmp_path / "penduduk.csv", people(2))

    with path.open("rb") as stream:
        named = _Named(stream.read(), given)
    batch = receive(named)

    assert batch.file_name == shown
    assert [file.name for file in intake_folder.iterdir()] == [batch.stored_path]
    assert (intake_folder / batch.stored_path).stat().st_mode & 0o777 == 0o600


def test_receiving_stands_in_the_access_log(receive: Load, tmp_path: Path) -> None:
    batch = receive(write_csv(tmp_path / "penduduk.csv", people(2)))

    entry = AccessEntry.objects.get()
    assert (entry.action, entry.subject) == ("load", f"berkas {batch.pk}")


def test_a_cancelled_batch_leaves_nothing(receive: Load, tmp_path: Path, intake_folder: Path) -> None:
    batch = receive(write_csv(tmp_path / "penduduk.csv", people(20)))
    intakes.ask_cancel(batch, by=None, at=MOMENT + datetime.timedelta(minutes=1))

    running.run(batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.rows_in) == (IntakeState.CANCELLED, 0)
    assert not Resident.unscoped.exists()
    assert list(intake_folder.iterdir()) == []


def test_what_is_over_cannot_be_cancelled(regency: str) -> None:
    with pytest.raises(intakes.AlreadyOver):
        intakes.ask_cancel(BatchFactory.create(), by=None, at=MOMENT)


def test_a_finished_file_is_deleted_and_its_staging_dropped(load: Load, tmp_path: Path, intake_folder: Path) -> None:
    from tests.registry.ingest import contents

    load(write_csv(tmp_path / "penduduk.csv", people(20)))

    assert list(intake_folder.iterdir()) == []
    assert contents.stage_tables() == []
    assert IntakeBatch.objects.get().kind == IntakeKind.SIAK_EXTRACT


def _known(number: int) -> Resident:
    from registry import sealing

    index = sealing.sealer().index(sealing.NIK, person(number)["NIK"])
    return Resident.unscoped.select_related("household").get(nik_index=index)


class _Named:
    """An uploaded file: a stream with a name that somebody else chose."""

    def __init__(self, content: bytes, name: str) -> None:
        import io

        self._stream, self.name = io.BytesIO(content), name

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)

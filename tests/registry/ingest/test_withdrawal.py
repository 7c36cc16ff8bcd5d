"""A batch taken back as a whole leaves the register exactly as it was, or is refused with the reason."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from registry.actions import intakes
from registry.choices import CardStatus, CivilEventKind, IntakeState
from registry.models import (
    AccessEntry,
    CardBefore,
    CardEvent,
    CardRecord,
    CivilEvent,
    HeldRow,
    Household,
    HouseholdBefore,
    Resident,
    ResidentBefore,
)
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.registry.ingest import contents
from tests.registry.ingest.conftest import MOMENT, Load
from tests.registry.ingest.extracts import people, person, write_csv

LATER = MOMENT + datetime.timedelta(days=1)


def _newer_extract() -> list[dict[str, str]]:
    """Everything that can happen to somebody: renamed, moved house, recorded, dead, unknown work, new, held."""
    return [
        person(0, NAMA_LGKP="NAMA BARU", TMPT_LHR="SIDOARJO", TGL_LHR="02-01-1941", JENIS_KLMIN="2"),
        person(1, NO_KK=person(20)["NO_KK"]),
        person(2, STATUS_EKTP="BIO_CAPTURED", STATUS="2"),
        person(3, NO_KK="3516080101150999", JENIS_PKRJN="", STAT_KWN="4", SHDK="9"),
        *(person(at, ALAMAT="JL. BARU", NO_RT="", NO_KEL="2003") for at in range(8, 12)),
        *people(28, start=12),
        *people(10, start=500),
        person(600, NIK="12"),
    ]


def test_withdrawing_restores_every_row_to_what_it_was(load: Load, tmp_path: Path) -> None:
    load(write_csv(tmp_path / "lama.csv", people(40)))
    before = contents.digest()
    batch = load(write_csv(tmp_path / "baru.csv", _newer_extract()))
    assert batch.summary["residents_changed"] == 8
    assert contents.digest() != before

    withdrawn = intakes.withdraw(batch, by=None, at=LATER)

    assert contents.digest() == before
    assert (withdrawn.state, withdrawn.withdrawn_at) == (IntakeState.WITHDRAWN, LATER)
    assert not HeldRow.objects.exists()
    assert AccessEntry.objects.filter(action="withdraw", subject=f"berkas {batch.pk}").count() == 1


def test_a_withdrawn_file_may_be_loaded_again_with_the_same_result(load: Load, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "penduduk.csv", people(40))
    first = load(path)
    loaded = contents.residents()

    intakes.withdraw(first, by=None, at=LATER)
    assert contents.residents() == []
    second = load(path)

    assert second.state == IntakeState.DONE
    assert contents.residents() == loaded


def test_an_older_batch_waits_for_the_newer_one_to_be_withdrawn(load: Load, tmp_path: Path) -> None:
    older = load(write_csv(tmp_path / "lama.csv", people(10)))
    newer = load(write_csv(tmp_path / "baru.csv", people(20)))

    with pytest.raises(intakes.NotWithdrawable, match=f"Tarik dahulu berkas no {newer.pk}"):
        intakes.withdraw(older, by=None, at=LATER)


def test_a_batch_that_is_not_done_cannot_be_withdrawn(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "kosong.csv"
    path.write_bytes(b"")

    with pytest.raises(intakes.NotWithdrawable, match="gagal; hanya berkas yang selesai"):
        intakes.withdraw(load(path), by=None, at=LATER)


def test_a_civil_event_about_somebody_keeps_her_batch(load: Load, tmp_path: Path) -> None:
    batch = load(write_csv(tmp_path / "penduduk.csv", people(10)))
    before = contents.digest()
    CivilEvent.unscoped.create(
        resident=Resident.unscoped.order_by("pk")[0],
        kind=CivilEventKind.MARRIAGE,
        event_date=MOMENT.date(),
        recorded_at=LATER,
        recorded_by=OfficerFactory.create(),
    )

    with pytest.raises(intakes.BatchIsInUse, match="sudah dipakai di “peristiwa kependudukan”"):
        intakes.withdraw(batch, by=None, at=LATER)

    batch.refresh_from_db()
    assert (batch.state, contents.digest()) == (IntakeState.DONE, before)


def test_a_recording_made_since_keeps_the_batch(load: Load, tmp_path: Path) -> None:
    batch = load(write_csv(tmp_path / "penduduk.csv", people(10)))
    _record(Resident.unscoped.order_by("pk")[0], "PRINT_READY_RECORD")

    with pytest.raises(intakes.BatchIsInUse, match="riwayat kartu"):
        intakes.withdraw(batch, by=None, at=LATER)


def test_a_recording_of_somebody_whose_card_the_batch_moved_keeps_the_batch(load: Load, tmp_path: Path) -> None:
    load(write_csv(tmp_path / "lama.csv", people(10)))
    batch = load(write_csv(tmp_path / "baru.csv", [person(2, STATUS_EKTP="BIO_CAPTURED"), *people(5, start=3)]))
    _record(Resident.unscoped.get(card__state=CardStatus.BIO_CAPTURED), "PROCESSING")

    with pytest.raises(intakes.BatchIsInUse, match="riwayat kartu"):
        intakes.withdraw(batch, by=None, at=LATER)


def test_a_newcomer_in_a_household_of_the_batch_keeps_it(load: Load, tmp_path: Path) -> None:
    batch = load(write_csv(tmp_path / "penduduk.csv", people(4)))
    ResidentFactory.create(household=Household.unscoped.get())

    with pytest.raises(intakes.BatchIsInUse, match="penduduk"):
        intakes.withdraw(batch, by=None, at=LATER)


def _record(resident: Resident, state: str) -> None:
    card = CardRecord.objects.get(resident=resident)
    CardEvent.objects.create(
        resident=resident, from_state=card.state, to_state=state, at=LATER, by=OfficerFactory.create()
    )
    card.state = state
    card.save()


def test_a_first_load_and_its_withdrawal_keep_no_row_of_their_own(load: Load, tmp_path: Path) -> None:
    batch = load(write_csv(tmp_path / "lama.csv", people(40)))
    intakes.withdraw(batch, by=None, at=LATER)
    kept = (ResidentBefore.unscoped.count(), HouseholdBefore.unscoped.count(), CardBefore.objects.count())
    assert kept == (0, 0, 0)


def test_a_later_file_keeps_the_rows_it_changed_with_its_number(load: Load, tmp_path: Path) -> None:
    load(write_csv(tmp_path / "lama.csv", people(40)))
    batch = load(write_csv(tmp_path / "baru.csv", _newer_extract()))
    kept = list(ResidentBefore.unscoped.all())
    assert 0 < len(kept) <= batch.summary["residents_changed"]
    assert {before.pgh_context["reason"] for before in kept} == {f"berkas {batch.pk}"}
    assert CardBefore.objects.count() == batch.summary["cards_changed"]

    intakes.withdraw(batch, by=None, at=LATER)
    undone = ResidentBefore.unscoped.filter(pgh_context__reason=f"penarikan berkas {batch.pk}")
    assert undone.count() == len(kept)
    assert not undone.filter(pgh_label="delete").exists()

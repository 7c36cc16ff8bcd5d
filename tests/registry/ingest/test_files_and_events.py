"""Files and civil events at the same people: neither takes back what the other has written, and says so."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from registry import scope
from registry.actions import corrections, households, intakes, reversals
from registry.actions.event_book import Confirmation
from registry.choices import IntakeState
from registry.models import CivilEvent, Household, Officer, Resident
from registry.rules.civil_events.corrections import Correction
from registry.rules.civil_events.households import HouseMove
from registry.rules.civil_events.moves import Address
from tests.factories.registry import OfficerFactory
from tests.registry.events.families import confirmed
from tests.registry.ingest.conftest import MOMENT, Load
from tests.registry.ingest.extracts import people, person, write_csv

LATER = MOMENT + datetime.timedelta(days=1)
DAY = MOMENT.date()


@pytest.fixture
def officer(regency: str) -> Officer:
    return OfficerFactory.create(area_id=regency)


def _correct(resident: Resident, name: str, officer: Officer) -> CivilEvent:
    told = Correction(DAY, {"name": name})
    with scope.of(officer):
        confirmation: Confirmation = confirmed(corrections.foresee(resident.pk, told, on=DAY))
        return corrections.record(
            resident.pk, told, document="", reason="Akta", confirmation=confirmation, by=officer, at=LATER
        )


def _undo(event: CivilEvent, officer: Officer) -> CivilEvent:
    with scope.of(officer):
        confirmation = confirmed(reversals.foresee(event.pk))
        return reversals.reverse(event.pk, reason="Salah", confirmation=confirmation, by=officer, at=LATER)


def test_a_correction_of_somebody_whom_the_batch_changed_keeps_the_batch(
    load: Load, tmp_path: Path, officer: Officer
) -> None:
    load(write_csv(tmp_path / "lama.csv", people(10)))
    batch = load(write_csv(tmp_path / "baru.csv", [person(2, NAMA_LGKP="NAMA BARU"), *people(5, start=3)]))
    resident = Resident.unscoped.get(name="NAMA BARU")
    _correct(resident, "NAMA BETUL", officer)

    with pytest.raises(intakes.BatchIsInUse, match="sudah dipakai di “peristiwa kependudukan”"):
        intakes.withdraw(batch, by=None, at=LATER)

    resident.refresh_from_db()
    batch.refresh_from_db()
    assert (resident.name, batch.state) == ("NAMA BETUL", IntakeState.DONE)


def test_a_move_of_a_household_that_the_batch_changed_keeps_the_batch(
    load: Load, tmp_path: Path, officer: Officer
) -> None:
    load(write_csv(tmp_path / "lama.csv", people(4)))
    batch = load(write_csv(tmp_path / "baru.csv", [person(at, ALAMAT="JL. BARU") for at in range(4)]))
    home = Household.unscoped.get()
    told = HouseMove(DAY, Address(home.region_id, "JL. BENAR", "001", "001"))
    with scope.of(officer):
        confirmation = confirmed(households.foresee_house_move(home.pk, told, on=DAY))
        households.move(home.pk, told, document="", reason="Pindah", confirmation=confirmation, by=officer, at=LATER)

    with pytest.raises(intakes.BatchIsInUse, match="peristiwa"):
        intakes.withdraw(batch, by=None, at=LATER)


def test_an_event_undone_still_keeps_the_batch_of_the_people_in_the_book(
    load: Load, tmp_path: Path, officer: Officer
) -> None:
    batch = load(write_csv(tmp_path / "penduduk.csv", people(10)))
    _undo(_correct(Resident.unscoped.order_by("pk")[0], "NAMA LAIN", officer), officer)

    with pytest.raises(intakes.BatchIsInUse, match=r"peristiwa kependudukan|perubahan oleh peristiwa"):
        intakes.withdraw(batch, by=None, at=LATER)


def test_a_newer_file_overwrites_an_event_and_gives_it_back_when_it_is_withdrawn(
    load: Load, tmp_path: Path, officer: Officer
) -> None:
    load(write_csv(tmp_path / "lama.csv", people(10)))
    resident = Resident.unscoped.order_by("pk")[0]
    event = _correct(resident, "NAMA BETUL", officer)
    newer = load(write_csv(tmp_path / "baru.csv", people(20)), at=LATER + datetime.timedelta(days=1))

    resident.refresh_from_db()
    assert resident.name != "NAMA BETUL"
    with scope.of(officer), pytest.raises(reversals.AlreadyChanged, match="nama"):
        reversals.foresee(event.pk)

    intakes.withdraw(newer, by=None, at=LATER + datetime.timedelta(days=2))
    resident.refresh_from_db()
    assert resident.name == "NAMA BETUL"
    assert _undo(event, officer).reverses_id == event.pk

"""What the elections add to the page of a resident: rolls and TPS, the comparison's word, findings."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from elections.choices import FindingKind, Outcome, RunState
from elections.models import Finding, Match, ReconciliationRun, VoterRollEntry
from registry.choices import Role
from registry.models import Resident
from tests.factories.elections import MOMENT, RunFactory, VoterRollFactory, make_region
from tests.registry.desk import ELSEWHERE, MOJOSARI, at_the_desk, resident

pytestmark = pytest.mark.django_db


def listed(run: ReconciliationRun, row: int = 1, region: str = MOJOSARI, **match: Any) -> None:
    """Put a row on the roll of a run, with what the run says of it."""
    make_region(region)
    entry = VoterRollEntry.unscoped.create(
        roll=run.roll, row_number=row, nik_sealed=b"", kk_number_sealed=b"", name="X", region_id=region,
        tps_number="004",
    )  # fmt: skip
    Match.unscoped.create(run=run, entry_id=entry.pk, region_id=region, **match)


def page_of(person: Resident, role: Role = Role.CLERK) -> str:
    client, _ = at_the_desk(role)
    return " ".join(client.get(f"/petugas/penduduk/{person.pk}/").content.decode().split())


def test_the_roll_and_the_tps_are_named_with_the_outcome() -> None:
    person, run = resident(), RunFactory.create()
    listed(run, outcome=Outcome.MATCHED, resident=person)
    page = page_of(person)
    assert "DPT Pilkada Serentak 2020" in page
    assert f"TPS 004, Wilayah {MOJOSARI}. Pemadanan: cocok." in page
    assert "simulasi" not in page


def test_a_made_up_roll_is_called_a_simulation() -> None:
    person, run = resident(), RunFactory.create(roll=VoterRollFactory.create(made_up=True))
    listed(run, outcome=Outcome.MATCHED, resident=person)
    assert "simulasi" in page_of(person)


def test_a_row_that_may_be_hers_is_said_to_be_unsettled() -> None:
    person, run = resident(), RunFactory.create()
    listed(run, outcome=Outcome.REVIEW, candidate=person)
    assert "Mungkin orang ini; perlu diperiksa petugas." in page_of(person)


def test_findings_about_her_and_about_her_row_are_listed() -> None:
    person, run = resident(), RunFactory.create()
    listed(run, outcome=Outcome.PROBABLE, resident=person)
    entry = VoterRollEntry.unscoped.get()
    about = {"run": run, "region_id": MOJOSARI, "rule": "x"}
    Finding.unscoped.create(kind=FindingKind.NOT_RECORDED, resident=person, evidence="status: belum", **about)
    Finding.unscoped.create(kind=FindingKind.WRONG_VILLAGE, entry=entry, **about)
    page = page_of(person)
    assert "Belum merekam KTP-el: status: belum" in page
    assert "Desa/kelurahan tidak sesuai" in page


def test_whoever_stands_on_no_roll_is_said_to() -> None:
    person = resident()
    RunFactory.create()
    assert "Tidak ada dalam daftar ini." in page_of(person)


def test_only_the_newest_comparison_of_a_roll_is_shown() -> None:
    person, old = resident(), RunFactory.create()
    new = RunFactory.create(roll=old.roll, finished_at=MOMENT + datetime.timedelta(days=1))
    listed(old, outcome=Outcome.PROBABLE, resident=person)
    listed(new, row=2, outcome=Outcome.MATCHED, resident=person)
    page = page_of(person)
    assert "Pemadanan: cocok." in page
    assert "sangat mungkin" not in page


def test_runs_that_are_forgotten_unfinished_or_of_a_withdrawn_roll_are_left_out() -> None:
    person = resident()
    RunFactory.create(forgotten_at=MOMENT)
    RunFactory.create(state=RunState.FAILED)
    RunFactory.create(roll=VoterRollFactory.create(withdrawn_at=MOMENT))
    assert "Daftar pemilih" not in page_of(person)


def test_a_row_of_another_area_does_not_tell_its_tps() -> None:
    person, run = resident(), RunFactory.create()
    listed(run, region=ELSEWHERE, outcome=Outcome.MATCHED, resident=person)
    page = page_of(person)
    assert "TPS 004" not in page
    assert ELSEWHERE not in page


def test_who_sees_no_rolls_gets_no_panel() -> None:
    person, run = resident(), RunFactory.create()
    listed(run, outcome=Outcome.MATCHED, resident=person)
    assert "Daftar pemilih" not in page_of(person, Role.FRONT_DESK)


def test_the_panel_asks_as_often_for_many_rolls_as_for_one() -> None:
    person = resident()
    listed(RunFactory.create(), outcome=Outcome.MATCHED, resident=person)
    client, _ = at_the_desk()
    client.get(f"/petugas/penduduk/{person.pk}/")
    with CaptureQueriesContext(connection) as one:
        client.get(f"/petugas/penduduk/{person.pk}/")
    for row in range(2, 6):
        listed(RunFactory.create(), row=row, outcome=Outcome.MATCHED, resident=person)
    with CaptureQueriesContext(connection) as many:
        client.get(f"/petugas/penduduk/{person.pk}/")
    assert len(many) == len(one)

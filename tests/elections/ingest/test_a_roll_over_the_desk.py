"""A voter roll over the intake desk: the desk asks for what the kind needs, and shows it before it is loaded."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertContains

from elections.models import Election, VoterRoll
from registry.choices import IntakeState, Role
from registry.ingest import running
from registry.models import IntakeBatch
from tests.elections.ingest.made_up_rolls import as_csv, voter, voters
from tests.factories.registry import OfficerFactory
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

ADDRESS = "/petugas/berkas/muat/?jenis=voter_roll"


@pytest.fixture
def desk(pilkada: Election, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("registry.tasks.run_intake.delay", lambda _: None)
    return sign_in(Client(), OfficerFactory.create(role=Role.SUPERVISOR))


def hand_in(desk: Client, pilkada: Election, **changes: str) -> IntakeBatch:
    rows = [*voters(11), voter(12, NIK="351608410890****"), voter(13, TPS="x")]
    said = {"daftar-election": str(pilkada.pk), "daftar-kind": "DPT", "daftar-made_up": "on", "region": "35.16"}
    answer = desk.post(ADDRESS, {"file": SimpleUploadedFile("dpt.csv", as_csv(rows).encode()), **said, **changes})
    assert answer.status_code == 302, answer.content.decode()
    batch = IntakeBatch.objects.get()
    running.run(batch.pk)
    batch.refresh_from_db()
    return batch


def test_a_roll_waits_with_its_preview_and_is_loaded_once_approved(desk: Client, pilkada: Election) -> None:
    batch = hand_in(desk, pilkada)

    assert (batch.state, batch.accepted, batch.held) == (IntakeState.WAITING, 12, 1)
    assert not VoterRoll.unscoped.exists()
    page = desk.get(f"/petugas/berkas/{batch.pk}/pratinjau/")
    assertContains(page, "BUDI CONTOH")
    assertContains(page, "TPS")
    desk.post(f"/petugas/berkas/{batch.pk}/setujui/")
    running.run(batch.pk)

    roll = VoterRoll.unscoped.get()
    assert (roll.election, roll.kind, roll.entry_count, roll.made_up) == (pilkada, "DPT", 12, True)


def test_a_roll_of_another_election_is_refused_in_its_sentence(desk: Client, pilkada: Election) -> None:
    file = SimpleUploadedFile("dpt.csv", as_csv(voters(3)).encode())
    said = {"daftar-election": str(pilkada.pk), "daftar-kind": "DPTLN", "region": "35.16"}

    answer = desk.post(ADDRESS, {"file": file, **said})

    assert answer.status_code == 422
    assert not IntakeBatch.objects.exists()


def test_rows_of_a_roll_are_mended_in_its_file_and_not_on_screen(desk: Client, pilkada: Election) -> None:
    batch = hand_in(desk, pilkada)
    desk.post(f"/petugas/berkas/{batch.pk}/setujui/")
    running.run(batch.pk)

    assertContains(desk.get(f"/petugas/berkas/{batch.pk}/tertahan/"), "Nomor TPS harus")
    answer = desk.get(f"/petugas/berkas/{batch.pk}/tertahan/14/", follow=True)
    assertContains(answer, "dimuat lagi seutuhnya")

"""A file taken back from the desk: consequences first, a reason, the worker, or a sentence about what is in the way."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from registry.choices import CivilEventKind, IntakeState
from registry.ingest import running
from registry.models import AccessEntry, CivilEvent, HeldRow, IntakeBatch, Officer, Resident
from registry.models.access import AccessAction
from tests.registry.ingest.extracts import people, person, text_of
from tests.registry.intake_desk.conftest import HandIn, worked
from tests.signing import sign_in


@pytest.fixture
def chief(supervisor: Officer) -> Client:
    return sign_in(Client(), supervisor)


@pytest.fixture
def batch(hand_in: HandIn, desk: Client) -> IntakeBatch:
    batch = hand_in(text_of([*people(20), person(30, NIK="1")]))
    desk.post(f"/petugas/berkas/{batch.pk}/setujui/")
    return worked(batch)


def withdraw(chief: Client, batch: IntakeBatch) -> IntakeBatch:
    chief.post(f"/petugas/berkas/{batch.pk}/tarik/", {"reason": "Berkas keliru"})
    return worked(batch)


def test_the_consequences_are_shown_before_anything_is_asked(batch: IntakeBatch, chief: Client) -> None:
    page = chief.get(f"/petugas/berkas/{batch.pk}/tarik/")

    assertContains(page, "Penduduk baru")
    assertContains(page, "Baris tertahan yang dihapus")
    assertContains(page, "Alasan")


def test_a_withdrawn_file_is_gone_with_who_and_why(batch: IntakeBatch, chief: Client, supervisor: Officer) -> None:
    withdraw(chief, batch)

    assert (batch.state, batch.withdrawn_by) == (IntakeState.WITHDRAWN, supervisor)
    assert not Resident.unscoped.exists()
    assert not HeldRow.objects.exists()
    assertContains(chief.get(f"/petugas/berkas/{batch.pk}/"), "Berkas keliru")
    entry = AccessEntry.objects.filter(action=AccessAction.WITHDRAW).get()
    assert (entry.officer, entry.purpose) == (supervisor, "Menarik berkas: Berkas keliru")


def test_no_file_is_taken_back_without_a_reason(batch: IntakeBatch, chief: Client) -> None:
    answer = chief.post(f"/petugas/berkas/{batch.pk}/tarik/", {"reason": ""})

    assert answer.status_code == 422
    assert worked(batch).state == IntakeState.DONE


def test_what_stands_on_the_file_is_named_and_the_file_stays(
    batch: IntakeBatch, chief: Client, supervisor: Officer
) -> None:
    resident = Resident.unscoped.earliest("pk")
    CivilEvent.unscoped.create(
        resident=resident,
        kind=CivilEventKind.CORRECTION,
        event_date="2020-11-20",
        recorded_at=batch.received_at,
        recorded_by=supervisor,
        details={},
    )

    withdraw(chief, batch)

    assert (batch.state, batch.withdrawal_reason) == (IntakeState.DONE, "")
    assert Resident.unscoped.count() == 20
    assertContains(chief.get(f"/petugas/berkas/{batch.pk}/"), "sudah dipakai di")


def test_a_newer_file_must_go_first(batch: IntakeBatch, hand_in: HandIn, desk: Client, chief: Client) -> None:
    newer = hand_in(text_of(people(5, start=50)))

    assertContains(chief.get(f"/petugas/berkas/{batch.pk}/tarik/"), f"Tarik dahulu berkas no {newer.pk}")
    answer = chief.post(f"/petugas/berkas/{batch.pk}/tarik/", {"reason": "Keliru"}, follow=True)

    assertContains(answer, f"Tarik dahulu berkas no {newer.pk}")
    assert worked(batch).state == IntakeState.DONE


def test_a_stop_asked_for_too_late_does_not_stop_a_withdrawal(batch: IntakeBatch, chief: Client) -> None:
    IntakeBatch.objects.filter(pk=batch.pk).update(cancel_asked_at=batch.received_at)

    assert withdraw(chief, batch).state == IntakeState.WITHDRAWN


def test_a_withdrawal_that_breaks_unforeseen_leaves_the_file_whole(
    batch: IntakeBatch, chief: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("registry.ingest.siak_withdrawal.withdraw", broken)
    withdraw(chief, batch)

    assert batch.state == IntakeState.DONE
    assert "tidak jadi ditarik" in batch.failure
    assert Resident.unscoped.count() == 20
    monkeypatch.undo()
    running.clear_leftovers()

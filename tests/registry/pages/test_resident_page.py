"""The page of a resident: everything on one page, for whom it is open, and never without its entry."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.choices import CardStatus, CivilEventKind, RelationToHead, ResidencyStatus, Role
from registry.models import CardEvent, CivilEvent, IntakeChange
from registry.views import residents
from registry.views.residents import PageAction
from tests.factories.registry import BatchFactory
from tests.registry.desk import ELSEWHERE, at_the_desk, entries, number_of, resident

pytestmark = pytest.mark.django_db


def address(pk: int) -> str:
    return f"/petugas/penduduk/{pk}/"


def test_the_page_shows_identity_household_card_and_what_is_next() -> None:
    client, _ = at_the_desk()
    person = resident("SITI AMINAH", card__state=CardStatus.PRINT_READY_RECORD)
    resident("AGUS SALIM", household=person.household, relation_to_head=RelationToHead.CHILD)
    page = client.get(address(person.pk)).content.decode()
    number, kk_number = number_of(person), person.household.kk_number
    assert "<h1>SITI AMINAH</h1>" in page
    assert f"{number[:6]}******{number[12:]}" in page
    assert f"{kk_number[:6]}******{kk_number[12:]}" in page
    assert number not in page
    assert kk_number not in page
    assert "AGUS SALIM" in page
    assert "Data siap cetak; cetak kartu" in page
    assert "RT 001/RW 002" in page
    assert "01-08-1990" in page


def test_card_history_events_and_changes_by_files_are_shown() -> None:
    client, officer = at_the_desk()
    person, batch, now = resident("SITI AMINAH"), BatchFactory.create(), timezone.now()
    CardEvent.objects.create(
        resident=person, from_state=CardStatus.CARD_PRINTED, to_state=CardStatus.CARD_SHIPPED, at=now, batch=batch
    )
    CardEvent.objects.create(
        resident=person, from_state=CardStatus.CARD_SHIPPED, to_state=CardStatus.CARD_ISSUED, at=now, by=officer
    )
    marriage = CivilEvent.unscoped.create(
        resident=person, kind=CivilEventKind.MARRIAGE, event_date=now, recorded_at=now, recorded_by=officer
    )
    CivilEvent.unscoped.create(
        resident=person, kind=CivilEventKind.REVERSAL, event_date=now, recorded_at=now, recorded_by=officer,
        reverses=marriage, reason="Salah orang",
    )  # fmt: skip
    before = {"name": "SITI AMINA", "residency_status": ResidencyStatus.MISSING, "birth_date": "1991-08-01"}
    IntakeChange.objects.create(batch=batch, resident=person, before=before)
    page = client.get(address(person.pk)).content.decode()
    assert "Kartu dalam pengiriman" in page
    assert f"berkas {batch.pk}" in page
    assert "Pembatalan peristiwa" in page
    assert "dibatalkan" in page
    assert "sebelumnya SITI AMINA" in " ".join(page.split())
    assert "sebelumnya Hilang" in " ".join(page.split())
    assert "sebelumnya 01-08-1991" in " ".join(page.split())


def test_somebody_without_a_card_record_has_not_been_recorded() -> None:
    client, _ = at_the_desk()
    person = resident("SITI AMINAH", card=None)
    assert "belum merekam; pesan jadwal" in client.get(address(person.pk)).content.decode()


def test_a_view_names_everybody_who_was_shown() -> None:
    client, officer = at_the_desk()
    person = resident("SITI AMINAH")
    other = resident("AGUS SALIM", household=person.household)
    client.get(address(person.pk))
    [entry] = entries("view")
    assert (entry.officer, sorted(entry.residents)) == (officer, sorted([person.pk, other.pk]))
    assert entry.subject == f"penduduk {person.pk}"
    assert len(entry.request_id) == 32


def test_without_its_entry_the_page_shows_nothing() -> None:
    client, _ = at_the_desk()
    person = resident("SITI AMINAH")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registry_accessentry ADD CONSTRAINT broken CHECK (action <> 'view') NOT VALID")
    client.raise_request_exception = False
    answer = client.get(address(person.pk))
    assert answer.status_code == 500
    assert "SITI" not in answer.content.decode()


def test_somebody_of_another_area_is_as_unknown_as_nobody() -> None:
    client, _ = at_the_desk()
    stranger = resident("SITI AMINAH", region=ELSEWHERE)
    there, nowhere = client.get(address(stranger.pk)), client.get(address(stranger.pk + 999))
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert entries("view") == []


def test_a_member_who_lives_in_another_area_is_not_shown_with_the_household() -> None:
    client, _ = at_the_desk()
    person = resident("SITI AMINAH")
    resident("ORANG JAUH", region=ELSEWHERE, household=person.household)
    assert "ORANG JAUH" not in client.get(address(person.pk)).content.decode()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_does_not_serve_residents_is_refused(role: Role) -> None:
    client, _ = at_the_desk(role)
    assert client.get(address(resident().pk)).status_code == 403


def test_the_front_desk_is_offered_neither_numbers_nor_the_household() -> None:
    client, _ = at_the_desk(Role.FRONT_DESK)
    page = client.get(address(resident().pk)).content.decode()
    assert "Buka NIK" not in page
    assert "Buka halaman keluarga" not in page
    assert "Daftar pemilih" not in page


def test_an_action_is_offered_where_its_address_exists_and_its_permission_is_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offered = (
        PageAction("Buka saja", "registry:reveal_nik", "registry.reveal_number"),
        PageAction("Bukan untuknya", "registry:reveal_nik", "registry.withdraw_file"),
        PageAction("Belum dibangun", "registry:not_built_yet", "registry.reveal_number"),
    )
    monkeypatch.setattr(residents, "ACTIONS", {action: {ResidencyStatus.ALIVE} for action in offered})
    client, _ = at_the_desk()
    page = client.get(address(resident().pk)).content.decode()
    assert "Buka saja" in page
    assert "Bukan untuknya" not in page
    assert "Belum dibangun" not in page


def test_a_page_asks_a_dozen_times_however_large_the_household() -> None:
    client, _ = at_the_desk()
    person = resident("SITI AMINAH")
    client.get(address(person.pk))  # the first time today is counted towards the daily limit
    with CaptureQueriesContext(connection) as alone:
        client.get(address(person.pk))
    for born in range(8):
        resident(household=person.household, birth_date=datetime.date(2000 + born, 1, 2))
    with CaptureQueriesContext(connection) as together:
        client.get(address(person.pk))
    assert len(together) == len(alone) <= 24

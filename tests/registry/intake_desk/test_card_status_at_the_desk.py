"""A status file of the centre over the desk: what it would do, what is held and why, and a row mended on screen."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from registry import scope
from registry.actions import cards
from registry.choices import CardStatus, IntakeState
from registry.models import CardRecord, HeldRow, IntakeBatch, Officer, Resident
from tests.factories.registry import MOMENT, ResidentFactory
from tests.registry.intake_desk.conftest import REGENCY, worked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

TODAY = "20-11-2020"


@pytest.fixture
def captured(regency: str) -> Resident:
    return ResidentFactory.create(woman=True, card__state=CardStatus.BIO_CAPTURED)


@pytest.fixture
def unrecorded(regency: str) -> Resident:
    return ResidentFactory.create(card__state=CardStatus.UNREGISTERED)


@pytest.fixture
def batch(desk: Client, captured: Resident, unrecorded: Resident) -> IntakeBatch:
    text = f"NIK,STATUS,TANGGAL\n{captured.nik},PRR,{TODAY}\n{unrecorded.nik},SFE,{TODAY}\n"
    answer = desk.post(
        "/petugas/berkas/muat/?jenis=card_status",
        {"file": SimpleUploadedFile("status.csv", text.encode()), "region": REGENCY, "source": "Pusat"},
    )
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return worked(IntakeBatch.objects.get())


def _page(desk: Client, batch: IntakeBatch, rest: str) -> str:
    answer = desk.get(f"/petugas/berkas/{batch.pk}/{rest}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_form_offers_the_kind_with_its_columns(desk: Client) -> None:
    page = desk.get("/petugas/berkas/muat/?jenis=card_status").content.decode()
    assert "Status KTP-el" in page
    assert all(column in page for column in ("NIK", "STATUS_EKTP", "TANGGAL"))


def test_a_file_is_seen_before_it_moves_a_card(desk: Client, batch: IntakeBatch, captured: Resident) -> None:
    assert (batch.state, batch.accepted, batch.held) == (IntakeState.WAITING, 1, 1), batch.failure
    page = _page(desk, batch, "pratinjau/")
    assert "menjadi: Data siap cetak" in page
    assert "status KTP-el: <del>Sudah merekam, data baru diambil</del> → <ins>Data siap cetak</ins>" in page
    assert "SITI AMINAH" in page
    assert captured.nik not in page
    assert CardRecord.objects.get(pk=captured.pk).state == CardStatus.BIO_CAPTURED

    desk.post(f"/petugas/berkas/{batch.pk}/setujui/")

    assert worked(batch).state == IntakeState.DONE
    assert CardRecord.objects.get(pk=captured.pk).state == CardStatus.PRINT_READY_RECORD
    assert "menurut pusat 20-11-2020" in " ".join(
        desk.get(f"/petugas/penduduk/{captured.pk}/").content.decode().split()
    )


def test_a_held_row_says_both_states_and_fits_once_the_step_is_made(
    desk: Client, clerk: Officer, batch: IntakeBatch, unrecorded: Resident
) -> None:
    desk.post(f"/petugas/berkas/{batch.pk}/setujui/")
    worked(batch)
    page = _page(desk, batch, "tertahan/")
    assert "Status di register: Belum merekam KTP-el; berkas: Data dalam pengiriman ke pusat." in page
    row = HeldRow.objects.get(batch=batch)
    cells = {"revision": "0", "NIK": unrecorded.nik, "STATUS_EKTP": "SFE", "TANGGAL": TODAY}
    address = f"/petugas/berkas/{batch.pk}/tertahan/{row.row_number}/"
    assert "Status di register" in desk.post(address, cells).content.decode()
    with scope.of(clerk):
        cards.capture(resident=unrecorded.pk, by=clerk, at=MOMENT)
    row.refresh_from_db()

    assert desk.post(address, cells | {"revision": str(row.revision)}).status_code == 302
    desk.post(f"/petugas/berkas/{batch.pk}/tertahan/muat/")
    small = worked(IntakeBatch.objects.latest("pk"))
    desk.post(f"/petugas/berkas/{small.pk}/setujui/")

    assert worked(small).state == IntakeState.DONE, small.failure
    assert CardRecord.objects.get(pk=unrecorded.pk).state == CardStatus.SENT_FOR_ENROLLMENT

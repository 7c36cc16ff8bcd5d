"""The recording desk: a session from the counter to its end, on pages without JavaScript."""

from __future__ import annotations

import pytest
from django.test import Client

from queueing.models import Office, RecordingSession
from queueing.rules.recording import PARTS
from registry.choices import CardStatus, Role
from registry.models import AccessEntry, CardRecord, CorrectionRequest, Resident
from tests.factories.hall import a_session, being_served
from tests.factories.queueing import OfficeFactory
from tests.registry.desk import ELSEWHERE, at_the_desk, number_of, resident

pytestmark = [pytest.mark.database, pytest.mark.django_db]
TAKEN = dict.fromkeys(PARTS, "terekam")


@pytest.fixture
def client() -> Client:
    return at_the_desk()[0]


@pytest.fixture
def office(client: Client) -> Office:
    found: Office = OfficeFactory.create()
    return found


@pytest.fixture
def person(office: Office) -> Resident:
    return resident(card__state=CardStatus.UNREGISTERED)


@pytest.fixture
def session(client: Client, office: Office, person: Resident) -> RecordingSession:
    client.post(f"/petugas/perekaman/mulai/{being_served(office, person).pk}/")
    return RecordingSession.unscoped.get()


def page_of(client: Client, session: RecordingSession, status: int = 200, **sent: str) -> str:
    address = f"/petugas/perekaman/{session.pk}/"
    answer = client.post(address, sent) if sent else client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_a_session_shows_whom_to_compare_and_writes_that_down(
    client: Client, session: RecordingSession, person: Resident
) -> None:
    page = page_of(client, session)
    assert person.name in page
    assert number_of(person) not in page
    assert "Nomor A-001" in page
    entry = AccessEntry.objects.filter(action="view").latest("pk")
    assert (entry.residents, entry.subject) == ([person.pk], f"perekaman {session.pk}")


def test_a_recording_is_told_on_one_page(client: Client, session: RecordingSession, person: Resident) -> None:
    sent = {"cocok": "on", "hasil": "captured", **TAKEN, "irises": "ill", "irises_kali": "2"}
    answer = client.post(f"/petugas/perekaman/{session.pk}/", sent, follow=True)
    assert "Terekam. Status KTP-el sudah berubah." in answer.content.decode()
    assert CardRecord.objects.get(resident=person).state == CardStatus.BIO_CAPTURED
    page = page_of(client, session)
    assert "tidak dapat: sakit (misalnya katarak) (2 kali dicoba)" in page


def test_what_is_missing_is_said_and_what_was_told_stays(client: Client, session: RecordingSession) -> None:
    page = page_of(client, session, 422, hasil="captured", face="terekam", catatan="pakai kacamata")
    assert "Belum dapat dicatat sebagai terekam" in page
    assert "Cocokkan dahulu orangnya" in page
    assert "pakai kacamata" in page


def test_a_failure_needs_a_reason(client: Client, session: RecordingSession) -> None:
    assert "Pilih sebabnya." in page_of(client, session, 422, hasil="failed")


def test_a_number_in_a_note_is_refused(client: Client, session: RecordingSession, person: Resident) -> None:
    page = page_of(client, session, 422, hasil="failed", alasan="device", berbeda=f"NIK {number_of(person)}")
    assert 'role="alert"' in page
    assert not CorrectionRequest.unscoped.exists()


def test_the_day_is_listed_without_a_name_in_few_queries(
    client: Client, session: RecordingSession, person: Resident, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        page = client.get("/petugas/perekaman/").content.decode()
    assert "Sedang berlangsung" in page
    assert person.name not in page


def test_a_session_begins_from_the_page_of_a_resident(client: Client, office: Office, person: Resident) -> None:
    assert f"/petugas/perekaman/penduduk/{person.pk}/" in client.get(f"/petugas/penduduk/{person.pk}/").content.decode()
    answer = client.post(
        f"/petugas/perekaman/penduduk/{person.pk}/", {"kantor": office.pk, "tempat": "Rumah pemohon"}, follow=True
    )
    assert "Perekaman di Rumah pemohon" in answer.content.decode()


def test_the_front_desk_records_nobody(session: RecordingSession) -> None:
    client, _ = at_the_desk(Role.FRONT_DESK)
    assert client.get(f"/petugas/perekaman/{session.pk}/").status_code == 403


def test_a_session_of_another_area_is_nowhere(client: Client) -> None:
    other: Office = OfficeFactory.create(region_id="35.78")
    stranger = resident(region=ELSEWHERE, card__state=CardStatus.UNREGISTERED)
    session = a_session(other, stranger, at_the_desk(area="35.78")[1])
    assert client.get(f"/petugas/perekaman/{session.pk}/").status_code == 404


def test_a_request_to_correct_is_read_and_closed(client: Client, session: RecordingSession, person: Resident) -> None:
    page_of(client, session, 302, hasil="failed", alasan="data_differs", berbeda="Tanggal lahir beda di akta")
    assert "Tanggal lahir beda di akta" in client.get("/petugas/perbaikan/").content.decode()
    asked = CorrectionRequest.unscoped.get()
    address = f"/petugas/perbaikan/{asked.pk}/tutup/"
    client.post(address, {"hasil": ""})
    asked.refresh_from_db()
    assert asked.closed_at is None

    client.post(address, {"hasil": "Sudah dibetulkan menurut akta"})
    again = client.post(address, {"hasil": "Lagi"}, follow=True)

    asked.refresh_from_db()
    assert asked.answer == "Sudah dibetulkan menurut akta"
    assert "sudah ditutup petugas lain" in again.content.decode()
    assert "Tidak ada permintaan yang terbuka." in client.get("/petugas/perbaikan/").content.decode()

"""The desk and the phone of a team visit, on pages without JavaScript."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from queueing.models import Device, Office, TeamVisit, VisitEvent, VisitPerson
from queueing.rules.recording import PARTS
from registry.choices import CardStatus, Role
from registry.models import AccessEntry, CardRecord, Officer, Resident
from tests.factories.hall import today_at
from tests.factories.offices import DeviceFactory
from tests.factories.queueing import OfficeFactory
from tests.factories.visits import a_visit
from tests.registry.desk import ELSEWHERE, MOJOSARI, at_the_desk, number_of, resident

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DESK = "/petugas/jemput-bola/"
TAKEN = dict.fromkeys(PARTS, "terekam")
JSON = {"Accept": "application/json"}


@pytest.fixture
def signed_in() -> tuple[Client, Officer]:
    return at_the_desk()


@pytest.fixture
def client(signed_in: tuple[Client, Officer]) -> Client:
    return signed_in[0]


@pytest.fixture
def office(client: Client) -> Office:
    found: Office = OfficeFactory.create()
    return found


@pytest.fixture
def person(office: Office) -> Resident:
    return resident("SITI AMINAH", card__state=CardStatus.UNREGISTERED)


@pytest.fixture
def visit(signed_in: tuple[Client, Officer], office: Office, person: Resident) -> TeamVisit:
    return a_visit(office, signed_in[1], person)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(DESK + address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def of(visit: TeamVisit) -> str:
    return f"{visit.pk}/orang/{VisitPerson.unscoped.get(visit=visit).pk}/"


def send(client: Client, visit: TeamVisit, key: uuid.UUID | str = "", **sent: str) -> tuple[int, dict[str, str]]:
    told = {"hasil": "absent", "kunci": str(key or uuid.uuid4()), **sent}
    answer = client.post(DESK + of(visit), told, headers=JSON)
    return answer.status_code, answer.json()


def test_a_visit_is_planned_filled_started_and_closed(
    signed_in: tuple[Client, Officer], office: Office, person: Resident
) -> None:
    client, officer = signed_in
    device: Device = DeviceFactory.create(office=office)
    told = {
        "jenis": "village", "tempat": "Balai Desa", "desa": MOJOSARI, "kantor": office.pk, "mulai": "08.00",
        "tanggal": today_at(office).strftime("%d-%m-%Y"), "selesai": "12:00", "alat": [device.pk],
        "petugas": [officer.pk],
    }  # fmt: skip
    first = client.post(f"{DESK}baru/", told)
    assert first.status_code == 302, first.content.decode()
    again = client.post(f"{DESK}baru/", told)
    assert again.status_code == 422
    assert "Sudah ikut jemput bola lain" in again.content.decode()

    visit = TeamVisit.unscoped.get()
    client.post(f"{DESK}{visit.pk}/tambah/", {"cara": "desa"})
    assert person.name in page(client, f"{visit.pk}/")
    client.post(f"{DESK}{visit.pk}/langkah/", {"langkah": "mulai"})
    client.post(f"{DESK}{visit.pk}/langkah/", {"langkah": "selesai"})
    visit.refresh_from_db()
    assert visit.state == "closed"


def test_a_plan_says_what_is_wrong(client: Client, office: Office) -> None:
    yesterday = today_at(office) - datetime.timedelta(days=1)
    told = {"tanggal": yesterday.strftime("%d-%m-%Y"), "mulai": "12.00", "selesai": "08.00"}
    said = client.post(f"{DESK}baru/", told).content.decode()
    assert "Tanggal ini sudah lewat." in said
    assert "Jam selesai harus sesudah jam mulai." in said


def test_somebody_is_added_by_nik_or_told_why_not(
    client: Client, signed_in: tuple[Client, Officer], office: Office, person: Resident
) -> None:
    visit = a_visit(office, signed_in[1])
    add = f"{DESK}{visit.pk}/tambah/"
    assert "16 angka" in client.post(add, {"cara": "nik", "nik": "351"}, follow=True).content.decode()
    client.post(add, {"cara": "nik", "nik": number_of(person)})
    assert (
        "sudah ada dalam daftar"
        in client.post(add, {"cara": "nik", "nik": number_of(person)}, follow=True).content.decode()
    )
    assert VisitPerson.unscoped.get().resident == person


def test_somebody_is_added_from_her_own_page(client: Client, office: Office, visit: TeamVisit) -> None:
    other = resident("AGUS", card__state=CardStatus.UNREGISTERED)
    address = f"{DESK}penduduk/{other.pk}/"
    assert address in client.get(f"/petugas/penduduk/{other.pk}/").content.decode()
    assert "Balai Desa" in client.get(address).content.decode()
    client.post(address, {"kunjungan": visit.pk})
    assert VisitPerson.unscoped.filter(visit=visit, resident=other).exists()


def test_the_list_masks_niks_marks_doubles_and_is_written_down(
    client: Client, signed_in: tuple[Client, Officer], office: Office, visit: TeamVisit, person: Resident
) -> None:
    a_visit(office, signed_in[1], person, day=today_at(office) + datetime.timedelta(days=3), state="planned")
    shown = page(client, f"{visit.pk}/")
    assert person.name in shown
    assert "juga di jemput bola" in shown
    assert number_of(person) not in shown
    entry = AccessEntry.objects.latest("pk")
    assert (entry.action, entry.residents, entry.subject) == ("list", [person.pk], f"jemput bola {visit.pk}")


def test_the_paper_shows_the_area_of_a_nik_alone_and_is_a_print(
    client: Client, visit: TeamVisit, person: Resident
) -> None:
    shown = client.post(f"{DESK}{visit.pk}/cetak/").content.decode()
    assert number_of(person)[:6] in shown
    assert number_of(person)[6:12] not in shown
    assert {entry.action for entry in AccessEntry.objects.filter(subject=f"jemput bola {visit.pk}")} == {
        "list",
        "print",
    }
    assert client.get(f"{DESK}{visit.pk}/cetak/").status_code == 405


def test_a_dropped_name_is_off_the_list(client: Client, visit: TeamVisit, person: Resident) -> None:
    client.post(f"{DESK}{visit.pk}/keluarkan/", {"nama": VisitPerson.unscoped.get().pk})
    assert person.name not in page(client, f"{visit.pk}/")


def test_an_answer_is_a_plain_post(client: Client, visit: TeamVisit, person: Resident) -> None:
    shown = page(client, of(visit))
    assert person.name in shown
    sent = {"hasil": "recorded", "kunci": str(uuid.uuid4()), "cocok": "on", **TAKEN, "irises": "ill"}
    answer = client.post(DESK + of(visit), sent, follow=True)
    assert "Nama 1: terekam. Sudah dicatat." in answer.content.decode()
    assert CardRecord.objects.get(resident=person).state == CardStatus.BIO_CAPTURED


def test_what_is_missing_is_said_on_the_page(client: Client, visit: TeamVisit) -> None:
    sent = {"hasil": "recorded", "kunci": str(uuid.uuid4()), **TAKEN}
    answer = client.post(DESK + of(visit), sent)
    assert answer.status_code == 422
    assert "Cocokkan dahulu orangnya" in answer.content.decode()


def test_a_script_is_answered_with_the_key_and_no_name(client: Client, visit: TeamVisit, person: Resident) -> None:
    key = uuid.uuid4()
    assert send(client, visit, key) == send(client, visit, key) == (
        200, {"kunci": str(key), "hasil": "Tidak ada di tempat"},
    )  # fmt: skip
    assert VisitEvent.unscoped.count() == 1


def test_a_script_learns_what_another_try_will_not_change_and_what_it_may(client: Client, visit: TeamVisit) -> None:
    assert send(client, visit, hasil="recorded")[0] == 409
    assert send(client, visit, hasil="gone")[0] == 409
    TeamVisit.unscoped.update(state="planned")
    assert send(client, visit)[0] == 503
    TeamVisit.unscoped.update(state="called_off")
    status, told = send(client, visit)
    assert (status, told["kata"]) == (409, "Jemput bola ini sudah dibatalkan; hasilnya tidak diubah lagi.")


def test_whoever_is_signed_out_is_led_away_and_nothing_is_written(visit: TeamVisit) -> None:
    answer = Client().post(DESK + of(visit), {"hasil": "absent", "kunci": str(uuid.uuid4())}, headers=JSON)
    assert answer.status_code == 302
    assert not VisitEvent.unscoped.exists()


def test_a_number_in_a_note_is_refused(client: Client, visit: TeamVisit, person: Resident) -> None:
    sent = {"hasil": "moved", "kunci": str(uuid.uuid4()), "catatan": number_of(person)}
    assert client.post(DESK + of(visit), sent).status_code == 422


def test_a_visit_of_another_area_is_nowhere(client: Client) -> None:
    other: Office = OfficeFactory.create(region_id="35.78")
    stranger = resident(region=ELSEWHERE, card__state=CardStatus.UNREGISTERED)
    visit = a_visit(other, at_the_desk(area="35.78")[1], stranger, region_id=ELSEWHERE)
    for address in (f"{visit.pk}/", f"{visit.pk}/ponsel/", of(visit), f"penduduk/{stranger.pk}/"):
        page(client, address, 404)
    assert client.post(f"{DESK}{visit.pk}/cetak/").status_code == 404
    assert client.post(DESK + of(visit), {"hasil": "absent", "kunci": str(uuid.uuid4())}).status_code == 404


def test_the_front_desk_leads_no_visit(visit: TeamVisit) -> None:
    client, _ = at_the_desk(Role.FRONT_DESK)
    assert client.get(f"{DESK}{visit.pk}/ponsel/").status_code == 403


@pytest.fixture
def long_list(signed_in: tuple[Client, Officer], office: Office) -> TeamVisit:
    """A list as long as may be, with the long names of the real registry."""
    people = [
        resident(f"MUHAMMAD RIZKY NUR RAMADHAN {number:03}", card__state=CardStatus.UNREGISTERED)
        for number in range(150)
    ]
    return a_visit(office, signed_in[1], *people)


@pytest.mark.parametrize("address", ["", "ponsel/"])
def test_a_full_list_is_light_and_takes_few_queries(
    client: Client, long_list: TeamVisit, address: str, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        answer = client.get(f"{DESK}{long_list.pk}/{address}")
    assert len(answer.content) <= 60_000


def test_the_days_are_listed_without_a_name_in_few_queries(
    client: Client, visit: TeamVisit, person: Resident, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        shown = page(client, "")
    assert "Balai Desa" in shown
    assert person.name not in shown
    assert timezone.localdate().strftime("%d-%m-%Y") in shown

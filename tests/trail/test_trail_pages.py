"""The auditor's page, an officer's own page, the letter to a resident, and the page at the daily limit."""

from __future__ import annotations

import datetime

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from registry import sealing
from registry.actions import access, alarms, seals
from registry.choices import Role
from registry.models import AccessAlarm, AccessEntry, Officer, Resident, history
from registry.models.access import AccessAction
from registry.models.alarm import AlarmKind
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PAGE = "/petugas/jejak/"
NUMBER = "3516080108907777"


@pytest.fixture
def person(clerk: Officer) -> Resident:
    return ResidentFactory.create(number=NUMBER, name="SITI AMINAH")


def signed_in(role: Role, area: str = "35.16") -> Client:
    return sign_in(Client(), OfficerFactory.create(role=role, area_id=area, first_name="Dewi", last_name="Lestari"))


def view(person: Resident, by: Officer | None, purpose: str = "pelayanan loket") -> AccessEntry:
    return access.record(
        action=AccessAction.VIEW, subject=f"penduduk {person.pk}", purpose=purpose, by=by, at=timezone.now(),
        residents=[person.pk],
    )  # fmt: skip


def body(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_auditor_sees_who_did_what_and_no_names_of_residents(person: Resident, clerk: Officer) -> None:
    view(person, clerk)
    page = body(signed_in(Role.AUDITOR), PAGE)
    assert "Rina Wati" in page
    assert "S*** A*****" in page
    assert "SITI" not in page


def test_a_supervisor_sees_the_names(person: Resident, clerk: Officer) -> None:
    view(person, clerk)
    assert "SITI AMINAH" in body(signed_in(Role.SUPERVISOR), PAGE)


def test_reading_the_trail_is_itself_an_entry(person: Resident, clerk: Officer) -> None:
    view(person, clerk)
    body(signed_in(Role.AUDITOR), PAGE)
    entry = AccessEntry.objects.latest("pk")
    assert (entry.action, entry.residents, entry.role) == (AccessAction.TRAIL, [person.pk], Role.AUDITOR)
    assert len(entry.request_id) == 32


@pytest.mark.parametrize("role", [Role.CLERK, Role.FRONT_DESK, Role.REVIEWER])
def test_who_may_not_read_the_trail_is_refused(role: Role, person: Resident) -> None:
    client = signed_in(role)
    for path in (PAGE, f"/petugas/penduduk/{person.pk}/jejak/", "/petugas/peringatan/"):
        assert client.get(path).status_code == 403


def test_officers_of_another_area_do_not_show(person: Resident, clerk: Officer) -> None:
    view(person, OfficerFactory.create(area_id="35", first_name="Orang", last_name="Provinsi"), "perjalanan dinas")
    assert "perjalanan dinas" not in body(signed_in(Role.AUDITOR), PAGE)


def test_a_nik_is_posted_and_never_stands_in_an_address(person: Resident, clerk: Officer) -> None:
    other = ResidentFactory.create(name="ORANG LAIN")
    view(person, clerk, "melihat siti")
    view(other, clerk, "melihat orang lain")
    mark = sealing.sealer().index(sealing.SEARCH, NUMBER)
    access.record(
        action=AccessAction.SEARCH, subject="cari NIK", purpose="mencari", by=clerk, at=timezone.now(), mark=mark
    )
    client = signed_in(Role.AUDITOR)
    answer = client.post(PAGE, {"nik": f"{NUMBER[:6]} {NUMBER[6:]}"})
    assert answer.status_code == 302
    assert NUMBER not in answer["Location"]
    page = body(client, answer["Location"])
    assert "melihat siti" in page
    assert "mencari" in page
    assert "melihat orang lain" not in page


def test_a_broken_nik_is_refused_and_not_repeated_in_words(clerk: Officer) -> None:
    answer = signed_in(Role.AUDITOR).post(PAGE, {"nik": NUMBER[:15]})
    assert answer.status_code == 422
    assert "NIK terdiri dari 16 angka" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    ["penduduk=abc", "penduduk=-1", "penduduk=99999999999999999999", "petugas=9999", "dari=2020-13-01", "wilayah=xx"],
)
def test_a_filter_that_cannot_be_read_is_refused_in_words(query: str, clerk: Officer) -> None:
    answer = signed_in(Role.AUDITOR).get(f"{PAGE}?{query}")
    assert answer.status_code == 422
    assert "Ada yang perlu dibetulkan" in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["setelah=abc", "setelah=99999999999999999999", "kata=1", "penduduk=999999999", "lain=1"]
)
def test_an_odd_address_shows_a_page_all_the_same(query: str, clerk: Officer) -> None:
    assert signed_in(Role.AUDITOR).get(f"{PAGE}?{query}").status_code == 200


def test_filters_narrow_by_officer_act_period_and_purpose(person: Resident, clerk: Officer) -> None:
    other = OfficerFactory.create()
    view(person, clerk, "alasan pertama")
    view(person, other, "alasan kedua")
    client = signed_in(Role.AUDITOR)
    assert "alasan kedua" not in body(client, f"{PAGE}?petugas={clerk.pk}")
    assert "alasan pertama" not in body(client, f"{PAGE}?tindakan=export")
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    assert "alasan pertama" not in body(client, f"{PAGE}?sampai={yesterday:%Y-%m-%d}")
    page = body(client, client.post(PAGE, {"tujuan": "kedua"})["Location"])
    assert "alasan kedua" in page
    assert "alasan pertama" not in page


def test_a_full_page_takes_few_queries_and_leads_to_the_next(person: Resident, clerk: Officer) -> None:
    for number in range(60):
        view(person if number % 2 else ResidentFactory.create(), clerk, f"alasan {number:02d}")
    client = signed_in(Role.AUDITOR)
    body(client, PAGE)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = body(client, PAGE)
    statements = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 12, statements
    assert "alasan 59" in page
    assert "alasan 05" not in page
    older = body(client, f"{PAGE}?setelah={AccessEntry.objects.filter(purpose='alasan 12').get().pk}")
    assert "alasan 05" in older
    assert "alasan 12" not in older


def test_the_page_says_how_far_the_trail_is_sealed_and_checked(person: Resident, clerk: Officer) -> None:
    client = signed_in(Role.AUDITOR)
    assert "Belum tersegel" in body(client, PAGE)
    seals.seal(at=timezone.now())
    seals.check(at=datetime.datetime(2020, 11, 20, 19, 0, tzinfo=datetime.UTC))
    assert "diverifikasi 21-11-2020 02.00: utuh" in body(client, PAGE)


def test_without_its_entry_no_page_of_the_trail_is_shown(
    person: Resident, clerk: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    view(person, clerk)
    clients = [signed_in(Role.SUPERVISOR), signed_in(Role.AUDITOR)]
    letter = {"dari": "2020-01-01", "sampai": "2030-01-01", "tujuan": "permohonan"}

    def fail(**_: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(access, "record", fail)
    for client in clients:
        client.raise_request_exception = False
        answers = [
            client.get(PAGE),
            client.get("/petugas/akses-saya/"),
            client.post(f"/petugas/penduduk/{person.pk}/jejak/", letter),
        ]
        for answer in answers:
            assert answer.status_code == 500
            assert "AMINAH" not in answer.content.decode()
            assert "pelayanan loket" not in answer.content.decode()


def test_every_role_sees_her_own_entries_and_nobody_elses(person: Resident, clerk: Officer) -> None:
    other = OfficerFactory.create()
    view(person, clerk, "milik sendiri")
    view(person, other, "milik orang lain")
    page = body(sign_in(Client(), clerk), "/petugas/akses-saya/")
    assert "milik sendiri" in page
    assert "milik orang lain" not in page


def test_a_letter_lists_everybody_who_used_her_data_also_from_above(person: Resident, clerk: Officer) -> None:
    view(person, clerk)
    view(person, OfficerFactory.create(area_id="35", role=Role.REVIEWER), "pemeriksaan provinsi")
    view(ResidentFactory.create(), clerk, "orang lain")
    client = signed_in(Role.SUPERVISOR)
    path = f"/petugas/penduduk/{person.pk}/jejak/"
    assert "Buat surat" in body(client, path)
    today = timezone.localdate()
    answer = client.post(path, {"dari": f"{today:%Y-%m-%d}", "sampai": f"{today:%Y-%m-%d}", "tujuan": "permohonan 1"})
    page = answer.content.decode()
    assert "(R.W.)" in page
    assert "Rina" not in page
    assert "pemeriksaan provinsi" in page
    assert "orang lain" not in page
    assert NUMBER not in page
    assert [entry.action for entry in AccessEntry.objects.filter(purpose="permohonan 1").order_by("pk")] == [
        AccessAction.TRAIL,
        AccessAction.PRINT,
    ]


def test_a_letter_about_somebody_of_another_area_is_not_found(person: Resident) -> None:
    client = signed_in(Role.SUPERVISOR, "35.16.09")
    for answer in (client.get(f"/petugas/penduduk/{person.pk}/jejak/"), client.get("/petugas/penduduk/999999/jejak/")):
        assert answer.status_code == 404


def test_a_letter_for_a_time_that_ends_before_it_begins_is_refused(person: Resident) -> None:
    given = {"dari": "2020-02-01", "sampai": "2020-01-01", "tujuan": "x"}
    answer = signed_in(Role.SUPERVISOR).post(f"/petugas/penduduk/{person.pk}/jejak/", given)
    assert answer.status_code == 422


def test_at_the_limit_the_page_says_what_to_do_and_the_supervisor_is_told(person: Resident, settings: Settings) -> None:
    settings.DAILY_LIMITS = {"opened": {"other": 0}}
    client = signed_in(Role.SUPERVISOR)
    given = {"dari": "2020-01-01", "sampai": "2030-01-01", "tujuan": "permohonan"}
    answer = client.post(f"/petugas/penduduk/{person.pk}/jejak/", given)
    assert answer.status_code == 403
    assert "Batas harian tercapai" in answer.content.decode()
    assert "SITI" not in answer.content.decode()
    assert not AccessEntry.objects.filter(purpose="permohonan").exists()
    assert AccessAlarm.objects.get().kind == AlarmKind.OPENED


def test_a_supervisor_reviews_an_alarm_and_grants_more(clerk: Officer) -> None:
    alarm = alarms.sound(kind=AlarmKind.OPENED, officer=clerk, at=timezone.now())
    client = signed_in(Role.SUPERVISOR)
    assert "Menunggu tinjauan" in body(client, "/petugas/peringatan/")
    path = f"/petugas/peringatan/{alarm.pk}/"
    assert "Rina Wati" in body(client, path)
    assert client.post(path, {"catatan": "antrean panjang", "tambahan": "20", "dilihat": ""}).status_code == 302
    alarm.refresh_from_db()
    assert (alarm.extra, alarm.note) == (20, "antrean panjang")
    second = client.post(path, {"catatan": "lagi", "dilihat": ""})
    assert "baru saja ditinjau" in second.content.decode()


def test_alarms_of_another_area_and_about_oneself_do_not_show(clerk: Officer) -> None:
    client = signed_in(Role.SUPERVISOR, "35.16.08")
    own = Officer.objects.get(role=Role.SUPERVISOR)
    for officer in (clerk, own):
        alarm = alarms.sound(kind=AlarmKind.OPENED, officer=officer, at=timezone.now())
        assert client.get(f"/petugas/peringatan/{alarm.pk}/").status_code == 404
    assert "Tidak ada peringatan" in body(client, "/petugas/peringatan/")


def test_the_entry_of_a_request_carries_the_number_that_its_answer_names(person: Resident, clerk: Officer) -> None:
    alarm = alarms.sound(kind=AlarmKind.OPENED, officer=clerk, at=timezone.now())
    client = signed_in(Role.SUPERVISOR)
    answer = client.post(f"/petugas/peringatan/{alarm.pk}/", {"catatan": "dilihat", "dilihat": ""})
    assert AccessEntry.objects.latest("pk").request_id == answer["X-Request-ID"]


def test_a_changed_role_shows_with_who_changed_it(clerk: Officer) -> None:
    client = signed_in(Role.AUDITOR)
    chief = OfficerFactory.create(username="kepala.kantor")
    Officer.objects.filter(pk=clerk.pk).update(is_active=False)
    with history.asked_by(officer=chief.pk, request_id="f" * 32):
        Officer.objects.filter(pk=clerk.pk).update(role=Role.SUPERVISOR, area_id="35.16.08")
    page = body(client, f"{PAGE}?petugas={clerk.pk}")
    assert (
        "oleh kepala.kantor: peran: Petugas perekaman menjadi Penyelia; wilayah kerja: 35.16 menjadi 35.16.08" in page
    )
    assert "oleh sistem: boleh masuk: ya menjadi tidak" in page

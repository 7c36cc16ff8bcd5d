"""The counter's screen: small, plain without a script, and never more questions for more people."""

from __future__ import annotations

import re
from typing import Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from queueing.models import Counter, CounterShift, Office, Ticket
from registry.choices import Role
from registry.models import AccessEntry, Officer, Resident
from tests.factories.queueing import OfficeFactory
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.queueing.counter.in_the_hall import MINUTE, NOW, a_booked_ticket, a_counter, a_ticket, an_officer_at
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE: Final = "/petugas/loket/"


@pytest.fixture
def clerk(officer: Officer) -> Client:
    return sign_in(Client(), officer)


def text(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<.*?>", " ", answer.content.decode()).split())


def step(client: Client, word: str, **sent: object) -> str:
    """Take a step without a script, and return the page after it."""
    answer = client.post(f"{PAGE}langkah/", {"langkah": word, **sent})
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    return text(client)


def test_an_officer_without_a_counter_chooses_one_of_her_area(office: Office) -> None:
    taken, free = a_counter(office, 1), a_counter(office, 2, is_open=False, services=["B", "C"])
    an_officer_at(taken, first_name="Dewi", last_name="Lestari")
    a_counter(OfficeFactory.create(name="Kantor Kediri", region_id="35"), 9)
    client = sign_in(Client(), OfficerFactory.create())

    said = text(client)
    assert "Loket 1 semua layanan Dewi Lestari sejak" in said
    assert "Loket 2 Pengambilan KTP-el, Perbaikan data Kosong Buka" in said
    assert "Kediri" not in said

    client.post(f"{PAGE}duduk/", {"loket": free.pk, "langkah": "buka"})
    assert "Loket 2 terbuka." in text(client)


def test_a_counter_of_another_area_is_not_opened() -> None:
    other = a_counter(OfficeFactory.create(region_id="35"), 9)
    client = sign_in(Client(), OfficerFactory.create())

    client.post(f"{PAGE}duduk/", {"loket": other.pk, "langkah": "buka"})

    assert not CounterShift.objects.exists()
    assert "Pilih salah satu loket." in text(client)


def test_a_taken_counter_is_taken_over_and_the_other_screen_says_so(counter: Counter, clerk: Client) -> None:
    client = sign_in(Client(), OfficerFactory.create())
    client.post(f"{PAGE}duduk/", {"loket": counter.pk, "langkah": "buka"})
    assert "sedang dipakai petugas lain" in text(client)

    client.post(f"{PAGE}duduk/", {"loket": counter.pk, "langkah": "ambil"})

    assert "Loket 3 terbuka." in text(client)
    assert "Keadaan loket ini berubah." in text(clerk, f"{PAGE}antrean/")
    assert "Pilih loket Anda" in text(clerk)


def test_every_step_works_without_a_script(office: Office, counter: Counter, clerk: Client) -> None:
    first, second = a_booked_ticket(office), a_ticket(office)

    assert "A-001" in step(clerk, "panggil")
    assert "Selesaikan dahulu A-001." in step(clerk, "panggil")
    assert "baru saja dipanggil" in step(clerk, "ulang", nomor=first.pk)
    assert "A-001 belum ada. Dipanggil lagi setelah 5 nomor." in step(clerk, "tidak-ada", nomor=first.pk)
    assert "Langkah terakhir dibatalkan: A-001 dipanggil." in step(clerk, "batal")
    assert "A-001 dialihkan ke Perbaikan data." in step(clerk, "alih", nomor=first.pk, tujuan="layanan-C")
    assert "tujuan tidak dapat menerima" not in step(clerk, "panggil")
    assert "Selesai." in step(clerk, "selesai", nomor=Ticket.unscoped.get(state="called").pk)
    assert "Istirahat: salat" in step(clerk, "istirahat", catatan="salat")
    assert "Lanjut melayani" in text(clerk)
    assert "Loket melayani lagi." in step(clerk, "lanjut")
    assert "Loket 3 ditutup." in step(clerk, "tutup")
    assert {first.pk, second.pk} == set(Ticket.unscoped.values_list("pk", flat=True))


def test_a_stale_screen_does_nothing_to_another_number(office: Office, clerk: Client) -> None:
    first, _ = a_ticket(office), a_ticket(office)
    step(clerk, "panggil")
    step(clerk, "selesai", nomor=first.pk)
    step(clerk, "panggil")

    assert "sudah ditangani loket lain" in step(clerk, "selesai", nomor=first.pk)
    assert Ticket.unscoped.get(number=2).state == "called"


def test_whoever_is_served_is_shown_for_comparing_and_written_down(
    office: Office, counter: Counter, clerk: Client
) -> None:
    her: Resident = ResidentFactory.create(name="SITI AMINAH", region_id="35.16.08.2001")
    a_booked_ticket(office, resident=her, name="SITI AMINAH", lane="priority")

    said = step(clerk, "panggil")

    assert "Sedang dilayani A-001" in said
    assert "Nama: SITI AMINAH" in said
    assert "Alamat: DSN SAWAHAN NO 1, RT 001/RW 002" in said
    assert "Jalur Prioritas" in said
    assert "pesan sesi 10." in said
    entry = AccessEntry.objects.latest("pk")
    assert (entry.residents, entry.purpose) == ([her.pk], "Melayani di loket")


def test_somebody_of_elsewhere_is_served_by_her_papers(office: Office, clerk: Client) -> None:
    a_ticket(office, name="WARGA JAUH")

    assert "tidak ditemukan dalam register wilayah Anda" in step(clerk, "panggil")


def test_what_is_followed_is_small_and_sent_once(office: Office, clerk: Client) -> None:
    for number in range(30):
        a_ticket(office, lane="priority" if number % 3 else "general", state="waiting")
    for number in range(8):
        a_ticket(office, letter="B", state="not_here", missed_calls=1, returns_after=number)

    answer = clerk.get(f"{PAGE}antrean/")
    again = clerk.get(f"{PAGE}antrean/", headers={"If-None-Match": answer.headers["ETag"]})

    assert len(answer.content) < 3_000
    assert (again.status_code, again.content) == (304, b"")
    assert "ORANG" not in answer.content.decode()


def test_more_people_cost_no_more_questions(office: Office, counter: Counter, clerk: Client) -> None:
    a_booked_ticket(office)
    step(clerk, "panggil")
    a_ticket(office)
    counted = []
    for _ in range(2):
        for address in (PAGE, f"{PAGE}antrean/"):
            with CaptureQueriesContext(connection) as asked:
                clerk.get(address)
            counted.append(len(asked))
        for _ in range(20):
            a_ticket(office)

    assert counted[:2] == counted[2:]
    assert counted[0] <= 26
    assert counted[1] <= 14


def test_the_pace_is_that_of_the_officer(office: Office, counter: Counter, clerk: Client, officer: Officer) -> None:
    for _ in range(3):
        ticket = a_ticket(office)
        step(clerk, "panggil")
        Ticket.unscoped.filter(pk=ticket.pk).update(called_at=NOW - 7 * MINUTE)
        step(clerk, "selesai", nomor=ticket.pk)

    assert "Anda hari ini 3 orang, biasanya 7 menit" in text(clerk)
    assert "Anda hari ini 0 orang" in text(sign_in(Client(), an_officer_at(a_counter(office, 4))))


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.REVIEWER, Role.AUDITOR])
def test_only_whoever_serves_opens_the_screen(role: Role) -> None:
    assert sign_in(Client(), OfficerFactory.create(role=role)).get(PAGE).status_code == 403

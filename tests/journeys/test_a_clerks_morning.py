"""A clerk's morning in a real browser, from her password to the trail that she leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from registry.actions import seals
from registry.choices import HeldRowState, ResidencyStatus, Role
from registry.models import AccessEntry, CivilEvent, HeldRow, Household, IntakeBatch, Officer, Resident, ResidentBefore
from tests.browser.pages import follow, follow_by_key
from tests.browser.test_recording_events import record_death, split
from tests.factories.regions import plant_regency
from tests.faults.workers import Worker
from tests.registry.events.families import KK_NUMBER, Family, make_family
from tests.registry.ingest.extracts import person, text_of
from tests.sign_in.conftest import PASSWORD, make_officer
from tests.signing import give_app, present_code

pytestmark = [
    pytest.mark.browser, pytest.mark.database, pytest.mark.task, pytest.mark.django_db(transaction=True),
]  # fmt: skip

ROWS, BAD = 340, 10
PATIENCE = 60_000


@pytest.fixture
def clerk() -> Officer:
    plant_regency("35.16")
    officer = make_officer(Role.CLERK)
    give_app(officer)
    return officer


@pytest.fixture
def family(clerk: Officer) -> Family:
    return make_family()


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    worker = Worker(tmp_path)
    yield worker
    worker.kill()


def test_a_morning_from_the_password_to_the_trail(
    live_server: LiveServer, page: Page, clerk: Officer, family: Family, worker: Worker, tmp_path: Path
) -> None:
    page.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    come_in(page, live_server, clerk)
    find_and_reveal(page, live_server, family)
    correct_the_name(page, live_server, family)
    record_a_death_and_undo_it(page, live_server, family)
    split(page, live_server, family)
    follow(page.get_by_role("button", name="Simpan"))
    expect(page.get_by_role("status")).to_have_text("Pisah kartu keluarga tersimpan.")
    assert Household.unscoped.get(members=family.daughter).kk_number == KK_NUMBER

    worker.start()
    load_a_file(page, live_server, tmp_path / "penduduk.csv")
    mend_ten(page)
    leave(page, live_server)
    assert [text for text in complaints if "422" not in text] == []
    what_is_left(clerk, family)


def come_in(page: Page, live_server: LiveServer, clerk: Officer) -> None:
    page.goto(f"{live_server.url}/petugas/cari/")
    page.get_by_label("Nama pengguna").fill(clerk.username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    follow(page.get_by_role("button", name="Masuk", exact=True))
    page.locator("input[name=code]").fill(present_code())
    follow_by_key(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cari penduduk")


def find_and_reveal(page: Page, live_server: LiveServer, family: Family) -> None:
    page.get_by_label("Nama, NIK").fill("boedi santosa")
    follow_by_key(page)
    follow(page.get_by_role("link", name="BUDI SANTOSO"))
    expect(page.get_by_text(family.father.nik)).to_have_count(0)
    follow(page.get_by_role("link", name="Buka NIK"))
    page.get_by_role("radio").first.check()
    follow(page.get_by_role("button", name="Buka").first)
    expect(page.get_by_text(family.father.nik)).to_be_visible()


def correct_the_name(page: Page, live_server: LiveServer, family: Family) -> None:
    page.goto(f"{live_server.url}/petugas/penduduk/{family.son.pk}/peristiwa/pembetulan/")
    page.get_by_label("Nama", exact=True).fill("AGUNG SANTOSO")
    page.get_by_label("Alasan pembetulan").fill("Salah tulis di akta")
    page.get_by_label("Tanggal pembetulan").fill(f"{timezone.localdate():%d-%m-%Y}")
    follow(page.get_by_role("button", name="Periksa akibatnya"))
    follow(page.get_by_role("button", name="Simpan"))
    expect(page.get_by_role("status")).to_have_text("Pembetulan data tersimpan.")
    assert Resident.unscoped.get(pk=family.son.pk).name == "AGUNG SANTOSO"


def record_a_death_and_undo_it(page: Page, live_server: LiveServer, family: Family) -> None:
    record_death(page, live_server, family)
    follow(page.get_by_role("button", name="Simpan"))
    assert Resident.unscoped.get(pk=family.father.pk).residency_status == ResidencyStatus.DECEASED
    follow(page.get_by_role("link", name="Batalkan peristiwa ini"))
    page.get_by_label("Alasan pembatalan").fill("Salah orang")
    follow(page.get_by_role("button", name="Batalkan peristiwa"))
    expect(page.get_by_role("status")).to_contain_text("nilai yang lama berlaku lagi")


def load_a_file(page: Page, live_server: LiveServer, path: Path) -> None:
    """Three in a hundred rows of it are bad."""
    path.write_text(text_of([person(at, **({"NIK": f"35160{at}"} if at % 34 == 5 else {})) for at in range(ROWS)]))
    page.goto(f"{live_server.url}/petugas/berkas/muat/")
    page.get_by_label("Berkas", exact=True).set_input_files(path)
    follow(page.get_by_role("button", name="Periksa berkas"))
    page.wait_for_url("**/pratinjau/")
    expect(page.get_by_text("340 = diterima 330 + ditahan 10 + ditolak 0")).to_be_visible()
    follow(page.get_by_role("button", name="Setujui dan gabungkan"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Selesai", timeout=PATIENCE)


def mend_ten(page: Page) -> None:
    follow(page.get_by_role("link", name="Baris tertahan"))
    follow(page.get_by_role("cell").get_by_role("link").first)
    for _ in range(BAD):
        number = (
            HeldRow.objects.filter(state=HeldRowState.HELD)
            .order_by("row_number")
            .values_list("row_number", flat=True)[0]
        )
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Betulkan baris {number}")
        page.locator("#id_NIK").fill(person(number - 2)["NIK"])
        follow_by_key(page)
        expect(page.get_by_role("status").filter(has_text=f"Baris {number} sudah betul")).to_be_visible()
    follow(page.get_by_role("button", name="Muat 10 baris"))
    page.wait_for_url("**/pratinjau/")
    follow(page.get_by_role("button", name="Setujui dan gabungkan"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Selesai", timeout=PATIENCE)


def leave(page: Page, live_server: LiveServer) -> None:
    follow(page.get_by_role("button", name="Keluar"))
    page.goto(f"{live_server.url}/petugas/cari/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Masuk petugas")


def what_is_left(clerk: Officer, family: Family) -> None:
    """Everything she did stands in the trail, in order and sealed; nothing is half done."""
    assert Resident.unscoped.count() == ROWS + 4
    first = IntakeBatch.objects.earliest("pk")
    assert (first.rows_in, first.accepted, first.held, first.rejected) == (ROWS, ROWS - BAD, BAD, 0)
    assert Resident.unscoped.get(pk=family.father.pk).residency_status == ResidencyStatus.ALIVE
    kinds = [(event.kind, event.reverses_id is None) for event in CivilEvent.unscoped.order_by("pk")]
    assert kinds == [("correction", True), ("death", True), ("reversal", False), ("split", True)]
    assert ResidentBefore.unscoped.filter(pgh_obj_id=family.son.pk, name="AGUS SANTOSO").exists()

    own = AccessEntry.objects.filter(officer=clerk)
    assert {"search", "view", "reveal", "change", "load", "list"} <= set(own.values_list("action", flat=True))
    assert not own.filter(request_id="").exists()
    assert own.filter(action="reveal", residents=[family.father.pk]).count() == 1
    seals.seal(at=timezone.now() + timedelta(minutes=2))
    call_command("verify_trail")

"""The intake desk in a browser with a real worker: a file with bad rows from upload to the last mended one."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from registry.choices import Role
from registry.models import HeldRow, IntakeBatch, Officer, Resident
from tests.browser.pages import follow, follow_by_key, no_fault, nothing_sideways
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory
from tests.faults.workers import Worker
from tests.registry.ingest.extracts import person, text_of
from tests.registry.intake_desk.conftest import renamed
from tests.signing import sign_in_page

pytestmark = [
    pytest.mark.browser, pytest.mark.database, pytest.mark.task, pytest.mark.django_db(transaction=True),
]  # fmt: skip

ROWS, BAD = 340, 10
WIDTHS = [360, 1280, 1366]
PATIENCE = 60_000


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    worker = Worker(tmp_path)
    yield worker
    worker.kill()


@pytest.fixture
def supervisor() -> Officer:
    plant_regency("35.16")
    return OfficerFactory.create(username="sari", first_name="Sari", role=Role.SUPERVISOR, area_id="35.16")


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """A file of which three in a hundred rows are bad, with a column under another name."""
    rows = [person(at, **({"NIK": f"35160{at}"} if at % 34 == 5 else {})) for at in range(ROWS)]
    path = tmp_path / "penduduk-november.csv"
    path.write_text(renamed(rows, NAMA_LGKP="NAMA_ORANG"))
    return path


def look(page: Page, name: str) -> None:
    """No fault of accessibility and no sideways scroll at any width; keep pictures where somebody asks for them."""
    no_fault(page, name)
    pictures = os.environ.get("PICTURES", "")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        nothing_sideways(page, name)
        if pictures:
            page.screenshot(path=f"{pictures}/{name}-{width}.png", full_page=True)


def test_a_clerk_brings_a_file_in_and_mends_ten_rows_on_screen(
    live_server: LiveServer,
    page: Page,
    context: BrowserContext,
    worker: Worker,
    supervisor: Officer,
    extract: Path,
    complaints: list[str],
) -> None:
    sign_in_page(context, supervisor, live_server)
    page.set_default_timeout(PATIENCE)
    page.goto(f"{live_server.url}/petugas/berkas/muat/")
    look(page, "1-muat")
    page.get_by_label("Berkas", exact=True).set_input_files(extract)
    page.get_by_label("Sumber").fill("Dinas Dukcapil")
    follow(page.get_by_role("button", name="Periksa berkas"))

    # Nobody works yet: the page follows, and goes on by itself once a worker is there.
    expect(page.get_by_role("heading", level=1)).to_contain_text("Diterima")
    look(page, "2-diterima")
    worker.start()
    page.wait_for_url("**/kolom/", timeout=PATIENCE)
    look(page, "3-kolom")
    expect(page.get_by_label("NAMA_LGKP")).to_have_value("")
    page.get_by_label("NAMA_LGKP").select_option(label="3. NAMA_ORANG")
    follow(page.get_by_role("button", name="Simpan dan periksa"))

    page.wait_for_url("**/pratinjau/", timeout=PATIENCE)
    expect(page.get_by_role("row")).to_have_count(51)
    expect(page.get_by_text("340 = diterima 330 + ditahan 10 + ditolak 0")).to_be_visible()
    look(page, "4-pratinjau")
    follow(page.get_by_role("button", name="Setujui dan gabungkan"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Selesai", timeout=PATIENCE)
    look(page, "5-paspor")
    assert Resident.unscoped.count() == 330

    follow(page.get_by_role("link", name="Baris tertahan"))
    look(page, "6-tertahan")
    follow(page.get_by_role("cell").get_by_role("link").first)
    for mended in range(BAD):
        number = HeldRow.objects.filter(state="held").order_by("row_number").values_list("row_number", flat=True)[0]
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Betulkan baris {number}")
        nik = page.get_by_label("NIK", exact=False).and_(page.locator("#id_NIK"))
        expect(nik).to_be_focused()
        if mended == 0:
            look(page, "7-betulkan")
            nik.fill("123")
            follow_by_key(page)
            expect(page.get_by_text("Yang tertulis 3 angka").first).to_be_visible()
            look(page, "8-masih-salah")
        nik.fill(person(number - 2)["NIK"])
        follow_by_key(page)
        expect(page.get_by_role("status").filter(has_text=f"Baris {number} sudah betul")).to_be_visible()

    follow(page.get_by_role("button", name="Muat 10 baris"))
    page.wait_for_url("**/pratinjau/", timeout=PATIENCE)
    follow(page.get_by_role("button", name="Setujui dan gabungkan"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Selesai", timeout=PATIENCE)
    assert Resident.unscoped.count() == ROWS
    first = IntakeBatch.objects.earliest("pk")
    assert (first.rows_in, first.accepted, first.held) == (340, 330, 10)

    page.goto(f"{live_server.url}/petugas/berkas/")
    look(page, "9-daftar")
    page.goto(f"{live_server.url}/petugas/mutu/35.16.08/")
    look(page, "10-mutu")
    follow(page.get_by_role("cell").get_by_role("link").first)
    look(page, "11-mutu-baris")
    page.goto(f"{live_server.url}/petugas/berkas/{IntakeBatch.objects.latest('pk').pk}/tarik/")
    look(page, "12-tarik")
    page.get_by_label("Alasan").fill("Salah berkas")
    follow(page.get_by_role("button", name="Tarik kembali"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ditarik kembali", timeout=PATIENCE)
    assert Resident.unscoped.count() == 330
    assert [text for text in complaints if "422" not in text] == []


def test_the_desk_works_without_javascript(
    live_server: LiveServer, browser: Browser, worker: Worker, supervisor: Officer, tmp_path: Path
) -> None:
    path = tmp_path / "penduduk.csv"
    path.write_text(text_of([person(at) for at in range(8)]))
    context = browser.new_context(java_script_enabled=False)
    sign_in_page(context, supervisor, live_server)
    page = context.new_page()
    page.goto(f"{live_server.url}/petugas/berkas/muat/")
    page.get_by_label("Berkas", exact=True).set_input_files(path)
    follow(page.get_by_role("button", name="Periksa berkas"))
    worker.start()
    _reload_until(page, "pratinjau")
    follow(page.get_by_role("button", name="Setujui dan gabungkan"))
    _reload_until(page, "Selesai")
    assert Resident.unscoped.count() == 8
    context.close()


def _reload_until(page: Page, word: str) -> None:
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until:
        if word in page.url or word in (page.get_by_role("heading", level=1).text_content() or ""):
            return
        page.wait_for_timeout(200)
        follow(page.get_by_role("link", name="Muat ulang halaman"))
    pytest.fail(f"{word} never came: {page.content()[:2000]}")


def test_a_dropped_file_goes_into_the_field(
    live_server: LiveServer, page: Page, context: BrowserContext, supervisor: Officer
) -> None:
    sign_in_page(context, supervisor, live_server)
    page.goto(f"{live_server.url}/petugas/berkas/muat/")
    dropped = page.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['NIK'], 'seret.csv')); return data }"
    )
    page.dispatch_event("form[data-drop]", "drop", {"dataTransfer": dropped})
    assert page.evaluate("document.querySelector('input[type=file]').files[0].name") == "seret.csv"

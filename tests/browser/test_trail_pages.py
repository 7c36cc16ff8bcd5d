"""The trail, alarms, the letter to a resident and exports, in a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from registry.actions import access, alarms, seals
from registry.choices import Role
from registry.models import AccessEntry, Officer, Resident
from registry.models.access import AccessAction
from registry.models.alarm import AlarmKind
from tests.browser.pages import follow, no_fault, nothing_sideways
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.signing import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk(settings: Settings) -> Officer:
    settings.EXPORT_ALONE = 2
    plant_regency("35.16")
    return OfficerFactory.create(first_name="Rina", last_name="Wati", username="rina.wati")


@pytest.fixture
def person(clerk: Officer) -> Resident:
    found: Resident = ResidentFactory.create(name="SITI AMINAH", woman=True, unrecorded=True)
    others = ResidentFactory.create_batch(3, unrecorded=True)
    now = timezone.now()
    for action in (AccessAction.SEARCH, AccessAction.VIEW, AccessAction.REVEAL):
        access.record(
            action=action, subject=f"penduduk {found.pk}", purpose="pelayanan di loket 2", by=clerk, at=now,
            residents=[found.pk, *(one.pk for one in others)] if action == AccessAction.SEARCH else [found.pk],
        )  # fmt: skip
    seals.seal(at=now)
    seals.check(at=now)
    return found


@pytest.fixture
def supervisor(clerk: Officer) -> Officer:
    officer: Officer = OfficerFactory.create(supervisor=True, first_name="Dewi", last_name="Lestari")
    return officer


@pytest.fixture
def another_browser(browser: Browser) -> Iterator[BrowserContext]:
    """The browser of a second person."""
    context = browser.new_context()
    yield context
    context.close()


def look(page: Page, name: str) -> None:
    """See that a page is whole: no accessibility fault, and nothing sideways at three widths."""
    no_fault(page, name)
    nothing_sideways(page, name, (360, 1280, 1366))


def test_the_auditor_filters_reads_and_prints_a_letter(
    live_server: LiveServer, page: Page, person: Resident, complaints: list[str]
) -> None:
    auditor = OfficerFactory.create(role=Role.AUDITOR, first_name="Agus", last_name="Salim")
    sign_in_page(page.context, auditor, live_server)
    page.goto(f"{live_server.url}/petugas/jejak/")
    expect(page.get_by_text("Tersegel")).to_be_visible()
    table = page.get_by_role("table")
    expect(table).to_contain_text("S*** A*****")
    expect(table).not_to_contain_text("SITI")
    look(page, "trail")
    page.get_by_label("NIK penduduk").fill(person.nik)
    follow(page.get_by_role("button", name="Tampilkan"))
    assert person.nik not in page.url
    expect(page.get_by_text("Disaring menurut NIK")).to_be_visible()
    follow(page.get_by_role("link", name="Surat jejak untuk penduduk ini"))
    look(page, "ask for a letter")
    page.get_by_label("Dasar permintaan").fill("permohonan tertulis 20-11-2020")
    follow(page.get_by_role("button", name="Buat surat"))
    letter = page.get_by_role("article")
    expect(letter).to_contain_text("(R.W.)")
    look(page, "letter")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Meja petugas")).to_be_hidden()
    expect(letter).to_be_visible()
    assert complaints == []


def test_an_officer_reads_her_own_entries(
    live_server: LiveServer, page: Page, person: Resident, clerk: Officer
) -> None:
    sign_in_page(page.context, clerk, live_server)
    page.goto(f"{live_server.url}/petugas/ekspor/")
    follow(page.get_by_role("link", name="Akses saya"))
    expect(page.get_by_role("table")).to_contain_text("pelayanan di loket 2")
    look(page, "own trail")


def test_a_supervisor_reviews_an_alarm(
    live_server: LiveServer, page: Page, clerk: Officer, supervisor: Officer, complaints: list[str]
) -> None:
    alarms.sound(kind=AlarmKind.OPENED, officer=clerk, at=timezone.now(), detail="batas 150")
    sign_in_page(page.context, supervisor, live_server)
    page.goto(f"{live_server.url}/petugas/peringatan/")
    expect(page.get_by_role("table")).to_contain_text("Menunggu tinjauan")
    look(page, "alarms")
    follow(page.get_by_role("link", name="Batas harian penduduk yang dibuka"))
    look(page, "alarm")
    page.get_by_label("Hasil tinjauan").fill("antrean panjang karena perekaman massal")
    page.get_by_label("Tambahan penduduk untuk hari ini").fill("50")
    follow(page.get_by_role("button", name="Catat tinjauan"))
    expect(page.get_by_role("table")).to_contain_text("Ditinjau Dewi Lestari")
    assert complaints == []


def test_a_large_list_is_asked_for_agreed_to_and_fetched(
    live_server: LiveServer, page: Page, another_browser: BrowserContext, person: Resident, clerk: Officer,
    supervisor: Officer, complaints: list[str],
) -> None:  # fmt: skip
    sign_in_page(page.context, clerk, live_server)
    page.goto(f"{live_server.url}/petugas/ekspor/")
    look(page, "exports")
    page.get_by_label("Tujuan").fill("jemput bola Kecamatan Mojosari")
    page.get_by_label("Format berkas").select_option(label="Excel (XLSX)")
    follow(page.get_by_role("button", name="Minta daftar"))
    expect(page.get_by_text("Menunggu persetujuan")).to_be_visible()
    look(page, "a request that waits")

    sign_in_page(another_browser, supervisor, live_server)
    second = another_browser.new_page()
    second.goto(page.url)
    look(second, "a request to decide on")
    follow(second.get_by_role("button", name="Setujui"))
    expect(second.get_by_text("Keputusan dicatat")).to_be_visible()

    page.reload()
    follow(page.get_by_role("link", name="Unduh berkas"))
    look(page, "fetch")
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert person.pk in AccessEntry.objects.get(action=AccessAction.EXPORT).residents
    assert complaints == []


def test_the_page_at_the_daily_limit_has_no_accessibility_fault(
    live_server: LiveServer, page: Page, person: Resident, supervisor: Officer, settings: Settings
) -> None:
    settings.DAILY_LIMITS = {"opened": {"other": 0}}
    sign_in_page(page.context, supervisor, live_server)
    page.goto(f"{live_server.url}/petugas/penduduk/{person.pk}/jejak/")
    page.get_by_label("Dasar permintaan").fill("permohonan")
    follow(page.get_by_role("button", name="Buat surat"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Batas harian tercapai")
    look(page, "daily limit")

"""Who is due in a browser: from the numbers to the names to the sheet, on any screen, without JavaScript."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from registry.actions import card_tallies
from registry.choices import CardStatus
from registry.rules.due import school_year_of
from tests.browser.pages import follow, no_fault_by_day_or_night, nothing_sideways
from tests.registry.desk import MOJOSARI, at_the_desk, resident
from tests.signing import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

ADDRESS = "/petugas/wajib-rekam/"


@pytest.fixture(autouse=True)
def _people() -> None:
    """A village with people long due, and more than one page of those who turn 17 in this school year."""
    this_year = school_year_of(timezone.localdate())
    for number in range(27):
        born = datetime.date(this_year.begins - 17, 8, 1) + datetime.timedelta(days=number)
        resident(f"MUHAMMAD RIZKY {number:02}", birth_date=born, card__state=CardStatus.UNREGISTERED)
    resident("SITI NUR HALIMATUSSA'DIYAH", sex="P", card__state=CardStatus.UNREGISTERED)
    resident("SUDAH REKAM")
    card_tallies.count(at=timezone.now())


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Page:
    """The desk of a clerk who has signed in."""
    sign_in_page(page.context, at_the_desk()[1], live_server)
    return page


@pytest.fixture
def plain(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The same with JavaScript switched off."""
    context: BrowserContext = browser.new_context(java_script_enabled=False)
    sign_in_page(context, at_the_desk()[1], live_server)
    yield context.new_page()
    context.close()


def test_from_the_numbers_to_the_names_to_the_sheet_without_javascript(live_server: LiveServer, plain: Page) -> None:
    plain.goto(f"{live_server.url}/petugas/cari/")
    follow(plain.get_by_role("link", name="Wajib rekam"))
    follow(plain.get_by_role("rowheader").get_by_role("link"))
    follow(plain.get_by_role("link", name="27", exact=True))
    expect(plain.get_by_role("rowheader")).to_have_count(25)
    follow(plain.get_by_role("link", name="Berikutnya"))
    expect(plain.get_by_role("rowheader")).to_have_count(2)
    plain.get_by_label("Dicetak untuk").select_option("sekolah")
    follow(plain.get_by_role("button", name="Buka lembar cetak"))
    expect(plain.get_by_text("Untuk sekolah.")).to_be_visible()
    expect(plain.get_by_role("columnheader", name="Hadir")).to_be_visible()
    expect(plain.get_by_role("rowheader")).to_have_count(27)


def test_a_day_is_typed_and_the_numbers_follow(live_server: LiveServer, desk: Page) -> None:
    complaints: list[str] = []
    desk.on("console", lambda message: complaints.append(message.text))
    desk.goto(f"{live_server.url}{ADDRESS}?desa=35.16.08")
    desk.get_by_label("Sampai tanggal").fill("1-1-1999")
    follow(desk.get_by_role("button", name="Tampilkan"))
    expect(desk.get_by_text("Tanggal akhir mendahului tanggal awal.").first).to_be_visible()
    desk.get_by_label("Sampai tanggal").fill((timezone.localdate() + datetime.timedelta(days=400)).strftime("%d/%m/%Y"))
    follow(desk.get_by_role("button", name="Tampilkan"))
    expect(desk.get_by_role("rowheader", name="Jumlah")).to_be_visible()
    assert [text for text in complaints if "422" not in text] == []


def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(live_server: LiveServer, desk: Page) -> None:
    village = f"{ADDRESS}{MOJOSARI}/menjadi-17/"
    for address in (
        ADDRESS,
        f"{ADDRESS}?desa=35.16.08",
        f"{ADDRESS}?dari=x",
        village,
        f"{ADDRESS}35.16.08/belum-rekam/",
    ):
        desk.goto(live_server.url + address)
        look(desk, address)
    desk.goto(live_server.url + village)
    follow(desk.get_by_role("button", name="Buka lembar cetak"))
    look(desk, "sheet")


def look(page: Page, name: str) -> None:
    no_fault_by_day_or_night(page, name)
    nothing_sideways(page, name, (320, 360, 1366, 1280))

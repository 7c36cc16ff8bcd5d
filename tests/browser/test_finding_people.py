"""Finding people in a browser: by a misspelt name to her page and her number, keyboard alone, on any screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from elections.choices import Outcome
from registry.choices import CardStatus, RelationToHead
from registry.models import Resident
from tests.browser.pages import follow, follow_by_key, no_fault_by_day_or_night, nothing_sideways
from tests.elections.reconciliations.test_resident_panel import listed
from tests.factories.elections import RunFactory
from tests.registry.desk import at_the_desk, entries, number_of, resident
from tests.signing import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person() -> Resident:
    """A woman with a husband, a card to be printed, and a row on a roll."""
    made = resident("SITI AMINAH", sex="P", card__state=CardStatus.PRINT_READY_RECORD)
    resident("AGUS SALIM", household=made.household, relation_to_head=RelationToHead.HUSBAND)
    listed(RunFactory.create(), outcome=Outcome.MATCHED, resident=made)
    return made


@pytest.fixture
def desk(page: Page, live_server: LiveServer, person: Resident) -> Page:
    """The desk of a clerk who has signed in."""
    sign_in_page(page.context, at_the_desk()[1], live_server)
    return page


@pytest.fixture
def plain(browser: Browser, live_server: LiveServer, person: Resident) -> Iterator[Page]:
    """The same with JavaScript switched off."""
    context: BrowserContext = browser.new_context(java_script_enabled=False)
    sign_in_page(context, at_the_desk()[1], live_server)
    yield context.new_page()
    context.close()


def addresses(person: Resident) -> list[str]:
    return [
        "/petugas/cari/",
        "/petugas/daftar/?tab=siap-cetak",
        f"/petugas/penduduk/{person.pk}/",
        f"/petugas/penduduk/{person.pk}/nik/",
        f"/petugas/keluarga/{person.household_id}/",
    ]


def find(page: Page, live_server: LiveServer, typed: str) -> None:
    page.goto(f"{live_server.url}/petugas/cari/")
    page.get_by_label("Nama, NIK").fill(typed)
    follow(page.get_by_role("button", name="Cari", exact=True))


def test_from_a_misspelt_name_to_the_number_with_the_keyboard_alone(
    live_server: LiveServer, desk: Page, person: Resident
) -> None:
    complaints: list[str] = []
    desk.on("console", lambda message: complaints.append(message.text))
    desk.goto(f"{live_server.url}/petugas/cari/")
    expect(desk.get_by_label("Nama, NIK")).to_be_focused()
    desk.keyboard.type("siti amniah")
    follow_by_key(desk)
    expect(desk.get_by_role("status")).to_contain_text("1 orang")
    tab_and_follow(desk, "SITI AMINAH")
    expect(desk.get_by_role("heading", level=1)).to_have_text("SITI AMINAH")
    expect(desk.get_by_text("Data siap cetak; cetak kartu")).to_be_visible()
    expect(desk.get_by_text("TPS 004")).to_be_visible()
    tab_and_follow(desk, "Buka NIK")
    tab_to(desk, "purpose")
    desk.keyboard.press("Space")
    follow_by_key(desk)
    expect(desk.get_by_text(number_of(person))).to_be_visible()
    assert number_of(person) not in desk.url
    assert [len(entries(action)) for action in ("search", "view", "reveal")] == [1, 1, 1]
    assert complaints == []


def tab_and_follow(page: Page, link: str) -> None:
    tab_to(page, link)
    follow_by_key(page)


def tab_to(page: Page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")
        if here == name:
            return
    pytest.fail(f"{name} is not reached by Tab")


def test_everything_works_without_javascript(live_server: LiveServer, plain: Page, person: Resident) -> None:
    find(plain, live_server, "Siti Aminah")
    follow(plain.get_by_role("link", name="SITI AMINAH"))
    follow(plain.get_by_role("link", name="Buka halaman keluarga"))
    expect(plain.get_by_role("rowheader", name="AGUS SALIM")).to_be_visible()
    follow(plain.get_by_role("button", name="Lembar cetak"))
    expect(plain.get_by_text("Lembar ini bukan kartu keluarga")).to_be_visible()
    plain.goto(f"{live_server.url}/petugas/daftar/")
    follow(plain.get_by_role("link", name="Siap cetak"))
    expect(plain.get_by_role("link", name="SITI AMINAH")).to_be_visible()


def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(
    live_server: LiveServer, desk: Page, person: Resident
) -> None:
    for address in addresses(person):
        desk.goto(live_server.url + address)
        look(desk, address)
    for typed in ("Siti Aminah", "Xqwerty", "12"):
        find(desk, live_server, typed)
        look(desk, typed)


def look(page: Page, name: str) -> None:
    no_fault_by_day_or_night(page, name)
    nothing_sideways(page, name, (320, 360, 1366, 1280))

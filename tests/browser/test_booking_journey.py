"""A whole booking in a browser as wide as a phone: by keyboard alone, without JavaScript, and its bytes counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from queueing.choices import PartyState
from queueing.models import Booking, Party
from queueing.views.public import looking
from tests.browser.pages import follow, follow_by_key, nothing_sideways
from tests.factories.elections import make_region
from tests.factories.offices import an_office
from tests.queueing.identity.filled import KK_NUMBER, NIKS, figures_sent, somebody

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

PHONE = ViewportSize(width=360, height=740)
#: What a first visit and a whole booking may cost somebody who pays by the megabyte.
FIRST_BYTES, FIRST_REQUESTS, ALL_BYTES = 60_000, 6, 100_000
#: More presses of Tab than any page needs.
LONGEST_WALK = 60


@dataclass
class Bill:
    """What came over the wire, and what the page complained of."""

    requests: int = 0
    size: int = 0
    complaints: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext, page: Page) -> None:
        """Count from now on, headers and compression included; what the browser has kept costs nothing."""
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", self._answered)
        wire.on("Network.loadingFinished", self._arrived)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _answered(self, told: dict[str, Any]) -> None:
        self.requests += not told["response"].get("fromDiskCache")

    def _arrived(self, told: dict[str, Any]) -> None:
        self.size += int(told["encodedDataLength"])


@pytest.fixture(autouse=True)
def places() -> Iterator[None]:
    make_region("35.16.08")
    an_office(main=True)
    somebody()
    looking.forget()
    yield
    looking.forget()


def test_a_place_is_booked_by_keyboard_alone_for_less_than_a_photograph(
    live_server: LiveServer, browser: Browser
) -> None:
    context = browser.new_context(viewport=PHONE, locale="id-ID")
    page, bill = context.new_page(), Bill()
    bill.follow(context, page)
    page.goto(live_server.url, wait_until="networkidle")
    assert (bill.requests <= FIRST_REQUESTS, bill.size <= FIRST_BYTES) == (True, True), bill

    enter(page, page.get_by_role("link", name="Pesan tempat perekaman"))
    enter(page, page.locator("a", has_text="Tempat terdekat"))
    enter(page, page.locator("a.day").first)
    walk_to(page, page.locator("input[name=sesi]").first)
    page.keyboard.press("Space")
    enter(page, page.get_by_role("button", name="Ambil tempat ini"))

    for name, typed in answers().items():
        walk_to(page, page.locator(f"[name={name}]"))
        page.keyboard.type(typed)
    follow_by_key(page)
    walk_to(page, page.locator("[name=kode]"))
    page.keyboard.type(figures_sent(Party.unscoped.get()))
    follow_by_key(page)
    enter(page, page.get_by_role("button", name="Pesan 1 tempat"))

    it_is_booked(page)
    assert bill.size <= ALL_BYTES, bill
    assert bill.complaints == []
    context.close()


def test_a_place_is_booked_without_javascript(live_server: LiveServer, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)
    follow(page.get_by_role("link", name="Pesan tempat perekaman"))
    follow(page.locator("a", has_text="Tempat terdekat"))
    follow(page.locator("a.day").first)
    page.locator("input[name=sesi]").first.check()
    follow(page.get_by_role("button", name="Ambil tempat ini"))
    for name, typed in answers().items():
        page.locator(f"[name={name}]").fill(typed)
    follow(page.get_by_role("button", name="Lanjutkan"))
    page.locator("[name=kode]").fill(figures_sent(Party.unscoped.get()))
    follow(page.get_by_role("button", name="Lanjutkan"))
    follow(page.get_by_role("button", name="Pesan 1 tempat"))
    it_is_booked(page)
    context.close()


def answers() -> dict[str, str]:
    return {"nama_1": "Siti Aminah", "nik_1": NIKS[0], "kk": KK_NUMBER, "kontak": "0812 3456 789"}


def walk_to(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(LONGEST_WALK):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by keyboard: {wanted}")


def enter(page: Page, wanted: Locator) -> None:
    nothing_sideways(page)
    walk_to(page, wanted)
    follow_by_key(page)


def it_is_booked(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Tempat Anda sudah dipesan")
    assert Party.unscoped.get().state == PartyState.CONFIRMED
    expect(page.locator("main")).to_contain_text(Booking.unscoped.get().code or "a code")

"""From the district to held places in a browser: by keyboard, without JavaScript, on a narrow screen, and light."""

from __future__ import annotations

import datetime
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from queueing.actions import publishing
from queueing.models import Office, Party, RecordingSlot
from tests.browser.test_front_page import LOW, WCAG
from tests.factories.elections import make_region
from tests.factories.offices import ClosureFactory, ProtocolPeriodFactory, an_office

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

REQUESTS, FIRST_VISIT, WHOLE_FLOW = 6, 60_000, 100_000


@pytest.fixture
def office() -> Office:
    """An office whose first free day is known: the first that is published after tomorrow."""
    for code in ("35.16.08", "35.16.09"):
        make_region(code)
    office = an_office(main=True)
    today = timezone.localdate()
    ProtocolPeriodFactory.create(office=office, starts_on=today, ends_on=today + datetime.timedelta(days=40))
    for ahead in range(2):
        ClosureFactory.create(office=office, day=today + datetime.timedelta(days=ahead), reason="Pindah gedung")
    publishing.publish(office=office.pk, at=timezone.now())
    return office


def pages(live_server: LiveServer, office: Office) -> list[str]:
    slot = RecordingSlot.objects.filter(office=office).earliest("starts_at")
    closed = timezone.localdate()
    ways = ["", "?kecamatan=35.16.08", f"kantor/{office.pk}/", f"kantor/{office.pk}/{slot.day}/"]
    return [f"{live_server.url}/antre/{way}" for way in [*ways, f"kantor/{office.pk}/{closed}/", "kantor/9/"]]


def test_every_page_is_readable_in_every_light_and_width(live_server: LiveServer, page: Page, office: Office) -> None:
    complaints: list[str] = []
    answers: list[Response] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks the function
    sizes: list[int] = []
    for address in pages(live_server, office):
        page.goto(address, wait_until="networkidle")
        assert len(answers) <= REQUESTS
        sizes.append(sum(len(answer.body()) for answer in answers))
        answers.clear()
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert page.evaluate(LOW) == [], address
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
            assert found.violations_count == 0, found.generate_report()
    assert sizes[0] < FIRST_VISIT
    assert sum(sizes) < WHOLE_FLOW
    assert [text for text in complaints if "404" not in text] == []


def test_places_are_held_by_keyboard_alone_without_javascript(
    live_server: LiveServer, browser: Browser, office: Office
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{live_server.url}/antre/")
    press_tab_until(page, page.get_by_label("Kecamatan di"))
    page.keyboard.type("Wil")
    press_tab_until(page, page.get_by_role("button", name="Tampilkan kantor saya"))
    page.keyboard.press("Enter")
    follow(page, page.get_by_role("link", name=office.name))
    follow(page, page.get_by_role("link", name=re.compile(r"\d+ tempat")).first)
    press_tab_until(page, page.get_by_role("radio", name="1", exact=True))
    page.keyboard.press("ArrowRight")
    press_tab_until(page, page.get_by_role("button", name="Ambil tempat ini"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Pilih jam kedatangan.")
    expect(page.get_by_role("radio", name="2", exact=True)).to_be_checked()
    press_tab_until(page, page.get_by_role("radio", name="08.00–"))
    page.keyboard.press("ArrowDown")
    press_tab_until(page, page.get_by_role("button", name="Ambil tempat ini"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/antre/isi/[\w.-]+/$"))
    party = Party.unscoped.get()
    assert party.slot is not None
    assert (party.persons, f"{party.slot.local_start:%H.%M}") == (2, "08.30")
    context.close()


def follow(page: Page, link: Locator) -> None:
    press_tab_until(page, link)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press_tab_until(page: Page, wanted: Locator) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.and_(page.locator(":focus")).count():
            return
    pytest.fail(f"{wanted} is not reached by Tab")

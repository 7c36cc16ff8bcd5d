"""The board of the waiting room in a browser: one call after the other, and no number where it is cut off."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from queueing.actions import calls
from queueing.models import Counter, Office, Ticket
from registry.models import Officer
from tests.browser.test_front_page import WCAG
from tests.factories.elections import make_region
from tests.factories.queueing import CounterFactory, OfficeFactory
from tests.factories.registry import OfficerFactory

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]
#: What a television may load, in bytes.
MOST = 60_000


@pytest.fixture
def office() -> Office:
    make_region("35.16.08")
    office: Office = OfficeFactory.create(name="Kantor Dispendukcapil")
    now = timezone.now()
    for number in range(1, 8):
        Ticket.unscoped.create(
            office=office, area=office.region_id, day=now.astimezone(ZoneInfo(office.time_zone)).date(), letter="A",
            number=number, lane="general", arrived_at=now, ready_at=now,
        )  # fmt: skip
    return office


@pytest.fixture
def officer() -> Officer:
    return OfficerFactory.create()


@pytest.fixture
def counters(office: Office) -> list[Counter]:
    return [CounterFactory.create(office=office, number=number, is_open=True) for number in (1, 2)]


def call(counter: Counter, officer: Officer) -> None:
    now = timezone.now()
    day = now.astimezone(ZoneInfo(counter.office.time_zone)).date()
    ticket = calls.call_next(counter=counter, day=day, by=officer, at=now)
    assert ticket
    calls.finish(ticket=ticket.pk, by=officer, at=now)


def shown(page: Page) -> str:
    return page.locator(".board-number").inner_text()


def test_two_calls_at_once_are_shown_one_after_the_other(
    live_server: LiveServer, page: Page, office: Office, officer: Officer, counters: list[Counter],
    complaints: list[str],
) -> None:  # fmt: skip
    call(counters[0], officer)
    page.clock.install()
    page.goto(f"{live_server.url}/papan/{office.pk}/")
    expect(page.locator(".board-number")).to_have_text("A-001")

    call(counters[0], officer)
    call(counters[1], officer)

    page.clock.run_for(1_000)
    expect(page.locator(".board-number")).to_have_text("A-002")
    expect(page.locator(".board-counter")).to_have_text("Loket 1")
    page.clock.run_for(4_000)
    expect(page.locator(".board-number")).to_have_text("A-002")
    page.clock.run_for(2_000)
    expect(page.locator(".board-number")).to_have_text("A-003")
    expect(page.locator(".board-counter")).to_have_text("Loket 2")
    page.clock.run_for(6_000)
    expect(page.locator(".board-before li").first).to_contain_text("A-002")
    assert complaints == []


def test_a_board_that_is_cut_off_says_so_and_comes_back_by_itself(
    live_server: LiveServer, page: Page, office: Office, officer: Officer, counters: list[Counter]
) -> None:
    call(counters[0], officer)
    page.clock.install()
    page.goto(f"{live_server.url}/papan/{office.pk}/")
    expect(page.locator("#terputus")).to_be_hidden()

    page.route("**/isi/", lambda route: route.abort())
    page.clock.run_for(8_000)
    expect(page.locator("#terputus")).to_be_visible()
    call(counters[0], officer)
    page.unroute("**/isi/")
    page.clock.run_for(2_000)

    expect(page.locator("#terputus")).to_be_hidden()
    expect(page.locator(".board-number")).to_have_text("A-002")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (720, 1280)])
def test_the_board_fits_its_screen_and_is_read_from_afar(
    live_server: LiveServer, page: Page, office: Office, officer: Officer, counters: list[Counter], width: int,
    height: int,
) -> None:  # fmt: skip
    for _ in range(3):
        call(counters[0], officer)
        call(counters[1], officer)
    page.set_viewport_size({"width": width, "height": height})
    received: list[int] = []
    page.on("response", lambda answer: received.append(size_of(answer)))
    page.goto(f"{live_server.url}/papan/{office.pk}/")
    expect(page.locator(".board-before li")).to_have_count(4)

    page_of = "document.scrollingElement"
    assert page.evaluate(f"[{page_of}.scrollWidth, {page_of}.scrollHeight]") == [width, height]
    # Figures are read at 6 m from 3 cm on; a television of 32 inches is 40 cm high.
    high = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.board-number')).fontSize)")
    others = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.board-before strong')).fontSize)")
    assert high * 0.7 / height > 0.065
    assert others * 0.7 / height > 0.03
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    assert found.response["violations"] == []
    assert sum(received) < MOST


def test_without_javascript_the_board_is_loaded_anew(
    live_server: LiveServer, browser: Browser, office: Office, officer: Officer, counters: list[Counter]
) -> None:
    call(counters[0], officer)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/papan/{office.pk}/")
    assert shown(page) == "A-001"
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == "10"
    context.close()


def size_of(answer: Response) -> int:
    return len(answer.body()) if answer.ok else 0

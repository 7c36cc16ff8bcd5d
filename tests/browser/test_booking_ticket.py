"""A ticket in a browser: found, changed and given up by keyboard without JavaScript; read by everybody; followed."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from queueing.actions import calls, tickets
from queueing.models import Booking, Office, Party, RecordingSlot
from tests.browser.test_front_page import LOW, WCAG
from tests.factories.elections import make_region
from tests.factories.queueing import CounterFactory, a_booking
from tests.factories.registry import OfficerFactory
from tests.queueing.tickets.booked import a_slot, an_office, path, people_of

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]
NIK = "3516080108907788"
MOST_OF_A_TICKET = 60_000


@pytest.fixture
def office() -> Office:
    make_region("35.16.08")
    return an_office()


@pytest.fixture
def slots(office: Office) -> list[RecordingSlot]:
    return [a_slot(office, days=days, hour=hour, seats=3) for days in (2, 3) for hour in (9, 10, 11)]


@pytest.fixture
def party(slots: list[RecordingSlot]) -> Party:
    made = a_booking(slots[0], persons=2, niks=[NIK, "3516080108907789"])
    Booking.unscoped.filter(party=made, ordinal=1).update(name="SITI AMINAH")
    return made


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A narrow phone with JavaScript switched off."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def press(page: Page, name: str, role: str = "link") -> None:
    """Reach something by its name and press it with the keyboard alone."""
    there = page.get_by_role("button" if role == "button" else "link", name=name)
    there.focus()
    expect(there).to_be_focused()
    page.keyboard.press("Enter")


def test_a_ticket_is_found_changed_and_given_up_by_keyboard_without_javascript(
    plain: Page, live_server: LiveServer, party: Party, slots: list[RecordingSlot]
) -> None:
    code = str(people_of(party)[0].code)
    plain.goto(f"{live_server.url}/tiket/")
    plain.get_by_label("Kode pemesanan").focus()
    plain.keyboard.type(code.replace("-", "").lower())
    plain.keyboard.press("Tab")
    plain.keyboard.type("0000")
    plain.keyboard.press("Enter")
    expect(plain.get_by_role("alert")).to_contain_text("tidak cocok")
    plain.get_by_label("Empat angka terakhir NIK").fill(NIK[-4:])
    plain.keyboard.press("Enter")

    expect(plain.get_by_role("heading", level=1)).to_have_text("Tempat Anda sudah dipesan")
    expect(plain.get_by_text(code, exact=True)).to_be_visible()
    press(plain, "Ubah waktu")
    plain.locator(f'a[href="?hari={slots[3].day}"]').press("Enter")
    press(plain, "11.00", "button")
    expect(plain.get_by_role("status")).to_contain_text("Waktu sudah diubah.")
    expect(plain.get_by_text("11.00–11.30 WIB")).to_be_visible()

    press(plain, "Batalkan")
    plain.get_by_role("checkbox", name="Siti A.").focus()
    plain.keyboard.press("Space")
    press(plain, "Ya, batalkan", "button")
    expect(plain.get_by_role("status")).to_contain_text("Pembatalan sudah dicatat.")
    expect(plain.get_by_text(code, exact=True)).to_have_count(0)
    assert plain.evaluate("document.documentElement.scrollWidth") <= 320
    assert [person.state for person in people_of(party)] == ["cancelled", "confirmed"]


def test_every_page_of_a_ticket_is_readable_in_every_light_and_width(
    page: Page, live_server: LiveServer, party: Party
) -> None:
    complaints: list[str] = []
    answers: list[Response] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks the function
    page.goto(f"{live_server.url}{path(party)}", wait_until="networkidle")
    assert len(answers) <= 6
    assert sum(len(answer.body()) for answer in answers) < MOST_OF_A_TICKET
    for address in ("/tiket/", *(path(party, tail) for tail in ("", "ubah/", "batal/", "antrean/", "cetak/58/"))):
        page.goto(f"{live_server.url}{address}")
        if address == "/tiket/":
            page.get_by_role("button", name="Cari tiket").click()
        for width in (320, 768):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert page.evaluate(LOW) == [], address
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
            assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
    assert [one for one in complaints if "422" not in one] == []


def test_a_phone_follows_the_queue_and_says_when_nobody_answers(
    page: Page, live_server: LiveServer, office: Office
) -> None:
    mine, officer = a_booking(a_slot(office)), OfficerFactory.create()
    today, now = timezone.now().astimezone(ZoneInfo(office.time_zone)).date(), timezone.now()
    tickets.check_in(booking=people_of(mine)[0].pk, day=today, by=officer, at=now)
    counter = CounterFactory.create(office=office, number=7)
    page.clock.install()
    page.goto(f"{live_server.url}{path(mine, 'antrean/')}")
    expect(page.get_by_text("Anda yang berikutnya.")).to_be_visible()

    calls.call_next(counter=counter, day=today, by=officer, at=now)
    page.clock.run_for(15_000)
    expect(page.locator("#antrean")).to_contain_text("Nomor A-001 dipanggil: pergi ke loket 7.")
    expect(page.locator("#ucapan")).to_contain_text("dipanggil")

    page.route("**/antrean/*/", lambda route: route.abort())
    page.clock.run_for(15_000)
    expect(page.get_by_text("Sambungan terputus.")).to_be_visible()
    page.unroute("**/antrean/*/")
    page.clock.run_for(15_000)
    expect(page.get_by_text("Sambungan terputus.")).to_be_hidden()

"""The counter in a browser: ten people by keyboard alone, keys switched off, and everything without JavaScript."""

from __future__ import annotations

import datetime
import gzip
from functools import partial
from typing import Final

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from queueing.models import Counter, Office, Ticket
from queueing.queries.counter import today_at
from registry.models import Officer
from tests.browser import pages
from tests.browser.pages import follow
from tests.factories.queueing import CounterFactory, OfficeFactory
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.signing import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]
look = partial(pages.look, widths=(360, 768, 1280), by_night=True)
PAGE: Final = "/petugas/loket/"


@pytest.fixture
def office() -> Office:
    """An office with two counters, at which nobody sits."""
    plant_regency("35.16")
    found: Office = OfficeFactory.create(name="Kantor Utama Mojokerto")
    for number in (1, 2):
        CounterFactory.create(office=found, number=number, is_open=False)
    return found


@pytest.fixture
def officer() -> Officer:
    found: Officer = OfficerFactory.create(first_name="Dewi", last_name="Lestari")
    return found


def let_come(office: Office, people: int) -> None:
    """Let so many people wait, the fourth of them in the priority lane, the first one known to the registry."""
    now = timezone.now()
    her = ResidentFactory.create(name="SITI AMINAH", region_id="35.16.08.2001")
    for number in range(1, people + 1):
        since = now - datetime.timedelta(minutes=60 - number)
        Ticket.unscoped.create(
            office=office, area=office.region_id, day=today_at(office, now), letter="A", number=number,
            lane="priority" if number == 4 else "general", name="SITI AMINAH" if number == 1 else f"ORANG {number}",
            resident=her if number == 1 else None, arrived_at=since, ready_at=since,
        )  # fmt: skip


def test_ten_people_are_served_by_keyboard_alone(
    live_server: LiveServer, page: Page, office: Office, officer: Officer, complaints: list[str]
) -> None:
    let_come(office, 10)
    sign_in_page(page.context, officer, live_server)
    page.goto(f"{live_server.url}{PAGE}")
    look(page, "counter choose")
    page.get_by_role("button", name="Buka loket 1").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    look(page, "counter empty")

    served, head, said = [], page.locator("#di-loket"), page.get_by_role("status")
    page.keyboard.press("n")
    expect(head).to_contain_text("A-004")
    page.keyboard.press("x")
    expect(said).to_contain_text("A-004 belum ada. Dipanggil lagi setelah 5 nomor.")
    page.keyboard.press("u")
    expect(head).to_contain_text("A-004")
    page.keyboard.press("n")
    expect(said).to_contain_text("Selesaikan dahulu A-004.")
    page.keyboard.press("x")
    expect(head).to_have_text("Tidak ada yang dilayani")
    page.keyboard.press("n")
    expect(head).to_contain_text("A-001")
    look(page, "counter serving")
    for _ in range(10):
        number = head.locator(".called").inner_text()
        page.keyboard.press("f")
        expect(head).to_have_text("Tidak ada yang dilayani")
        served.append(number)
        page.keyboard.press("n")
        if len(served) < 10:
            expect(head.locator(".called")).not_to_have_text(number)
    expect(said).to_contain_text("Belum ada yang menunggu")

    assert sorted(served) == [f"A-{number:03d}" for number in range(1, 11)]
    assert served[5] == "A-004"
    assert Ticket.unscoped.filter(state="served").count() == 10
    page.keyboard.press("p")
    expect(head).to_contain_text("Istirahat")
    page.keyboard.press("p")
    expect(said).to_contain_text("Loket melayani lagi.")
    assert complaints == []


def test_a_number_is_passed_on_by_keyboard(
    live_server: LiveServer, page: Page, office: Office, officer: Officer
) -> None:
    let_come(office, 1)
    sit_down(page, live_server, officer)
    page.keyboard.press("n")
    expect(page.locator("#di-loket")).to_contain_text("A-001")

    page.keyboard.press("t")
    expect(page.get_by_label("Alihkan ke")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("A-001 dialihkan ke Pengambilan KTP-el.")


def test_keys_are_off_in_fields_and_where_they_are_switched_off(
    live_server: LiveServer, page: Page, office: Office, officer: Officer
) -> None:
    let_come(office, 2)
    sit_down(page, live_server, officer)
    page.get_by_label("Keterangan istirahat").press("n")
    expect(page.get_by_label("Keterangan istirahat")).to_have_value("n")

    page.get_by_label("Tombol huruf aktif").uncheck()
    page.keyboard.press("n")
    page.reload()
    expect(page.get_by_label("Tombol huruf aktif")).not_to_be_checked()
    page.keyboard.press("n")
    expect(page.locator("#di-loket")).to_have_text("Tidak ada yang dilayani")
    assert not Ticket.unscoped.exclude(state="waiting").exists()

    page.get_by_label("Tombol huruf aktif").check()
    page.keyboard.press("n")
    expect(page.locator("#di-loket")).to_contain_text("A-001")


def test_the_screen_follows_the_hall_by_itself(
    live_server: LiveServer, page: Page, office: Office, officer: Officer
) -> None:
    sit_down(page, live_server, officer)

    let_come(office, 1)
    expect(page.locator(".next")).to_contain_text("A-001")
    Counter.objects.get(number=1).shifts.update(ended_at=timezone.now())
    expect(page.get_by_text("Keadaan loket ini berubah.")).to_be_visible()


def test_the_screen_stays_under_sixty_kilobytes(
    live_server: LiveServer, page: Page, office: Office, officer: Officer
) -> None:
    let_come(office, 10)
    sit_down(page, live_server, officer)
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(gzip.compress(answer.body())) if answer.ok else 0))

    page.goto(f"{live_server.url}{PAGE}")
    page.wait_for_load_state("networkidle")

    assert sum(sizes) <= 60_000, sizes


def test_everything_works_without_a_script(
    live_server: LiveServer, plain: BrowserContext, office: Office, officer: Officer
) -> None:
    let_come(office, 2)
    page = plain.new_page()
    sit_down(page, live_server, officer)

    follow(page.get_by_role("button", name="Panggil berikutnya"))
    expect(page.locator("#di-loket")).to_contain_text("A-001")
    expect(page.get_by_label("Tombol huruf aktif")).to_be_hidden()
    follow(page.get_by_role("button", name="Tidak ada"))
    expect(page.get_by_role("status")).to_contain_text("A-001 belum ada.")
    follow(page.get_by_role("button", name="Batalkan langkah terakhir"))
    follow(page.get_by_role("button", name="Selesai"))
    follow(page.get_by_role("button", name="Tutup loket"))
    expect(page.get_by_role("heading", name="Pilih loket Anda")).to_be_visible()


def sit_down(page: Page, live_server: LiveServer, officer: Officer) -> None:
    """Open counter 1 as its officer."""
    sign_in_page(page.context, officer, live_server)
    page.goto(f"{live_server.url}{PAGE}")
    follow(page.get_by_role("button", name="Buka loket 1"))

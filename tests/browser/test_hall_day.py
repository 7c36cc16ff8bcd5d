"""The supervisor's day in a browser: whole at every width, kept up to date, and readable without JavaScript."""

from __future__ import annotations

import datetime
import os
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from queueing.actions import calls, counters
from queueing.choices import Lane
from queueing.models import Counter, Office, Ticket
from registry.models import Officer
from tests.browser.pages import no_fault, no_fault_by_day_or_night, nothing_sideways
from tests.factories.queueing import CounterFactory, OfficeFactory
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory
from tests.signing import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def office() -> Office:
    """An office with two counters that serve since two hours, and forty numbers."""
    plant_regency("35.16")
    found: Office = OfficeFactory.create(name="Kantor Utama Mojokerto")
    now = timezone.now()
    today = now.astimezone(ZoneInfo(found.time_zone)).date()
    for number in range(1, 41):
        letter, at = "AABC"[number % 4], now - (150 - 3 * number) * MINUTE
        drawn = Ticket.unscoped.filter(letter=letter).count() + 1
        lane = (Lane.GENERAL, Lane.PRIORITY, Lane.WALK_IN)[number % 3]
        told = {"told_low_minutes": 10, "told_high_minutes": 45} if number > 4 else {}
        Ticket.unscoped.create(
            office=found, area=found.region_id, day=today, letter=letter, service=letter, number=drawn,
            name=f"ORANG {number}", lane=lane, arrived_at=at, ready_at=at, **told,
        )  # fmt: skip
    for number, name in ((1, "Sri Wahyuni"), (2, "Budi Santoso")):
        first, last = name.split()
        serve(found, number, OfficerFactory.create(first_name=first, last_name=last), now, today)
    CounterFactory.create(office=found, number=3, is_open=False)
    counters.pause(
        counter=Counter.objects.get(number=2).pk, note="salat", by=Officer.objects.get(first_name="Budi"), at=now
    )
    return found


def serve(office: Office, number: int, officer: Officer, now: datetime.datetime, today: datetime.date) -> None:
    """Sit down two hours ago and serve ten numbers; the last one is still in hand."""
    counter = CounterFactory.create(office=office, number=number, is_open=False)
    counters.open_counter(counter=counter.pk, by=officer, at=now - 120 * MINUTE)
    for step in range(10):
        at = now - (115 - 12 * step + number) * MINUTE
        ticket = calls.call_next(counter=counter, day=today, by=officer, at=at)
        assert ticket is not None
        if step == 4:
            calls.not_here(ticket=ticket.pk, by=officer, at=at + MINUTE)
        elif step < 9:
            calls.finish(ticket=ticket.pk, by=officer, at=at + (6 + step % 4) * MINUTE)


def look(page: Page, name: str) -> None:
    """See that a page is whole at three widths; keep a picture where a folder is named."""
    no_fault_by_day_or_night(page, name)
    for width in (360, 768, 1280):
        nothing_sideways(page, name, (width,))
        no_fault(page, f"{name} {width}")
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{name.replace(' ', '-')}-{width}.png", full_page=True)


def test_a_supervisor_watches_the_day_and_opens_a_number(
    live_server: LiveServer, page: Page, complaints: list[str], office: Office
) -> None:
    sign_in_page(page.context, OfficerFactory.create(supervisor=True), live_server)
    page.goto(f"{live_server.url}/petugas/hari-pelayanan/")
    look(page, "days")
    page.get_by_role("link", name=office.name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(office.name)
    look(page, "day")
    assert len(page.content().encode()) < 60_000

    page.locator(".hall-figures").get_by_role("link", name="16").click()
    expect(page.get_by_role("table")).to_contain_text("A-001")
    look(page, "numbers")
    assert len(page.content().encode()) < 60_000
    assert "ORANG" not in page.content()
    assert complaints == []


def test_the_page_follows_what_happens_and_says_where_nobody_answers(
    live_server: LiveServer, page: Page, complaints: list[str], office: Office
) -> None:
    page.clock.install()
    sign_in_page(page.context, OfficerFactory.create(supervisor=True), live_server)
    today = Ticket.unscoped.earliest("pk").day
    page.goto(f"{live_server.url}/petugas/hari-pelayanan/{office.pk}/{today}/")
    counter = page.get_by_role("region", name="Tabel loket").get_by_role("row").nth(1)
    ticket = Ticket.unscoped.get(counter__number=1, state="called")
    expect(counter).to_contain_text(str(ticket))

    calls.finish(ticket=ticket.pk, by=Officer.objects.get(first_name="Sri"), at=timezone.now())
    page.clock.run_for(10_000)
    expect(counter).not_to_contain_text(str(ticket))
    assert complaints == []

    page.route("**/isi/", lambda route: route.abort())
    page.clock.run_for(10_000)
    expect(page.get_by_text("sedang tidak diperbarui")).to_be_visible()


def test_without_javascript_the_day_is_read_all_the_same(
    live_server: LiveServer, plain: BrowserContext, office: Office
) -> None:
    sign_in_page(plain, OfficerFactory.create(supervisor=True), live_server)
    page = plain.new_page()
    page.goto(f"{live_server.url}/petugas/hari-pelayanan/")
    page.get_by_role("combobox", name="Kantor").select_option(office.name)
    page.get_by_role("button", name="Tampilkan").click()

    expect(page.get_by_role("region", name="Tabel loket")).to_contain_text("Sri Wahyuni")
    expect(page.get_by_role("link", name="Muat ulang")).to_be_visible()

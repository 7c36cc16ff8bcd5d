"""The waiting list and a draw on a phone: without JavaScript from the wish to the ticket, and readable by everybody."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from queueing import links
from queueing.actions import bookings, drawing, offers
from queueing.models import Draw, Party, RecordingSlot
from queueing.views.public import looking
from tests.browser.pages import follow, no_fault_by_day_or_night, nothing_sideways
from tests.factories.draws import a_draw, an_entry, slots_to_draw
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory, a_booking, a_waiting_party
from tests.queueing.identity.filled import KK_NUMBER, NIKS, figures_sent, somebody

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]
NARROW = ViewportSize(width=320, height=640)
TWO_DAYS = datetime.timedelta(days=2)


@pytest.fixture
def slot() -> RecordingSlot:
    make_region("35.16.08")
    looking.forget()
    return SlotFactory.create(seats=1, starts_at=timezone.now() + TWO_DAYS)


def free_and_offer(booked: Party) -> None:
    bookings.cancel(party=booked.pk, at=timezone.now())
    offers.pass_on(at=timezone.now())


def test_somebody_waits_is_offered_a_place_and_takes_it_without_javascript(
    browser: Browser, live_server: LiveServer, slot: RecordingSlot
) -> None:
    somebody()
    booked, before = a_booking(slot), a_waiting_party(slot)
    context = browser.new_context(viewport=NARROW, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/antre/tunggu/{slot.office_id}/")
    page.get_by_label("Mulai hari").fill(slot.day.isoformat())
    page.get_by_label("Sampai hari").fill(slot.day.isoformat())
    nothing_sideways(page)
    follow(page.get_by_role("button", name="Lanjutkan"))
    typed = {"nama_1": "Siti Aminah", "nik_1": NIKS[0], "kk": KK_NUMBER, "kontak": "0812 3456 789"}
    for name, text in typed.items():
        page.locator(f"[name={name}]").fill(text)
    follow(page.get_by_role("button", name="Lanjutkan"))
    party = Party.unscoped.get(state="asking")
    page.locator("[name=kode]").fill(figures_sent(party))
    follow(page.get_by_role("button", name="Lanjutkan"))
    nothing_sideways(page)
    follow(page.get_by_role("button", name="Masuk daftar tunggu"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Anda di urutan 2")

    free_and_offer(booked)
    offers.decline(party=before.pk, at=timezone.now())
    offers.pass_on(at=timezone.now())
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada tempat untuk Anda")
    nothing_sideways(page)
    follow(page.get_by_role("button", name="Ambil 1 tempat ini"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Tempat Anda sudah dipesan")
    context.close()


def see(page: Page, address: str) -> None:
    """Look at a page by day and by night, narrow and wide."""
    page.goto(address)
    nothing_sideways(page, address, (320, 768))
    no_fault_by_day_or_night(page)


def test_every_page_of_waiting_and_drawing_is_readable(
    page: Page, live_server: LiveServer, slot: RecordingSlot
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    draw = a_draw(slots_to_draw(2))
    Draw.unscoped.filter(pk=draw.pk).update(opens_at=timezone.now())
    drawing_party, waiting = an_entry(draw), a_waiting_party(slot)
    see(page, f"{live_server.url}/antre/tunggu/{slot.office_id}/")
    see(page, f"{live_server.url}/antre/undian/{draw.pk}/")
    for party in (drawing_party, waiting):
        see(page, f"{live_server.url}/antre/tunggu/{links.link_of(party.pk)}/")
    see(page, f"{live_server.url}/antre/tunggu/{links.link_of(waiting.pk)}/keluar/")

    free_and_offer(a_booking(slot))
    drawing.draw(draw=draw.pk, at=draw.closes_at)

    see(page, f"{live_server.url}/antre/tunggu/{links.link_of(waiting.pk)}/")
    see(page, f"{live_server.url}/antre/undian/{draw.pk}/")
    assert complaints == []

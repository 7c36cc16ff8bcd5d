"""The front desk in a browser: people are received by the keyboard alone, and a number each goes to the paper."""

from __future__ import annotations

import datetime
import os

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from queueing.choices import Lane, Priority, Service
from queueing.models import Booking, Office, RecordingSlot, Ticket
from registry.choices import Role
from tests.browser.pages import follow, follow_by_key, look
from tests.factories.hall import zone_far_from_midnight
from tests.factories.queueing import CounterFactory, SlotFactory, a_booking
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory
from tests.queueing.tickets.booked import an_office
from tests.signing import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]
FIELD = "Pindai tiket, atau ketik kode, NIK, atau nomor antrean"


def a_session(office: Office, *, minutes: int, **seats: object) -> RecordingSlot:
    starts_at = timezone.now().replace(microsecond=0) + datetime.timedelta(minutes=minutes)
    made: RecordingSlot = SlotFactory.create(office=office, starts_at=starts_at, **seats)
    return made


@pytest.fixture
def office() -> Office:
    plant_regency("35.16")
    office = an_office(time_zone=zone_far_from_midnight())
    CounterFactory.create(office=office)
    return office


def test_people_are_received_without_a_mouse(live_server: LiveServer, page: Page, office: Office) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    family = a_booking(a_session(office, minutes=20, seats=3, seats__lane=Lane.PRIORITY), persons=3, lane=Lane.PRIORITY)
    Booking.unscoped.filter(party=family, ordinal=1).update(priority=Priority.ELDERLY, name="SUKARTI")
    single = Booking.unscoped.get(party=a_booking(a_session(office, minutes=25, seats=1)))
    a_session(office, minutes=30, seats=1, seats__lane=Lane.WALK_IN)
    a_session(office, minutes=2 * 24 * 60, seats=2)
    officer = OfficerFactory.create(role=Role.FRONT_DESK, first_name="Dewi", last_name="Lestari")
    sign_in_page(page.context, officer, live_server)

    page.goto(f"{live_server.url}/petugas/meja-depan/")
    look(page, "office")
    follow(page.get_by_role("button", name="Mulai menerima"))
    field = page.get_by_label(FIELD)
    expect(field).to_be_focused()
    look(page, "field")
    field.focus()
    page.keyboard.type(str(Booking.unscoped.get(party=family, ordinal=1).code).lower())
    follow_by_key(page)
    look(page, "family")
    page.get_by_label("Ya, jalur prioritas").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Beri nomor").focus()
    follow_by_key(page)
    expect(page.locator(".given")).to_contain_text("A-001")
    expect(page.locator(".given")).to_contain_text("jalur prioritas")
    expect(field).to_be_focused()
    look(page, "given")
    page.emulate_media(media="print")
    expect(page.locator(".receipt")).to_have_count(3)
    expect(page.locator(".receipt").first).to_be_visible()
    expect(page.get_by_role("heading", name="Meja depan")).to_be_hidden()
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/paper.png", full_page=True)
    page.emulate_media(media="screen")

    field.focus()
    page.keyboard.type(str(single.code))
    follow_by_key(page)
    expect(page.get_by_role("button", name="Beri nomor")).to_be_focused()
    follow_by_key(page)
    expect(page.locator(".given")).to_contain_text("A-004")

    page.keyboard.type("3517080108900007")
    follow_by_key(page)
    page.get_by_text("Pesankan hari lain").click()
    look(page, "elsewhere")
    page.get_by_label("Nama lengkap").first.focus()
    page.keyboard.type("Budi Santoso")
    follow_by_key(page)
    expect(page.locator(".given")).to_contain_text("A-005")
    expect(page.get_by_text("sudah habis")).to_be_visible()
    look(page, "nothing left")
    field.focus()
    page.keyboard.type("a5")
    follow_by_key(page)
    expect(page.get_by_role("heading", name="Nomor A-005")).to_be_visible()
    look(page, "number")
    page.get_by_role("button", name="Orangnya pergi: lepas nomor").focus()
    follow_by_key(page)
    expect(page.get_by_text("Nomor A-005 dilepas.")).to_be_visible()

    assert Ticket.unscoped.filter(service=Service.RECORDING).count() == 5
    assert not [said for said in complaints if "422" not in said], complaints

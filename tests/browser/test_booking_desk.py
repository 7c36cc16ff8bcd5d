"""The desk of bookings in a browser: a supervisor closes part of a day, and whoever exceeds answers on her phone."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from queueing import links
from queueing.actions import outages
from queueing.models import Booking, CapacityCut, Party, RecordingSlot
from tests.browser.pages import follow, follow_by_key, look
from tests.factories.queueing import OpeningHoursFactory, SlotFactory, a_booking
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory
from tests.signing import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def slot() -> RecordingSlot:
    """Tomorrow at nine, with another session an hour later."""
    plant_regency("35.16")
    nine = (timezone.localtime() + datetime.timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    found: RecordingSlot = SlotFactory.create(seats=4, starts_at=nine, office__name="Kantor Utama Mojokerto")
    for weekday in range(1, 8):
        OpeningHoursFactory.create(
            office=found.office, weekday=weekday, opens_at=datetime.time(7), closes_at=datetime.time(17)
        )
    for hours in (1, 2, 26):
        SlotFactory.create(office=found.office, seats=4, starts_at=nine + datetime.timedelta(hours=hours))
    return found


def test_a_supervisor_closes_a_morning_by_keyboard_and_she_who_exceeds_answers(
    live_server: LiveServer, page: Page, slot: RecordingSlot
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    party = a_booking(slot, persons=2)
    first = Booking.unscoped.get(party=party, ordinal=1)
    supervisor = OfficerFactory.create(supervisor=True, first_name="Dewi", last_name="Lestari")
    sign_in_page(page.context, supervisor, live_server)

    page.goto(f"{live_server.url}/petugas/pemesanan/")
    look(page, "load")
    follow(page.get_by_role("link", name=slot.day.strftime("%-d").strip()).first)
    look(page, "day")
    follow(page.get_by_role("link", name=str(first.code)))
    look(page, "booking")
    follow(page.get_by_role("link", name="Pindahkan waktu"))
    look(page, "move")

    page.goto(f"{live_server.url}/petugas/pemesanan/pengurangan/")
    follow(page.get_by_role("link", name="Kurangi kapasitas"))
    look(page, "assistant")
    page.get_by_label("Tanggal").fill(slot.day.isoformat())
    page.get_by_label("Dari pukul").fill("09:00")
    page.get_by_label("Sampai pukul").fill("09:30")
    page.get_by_label("Alasan untuk warga").fill("Listrik padam.")
    page.get_by_role("button", name="Lihat akibatnya").focus()
    follow_by_key(page)
    expect(page.get_by_text("2 orang", exact=True)).to_be_visible()
    look(page, "consequences")
    page.get_by_role("button", name="Kurangi dan kirim usul").focus()
    follow_by_key(page)
    expect(page.get_by_role("table")).to_contain_text("Menunggu jawaban")
    look(page, "follow up")
    assert CapacityCut.objects.count() == 1

    outages.start(
        office=slot.office, note="SIAK tidak menjawab.", estimate=timezone.now() + datetime.timedelta(hours=2),
        by=supervisor, at=timezone.now(),
    )  # fmt: skip
    for name in ("pengurangan", "gangguan", "bukti"):
        page.goto(f"{live_server.url}/petugas/pemesanan/{name}/")
        look(page, name)

    page.goto(f"{live_server.url}/tiket/{links.link_of(party.pk)}/")
    look(page, "ticket")
    follow(page.get_by_role("link", name="Lihat usul dan jawab"))
    look(page, "proposal")
    page.get_by_role("button", name="Setuju, pindahkan saya").focus()
    follow_by_key(page)
    assert Party.unscoped.get().slot != slot
    assert complaints == []

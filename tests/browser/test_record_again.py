"""Inviting to be recorded again and printing a letter, in a browser."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from queueing.choices import BookingState
from queueing.models import Booking
from registry.choices import CardStatus, Role
from registry.models import Officer
from tests.browser import pages
from tests.browser.pages import follow
from tests.factories.queueing import SlotFactory, a_booking
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.registry.desk import number_of
from tests.signing import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

WIDTHS = [360, 1280]
look = partial(pages.look, widths=WIDTHS)


@pytest.fixture
def clerk() -> Officer:
    plant_regency("35.16")
    return OfficerFactory.create(username="rini", first_name="Rini", role=Role.CLERK, area_id="35.16")


def test_one_is_invited_and_another_gets_a_letter(
    clerk: Officer, live_server: LiveServer, page: Page, context: BrowserContext, complaints: list[str]
) -> None:
    failed = CardStatus.ENROLL_FAILURE_AT_CENTRAL
    reached = ResidentFactory.create(woman=True, card__state=failed)
    ResidentFactory.create(name="DEWI LESTARI", card__state=CardStatus.ENROLL_FAILURE_AT_REGIONAL)
    party = a_booking(SlotFactory.create(), niks=[number_of(reached)])
    Booking.unscoped.filter(party=party).update(agrees=True, state=BookingState.SERVED)
    sign_in_page(context, clerk, live_server)
    page.goto(f"{live_server.url}/petugas/rekam-ulang/")
    look(page, "rekam-ulang")

    page.get_by_label("Pilih SITI AMINAH").check()
    follow(page.get_by_role("button", name="Undang yang dipilih"))
    expect(page.get_by_text("1 orang diundang.")).to_be_visible()
    look(page, "sesudah")
    page.get_by_label("Pilih DEWI LESTARI").check()
    page.get_by_label("Pilih SITI AMINAH").check()
    follow(page.get_by_role("button", name="Cetak surat"))
    expect(page.get_by_role("heading", name="Rekaman KTP-el Anda perlu diulang")).to_have_count(2)
    look(page, "surat")

    assert [said for said in complaints if "favicon" not in said] == []

"""A card from the list of those that wait to its owner's hands, in a browser: by a clerk, with and without a family."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from registry.choices import CardStatus, Role
from registry.models import CardHandover, Officer
from tests.browser import pages
from tests.browser.pages import follow
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.signing import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

WIDTHS = [360, 1280]
look = partial(pages.look, widths=WIDTHS)


@pytest.fixture
def clerk() -> Officer:
    plant_regency("35.16")
    return OfficerFactory.create(username="rini", first_name="Rini", role=Role.CLERK, area_id="35.16")


def test_a_card_is_fetched_by_a_son_and_printed_again(
    clerk: Officer, live_server: LiveServer, page: Page, context: BrowserContext, complaints: list[str]
) -> None:
    mother = ResidentFactory.create(woman=True, card__state=CardStatus.CARD_PRINTED)
    ResidentFactory.create(name="AGUS SALIM", household=mother.household)
    sign_in_page(context, clerk, live_server)
    page.goto(f"{live_server.url}/petugas/daftar/?tab=belum-diambil")
    look(page, "daftar")
    follow(page.get_by_role("link", name="SITI AMINAH"))
    look(page, "penduduk")

    follow(page.get_by_role("link", name="Catat: Kartu dalam pengiriman"))
    expect(page.get_by_label("Kartu dalam pengiriman")).to_be_checked()
    look(page, "langkah")
    follow(page.get_by_role("button", name="Catat status"))
    follow(page.get_by_role("link", name="Serahkan KTP-el"))
    page.get_by_label("Penerima kuasa tertulis").check()
    follow(page.get_by_role("button", name="Catat penyerahan"))
    expect(page.get_by_text("Tulis nama pengambil seperti di surat kuasa.").first).to_be_visible()
    look(page, "serahkan-keliru")
    page.get_by_label("Anggota keluarga dalam KK").check()
    page.locator("#id_member").select_option(label="AGUS SALIM")
    look(page, "serahkan")
    follow(page.get_by_role("button", name="Catat penyerahan"))
    expect(page.get_by_text("diambil anggota keluarga dalam KK: AGUS SALIM")).to_be_visible()
    look(page, "sesudah")

    assert CardHandover.objects.get().taker_name == "AGUS SALIM"
    assert [said for said in complaints if "favicon" not in said and "422" not in said] == []

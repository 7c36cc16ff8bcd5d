"""A clerk records a death and undoes it, splits a household: what follows is seen first, the keyboard is enough."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from registry.choices import MaritalStatus, ResidencyStatus
from registry.models import CivilEvent, Household, Officer, Resident
from tests.browser.pages import follow, follow_by_key, no_fault, nothing_sideways
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory
from tests.registry.events.families import KK_NUMBER, Family, make_family
from tests.signing import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

WIDTHS = [360, 1280]


@pytest.fixture
def officer() -> Officer:
    plant_regency("35.16")
    return OfficerFactory.create(username="bu-ani", first_name="Ani", area_id="35.16")


@pytest.fixture
def family(officer: Officer) -> Family:
    return make_family()


@pytest.fixture
def desk(live_server: LiveServer, page: Page, officer: Officer) -> Page:
    sign_in_page(page.context, officer, live_server)
    return page


@pytest.fixture
def plain(browser: Browser, live_server: LiveServer, officer: Officer) -> Iterator[BrowserContext]:
    """A browser with JavaScript switched off."""
    context = browser.new_context(java_script_enabled=False)
    sign_in_page(context, officer, live_server)
    yield context
    context.close()


def today() -> str:
    return f"{timezone.localdate():%d-%m-%Y}"


def record_death(page: Page, live_server: LiveServer, family: Family) -> None:
    page.goto(f"{live_server.url}/petugas/penduduk/{family.father.pk}/")
    follow(page.get_by_role("link", name="Kematian", exact=True))
    page.get_by_label("Tanggal kematian").fill(today())
    page.get_by_label("Nomor surat keterangan kematian").fill("AM-12/2026")
    follow(page.get_by_role("button", name="Periksa akibatnya"))


def split(page: Page, live_server: LiveServer, family: Family) -> None:
    page.goto(f"{live_server.url}/petugas/keluarga/{family.home.pk}/")
    follow(page.get_by_role("link", name="Pisah kartu keluarga"))
    page.get_by_label("DEWI SANTOSO").select_option(label="Kepala keluarga")
    page.get_by_label("Nomor KK baru").fill(KK_NUMBER)
    page.get_by_label("Alasan").fill("Bekerja sendiri")
    page.get_by_label("Tanggal peristiwa").fill(today())
    follow(page.get_by_role("button", name="Periksa akibatnya"))


def test_a_death_is_recorded_with_its_consequences_and_undone(
    live_server: LiveServer, desk: Page, family: Family
) -> None:
    record_death(desk, live_server, family)
    happens = desk.get_by_role("region", name="Yang terjadi")
    expect(happens).to_contain_text("SITI AMINAH menjadi cerai mati.")
    expect(happens).to_contain_text("pilih kepala keluarga baru")
    assert not CivilEvent.unscoped.exists()

    follow(desk.get_by_role("button", name="Simpan"))
    expect(desk.get_by_role("status")).to_have_text("Kematian tersimpan.")
    expect(desk.get_by_role("link", name="Pilih kepala keluarga baru")).to_be_visible()
    assert Resident.unscoped.get(pk=family.mother.pk).marital_status == MaritalStatus.WIDOWED

    follow(desk.get_by_role("link", name="Batalkan peristiwa ini"))
    expect(desk.get_by_role("row", name=re.compile("SITI AMINAH Status kawin Cerai mati Kawin"))).to_be_visible()
    desk.get_by_label("Alasan pembatalan").fill("Salah orang")
    follow(desk.get_by_role("button", name="Batalkan peristiwa"))

    expect(desk.get_by_role("status")).to_contain_text("nilai yang lama berlaku lagi")
    father, mother = Resident.unscoped.get(pk=family.father.pk), Resident.unscoped.get(pk=family.mother.pk)
    assert (father.residency_status, mother.marital_status) == (ResidencyStatus.ALIVE, MaritalStatus.MARRIED)


def test_a_household_is_split_without_javascript(
    live_server: LiveServer, plain: BrowserContext, family: Family
) -> None:
    page = plain.new_page()
    split(page, live_server, family)
    expect(page.get_by_role("region", name="Yang terjadi")).to_contain_text("1 orang keluar dari keluarga lama")
    expect(page.locator("main")).not_to_contain_text(KK_NUMBER)
    follow(page.get_by_role("button", name="Simpan"))

    expect(page.get_by_role("status")).to_have_text("Pisah kartu keluarga tersimpan.")
    home = Household.unscoped.get(members=family.daughter)
    assert (home.kk_number, Resident.unscoped.filter(household=home).count()) == (KK_NUMBER, 1)


def test_the_keyboard_alone_records_a_death(live_server: LiveServer, desk: Page, family: Family) -> None:
    desk.goto(f"{live_server.url}/petugas/penduduk/{family.father.pk}/peristiwa/kematian/")
    desk.get_by_label("Tanggal kematian").focus()
    desk.keyboard.type(today())
    follow_by_key(desk)
    expect(desk.get_by_role("heading", name="Yang terjadi")).to_be_visible()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("main")).to_be_focused()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("button", name="Simpan")).to_be_focused()
    follow_by_key(desk)
    expect(desk.get_by_role("status")).to_have_text("Kematian tersimpan.")


def test_no_page_of_an_event_has_an_accessibility_fault_or_scrolls_sideways(
    live_server: LiveServer, desk: Page, family: Family, complaints: list[str]
) -> None:
    resident = f"{live_server.url}/petugas/penduduk/{family.mother.pk}/"
    household = f"{live_server.url}/petugas/keluarga/{family.home.pk}/"
    for path in ("kelahiran", "perkawinan", "perceraian", "pindah-keluarga", "pindah-keluar", "datang-kembali",
                 "kematian", "pembetulan"):  # fmt: skip
        desk.goto(f"{resident}peristiwa/{path}/")
        look(desk, path)
    for path in ("pisah", "pindah", "ganti-kepala", "datang", f"ganti-kepala/?kepala={family.mother.pk}"):
        desk.goto(f"{household}{path}/" if "?" not in path else f"{household}{path}")
        look(desk, path)
    desk.goto(f"{live_server.url}/petugas/keluarga/datang/")
    look(desk, "keluarga datang")
    follow(desk.get_by_role("button", name="Periksa akibatnya"))
    expect(desk.get_by_role("alert")).to_contain_text("Ada yang perlu dibetulkan")
    look(desk, "salah")
    split(desk, live_server, family)
    look(desk, "periksa pisah")
    record_death(desk, live_server, family)
    look(desk, "periksa")
    follow(desk.get_by_role("button", name="Simpan"))
    look(desk, "peristiwa")
    follow(desk.get_by_role("link", name="Batalkan peristiwa ini"))
    look(desk, "batalkan")
    desk.goto(f"{live_server.url}/petugas/penduduk/{family.father.pk}/")
    look(desk, "penduduk")
    assert [text for text in complaints if "422" not in text] == []


def look(page: Page, name: str) -> None:
    """Assert what holds for every page at every width."""
    for width in WIDTHS:
        nothing_sideways(page, name, [width])
        no_fault(page, f"{name} at {width}")

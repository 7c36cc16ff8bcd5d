"""A form in a browser: typed, proven, checked and booked, by keyboard, without JavaScript, in every light and width."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from queueing.actions import holds
from queueing.choices import PartyState
from queueing.models import OneTimeCode, Party
from registry.choices import CardStatus
from registry.rules import family_card, nik
from tests.browser.pages import no_fault, nothing_sideways
from tests.browser.test_booking_places import press_tab_until
from tests.browser.test_front_page import LOW
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory
from tests.queueing.identity.filled import (
    KK_NUMBER,
    NIKS,
    NOBODY,
    a_held_form,
    a_proven_form,
    figures_sent,
    name,
    now,
    somebody,
)
from tests.queueing.identity.test_form_pages import address

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

FLOW = 60_000


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains about; a form that is refused is no complaint."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Failed to load resource" not in message.text:
            said.append(message.text)

    page.on("console", note)
    return said


def test_a_form_is_booked_with_the_keyboard_alone(live_server: LiveServer, page: Page, complaints: list[str]) -> None:
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    party = a_held_form(SlotFactory.create(seats=3))
    page.goto(live_server.url + address("people", party))

    write(page, "Nama lengkap", "Siti Aminah")
    write(page, "NIK", "3516 0831 0203 0001")
    expect(page.get_by_role("status").first).to_have_text("Angka ke-7 s.d. 12 bukan tanggal lahir yang sah.")
    press(page, "Lanjutkan")
    expect(page.get_by_role("alert")).to_contain_text("NIK: Angka ke-7 s.d. 12 bukan tanggal lahir yang sah.")
    page.keyboard.press("Tab")
    press_tab_until(page, page.get_by_role("link", name=re.compile("^NIK:")))
    page.keyboard.press("Enter")
    expect(page.get_by_label("NIK", exact=True)).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("3516-0841-0890-7701")
    expect(page.get_by_role("status").first).to_have_text("16 angka, bentuknya benar.")
    write(page, "Nomor KK", KK_NUMBER)
    write(page, "Nomor WhatsApp atau alamat email", "0812 3456 789")
    press(page, "Lanjutkan")

    expect(page.get_by_label("Kode 6 angka", exact=True)).to_be_visible()
    write(page, "Kode 6 angka", figures_sent(party))
    press(page, "Lanjutkan")

    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa isian Anda")
    press(page, "Pesan 1 tempat")

    assert Party.unscoped.get().state == PartyState.CONFIRMED
    assert NIKS[0] not in page.url
    assert complaints == []
    assert sum(sizes) < FLOW


def test_a_form_is_booked_without_javascript_on_a_narrow_screen(live_server: LiveServer, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    party = a_held_form(SlotFactory.create(seats=3), persons=2)
    page.goto(live_server.url + address("people", party))
    for number in (1, 2):
        person = page.get_by_role("group", name=f"Orang ke-{number}")
        person.get_by_label("Nama lengkap").fill("Orang Pertama" if number == 1 else "Orang Kedua")
        person.get_by_label("NIK", exact=True).fill(NIKS[number])
    page.get_by_label("Nomor KK").fill(KK_NUMBER)
    page.get_by_label("Nomor WhatsApp atau alamat email").fill("siti@contoh.example")
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_role("button", name="Kirim kode baru").click()
    expect(page.get_by_role("alert")).to_contain_text("Tunggu satu menit")
    page.get_by_label("Kode 6 angka").fill(figures_sent(party))
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_role("button", name="Pesan tanpa orang ini").last.click()
    page.get_by_role("button", name="Pesan 1 tempat").click()
    expect(page).to_have_url(re.compile(r"/tiket/"))
    context.close()


def pages() -> list[tuple[Party, str]]:
    """Every page of forms, with everything on it that may be there."""
    slot = SlotFactory.create(seats=20)
    home = somebody(card__state=CardStatus.CARD_ISSUED).household
    for nik_ in NIKS[1:3]:
        somebody(nik_, household=home)
    blank, named = a_held_form(slot, persons=2), name(a_held_form(slot), NIKS[3])
    waiting = name(a_held_form(slot), NIKS[4])
    OneTimeCode.objects.filter(party=waiting).update(used_at=now())
    told, lapsed = (
        a_proven_form(*NIKS[:2], slot=slot),
        a_proven_form(NIKS[5], slot=SlotFactory.create(office=slot.office)),
    )
    Party.unscoped.filter(pk=lapsed.pk).update(held_until=now())
    holds.expire_lapsed(at=now())
    shown = [(blank, "people"), (named, "people"), (named, "code"), (waiting, "code"), (told, "check")]
    return [*shown, (lapsed, "renew")]


def test_no_page_of_a_form_has_a_fault_in_any_light_or_width(
    live_server: LiveServer, page: Page, complaints: list[str]
) -> None:
    for party, step in pages():
        page.goto(live_server.url + address(step, party))
        assert page.evaluate(LOW) == [], step
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            no_fault(page, step)
        nothing_sideways(page, step, (320, 360, 1280))
        if step == "people":
            page.get_by_role("button", name="Lanjutkan").click()
            no_fault(page, "people, refused")
            nothing_sideways(page, "people, refused", (320,))
    assert complaints == []


def test_what_is_said_while_a_number_is_typed_agrees_with_what_the_server_says(
    live_server: LiveServer, page: Page
) -> None:
    page.goto(live_server.url + address("people", a_held_form()))
    kinds: list[tuple[str, Callable[[str], object], list[str]]] = [
        ("NIK", nik.check, ["3516083102030001", "3516087102030001", "3516080108900000", NIKS[0], "3516082902010001"]),
        ("Nomor KK", family_card.check, [KK_NUMBER, "3516084101057711", "3516083006110001", "3516083102110001"]),
    ]
    for label, check, numbers in kinds:
        for number in [*numbers, NOBODY[:15], f"{NOBODY}1", "2" * 16, "35160A"]:
            page.get_by_label(label, exact=True).fill(number)
            says = page.get_by_label(label, exact=True).locator("xpath=following-sibling::p[1]")
            right = says.evaluate("says => !says.classList.contains('wrong') && !says.textContent.startsWith('Kurang')")
            assert right is check(number).is_valid, f"{label} {number}: {says.text_content()}"  # type: ignore[attr-defined]


def test_in_a_crowd_the_browser_proves_its_work_by_itself(
    live_server: LiveServer, page: Page, complaints: list[str], settings: Settings
) -> None:
    settings.FORMS_A_MINUTE = 0
    party = a_held_form()
    page.goto(live_server.url + address("people", party))
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Nama lengkap").fill("Siti")
    page.get_by_label("NIK", exact=True).fill(NIKS[0])
    page.get_by_label("Nomor KK").fill(KK_NUMBER)
    page.get_by_label("Nomor WhatsApp atau alamat email").fill("0812 3456 789")
    page.get_by_role("button", name="Lanjutkan").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Isi kode yang kami kirim", timeout=15_000)
    assert complaints == []


def write(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    press_tab_until(page, field)
    page.keyboard.type(text)


def press(page: Page, button: str) -> None:
    press_tab_until(page, page.get_by_role("button", name=button))
    with page.expect_navigation():
        page.keyboard.press("Enter")

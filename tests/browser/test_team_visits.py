"""A team visit on a phone: with and without a network, signed in and out, and what stays in the browser meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from queueing.models import TeamVisit, VisitEvent, VisitPerson
from registry.choices import CardStatus
from registry.models import CardRecord, Officer
from tests.browser.pages import follow, no_fault_by_day_or_night, nothing_sideways
from tests.factories.offices import DeviceFactory
from tests.factories.queueing import OfficeFactory
from tests.factories.visits import a_visit
from tests.registry.desk import at_the_desk, number_of, resident
from tests.signing import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

PEOPLE = ("SITI NUR HALIMATUSSA'DIYAH", "MUHAMMAD RIZKY", "AGUS SALIM", "DEWI LESTARI")


@pytest.fixture
def officer() -> Officer:
    return at_the_desk()[1]


@pytest.fixture
def visit(officer: Officer) -> TeamVisit:
    people = [resident(name, card__state=CardStatus.UNREGISTERED) for name in PEOPLE]
    office = OfficeFactory.create()
    DeviceFactory.create(office=office)
    return a_visit(office, officer, *people, place="SMAN 1 Mojosari")


@pytest.fixture
def phone(page: Page, officer: Officer, visit: TeamVisit, live_server: LiveServer) -> Page:
    """A phone with the list of the visit opened."""
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in_page(page.context, officer, live_server)
    page.goto(f"{live_server.url}/petugas/jemput-bola/{visit.pk}/ponsel/")
    expect(page.get_by_text("Semua jawaban terkirim.")).to_be_visible()
    return page


@pytest.fixture
def plain(browser: Browser, officer: Officer, live_server: LiveServer) -> Iterator[Page]:
    """A phone with JavaScript switched off."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    sign_in_page(context, officer, live_server)
    yield context.new_page()
    context.close()


def name_of(person: str) -> VisitPerson:
    return VisitPerson.unscoped.get(resident__name=person)


def answer(page: Page, person: str, outcome: str) -> None:
    page.get_by_role("link", name=person).click()
    page.get_by_role("button", name=outcome, exact=True).click()


def kept(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(page.evaluate("localStorage.getItem('jemput-bola') || '[]'"))
    return found


def test_an_answer_without_a_signal_waits_and_is_sent_once(phone: Page, visit: TeamVisit) -> None:
    phone.context.set_offline(True)
    answer(phone, "AGUS SALIM", "Tidak ada di tempat")
    phone.get_by_role("link", name="MUHAMMAD RIZKY").click()
    phone.get_by_role("button", name="Terekam", exact=True).click()
    expect(phone.get_by_text("Cocokkan dahulu orangnya dengan data register.")).to_be_visible()
    phone.get_by_label("Orangnya cocok").check()
    phone.get_by_role("button", name="Keempatnya terekam").click()
    phone.get_by_role("button", name="Terekam", exact=True).click()
    expect(phone.get_by_text("2 jawaban menunggu sinyal.")).to_be_visible()
    expect(phone.get_by_text("Terekam, menunggu sinyal")).to_be_visible()
    stored = phone.evaluate("JSON.stringify(localStorage)")
    assert len(kept(phone)) == 2
    assert not any(person in stored or number_of(name_of(person).resident)[:6] in stored for person in PEOPLE)
    assert not VisitEvent.unscoped.exists()

    phone.context.set_offline(False)

    expect(phone.get_by_text("Semua jawaban terkirim.")).to_be_visible()
    assert kept(phone) == []
    assert sorted(VisitEvent.unscoped.values_list("outcome", flat=True)) == ["absent", "recorded"]
    assert CardRecord.objects.get(resident=name_of("MUHAMMAD RIZKY").resident_id).state == CardStatus.BIO_CAPTURED


def test_an_answer_whose_confirmation_is_lost_is_sent_again_and_written_once(phone: Page) -> None:
    sent: list[str] = []

    def lose_the_first(route: Route) -> None:
        sent.append(route.request.post_data or "")
        if len(sent) == 1:
            route.fetch()  # it reaches the office; what the office says does not reach the phone
            route.abort()
        else:
            route.continue_()

    phone.route("**/orang/*/", lose_the_first)
    with phone.expect_event("requestfailed"):
        answer(phone, "AGUS SALIM", "Sudah pindah")
    expect(phone.get_by_text("1 jawaban menunggu sinyal.")).to_be_visible()
    assert VisitEvent.unscoped.count() == 1
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    expect(phone.get_by_text("Semua jawaban terkirim.")).to_be_visible()
    assert sent[0] == sent[1]
    assert VisitEvent.unscoped.count() == 1


def test_whoever_was_signed_out_loses_no_answer(
    phone: Page, officer: Officer, visit: TeamVisit, live_server: LiveServer
) -> None:
    Session.objects.all().delete()
    answer(phone, "DEWI LESTARI", "Menolak")
    expect(phone.get_by_text("1 jawaban menunggu. Masuk lagi untuk mengirim.")).to_be_visible()
    link = phone.get_by_role("link", name="Masuk lagi untuk mengirim")
    assert "/ponsel/" in (link.get_attribute("href") or "")
    assert not VisitEvent.unscoped.exists()
    phone.context.clear_cookies()
    sign_in_page(phone.context, officer, live_server)
    phone.goto(f"{live_server.url}/petugas/jemput-bola/{visit.pk}/ponsel/")
    expect(phone.get_by_text("Semua jawaban terkirim.")).to_be_visible()
    assert name_of("DEWI LESTARI").outcome == "refused"


def test_another_officer_on_the_phone_sends_nothing_of_hers(
    phone: Page, visit: TeamVisit, live_server: LiveServer
) -> None:
    phone.context.set_offline(True)
    answer(phone, "DEWI LESTARI", "Menolak")
    phone.context.set_offline(False)
    expect(phone.get_by_text("Semua jawaban terkirim.")).to_be_visible()
    hers = [{"visit": "1", "person": "1", "officer": "0", "key": "x", "sent": {"hasil": "absent"}}]
    phone.evaluate("hers => localStorage.setItem('jemput-bola', JSON.stringify(hers))", hers)
    phone.reload()
    expect(phone.get_by_text("1 jawaban petugas lain menunggu ia masuk di ponsel ini.")).to_be_visible()
    assert len(kept(phone)) == 1


def test_what_the_office_does_not_take_is_said_and_can_be_answered_anew(phone: Page, visit: TeamVisit) -> None:
    card = CardRecord.objects.filter(resident=name_of("AGUS SALIM").resident_id)
    card.update(state=CardStatus.BIO_CAPTURED)
    phone.get_by_role("link", name="AGUS SALIM").click()
    phone.get_by_label("Orangnya cocok").check()
    phone.get_by_role("button", name="Keempatnya terekam").click()
    phone.get_by_role("button", name="Terekam", exact=True).click()
    expect(phone.get_by_text("tidak menunggu perekaman")).to_be_visible()
    answer(phone, "AGUS SALIM", "Tidak ada di tempat")
    expect(phone.get_by_text("Semua jawaban terkirim.")).to_be_visible()
    assert kept(phone) == []


def test_a_name_is_found_in_the_list_without_a_signal(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.get_by_label("Cari dalam daftar").fill("agus")
    expect(phone.get_by_role("listitem").filter(has_text="AGUS SALIM")).to_be_visible()
    expect(phone.get_by_role("listitem").filter(has_text="DEWI")).to_be_hidden()


def test_from_the_plan_to_an_answer_without_javascript(plain: Page, visit: TeamVisit, live_server: LiveServer) -> None:
    TeamVisit.unscoped.filter(pk=visit.pk).update(state="planned")
    plain.goto(f"{live_server.url}/petugas/jemput-bola/")
    follow(plain.get_by_role("link", name="SMAN 1 Mojosari"))
    follow(plain.get_by_role("button", name="Mulai"))
    follow(plain.get_by_role("link", name="Buka di ponsel"))
    follow(plain.get_by_role("link", name="AGUS SALIM"))
    plain.get_by_label("Orangnya cocok").check()
    for part in ("Foto wajah", "Sidik jari", "Iris mata", "Tanda tangan"):
        plain.get_by_label(part).select_option("terekam")
    follow(plain.get_by_role("button", name="Terekam", exact=True))
    expect(plain.get_by_text("terekam. Sudah dicatat.")).to_be_visible()
    assert name_of("AGUS SALIM").outcome == "recorded"


def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(
    phone: Page, visit: TeamVisit, live_server: LiveServer
) -> None:
    complaints: list[str] = []
    phone.on("console", lambda message: complaints.append(message.text))
    desk = f"{live_server.url}/petugas/jemput-bola/"
    one = f"{visit.pk}/orang/{name_of('AGUS SALIM').pk}/"
    for address in ("", "baru/", f"{visit.pk}/", one, f"penduduk/{name_of('AGUS SALIM').resident_id}/"):
        phone.goto(desk + address)
        look(phone, address)
    phone.goto(f"{desk}{visit.pk}/")
    follow(phone.get_by_role("button", name="Lembar cetak"))
    look(phone, "sheet")
    phone.goto(f"{desk}{visit.pk}/ponsel/")
    phone.get_by_role("link", name="AGUS SALIM").click()
    look(phone, "phone")
    assert complaints == []


def look(page: Page, name: str) -> None:
    no_fault_by_day_or_night(page, name)
    nothing_sideways(page, name, (320, 360, 1366, 1280))

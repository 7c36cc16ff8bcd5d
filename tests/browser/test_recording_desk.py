"""The recording desk in a browser: a session from the number in hand to its end, by keyboard alone."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from queueing.models import Office, RecordingSession
from registry.choices import CardStatus
from registry.models import CardRecord, CorrectionRequest, Resident
from tests.browser import pages
from tests.factories.hall import a_session
from tests.factories.queueing import OfficeFactory
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.signing import sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]
look = partial(pages.look, widths=(360, 768, 1280))
#: What a screen of the hall may load, in bytes.
MOST = 60_000


@pytest.fixture
def office() -> Office:
    plant_regency("35.16")
    found: Office = OfficeFactory.create(name="Kantor Utama Mojokerto")
    return found


@pytest.fixture
def person(office: Office) -> Resident:
    made: Resident = ResidentFactory.create(
        name="SITI AMINAH", region_id="35.16.08.2001", woman=True, card__state=CardStatus.UNREGISTERED
    )
    return made


def test_a_session_is_ended_with_the_keyboard_and_what_differs_is_looked_into(
    live_server: LiveServer, page: Page, office: Office, person: Resident, complaints: list[str]
) -> None:
    clerk = OfficerFactory.create(first_name="Dewi", last_name="Lestari")
    session = a_session(office, person, clerk, place="Rumah pemohon")
    sign_in_page(page.context, clerk, live_server)
    received: list[Response] = []
    page.on("response", lambda answer: received.append(answer))  # noqa: PLW0108 - Playwright marks the function
    page.goto(f"{live_server.url}/petugas/perekaman/{session.pk}/", wait_until="networkidle")
    assert sum(len(answer.body()) for answer in received if answer.ok) < MOST
    look(page, "recording")

    page.get_by_role("button", name="Selesai").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "recording refused")

    page.get_by_label("Orangnya cocok").press("Space")
    page.get_by_label("Yang berbeda").focus()
    page.keyboard.type("Nama ibu beda di akta")
    page.get_by_role("button", name="Keempatnya terekam").press("Enter")
    expect(page.get_by_role("button", name="Selesai")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Terekam. Status KTP-el sudah berubah.")).to_be_visible()
    look(page, "recordings")
    assert CardRecord.objects.get(resident=person).state == CardStatus.BIO_CAPTURED
    assert RecordingSession.unscoped.get().outcome == "captured"

    page.goto(f"{live_server.url}/petugas/perekaman/{session.pk}/")
    look(page, "recorded")
    page.goto(f"{live_server.url}/petugas/perbaikan/")
    look(page, "corrections")
    page.get_by_label("Hasil pemeriksaan").fill("Sudah dibetulkan menurut akta")
    page.get_by_role("button", name="Tutup permintaan").press("Enter")
    expect(page.get_by_text("Permintaan ditutup.")).to_be_visible()
    assert CorrectionRequest.unscoped.get().closed_by == clerk
    assert [one for one in complaints if "422" not in one] == []


def test_somebody_is_recorded_at_home_from_her_page(
    live_server: LiveServer, page: Page, office: Office, person: Resident
) -> None:
    sign_in_page(page.context, OfficerFactory.create(), live_server)
    page.goto(f"{live_server.url}/petugas/penduduk/{person.pk}/")
    page.get_by_role("link", name="Rekam tanpa nomor antrean").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rekam tanpa nomor antrean")
    look(page, "recording start")
    page.get_by_label("Tempat").fill("Rumah pemohon")
    page.get_by_role("button", name="Mulai perekaman").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Perekaman di Rumah pemohon")

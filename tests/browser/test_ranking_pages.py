"""The ranking in a browser: down to a village and back, by keyboard, without JavaScript, on a narrow screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from elections.actions import rankings
from elections.models import RankingEdition
from tests.browser.pages import follow, no_fault_by_day_or_night, nothing_sideways
from tests.factories.elections import MOMENT, make_run

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

VILLAGES = {
    "35.16.01.2001": (190, 8, 6, 5),
    "35.16.01.2002": (300, 2, 0, 0),
    "35.16.01.2003": (120, 0, 0, 0),
    "35.16.08.1004": (1500, 40, 12, 9),
}
PATHS = [
    "/peringkat/{}/00/",
    "/peringkat/{}/35.16/",
    "/peringkat/{}/35.16/?ukuran=sisa",
    "/peringkat/{}/35.16.01/",
    "/peringkat/{}/35.16.01.2002/",
    "/tidak-ada/",
]


@pytest.fixture
def edition() -> RankingEdition:
    return rankings.publish(make_run(VILLAGES, made_up=True), by=None, at=MOMENT)


def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(
    live_server: LiveServer, page: Page, edition: RankingEdition
) -> None:
    cut = "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
    for path in PATHS:
        page.goto(live_server.url + path.format(edition.pk))
        no_fault_by_day_or_night(page)
        for width in (320, 360, 768, 1024, 1280):
            nothing_sideways(page, path, [width])
            assert page.evaluate(f"{cut}.map(e => e.outerHTML.slice(0, 80))") == [], f"{path} at {width}"


def test_from_the_nation_down_to_a_village_and_back_up(
    live_server: LiveServer, page: Page, edition: RankingEdition, complaints: list[str]
) -> None:
    page.goto(f"{live_server.url}/peringkat/{edition.pk}/00/")
    for name in [
        "Provinsi Wilayah 35",
        "Kabupaten Wilayah 35.16",
        "Kecamatan Wilayah 35.16.08",
        "Kelurahan Wilayah 35.16.08.1004",
    ]:
        follow(page.get_by_role("rowheader").get_by_role("link", name=name, exact=True))
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        expect(page.get_by_role("heading", level=1)).to_contain_text("simulasi")
    follow(page.get_by_role("navigation", name="Letak wilayah").get_by_role("link", name="Kabupaten Wilayah 35.16"))
    expect(page).to_have_url(f"{live_server.url}/peringkat/{edition.pk}/35.16/")
    assert complaints == []


def test_the_chooser_works_without_javascript(
    live_server: LiveServer, plain: BrowserContext, edition: RankingEdition
) -> None:
    page = plain.new_page()
    page.goto(f"{live_server.url}/peringkat/")
    page.get_by_label("Urutkan menurut").select_option(label="Jumlah yang belum merekam")
    follow(page.get_by_role("button", name="Tampilkan"))
    expect(page).to_have_url(f"{live_server.url}/peringkat/{edition.pk}/35.16/?ukuran=sisa")
    expect(page.get_by_role("table")).to_contain_text("paling sedikit di atas")
    follow(page.get_by_role("link", name="Kecamatan Wilayah 35.16.01"))
    expect(page).to_have_url(re.compile(r"/35\.16\.01/\?ukuran=sisa$"))


def test_the_keyboard_alone_reaches_everything(live_server: LiveServer, page: Page, edition: RankingEdition) -> None:
    page.goto(f"{live_server.url}/peringkat/{edition.pk}/35.16/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    reached = [focused(page) for _ in range(14)]
    for name in ["Provinsi Wilayah 35", "edisi", "ukuran", "Tampilkan", "Kecamatan Wilayah 35.16.01", "Data JSON"]:
        assert name in reached, reached
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def focused(page: Page) -> str:
    page.keyboard.press("Tab")
    return str(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))


def test_the_file_is_downloaded_from_the_page(live_server: LiveServer, page: Page, edition: RankingEdition) -> None:
    page.goto(f"{live_server.url}/peringkat/{edition.pk}/35.16/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh CSV untuk Excel").click()
    assert download.value.suggested_filename == f"peringkat-{edition.pk}-35.16.csv"
    assert download.value.path().read_text(encoding="utf-8-sig").startswith("Peringkat;Kode wilayah;Wilayah;")


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_small_and_the_content_policy_has_nothing_to_refuse(
    live_server: LiveServer, page: Page, edition: RankingEdition, path: str, complaints: list[str]
) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks the function
    page.goto(live_server.url + path.format(edition.pk), wait_until="networkidle")
    assert [text for text in complaints if "404" not in text] == []
    assert len(answers) <= 5
    assert sum(len(answer.body()) for answer in answers) < 60_000


def test_a_card_on_a_narrow_screen_keeps_the_names_of_its_figures(
    live_server: LiveServer, page: Page, edition: RankingEdition
) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/peringkat/{edition.pk}/35.16/")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Kecamatan Wilayah 35.16.01"))
    expect(row.get_by_role("cell")).to_have_count(9)
    expect(page.get_by_role("columnheader", name="Belum merekam")).to_have_count(1)
    label = row.get_by_role("cell").nth(2).evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"Belum merekam"'

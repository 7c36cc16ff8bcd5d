"""The first page in a browser: by thumb, by keyboard, without JavaScript, in both languages, light and dark."""

from __future__ import annotations

import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DAYS = [datetime.date(2020, 11, 21), datetime.date(2026, 11, 21)]
#: What can be pressed and is lower than a thumb.
LOW = """[...document.querySelectorAll('a:not(.skip), button, summary')]
    .filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"""


@pytest.mark.parametrize("day", DAYS, ids=["before an election", "without one"])
def test_the_page_is_readable_in_every_light_and_width(
    live_server: LiveServer, page: Page, monkeypatch: pytest.MonkeyPatch, day: datetime.date
) -> None:
    monkeypatch.setattr("kependudukan.front_page.localdate", lambda: day)
    complaints: list[str] = []
    answers: list[Response] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks the function
    page.goto(live_server.url, wait_until="networkidle")
    assert len(answers) <= 6
    assert sum(len(answer.body()) for answer in answers) < 60_000
    for opened in page.locator("summary").all():
        opened.click()
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(LOW) == []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
        assert found.violations_count == 0, found.generate_report()
    assert complaints == []


def test_the_answer_and_the_language_are_reached_by_keyboard_without_javascript(
    live_server: LiveServer, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kependudukan.front_page.localdate", lambda: DAYS[0])
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(live_server.url)
    expect(page.get_by_text("Anda dapat memilih, tidak perlu terburu-buru")).to_be_visible()
    expect(page.get_by_text("surat pemberitahuan")).to_be_hidden()
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("surat pemberitahuan")).to_be_visible()
    page.get_by_role("button", name="English").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Must I be recorded for a KTP-el now?")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Indonesia").click()
    expect(page.get_by_role("link", name="Pesan tempat perekaman")).to_have_attribute("href", "/antre/")
    context.close()

"""Going from page to page in a browser, and what holds for every page that one comes to."""

from __future__ import annotations

import os
from collections.abc import Iterable

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def follow(what: Locator) -> None:
    """Click a link or a button that leads to another page, and wait until that page is whole.

    A click returns while the old page is being replaced: what is asked then is answered by the old page, by half
    of the new one or by none, and an address that is opened then may call off what the click has sent.
    """
    with what.page.expect_navigation():
        what.click()


def follow_by_key(page: Page) -> None:
    """Press Enter where that leads to another page, and wait until that page is whole."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def faults(page: Page) -> AxeResults:
    """Look for faults of accessibility in the whole page."""
    page.wait_for_load_state()
    return Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})


def no_fault(page: Page, name: str = "") -> None:
    """Assert that the page has no fault of accessibility."""
    found = faults(page)
    assert found.violations_count == 0, f"{name or page.url}: {found.generate_report()}"


def no_fault_by_day_or_night(page: Page, name: str = "") -> None:
    """Assert the same for those who like their screen dark and for all others; it is light again afterwards."""
    page.emulate_media(color_scheme="dark")
    no_fault(page, f"{name or page.url}, dark")
    page.emulate_media(color_scheme="light")
    no_fault(page, name)


def nothing_sideways(page: Page, name: str = "", widths: Iterable[int] = ()) -> None:
    """Assert that the page does not scroll sideways at any of the widths, or as wide as it is."""
    page.wait_for_load_state()
    for width in widths or [width_of(page)]:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name or page.url} at {width}"


def look(page: Page, name: str, *, widths: Iterable[int] = (360, 1280), by_night: bool = False) -> None:
    """See that a page is whole: no fault, nothing sideways at any width; keep a picture where a folder is named."""
    (no_fault_by_day_or_night if by_night else no_fault)(page, name)
    for width in widths:
        nothing_sideways(page, name, (width,))
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{name.replace(' ', '-')}-{width}.png", full_page=True)


def width_of(page: Page) -> int:
    assert page.viewport_size is not None
    return page.viewport_size["width"]

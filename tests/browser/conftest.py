"""What the browser says, and a browser without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser says on its console, the content policy's refusals among it."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def plain(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with JavaScript switched off."""
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()

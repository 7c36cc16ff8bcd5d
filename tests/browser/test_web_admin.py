"""The web admin in a browser: nothing for the content policy to refuse, small, to be used by keyboard."""

from __future__ import annotations

import gzip
import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from elections.actions import rankings
from elections.choices import FindingKind
from elections.models import Finding, ReconciliationRun
from registry.actions import card_tallies
from registry.choices import CardStatus, Role
from tests.browser.pages import faults, follow, follow_by_key
from tests.factories.elections import MOMENT, make_run
from tests.factories.queueing import OfficeFactory, OpeningHoursFactory
from tests.factories.registry import BatchFactory, HeldRowFactory, ResidentFactory
from tests.web_admin.signing_in import client_of

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

#: What Unfold's own pages fail; nothing of ours may.
KNOWN_OF_UNFOLD: set[str] = set()
FIRST_LOAD, REPEAT = 650_000, 60_000
PAGES = [
    "/admin/",
    "/admin/registry/resident/",
    "/admin/registry/resident/?kartu=belum-rekam",
    "/admin/registry/civilevent/",
    "/admin/registry/intakebatch/",
    "/admin/registry/heldrow/",
    "/admin/registry/region/",
    "/admin/registry/officer/",
    "/admin/elections/election/",
    "/admin/elections/voterroll/",
    "/admin/elections/pollingstation/",
    "/admin/elections/reconciliationrun/",
    "/admin/elections/match/?outcome__exact=REVIEW",
    "/admin/elections/finding/",
    "/admin/elections/rankingedition/",
    "/admin/queueing/office/",
    "/admin/queueing/office/add/",
    "/admin/registry/officer/add/",
    "/admin/password_change/",
]
BY_OTHERS = {"/admin/registry/officer/add/": Role.ADMINISTRATOR}
PICTURES = os.environ.get("PICTURES")


@pytest.fixture
def run() -> ReconciliationRun:
    """A regency with a ranking, people, files and offices."""
    run = make_run({"35.16.08.2001": (6, 2, 3, 1), "35.16.01.2001": (9, 1, 0, 0), "35.16.02.2002": (5, 0, 1, 0)})
    rankings.publish(run, by=None, at=MOMENT)
    for number, state in enumerate([*CardStatus, *CardStatus]):
        ResidentFactory.create(card__state=state, name=f"BUDI SANTOSO {number}")
    HeldRowFactory.create_batch(3, batch=BatchFactory.create(rows_in=43, accepted=40, held=3))
    OpeningHoursFactory.create(office=OfficeFactory.create(main=True))
    Finding.unscoped.create(
        run=run, kind=FindingKind.DUPLICATE, entry_id=1, region_id="35.16.08.2001", rule="nik", evidence="Dua baris"
    )
    card_tallies.count(at=timezone.now())
    return run


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser says on its console, the content policy's refusals among it."""
    found: list[str] = []
    page.on("console", lambda message: found.extend([message.text] if message.type in {"error", "warning"} else []))
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def enter(page: Page, live_server: LiveServer, client: Client) -> None:
    """Give the browser the session of a client that is signed in."""
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])


def test_no_page_gives_the_browser_anything_to_complain_of(
    live_server: LiveServer, page: Page, run: ReconciliationRun, complaints: list[str]
) -> None:
    for path in pages_as_their_readers(page, live_server):
        for width in (1280, 1366, 360) if PICTURES else (1366,):
            page.set_viewport_size({"width": width, "height": 800})
            open_page(page, live_server.url + path)
            if PICTURES:
                name = path.strip("/").replace("/", "-").replace("?", "-") or "admin"
                page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png")
        assert complaints == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_only_the_known_rules_of_the_theme_are_broken(
    live_server: LiveServer, page: Page, run: ReconciliationRun, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    for path in pages_as_their_readers(page, live_server):
        open_page(page, live_server.url + path)
        found = faults(page)
        broken = {fault["id"] for fault in found.response["violations"]}
        assert broken <= KNOWN_OF_UNFOLD, f"{path}: {found.generate_report()}"


def pages_as_their_readers(page: Page, live_server: LiveServer) -> Iterator[str]:
    """Yield every page once the browser is signed in as somebody who may see it."""
    for role, paths in itertools.groupby(PAGES, lambda path: BY_OTHERS.get(path, Role.SUPERVISOR)):
        page.context.clear_cookies()
        enter(page, live_server, client_of(role))
        yield from paths


def open_page(page: Page, address: str) -> None:
    """Open a page and wait until its scripts have nothing left to do."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    page.evaluate("new Promise(done => requestIdleCallback(() => done()))")


def test_a_list_is_small_the_first_time_and_smaller_again(
    live_server: LiveServer, page: Page, run: ReconciliationRun, complaints: list[str]
) -> None:
    """Counted as an office serves them: WhiteNoise sends texts compressed and lets the browser keep static files."""
    enter(page, live_server, client_of(Role.SUPERVISOR))
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks the function
    page.goto(f"{live_server.url}/admin/registry/resident/", wait_until="networkidle")
    page.wait_for_timeout(300)
    sizes = {answer.url.partition(live_server.url)[2]: sent(answer) for answer in answers}
    static = sum(size for address, size in sizes.items() if address.startswith("/static/"))
    pages = sum(sizes.values()) - static
    print(f"\nfirst load {static + pages} bytes in {len(sizes)} requests, repeated {pages}")  # noqa: T201
    print(*sorted(sizes.items(), key=lambda item: -item[1])[:8], sep="\n")  # noqa: T201
    assert static + pages <= FIRST_LOAD
    assert pages <= REPEAT


def sent(answer: Response) -> int:
    """Return how many bytes an office would send: fonts as they are, texts compressed."""
    body = answer.body()
    return len(body) if answer.url.endswith((".woff2", ".png")) else len(gzip.compress(body, 9))


def test_the_keyboard_alone_reaches_the_first_row(live_server: LiveServer, page: Page, run: ReconciliationRun) -> None:
    enter(page, live_server, client_of(Role.SUPERVISOR))
    page.goto(f"{live_server.url}/admin/registry/intakebatch/", wait_until="networkidle")
    target = page.get_by_role("link", name="penduduk.csv")
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.first.evaluate("link => link === document.activeElement"):
            break
    expect(target.first).to_be_focused()
    follow_by_key(page)
    expect(page.get_by_text("Berkas dimuat, dihentikan, dan ditarik kembali")).to_be_visible()


def test_the_keyboard_alone_opens_the_filters_and_narrows_the_list(
    live_server: LiveServer, page: Page, run: ReconciliationRun
) -> None:
    enter(page, live_server, client_of(Role.SUPERVISOR))
    page.goto(f"{live_server.url}/admin/registry/resident/", wait_until="networkidle")
    button = page.get_by_role("button", name="Saringan")
    button.focus()
    page.keyboard.press("Enter")
    year = page.get_by_label(re.compile("tahun lahir"))
    year.fill("1991")
    follow_by_key(page)
    expect(page).to_have_url(re.compile("tahun_lahir=1991"))
    expect(page.get_by_text("BUDI SANTOSO")).to_have_count(0)


def test_a_filter_is_saved_found_again_and_thrown_away(
    live_server: LiveServer, page: Page, run: ReconciliationRun
) -> None:
    enter(page, live_server, client_of(Role.SUPERVISOR))
    page.goto(f"{live_server.url}/admin/registry/intakebatch/?tindak=tertahan", wait_until="networkidle")
    page.get_by_text("Simpan saringan ini").click()
    page.get_by_label("Nama saringan").fill("Berkas bermasalah")
    follow(page.get_by_role("button", name="Simpan"))
    expect(page.get_by_text("Saringan “Berkas bermasalah” disimpan.")).to_be_visible()
    page.goto(f"{live_server.url}/admin/registry/intakebatch/", wait_until="networkidle")
    follow(page.get_by_role("link", name="Berkas bermasalah"))
    expect(page).to_have_url(re.compile("tindak=tertahan"))
    follow(page.get_by_role("button", name="Hapus saringan Berkas bermasalah"))
    expect(page.get_by_role("link", name="Berkas bermasalah")).to_have_count(0)

"""Signing in with a real browser: an app, a key, recovery codes, without JavaScript, on a narrow screen."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from registry.choices import Role
from registry.models import Officer
from tests.browser.pages import follow, no_fault, no_fault_by_day_or_night, nothing_sideways
from tests.sign_in.conftest import PASSWORD, make_officer
from tests.signing import give_app, present_code, sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

NEW_PASSWORD = "langit biru sesudah hujan"
FACTORS = "/akun/faktor-kedua/"
PATHS = [
    "/keluar/",
    "/akun/kata-sandi/",
    "/akun/konfirmasi/kode/",
    FACTORS,
    f"{FACTORS}aplikasi/hapus/",
    f"{FACTORS}kode-cadangan/",
    f"{FACTORS}kode-cadangan/baru/",
    f"{FACTORS}kunci/",
    f"{FACTORS}kunci/tambah/",
]


@pytest.fixture
def clerk() -> Officer:
    return make_officer(Role.CLERK)


@pytest.fixture
def key(page: Page) -> Page:
    """A security key that is plugged into this page's browser and touched whenever it is asked."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})
    return page


def give_password(page: Page, live_server: LiveServer, officer: Officer, password: str = PASSWORD) -> None:
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Nama pengguna").fill(officer.username)
    page.get_by_label("Kata sandi").fill(password)
    follow(page.get_by_role("button", name="Masuk"))


def test_a_newcomer_changes_her_password_sets_an_app_up_and_keeps_her_codes(
    live_server: LiveServer, page: Page, clerk: Officer, complaints: list[str]
) -> None:
    Officer.objects.filter(pk=clerk.pk).update(must_change_password=True)
    give_password(page, live_server, clerk)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ganti kata sandi")
    page.get_by_label("Kata sandi sekarang").fill(PASSWORD)
    page.get_by_label("Kata sandi baru", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("Kata sandi baru sekali lagi").fill(NEW_PASSWORD)
    follow(page.get_by_role("button", name="Ganti kata sandi"))
    expect(page.get_by_text("Kata sandi sudah diganti.")).to_be_visible()
    follow(page.get_by_role("link", name="Siapkan aplikasi kode"))
    expect(page.get_by_role("img")).to_have_js_property("complete", value=True)
    assert page.get_by_role("img").evaluate("image => image.naturalWidth") > 0
    page.get_by_text("Tidak dapat memindai?").click()
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Kode 6 angka dari aplikasi").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    follow(page.get_by_role("button", name="Aktifkan"))
    expect(page.locator(".codes code")).to_have_count(10)
    follow(page.get_by_role("link", name="Sudah saya simpan, lanjutkan"))
    expect(page).to_have_url(f"{live_server.url}/admin/")
    assert complaints == []


def test_a_key_is_added_used_to_sign_in_and_shown_again(
    live_server: LiveServer, key: Page, clerk: Officer, complaints: list[str]
) -> None:
    page = key
    give_password(page, live_server, clerk)
    follow(page.get_by_role("link", name="Tambah kunci keamanan"))
    page.get_by_label("Nama kunci").fill("Kunci di laci")
    page.get_by_role("button", name="Tambah kunci").click()
    expect(page.locator(".codes code")).to_have_count(10)
    page.goto(f"{live_server.url}{FACTORS}kunci/")
    expect(page.get_by_role("listitem")).to_contain_text("Kunci di laci")
    follow(page.get_by_role("button", name="Keluar"))

    give_password(page, live_server, clerk)
    page.get_by_role("button", name="Pakai kunci keamanan").click()
    expect(page).to_have_url(f"{live_server.url}/admin/")

    page.goto(f"{live_server.url}/akun/konfirmasi/?next={FACTORS}")
    page.get_by_role("button", name="Pakai kunci keamanan").click()
    expect(page).to_have_url(f"{live_server.url}{FACTORS}")
    assert complaints == []


def test_the_last_key_is_not_given_back(live_server: LiveServer, key: Page, clerk: Officer) -> None:
    page = key
    give_password(page, live_server, clerk)
    follow(page.get_by_role("link", name="Tambah kunci keamanan"))
    page.get_by_role("button", name="Tambah kunci").click()
    expect(page.locator(".codes code")).to_have_count(10)
    page.goto(f"{live_server.url}{FACTORS}kunci/")
    follow(page.get_by_role("link", name="Hapus"))
    follow(page.get_by_role("button", name="Hapus"))
    expect(page.get_by_text("Faktor kedua terakhir tidak dapat dihapus")).to_be_visible()
    assert Authenticator.objects.filter(user=clerk, type=Authenticator.Type.WEBAUTHN).count() == 1


def test_a_key_that_is_not_read_is_said_so(live_server: LiveServer, page: Page, clerk: Officer) -> None:
    """There is no key in this browser: what it answers is a refusal."""
    page.add_init_script(
        "navigator.credentials.create = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    give_password(page, live_server, clerk)
    follow(page.get_by_role("link", name="Tambah kunci keamanan"))
    expect(page.get_by_role("alert")).to_be_hidden()
    page.get_by_role("button", name="Tambah kunci").click()
    expect(page.get_by_role("alert")).to_contain_text("Kunci tidak terbaca")


def test_password_code_and_recovery_code_work_without_javascript(
    live_server: LiveServer, plain: BrowserContext, clerk: Officer
) -> None:
    give_app(clerk)
    recovery = RecoveryCodes.activate(clerk).generate_codes()[0]
    page = plain.new_page()
    for code in (present_code(), recovery):
        give_password(page, live_server, clerk)
        page.get_by_label("Kode").fill(code)
        follow(page.get_by_role("button", name="Masuk"))
        expect(page).to_have_url(f"{live_server.url}/admin/")
        page.goto(f"{live_server.url}/keluar/")
        follow(page.get_by_role("main").get_by_role("button", name="Keluar"))
    give_password(page, live_server, clerk)
    page.get_by_label("Kode").fill(recovery)
    follow(page.get_by_role("button", name="Masuk"))
    expect(page.get_by_role("alert")).to_contain_text("Kode salah atau sudah pernah dipakai.")


def test_the_page_that_asks_to_wait_names_the_hour(live_server: LiveServer, page: Page, clerk: Officer) -> None:
    for _ in range(10):
        give_password(page, live_server, clerk, "tebakan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Terlalu banyak percobaan")
    expect(page.get_by_text(re.compile(r"pukul \d\d\.\d\d"))).to_be_visible()
    no_fault(page)


def test_no_page_has_an_accessibility_fault_scrolls_sideways_or_breaks_the_content_policy(
    live_server: LiveServer, page: Page, clerk: Officer, complaints: list[str]
) -> None:
    for where in walk(page, live_server, clerk):
        assert complaints == [], where
        no_fault_by_day_or_night(page, where)
        nothing_sideways(page, where, (320, 360, 1280))


def walk(page: Page, live_server: LiveServer, clerk: Officer) -> Iterator[str]:
    """Open every page of signing in, the refused forms among them."""
    page.goto(f"{live_server.url}/masuk/")
    yield "sign in"
    page.get_by_label("Nama pengguna").fill(clerk.username)
    page.get_by_label("Kata sandi").fill("salah sama sekali")
    follow(page.get_by_role("button", name="Masuk"))
    yield "refused"
    give_password(page, live_server, clerk)
    yield "first factor"
    page.goto(f"{live_server.url}{FACTORS}aplikasi/")
    yield "set up"
    give_app(clerk)
    page.context.clear_cookies()
    give_password(page, live_server, clerk)
    yield "code"
    page.context.clear_cookies()
    RecoveryCodes.activate(clerk)
    sign_in_page(page.context, clerk, live_server)
    for path in PATHS:
        page.goto(live_server.url + path)
        yield path
    cache.clear()

"""The first page: what it says on which day, and that it stands while PostgreSQL and Valkey are down.

No test here may touch the database: the test run refuses every connection, as a server that is down would.
"""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.cache.backends.base import BaseCache
from django.test import Client
from pytest_django.fixtures import Settings

from elections.rules.ballot_access import access_rule
from elections.rules.known_elections import KNOWN_ELECTIONS
from kependudukan import public_pages
from kependudukan.front_page import context_on, election_ahead

STALE = "abcdefghijklmnopqrstuvwxyz012345"
BEFORE = datetime.date(2020, 11, 21)
AFTER_ALL = max(election.polling_date for election in KNOWN_ELECTIONS.values()) + datetime.timedelta(days=1)


class BrokenCache(BaseCache):
    """A cache whose server is down."""

    def get(self, *_: object, **__: object) -> object:
        raise ConnectionError("the cache is down")

    set = add = touch = delete = get  # type: ignore[assignment]


@pytest.fixture
def visitor(settings: Settings) -> Client:
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.BrokenCache"}}
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    return Client()


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kependudukan.front_page.localdate", lambda: BEFORE)


def page(visitor: Client) -> str:
    answer = visitor.get("/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("cookie", ["", STALE, "x", "a" * 5000])
def test_the_page_stands_while_database_and_cache_are_down(visitor: Client, settings: Settings, cookie: str) -> None:
    visitor.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert "/antre/" in page(visitor)


def test_the_cookie_of_an_officer_who_reads_the_page_is_left_alone(visitor: Client, settings: Settings) -> None:
    visitor.cookies[settings.SESSION_COOKIE_NAME] = STALE
    assert "sessionid" not in visitor.get("/").cookies
    assert "sessionid" not in visitor.post("/bahasa/", {"language": "en", "next": "/"}).cookies


def test_whoever_stands_between_may_keep_the_page_and_ask_for_changes(visitor: Client) -> None:
    first = visitor.get("/")
    assert first["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in first["Vary"]
    assert not first.cookies
    again = visitor.get("/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_before_an_election_the_page_gives_its_rules_with_their_source(visitor: Client, on: None) -> None:
    shown = page(visitor)
    assert "Rabu, 9 Desember 2020" in shown
    for on_roll in (True, False):
        rule = access_rule("pilkada-2020", on_roll=on_roll)
        for sentence in (*rule.sentences, rule.source):
            assert sentence in shown
    for words in ("tidak perlu terburu-buru", "Kantor utama, jalur prioritas", "Tidak perlu merekam lagi"):
        assert words in shown


def test_without_an_election_ahead_the_page_says_what_holds_then(visitor: Client) -> None:
    assert context_on(AFTER_ALL)["election"] is None
    shown = page(visitor)
    for words in ("Tidak ada pemilihan dalam waktu dekat", "UU 24/2013 pasal 63", "Tidak perlu merekam lagi"):
        assert words in shown


@pytest.mark.parametrize(
    ("day", "slug"),
    [
        ("2020-11-21", "pilkada-2020"),
        ("2020-12-09", "pilkada-2020"),
        ("2020-12-10", "pemilu-2024"),
        ("2024-02-15", None),
    ],
)
def test_the_next_election_is_the_one_that_is_shown(day: str, slug: str | None) -> None:
    found = election_ahead(datetime.date.fromisoformat(day))
    assert (found.slug if found else None) == slug


@pytest.mark.parametrize("election", KNOWN_ELECTIONS)
def test_every_known_election_has_rules_for_the_page(election: str) -> None:
    assert context_on(KNOWN_ELECTIONS[election].polling_date)["unlisted"]


def test_the_page_leads_to_booking_tickets_ranking_and_the_officers(visitor: Client) -> None:
    links = set(re.findall(r'href="([^"]+)"', page(visitor)))
    assert {"/antre/", "/tiket/", "/peringkat/", "/admin/"} <= links


def test_the_chosen_language_is_kept_in_a_cookie_and_needs_no_token(settings: Settings) -> None:
    visitor = Client(enforce_csrf_checks=True)
    answer = visitor.post("/bahasa/", {"language": "en", "next": "/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("en", True, "Lax")
    shown = page(visitor)
    assert '<html lang="en">' in shown
    assert "Must I be recorded" in shown
    assert 'value="id" lang="id">Indonesia</button>' in shown


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_choosing_a_language_leads_nowhere_else(visitor: Client, elsewhere: str) -> None:
    assert visitor.post("/bahasa/", {"language": "en", "next": elsewhere})["Location"] == "/"


def test_what_a_browser_prefers_changes_nothing(visitor: Client) -> None:
    answer = visitor.get("/", headers={"accept-language": "en"})
    assert (answer["Content-Language"], b'<html lang="id">' in answer.content) == ("id", True)


@pytest.mark.parametrize("code", ["fr", "", "../en", "EN"])
def test_a_language_that_is_not_offered_is_indonesian(visitor: Client, settings: Settings, code: str) -> None:
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = code
    assert '<html lang="id">' in page(visitor)


@pytest.mark.parametrize(
    ("path", "public"),
    [
        ("/", True),
        ("/antre/35.16/", True),
        ("/tiket/", True),
        ("/peringkat/", False),
        ("/petugas/", False),
        ("/admin/", False),
    ],
)
def test_only_the_publics_pages_speak_english(path: str, *, public: bool) -> None:
    assert public_pages.is_public(path) is public


def test_a_page_of_the_officers_stays_indonesian(visitor: Client, settings: Settings) -> None:
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    shown = visitor.get("/masuk/").content.decode()
    assert '<html lang="id">' in shown
    assert ">Indonesia<" not in shown

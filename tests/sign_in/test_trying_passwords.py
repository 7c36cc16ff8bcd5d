"""How often a password may be tried, by whom, and that nobody else is kept out by it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.hashers import check_password
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from registry.choices import Role
from registry.models import Officer
from tests.sign_in.conftest import PASSWORD, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ATTACKER, DESK = "203.0.113.66", "192.0.2.10"


@pytest.fixture
def checked() -> Iterator[list[str]]:
    """The passwords that were really compared; the comparing itself stays as it is."""
    compared: list[str] = []

    def compare(raw: str, *args: object, **kwargs: object) -> bool:
        compared.append(raw)
        return check_password(raw, *args, **kwargs)  # type: ignore[arg-type]

    with patch("django.contrib.auth.base_user.check_password", compare):
        yield compared


#: One for all: a new client looks through every static file first.
BROWSER = Client()


def attempt(username: str, password: str, address: str, **headers: str) -> tuple[int, str]:
    BROWSER.cookies.clear()
    answer = BROWSER.post("/masuk/", {"login": username, "password": password}, REMOTE_ADDR=address, headers=headers)
    return answer.status_code, answer.content.decode()


def test_of_a_thousand_tries_at_most_ten_are_checked(clerk: Officer, checked: list[str]) -> None:
    answers = [attempt(clerk.username, f"tebakan {number}", ATTACKER)[0] for number in range(1000)]
    assert len(checked) <= 10
    assert answers[:9] == [200] * 9
    assert set(answers[9:]) == {429}


def test_an_attacker_elsewhere_does_not_lock_the_clerk_out(clerk: Officer) -> None:
    for number in range(60):
        attempt(clerk.username, f"tebakan {number}", ATTACKER)
    assert attempt(clerk.username, PASSWORD, ATTACKER)[0] == 429
    assert attempt(clerk.username, PASSWORD, DESK)[0] == 302


def test_the_page_says_when_to_come_back(clerk: Officer) -> None:
    with time_machine.travel("2020-11-20 03:00:00+00:00", tick=False) as clock:
        for number in range(10):
            attempt(clerk.username, f"tebakan {number}", ATTACKER)
        clock.shift(timedelta(minutes=5))
        answer = Client().post("/masuk/", {"login": clerk.username, "password": PASSWORD}, REMOTE_ADDR=ATTACKER)
        assert answer.status_code == 429
        assert "pukul <strong>10.15</strong>" in answer.content.decode()
        assert answer["Retry-After"] == "600"


def test_after_fifteen_minutes_the_pair_is_open_again(clerk: Officer) -> None:
    for number in range(12):
        attempt(clerk.username, f"tebakan {number}", ATTACKER)
    with time_machine.travel(timezone.now() + timedelta(minutes=15.1)):
        assert attempt(clerk.username, PASSWORD, ATTACKER)[0] == 302


def test_a_clerk_who_remembers_in_time_starts_anew(clerk: Officer) -> None:
    for _ in range(3):
        for number in range(9):
            assert attempt(clerk.username, f"tebakan {number}", DESK)[0] == 200
        assert attempt(clerk.username, PASSWORD, DESK)[0] == 302


def test_a_colleague_at_the_same_address_is_not_closed(clerk: Officer) -> None:
    colleague = make_officer(Role.CLERK, "rekan")
    for number in range(12):
        attempt(clerk.username, f"tebakan {number}", DESK)
    assert attempt(colleague.username, PASSWORD, DESK)[0] == 302


def test_hammering_on_one_name_does_not_close_the_office(clerk: Officer) -> None:
    for number in range(150):
        attempt(clerk.username, f"tebakan {number}", DESK)
    assert attempt(make_officer(Role.CLERK, "rekan").username, PASSWORD, DESK)[0] == 302


def test_changing_the_browser_opens_nothing(clerk: Officer, checked: list[str]) -> None:
    for number in range(30):
        disguise = {"User-Agent": f"peramban {number}", "X-Forwarded-For": f"198.51.100.{number}"}
        attempt(clerk.username, f"tebakan {number}", ATTACKER, **disguise)
    assert len(checked) <= 10


def test_an_address_that_tries_name_after_name_is_closed(clerk: Officer, checked: list[str]) -> None:
    answers = [attempt(f"nama{number}", "tebakan", ATTACKER)[0] for number in range(110)]
    assert answers == [200] * 100 + [429] * 10
    assert attempt(clerk.username, PASSWORD, ATTACKER)[0] == 429
    assert not checked
    assert attempt(clerk.username, PASSWORD, DESK)[0] == 302


def test_an_office_that_comes_in_at_eight_is_never_too_many() -> None:
    for number in range(120):
        officer = make_officer(Role.CLERK, f"petugas{number}")
        assert attempt(officer.username, PASSWORD, DESK)[0] == 302


def test_an_unknown_name_and_a_known_one_get_the_same_page(clerk: Officer) -> None:
    known, unknown = attempt(clerk.username, "tebakan salah", DESK), attempt("tidakada", "tebakan salah", DESK)
    assert without_token(known[1].replace(clerk.username, "NAMA")) == without_token(
        unknown[1].replace("tidakada", "NAMA")
    )
    assert known[0] == unknown[0] == 200
    assert "Nama pengguna atau kata sandi salah." in known[1]


def test_a_closed_officer_gets_the_same_page_too(clerk: Officer) -> None:
    wrong = attempt(clerk.username, "tebakan salah", DESK)[1]
    Officer.objects.filter(pk=clerk.pk).update(is_active=False)
    assert without_token(attempt(clerk.username, PASSWORD, DESK)[1]) == without_token(wrong)


def test_an_unknown_name_is_hashed_all_the_same(clerk: Officer) -> None:
    """Django hashes the password of an unknown name too, so that the time taken says nothing."""
    with patch("django.contrib.auth.base_user.make_password", wraps=lambda raw: f"hash of {raw}") as hashing:
        attempt("tidakada", "tebakan salah", DESK)
    assert hashing.call_count == 1


def test_no_password_reaches_the_log_or_the_tables(clerk: Officer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "kata-sandi-yang-bocor"
    for _ in range(11):
        attempt(clerk.username, secret, DESK)
    attempt(clerk.username, PASSWORD, "192.0.2.11")
    tables = list(AccessAttempt.objects.values())
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM kependudukan_cache")
        cached = cursor.fetchall()
    for place in (caplog.text, str(tables), str(cached)):
        assert secret not in place
        assert PASSWORD not in place
    assert tables


def test_the_counts_are_shared_by_all_processes() -> None:
    cache.set("penanda", "ada")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kependudukan_cache WHERE cache_key LIKE '%penanda'")
        assert cursor.fetchone() == (1,)


def without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]

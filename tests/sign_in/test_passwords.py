"""How passwords are kept and which are refused."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django.fixtures import Settings

from kependudukan.settings import sign_in as sign_in_settings
from registry.models import Officer
from tests.sign_in.conftest import PASSWORD

BOUNDED = sign_in_settings.PASSWORD_HASHERS
DJANGO = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]


def parameters(encoded: str) -> tuple[int, int, int]:
    """Return memory in KiB, rounds and threads as the hash itself names them."""
    found = re.search(r"argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)", encoded)
    assert found, encoded
    memory, rounds, threads = map(int, found.groups())
    return memory, rounds, threads


def test_a_password_is_hashed_within_the_bound_of_memory(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = BOUNDED
    memory, rounds, threads = parameters(make_password(PASSWORD))
    assert 19 * 1024 <= memory <= 46 * 1024
    assert rounds >= 2
    assert threads == 1


@pytest.mark.parametrize("former", [DJANGO, DJANGO[1:]], ids=["argon2 of Django", "pbkdf2"])
def test_an_older_hash_is_renewed_as_its_owner_signs_in(settings: Settings, former: list[str]) -> None:
    settings.PASSWORD_HASHERS = former
    old = make_password(PASSWORD)
    settings.PASSWORD_HASHERS = BOUNDED
    renewed: list[str] = []
    assert check_password(PASSWORD, old, setter=lambda raw: renewed.append(make_password(raw)))
    assert parameters(renewed[0])[0] == 19_456
    assert not identify_hasher(renewed[0]).must_update(renewed[0])


@pytest.mark.django_db
def test_signing_in_renews_the_hash_in_the_database(settings: Settings, clerk: Officer, client: Client) -> None:
    settings.PASSWORD_HASHERS = BOUNDED[1:]
    clerk.set_password(PASSWORD)
    clerk.save()
    settings.PASSWORD_HASHERS = BOUNDED
    assert client.post("/masuk/", {"login": clerk.username, "password": PASSWORD}).status_code == 302
    clerk.refresh_from_db()
    assert parameters(clerk.password)[0] == 19_456


@pytest.mark.parametrize(
    "weak",
    [
        "sebelas2020",
        "dukcapil2020",
        "Disdukcapil Mojokerto 35.16",
        "KTP-SIAK-kependudukan!",
        "passwordpassword",
        "rahasiadukcapil1",
        "1234567890123456",
    ],
)
def test_a_password_that_anybody_would_try_here_is_refused(weak: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(weak)


@pytest.mark.parametrize("good", [PASSWORD, "ktp nenek di laci dapur", "sandi-yang-panjang-sekali", "Xk4-vQz9_mmB2"])
def test_a_password_with_words_of_her_own_is_taken(good: str) -> None:
    validate_password(good)

"""Many tries at one moment: each race first without its guard, then with it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from unittest.mock import patch

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import check_password
from django.db import connections
from django.test import Client

from kependudukan.sign_in import throttling
from registry.choices import Role
from registry.models import Officer
from tests.sign_in.conftest import PASSWORD, make_officer
from tests.signing import give_app, present_code

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.race]
TRIES = 20


@pytest.fixture
def clerk() -> Officer:
    return make_officer(Role.CLERK)


@pytest.fixture
def checked() -> Iterator[list[str]]:
    """The passwords that were compared, each as slowly as by a machine with much to do."""
    compared: list[str] = []

    def compare(raw: str, *args: object, **kwargs: object) -> bool:
        compared.append(raw)
        time.sleep(0.1)
        return check_password(raw, *args, **kwargs)  # type: ignore[arg-type]

    with patch("django.contrib.auth.base_user.check_password", compare):
        yield compared


def all_at_once(act: Callable[[Client, int], int], clients: list[Client]) -> Counter[int]:
    """Let every client act at one moment; count what they were answered."""
    start, said = threading.Barrier(len(clients)), Counter[int]()

    def go(client: Client, number: int) -> None:
        start.wait()
        try:
            said[act(client, number)] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(client, number)) for number, client in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def guess(client: Client, number: int) -> int:
    return client.post("/masuk/", {"login": "clerk", "password": f"tebakan {number}"}).status_code


def test_without_turns_more_than_ten_passwords_are_checked_at_once(
    clerk: Officer, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttling, "one_at_a_time", lambda *_: nullcontext())
    all_at_once(guess, [Client() for _ in range(TRIES)])
    assert len(checked) > 10


def test_with_turns_just_ten_passwords_are_checked(clerk: Officer, checked: list[str]) -> None:
    said = all_at_once(guess, [Client() for _ in range(TRIES)])
    assert len(checked) == 10
    assert said == {200: 9, 429: TRIES - 9}


@pytest.mark.parametrize("kind", ["code of the app", "recovery code"])
def test_one_code_lets_one_of_many_in(clerk: Officer, kind: str) -> None:
    give_app(clerk)
    recovery = RecoveryCodes.activate(clerk).generate_codes()[0]
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.post("/masuk/", {"login": "clerk", "password": PASSWORD})
    code = present_code() if kind == "code of the app" else recovery
    said = all_at_once(lambda client, _: client.post("/masuk/kode/", {"code": code}).status_code, clients)
    assert said[302] == 1

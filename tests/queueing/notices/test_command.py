"""The command that delivers without a broker: once, or again and again until it is told to end."""

from __future__ import annotations

import io
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError
from pytest_django.fixtures import Settings

from queueing.actions import deliveries
from queueing.notifying.carrying import Outcome
from tests.factories.notices import put_code, put_notice
from tests.queueing.notices.conftest import Gateway

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def kept_handlers() -> Iterator[None]:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


def test_once_it_sends_what_is_due_and_says_how_many(gateway: Gateway) -> None:
    put_notice()
    put_code()
    out = io.StringIO()

    call_command("deliver_notices", stdout=out)

    assert out.getvalue() == "Terkirim: 1, lainnya: 1.\n", "the code is long past its time"


def test_again_and_again_it_outlives_a_database_that_is_away(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path, kept_handlers: None
) -> None:
    settings.SIGN_OF_THE_DELIVERER = tmp_path / "deliverer"
    rounds: list[bool] = []

    def deliver_all(**_: object) -> Counter[Outcome]:
        rounds.append(settings.SIGN_OF_THE_DELIVERER.exists())
        if len(rounds) == 1:
            raise OperationalError("the database system is starting up")
        os.kill(os.getpid(), signal.SIGTERM)
        return Counter()

    monkeypatch.setattr(deliveries, "deliver_all", deliver_all)
    monkeypatch.setattr("queueing.management.commands.deliver_notices.connection.close", lambda: None)

    call_command("deliver_notices", every=0.01)

    assert rounds == [False, True]

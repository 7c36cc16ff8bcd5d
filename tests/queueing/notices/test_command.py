"""The commands round notices: delivering without a broker, and reading the last message on a laptop."""

from __future__ import annotations

import io
import os
import signal
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from pytest_django.fixtures import Settings

from queueing.actions import deliveries
from queueing.notifying import Message
from queueing.notifying.carrying import Outcome
from queueing.notifying.file import File
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


def test_a_laptop_shows_the_last_message_and_no_other_machine_does(settings: Settings, tmp_path: Path) -> None:
    settings.NOTIFIER_FOLDER, out = tmp_path, io.StringIO()
    with pytest.raises(CommandError, match="hanya untuk percobaan"):
        call_command("last_notice")
    settings.TRY_OUT = True
    with pytest.raises(CommandError, match="Belum ada pesan"):
        call_command("last_notice")
    for text in ("Tempat Anda sudah dipesan.", "Kode Anda: 123456."):
        File().send(Message(uuid.uuid4(), "code", "whatsapp", "id", "+62812000", "Kabar", text))

    call_command("last_notice", stdout=out)

    assert out.getvalue() == "+62812000\nKode Anda: 123456.\n"

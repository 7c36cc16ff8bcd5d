"""The broker frozen, stopped and emptied: whoever books does not wait, and every notice arrives once when it is back.

Here it is away for seconds; `benchmarks/` holds the drill of a minute.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from kependudukan import embedded
from kependudukan.celery import app
from kependudukan.embedded import valkey
from queueing.choices import NoticeState
from queueing.models import Notice
from queueing.notifying.file import NAME
from queueing.tasks import deliver_notices, ring_for_notices
from tests.factories.notices import put_code, put_notice
from tests.faults.workers import Worker

CROWD = 20
AWAY = 2.0
PATIENCE = 60
#: Less than one time-out of a socket: nobody who books has waited for a single one.
AT_ONCE = 4

pytestmark = [
    pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.task, pytest.mark.fault,
]  # fmt: skip


class Broker:
    """A Valkey of this test's own, which it may freeze and stop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def start(self) -> None:
        embedded.start(self._folder, database=False, durable=False)

    def stop(self) -> None:
        """Stop it; what lay in it is gone."""
        self.thaw()
        valkey.stop(self._folder)

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        pid = self._folder / "valkey" / "pid"
        if pid.exists():
            os.kill(int(pid.read_text()), number)


@pytest.fixture
def broker(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    folder = tmp_path / "broker"
    # Celery reads the settings when it is first asked: before they are changed, or it would keep this broker for good.
    monkeypatch.setattr(app.conf, "broker_url", embedded.broker_url(folder))
    settings.CELERY_BROKER_URL = embedded.broker_url(folder)
    monkeypatch.setattr(app, "_pool", None)  # else the pools of this broker would outlive it
    monkeypatch.setattr(app.amqp, "_producer_pool", None)
    made = Broker(folder)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def worker(tmp_path: Path, broker: Broker) -> Iterator[Worker]:
    made = Worker(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def arrived(settings: Settings) -> Callable[[], Counter[str]]:
    """How often each notice has arrived."""
    file = Path(settings.NOTIFIER_FOLDER) / NAME
    file.unlink(missing_ok=True)

    def count() -> Counter[str]:
        lines = file.read_text().splitlines() if file.exists() else []
        return Counter(json.loads(line)["id"] for line in lines)

    return count


def book() -> str:
    """What a door does: a transaction that writes a notice, and a ring after it."""
    with transaction.atomic():
        notice = put_notice(at=timezone.now())
        transaction.on_commit(ring_for_notices)
    return str(notice.id)


def book_without_waiting() -> Counter[str]:
    begun = time.monotonic()
    booked = Counter(book() for _ in range(CROWD))
    assert time.monotonic() - begun < AT_ONCE, "those who booked have waited for the broker"
    return booked


def await_all(booked: Counter[str], arrived: Callable[[], Counter[str]], worker: Worker) -> None:
    until = time.monotonic() + PATIENCE
    while arrived() != booked or Notice.unscoped.exclude(state=NoticeState.SENT, attempts=1).exists():
        assert time.monotonic() < until, f"{arrived()}\n{worker.log()[-2000:]}"
        time.sleep(0.1)


def test_every_notice_arrives_once_when_the_broker_is_back(
    broker: Broker, worker: Worker, arrived: Callable[[], Counter[str]]
) -> None:
    booked = Counter([book()])
    await_all(booked, arrived, worker)

    broker.freeze()
    booked += book_without_waiting()
    time.sleep(AWAY)
    broker.thaw()
    await_all(booked, arrived, worker)

    broker.stop()
    booked += book_without_waiting()
    time.sleep(AWAY)
    broker.start()
    await_all(booked, arrived, worker)


def test_a_ring_straight_from_a_request_waits_for_a_frozen_broker(broker: Broker) -> None:
    """Control."""
    broker.freeze()
    request = threading.Thread(target=partial(deliver_notices.apply_async, retry=False), daemon=True)
    request.start()

    request.join(2)
    assert request.is_alive()

    broker.thaw()
    request.join(20)


def test_codes_go_out_by_command_while_there_is_no_broker(broker: Broker, arrived: Callable[[], Counter[str]]) -> None:
    broker.freeze()
    code = put_code(at=timezone.now())

    call_command("deliver_notices", verbosity=0)

    assert arrived() == {str(code.id): 1}

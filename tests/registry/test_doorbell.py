"""The doorbell: whoever rings goes on at once, whatever the broker does."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

import pytest

from registry import doorbell
from registry.doorbell import Doorbell


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.01)


def test_a_ring_arrives_without_anybody_waiting() -> None:
    rung: list[int] = []
    Doorbell("uji", lambda: rung.append(1)).ring()

    wait_until(lambda: rung == [1])


def test_rings_while_the_broker_stands_still_cost_nothing_and_become_one() -> None:
    thawed, rung = threading.Event(), []

    def ring() -> None:
        rung.append(1)
        thawed.wait(10)

    bell = Doorbell("uji", ring)
    begun = time.monotonic()
    bell.ring()
    wait_until(lambda: rung == [1])
    for _ in range(1000):
        bell.ring()
    assert time.monotonic() - begun < 1
    thawed.set()

    wait_until(lambda: rung == [1, 1])
    time.sleep(3 * doorbell.PAUSE)
    assert rung == [1, 1]


def test_a_broker_that_fails_costs_a_line_and_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(doorbell, "REST", 0.3)
    tries: list[float] = []

    def ring() -> None:
        tries.append(time.monotonic())
        if len(tries) == 1:
            raise ConnectionError("redis://:secret@host")

    bell = Doorbell("uji", ring)
    bell.ring()
    wait_until(lambda: bool(tries))
    bell.ring()
    wait_until(lambda: len(tries) == 2)

    assert tries[1] - tries[0] >= 0.3
    assert [record.getMessage() for record in caplog.records] == ["no ring for uji: ConnectionError"]


def test_a_process_that_was_forked_off_rings_by_itself() -> None:
    bell = Doorbell("uji", lambda: None)
    bell.ring()
    read, write = os.pipe()
    child = os.fork()
    if not child:
        bell._ring = lambda: (os.write(write, b"rung"), os._exit(0))
        bell.ring()
        time.sleep(5)
        os._exit(1)
    os.close(write)

    assert os.read(read, 4) == b"rung"
    os.waitpid(child, 0)

"""What is kept for moments: one looks up, the others are given what is known."""

from __future__ import annotations

import datetime
import threading
import time

import pytest
from pytest_django.fixtures import Settings

from queueing import moments
from queueing.moments import Moments
from tests.queueing.counting import Counting
from tests.races.at_once import all_at_once


@pytest.fixture
def kept(settings: Settings) -> Moments[int]:
    settings.MOMENT = datetime.timedelta(seconds=30)
    return Moments()


def test_a_value_is_looked_up_once_in_a_moment(kept: Moments[int], settings: Settings) -> None:
    ask = Counting()
    assert [kept.get("a", ask) for _ in range(3)] == [1, 1, 1]
    assert kept.get("b", ask) == 2
    assert kept.get("a", ask, within=0) == 3
    settings.MOMENT = datetime.timedelta(0)
    assert kept.get("a", ask) == 4
    kept.forget()
    assert kept.get("a", ask) == 5


def test_a_hundred_readers_of_something_new_cost_one_query(kept: Moments[int]) -> None:
    ask = Counting()

    def slow() -> int:
        time.sleep(0.05)
        return ask()

    assert all_at_once(*[lambda: kept.get("a", slow)] * 100) == [1] * 100


def test_whoever_comes_during_a_query_is_given_what_was_known(kept: Moments[int]) -> None:
    kept.get("a", lambda: 1)
    asking, answered = threading.Event(), threading.Event()

    def slow() -> int:
        asking.set()
        answered.wait(10)
        return 2

    def come_later() -> int:
        asking.wait(10)
        found = kept.get("a", _never, within=0.2)
        answered.set()
        return found

    time.sleep(0.25)
    assert all_at_once(lambda: kept.get("a", slow, within=0.2), come_later) == [2, 1]


def _never() -> int:
    raise AssertionError("a second query")


def test_a_query_that_fails_is_asked_again_by_the_next(kept: Moments[int]) -> None:
    def fail() -> int:
        raise OSError("the server is down")

    with pytest.raises(OSError, match="server"):
        kept.get("a", fail)
    assert kept.get("a", lambda: 2) == 2


def test_only_so_many_are_kept(kept: Moments[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "MOST", 3)
    ask = Counting()
    for key in "abcd":
        kept.get(key, ask)
    kept.get("d", ask)
    assert ask.times == 4
    assert kept.get("a", ask) == 5

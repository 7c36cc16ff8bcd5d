"""What boards and phones are shown is asked once a change, and asked by the clock where nobody listens."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from queueing import hall_news
from queueing.hall_news import HallNews
from queueing.models import Office, Outage
from tests.factories.elections import make_region
from tests.factories.queueing import CounterFactory, OfficeFactory
from tests.factories.registry import OfficerFactory
from tests.queueing.counting import Counting
from tests.queueing.deaf import Deaf

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def listener(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[hall_news._Listener]:
    """A listener of this test's own, which hears."""
    make_region("35.16.08")
    settings.MOMENT = datetime.timedelta(seconds=60)
    monkeypatch.setattr(hall_news, "QUIET", 0.2)
    mine = hall_news._Listener()
    monkeypatch.setattr(hall_news, "_listener", mine)
    mine.changes_of(0)
    until(lambda: mine.hears)
    yield mine
    mine.stop()


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_hall_is_looked_at_once_until_something_changes_there(listener: hall_news._Listener) -> None:
    one, other = OfficeFactory.create_batch(2)
    kept, ask = HallNews[int](), Counting()
    assert [kept.get(one.pk, ask) for _ in range(3)] == [1, 1, 1]
    assert kept.get(other.pk, ask) == 2

    CounterFactory.create(office=one)

    until(lambda: kept.get(one.pk, ask) == 3)
    assert kept.get(other.pk, ask) == 2
    assert ask.times == 3


def test_an_outage_is_a_change_of_the_hall(listener: hall_news._Listener) -> None:
    office: Office = OfficeFactory.create()
    before, now = listener.changes_of(office.pk), timezone.now()
    Outage.objects.create(
        office=office, note="SIAK", started_at=now, started_by=OfficerFactory.create(), updated_at=now
    )
    until(lambda: listener.changes_of(office.pk) != before)


def test_after_a_lost_connection_nothing_old_is_shown(listener: hall_news._Listener) -> None:
    office = OfficeFactory.create()
    kept, ask = HallNews[int](), Counting()
    assert kept.get(office.pk, ask) == 1

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query IN ('LISTEN hall', 'SELECT 1')"
        )

    until(lambda: kept.get(office.pk, ask) > 1)
    until(lambda: listener.hears)


def test_where_nobody_listens_a_value_is_good_for_a_moment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hall_news, "_listener", Deaf())
    kept, ask = HallNews[int](), Counting()
    settings.MOMENT = datetime.timedelta(seconds=60)
    assert [kept.get(1, ask) for _ in range(2)] == [1, 1]
    settings.MOMENT = datetime.timedelta(microseconds=1)
    assert kept.get(1, ask) == 2

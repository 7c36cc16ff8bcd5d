"""Several who publish one office's days at once: every slot begins once, and has its seats once."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from queueing import locks
from queueing.actions import publishing
from queueing.models import Office, RecordingSlot, Seat
from queueing.queries import availability
from queueing.views.public import looking
from tests.factories.elections import make_region
from tests.factories.offices import an_office
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]

MANY = 8


@pytest.fixture
def office() -> Office:
    make_region("35.16.08")
    return an_office()


def twins() -> int:
    """Count the seats that are there twice: as many as there are more than the devices of a slot can serve."""
    return Seat.objects.count() - 12 * RecordingSlot.objects.count()


def test_eight_who_publish_at_once_make_everything_once(office: Office) -> None:
    now = timezone.now()
    said = all_at_once(*[lambda: publishing.publish(office=office.pk, at=now)] * MANY)
    assert said.count(0) == MANY - 1
    assert RecordingSlot.objects.count() in said
    assert twins() == 0


def test_visitors_of_a_day_that_nobody_published_publish_it_once_and_wait_for_nobody(office: Office) -> None:
    looking.forget()
    turn, done = threading.Event(), threading.Event()

    def publish_slowly() -> None:
        with transaction.atomic():
            assert locks.take_publishing_turn(office.pk, wait=False)
            turn.set()
            done.wait(10)

    def visit() -> int:
        turn.wait(10)
        answer = Client().get(f"/antre/kantor/{office.pk}/")
        done.set()
        return answer.status_code

    assert all_at_once(publish_slowly, visit) == [None, 200]
    assert not RecordingSlot.objects.exists()
    assert set(all_at_once(*[visit] * MANY)) == {200}
    assert twins() == 0
    assert RecordingSlot.objects.exists()


def test_without_turns_and_the_rule_of_one_beginning_slots_are_made_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: whoever looks, and then writes what was missing, writes what others have written meanwhile."""
    now = timezone.now()
    everybody_looked = threading.Barrier(2)
    monkeypatch.setattr(locks, "take_publishing_turn", lambda *_, **__: True)
    monkeypatch.setattr(publishing, "_PUBLISH", publishing._PUBLISH.replace("ON CONFLICT DO NOTHING", ""))
    _look_then(monkeypatch, lambda: everybody_looked.wait(10))
    said = all_at_once(*[lambda: publishing.publish(office=office.pk, at=now)] * 2)
    assert [type(one) for one in said if not isinstance(one, int)] == [IntegrityError]


def _look_then(monkeypatch: pytest.MonkeyPatch, pause: Callable[[], object]) -> None:
    look = availability.office

    def look_and_pause(office: int, at: datetime.datetime) -> availability.OfficeAhead | None:
        found = look(office, at)
        pause()
        return found

    monkeypatch.setattr(availability, "office", look_and_pause)

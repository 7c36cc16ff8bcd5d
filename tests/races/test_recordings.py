"""A resident is recorded once: by one officer, on one device, with one end."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone

from queueing import hall_locks
from queueing.actions import recordings
from queueing.actions.recordings import Told
from queueing.choices import SessionOutcome, SessionReason
from queueing.models import Office, RecordingSession, SessionPart
from queueing.rules.recording import PARTS, PartTold
from registry import scope
from registry.choices import CardStatus
from registry.models import CardEvent, Officer, Resident
from tests.factories.elections import make_region
from tests.factories.hall import a_session
from tests.factories.queueing import OfficeFactory
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.races.at_once import all_at_once, without_index

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]

RECORDED = Told(
    outcome=SessionOutcome.CAPTURED, parts=[PartTold(part, is_taken=True) for part in PARTS], is_checked=True
)
FAILED = Told(outcome=SessionOutcome.FAILED, parts=(), is_checked=True, reason=SessionReason.DEVICE)


@pytest.fixture
def office() -> Office:
    make_region("35.16.08.2001")
    found: Office = OfficeFactory.create()
    return found


@pytest.fixture
def officers(office: Office) -> list[Officer]:
    return OfficerFactory.create_batch(4)


@pytest.fixture
def person(office: Office) -> Resident:
    found: Resident = ResidentFactory.create(region_id="35.16.08.2001", card__state=CardStatus.UNREGISTERED)
    return found


def anywhere(act: Callable[[], object]) -> object:
    """Do it in a thread that asks for no area."""
    with scope.everywhere():
        return act()


def end(session: int, told: Told, by: Officer) -> object:
    return anywhere(partial(recordings.finish, session=session, told=told, by=by, at=timezone.now()))


def begin(resident: int, office: int, by: Officer) -> object:
    act = partial(recordings.start_elsewhere, resident=resident, office=office, place="uji", device=None, by=by,
                  at=timezone.now())  # fmt: skip
    return anywhere(act)


def kinds(said: list[object]) -> Counter[type]:
    return Counter(type(one) for one in said)


def test_a_session_that_four_end_at_once_ends_once_and_moves_the_card_once(
    office: Office, officers: list[Officer], person: Resident
) -> None:
    session = a_session(office, person, officers[0])

    said = all_at_once(*[partial(end, session.pk, RECORDED, officer) for officer in officers])

    assert kinds(said) == Counter({RecordingSession: 1, recordings.AlreadyEnded: 3})
    assert CardEvent.objects.filter(resident=person).count() == 1
    assert SessionPart.objects.count() == 4


def test_without_the_lock_the_last_one_overwrites_how_it_ended(
    office: Office, officers: list[Officer], person: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control."""
    everybody_looked = threading.Barrier(4)

    def look(pk: int) -> RecordingSession:
        found = RecordingSession.unscoped.get(pk=pk)
        everybody_looked.wait(10)
        return found

    monkeypatch.setattr(hall_locks, "lock_session", look)
    session = a_session(office, person, officers[0])

    said = all_at_once(*[partial(end, session.pk, FAILED, officer) for officer in officers])

    assert kinds(said) == Counter({RecordingSession: 4})


def test_a_resident_whom_four_begin_with_at_once_is_recorded_by_one(
    office: Office, officers: list[Officer], person: Resident
) -> None:
    said = all_at_once(*[partial(begin, person.pk, office.pk, officer) for officer in officers])

    assert kinds(said) == Counter({RecordingSession: 1, recordings.BeingRecorded: 3})
    assert RecordingSession.unscoped.count() == 1


def test_without_the_index_all_record_her_beside_each_other(
    office: Office, officers: list[Officer], person: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: all have looked, and found nobody at it, before the first begins."""
    everybody_looked, create = threading.Barrier(4), RecordingSession.unscoped.create

    def meet_and_create(**told: object) -> RecordingSession:
        everybody_looked.wait(10)
        return create(**told)

    monkeypatch.setattr(RecordingSession.unscoped, "create", meet_and_create)
    with without_index("a_resident_is_recorded_once_at_a_time", "attempts_of_a_day_are_counted_once"):
        said = all_at_once(*[partial(begin, person.pk, office.pk, officer) for officer in officers])

        assert kinds(said) == Counter({RecordingSession: 4})
        assert RecordingSession.unscoped.filter(ended_at=None).count() == 4
        RecordingSession.unscoped.all().delete()

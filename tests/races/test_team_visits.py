"""Phones and officers at one team visit: each race is shown without its guard first, then with it."""

from __future__ import annotations

import datetime
import threading
import uuid
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from queueing import hall_locks
from queueing.actions import team_visits, visit_answers
from queueing.actions.team_visits import Plan
from queueing.actions.visit_answers import Answer
from queueing.locks import Crowded
from queueing.models import Device, Office, RecordingSession, TeamVisit, VisitEvent, VisitPerson
from queueing.queries import team_visits as questions
from queueing.rules.recording import PARTS, PartTold
from registry import scope
from registry.models import CardEvent, CorrectionRequest, Officer
from tests.factories.hall import today_at
from tests.factories.offices import DeviceFactory
from tests.factories.queueing import OfficeFactory
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.factories.visits import MORNING, NOON, a_visit
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

TIMES = 8
RECORDED = Answer(outcome="recorded", parts=[PartTold(part, is_taken=True) for part in PARTS], is_checked=True)


@pytest.fixture
def officer(transactional_db: None) -> Officer:
    plant_regency("35.16")
    found: Officer = OfficerFactory.create(area_id="35.16")
    return found


@pytest.fixture
def office(officer: Officer) -> Office:
    found: Office = OfficeFactory.create()
    return found


@pytest.fixture
def name(officer: Officer, office: Office) -> VisitPerson:
    visit = a_visit(office, officer, ResidentFactory.create(unrecorded=True))
    return VisitPerson.unscoped.get(visit=visit)


def telling(name: VisitPerson, by: Officer, answer: Answer, key: uuid.UUID) -> Callable[[], object]:
    """Return one sending; a phone whose turn did not come sends again, as the page does."""

    def tell() -> object:
        with scope.of(by):
            for _ in range(10):
                try:
                    return visit_answers.tell(
                        visit=name.visit_id, person=name.pk, answer=answer, key=key, by=by, at=timezone.now()
                    )
                except Crowded:
                    continue
        return None

    return tell


def unguard(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Take the lock away, and let all have read the visit before any looks for the key or writes."""
    all_have_read = threading.Barrier(times)
    refuse = visit_answers._refuse

    def read(visit: int) -> TeamVisit:
        return TeamVisit.objects.get(pk=visit)

    def wait_and_refuse(visit: TeamVisit, one: VisitPerson) -> None:
        refuse(visit, one)
        all_have_read.wait(10)

    monkeypatch.setattr(hall_locks, "lock_visit", read)
    monkeypatch.setattr(visit_answers, "_refuse", wait_and_refuse)


def without_the_constraint() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE queueing_visitevent DROP CONSTRAINT an_answer_of_a_visit_is_written_once")


def with_it_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE queueing_visitevent")
        cursor.execute(
            "ALTER TABLE queueing_visitevent ADD CONSTRAINT an_answer_of_a_visit_is_written_once UNIQUE (client_key)"
        )


@pytest.mark.parametrize(("guarded", "written"), [(False, TIMES), (True, 1)])
def test_the_same_answer_sent_eight_times_at_once_is_written_once(
    name: VisitPerson, officer: Officer, monkeypatch: pytest.MonkeyPatch, guarded: bool, written: int
) -> None:
    if not guarded:
        unguard(monkeypatch, TIMES)
        without_the_constraint()
    try:
        key = uuid.uuid4()
        ends = all_at_once(*[telling(name, officer, Answer(outcome="moved"), key)] * TIMES)
        assert all(isinstance(end, VisitPerson) for end in ends), ends
        assert VisitEvent.unscoped.count() == CorrectionRequest.unscoped.count() == written
    finally:
        if not guarded:
            with_it_again()


def test_a_recording_sent_eight_times_at_once_moves_the_card_once(name: VisitPerson, officer: Officer) -> None:
    key = uuid.uuid4()
    ends = all_at_once(*[telling(name, officer, RECORDED, key)] * TIMES)
    assert all(isinstance(end, VisitPerson) and end.outcome == "recorded" for end in ends), ends
    assert RecordingSession.unscoped.count() == CardEvent.objects.count() == VisitEvent.unscoped.count() == 1


@pytest.mark.parametrize(("guarded", "replaced"), [(False, ["", ""]), (True, ["", "first"])])
def test_the_book_says_which_of_two_officers_answers_replaced_the_other(
    name: VisitPerson, officer: Officer, monkeypatch: pytest.MonkeyPatch, guarded: bool, replaced: list[str]
) -> None:
    if not guarded:
        unguard(monkeypatch, 2)
    other = OfficerFactory.create(area_id="35.16")
    ends = all_at_once(
        telling(name, officer, Answer(outcome="absent"), uuid.uuid4()),
        telling(name, other, Answer(outcome="refused"), uuid.uuid4()),
    )
    assert all(isinstance(end, VisitPerson) for end in ends), ends
    first, second = VisitEvent.unscoped.order_by("pk")
    assert [first.replaced, second.replaced] == [first.outcome if one == "first" else one for one in replaced]
    name.refresh_from_db()
    if guarded:
        assert (name.outcome, name.outcome_by) == (second.outcome, second.by)


def test_a_recording_stays_whoever_else_answers_at_that_moment(name: VisitPerson, officer: Officer) -> None:
    other = OfficerFactory.create(area_id="35.16")
    ends = all_at_once(
        telling(name, officer, RECORDED, uuid.uuid4()),
        telling(name, other, Answer(outcome="absent"), uuid.uuid4()),
    )
    name.refresh_from_db()
    assert name.outcome == "recorded", ends
    assert sum(isinstance(end, visit_answers.AlreadyRecorded) for end in ends) in {0, 1}


@pytest.mark.parametrize(("guarded", "planned"), [(False, 2), (True, 1)])
def test_two_plans_at_once_do_not_send_one_device_to_two_places(
    office: Office, officer: Officer, monkeypatch: pytest.MonkeyPatch, guarded: bool, planned: int
) -> None:
    if not guarded:
        both_have_looked = threading.Barrier(2)
        look = questions.not_free

        def look_and_wait(*when: datetime.date, **who: list[Device]) -> list[str]:
            found = look(*when, **who)  # type: ignore[arg-type]
            both_have_looked.wait(10)
            return found

        monkeypatch.setattr(hall_locks, "take_planning_turn", lambda: None)
        monkeypatch.setattr(questions, "not_free", look_and_wait)
    device = DeviceFactory.create(office=office)

    def plan(by: Officer) -> object:
        told = Plan(
            kind="home", place="Rumah", region="35.16.08", office=office, day=today_at(office), begins_at=MORNING,
            ends_at=NOON, devices=[device], officers=[by],
        )  # fmt: skip
        with scope.of(by):
            return team_visits.plan(plan=told, by=by, at=timezone.now())

    ends = all_at_once(*(partial(plan, one) for one in OfficerFactory.create_batch(2, area_id="35.16")))

    assert TeamVisit.unscoped.count() == planned, ends
    assert sum(isinstance(end, team_visits.NotFree) for end in ends) == 2 - planned

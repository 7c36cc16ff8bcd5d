"""Two officers inviting the same resident to be recorded again: shown without its guard first, then with it."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from django.utils import timezone

from queueing.actions import record_again
from queueing.actions.record_again import Invited, invite
from queueing.choices import BookingState, NoticeKind
from queueing.models import Booking, Notice
from queueing.queries import record_again as questions
from registry import scope
from registry.choices import CardStatus
from registry.models import Officer
from tests.factories.queueing import SlotFactory, a_booking
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.races.at_once import all_at_once
from tests.registry.desk import number_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]


def two_invite(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two officers invite one resident, both having looked before either writes."""
    plant_regency("35.16")
    person = ResidentFactory.create(card__state=CardStatus.ENROLL_FAILURE_AT_CENTRAL)
    party = a_booking(SlotFactory.create(), niks=[number_of(person)])
    Booking.unscoped.filter(party=party).update(agrees=True, state=BookingState.SERVED)
    officers: list[Officer] = [OfficerFactory.create(area_id="35.16") for _ in range(2)]
    both_looked, look = threading.Barrier(2), questions.reach

    def looked(*given: Any, **named: Any) -> object:
        found = look(*given, **named)
        both_looked.wait(10)
        return found

    monkeypatch.setattr(questions, "reach", looked)

    def act(by: Officer) -> Invited:
        with scope.of(by):
            return invite(residents=[person.pk], by=by, at=timezone.now())

    said = all_at_once(lambda: act(officers[0]), lambda: act(officers[1]))
    assert said == [Invited(told=(person.pk,))] * 2


def invitations() -> int:
    return Notice.unscoped.filter(kind=NoticeKind.RECORD_AGAIN).count()


def test_without_a_key_that_names_the_one_before_she_is_told_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: looking whether she was told lately, and writing afterwards, writes twice."""
    saying = record_again._saying

    def under_a_key_of_its_own(*given: Any) -> object:
        party, said = saying(*given)
        return party, said._replace(once_key=f"record_again:{said.once_key.split(':')[1]}:{uuid.uuid4()}")

    monkeypatch.setattr(record_again, "_saying", under_a_key_of_its_own)
    two_invite(monkeypatch)
    assert invitations() == 2


def test_two_officers_who_invite_at_once_write_one_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    two_invite(monkeypatch)
    assert invitations() == 1

"""What is counted against trying out: a crowd counts no further than one after the other would."""

from __future__ import annotations

import datetime
import threading
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from functools import partial

import pytest
from django.db import transaction

from queueing import locks
from queueing.actions import limits
from queueing.actions.limits import TooManyPeople, TooManyTries
from queueing.models import Attempt, Party, Tally
from queueing.rules.limits import NIK_TRIES_A_DAY, NIKS_PER_PHONE
from queueing.source import Source
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory
from tests.queueing.identity.filled import a_held_form, now
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]

CROWD = 12
SOURCE = Source(uuid.uuid4(), uuid.uuid4())


@pytest.fixture
def forms() -> list[Party]:
    make_region("35.16.08")
    slot = SlotFactory.create(seats=CROWD)
    return [a_held_form(slot) for _ in range(CROWD)]


def ask(party: Party, nik_index: uuid.UUID, contact_index: uuid.UUID) -> set[uuid.UUID]:
    with transaction.atomic():
        return limits.ask(nik_indexes=[nik_index], contact_index=contact_index, party=party.pk, persons=1, at=now())


def nobody_waits(*_: uuid.UUID) -> None:
    """Take no turn."""


def about_one_nik(forms: list[Party]) -> int:
    """Return how many forms of different contacts are told about one NIK when all ask at once."""
    nik_index = uuid.uuid4()
    said = all_at_once(*[partial(ask, party, nik_index, uuid.uuid4()) for party in forms])
    return sum(bool(told) for told in said if isinstance(told, set))


def from_one_contact(forms: list[Party]) -> list[object]:
    """Return what forms of one contact are told when each asks about a NIK of its own at once."""
    contact_index = uuid.uuid4()
    return all_at_once(*[partial(ask, party, uuid.uuid4(), contact_index) for party in forms])


def test_a_nik_is_told_about_three_times_a_day_however_many_ask_at_once(forms: list[Party]) -> None:
    assert about_one_nik(forms) == NIK_TRIES_A_DAY
    assert Attempt.objects.count() == NIK_TRIES_A_DAY


def test_a_contact_asks_about_five_niks_however_many_forms_it_sends_at_once(forms: list[Party]) -> None:
    said = from_one_contact(forms)

    assert sum(isinstance(told, set) for told in said) == NIKS_PER_PHONE
    assert sum(isinstance(told, TooManyPeople) for told in said) == CROWD - NIKS_PER_PHONE


def test_without_taking_turns_a_crowd_is_told_more(forms: list[Party], monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: everybody has looked before anybody writes."""
    everybody_looked, look = threading.Barrier(CROWD), limits._tries

    def look_and_wait(nik_indexes: Collection[uuid.UUID], *, since: datetime.datetime) -> Counter[uuid.UUID]:
        found = look(nik_indexes, since=since)
        everybody_looked.wait(10)
        return found

    monkeypatch.setattr(limits, "_tries", look_and_wait)
    monkeypatch.setattr(locks, "take_turn", nobody_waits)

    assert about_one_nik(forms) > NIK_TRIES_A_DAY
    assert sum(isinstance(told, set) for told in from_one_contact(forms)) > NIKS_PER_PHONE


def try_at_once(monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many of a crowd of one device are let through where three may."""
    monkeypatch.setattr("queueing.rules.limits.SOURCE_TRIES", 3)
    said = all_at_once(*[partial(limits.note_try, source=SOURCE, at=now())] * CROWD)
    assert {type(answer) for answer in said} <= {type(None), TooManyTries}
    return said.count(None)


def test_a_crowd_of_one_device_is_let_through_as_often_as_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    assert try_at_once(monkeypatch) == 3


def test_counting_after_looking_lets_a_crowd_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: everybody has looked before anybody counts."""
    everybody_looked = threading.Barrier(CROWD)

    def look_then_count(counted: Sequence[tuple[uuid.UUID, datetime.datetime, int]]) -> set[uuid.UUID]:
        found = {subject: Tally.objects.filter(subject=subject, since=since) for subject, since, _ in counted}
        room = {subject for subject, _, most in counted if found[subject].count() < most}
        everybody_looked.wait(10)
        for subject, since, _ in counted:
            tally, _ = Tally.objects.get_or_create(subject=subject, since=since, defaults={"count": 1})
            Tally.objects.filter(pk=tally.pk).update(count=tally.count + 1)
        return room

    monkeypatch.setattr(locks, "raise_tallies", look_then_count)

    assert try_at_once(monkeypatch) > 3

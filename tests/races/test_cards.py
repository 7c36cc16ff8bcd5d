"""Officers and files at one card: each race is shown without its guard first, then with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from registry import locks, scope
from registry.actions import cards
from registry.choices import CardTaker
from registry.ingest import siak_merge
from registry.models import AccessEntry, CardEvent, CardHandover, CardRecord, Officer, Resident
from registry.rules.card_status import CardState
from tests.factories.regions import plant_regency
from tests.factories.registry import MOMENT, OfficerFactory, ResidentFactory
from tests.races.at_once import all_at_once
from tests.races.meanwhile import elsewhere

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

OFFICERS = 3


@pytest.fixture
def officers(transactional_db: None) -> list[Officer]:
    plant_regency("35.16")
    return OfficerFactory.create_batch(OFFICERS, area_id="35.16")


def _of(officer: Officer, act: Callable[[], object]) -> Callable[[], object]:
    def do() -> object:
        with scope.of(officer):
            return act()

    return do


def _unguard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the lock and the condition of the update away, and let all have read the card before any writes."""
    all_have_read = threading.Barrier(OFFICERS)

    def read(resident: int) -> CardRecord:
        card = CardRecord.objects.get(pk=resident)
        all_have_read.wait(10)
        return card

    def write(resident: int, now: CardState, to: CardState) -> bool:
        return CardRecord.objects.filter(pk=resident).update(state=to) == 1

    monkeypatch.setattr(locks, "lock_card", read)
    monkeypatch.setattr(cards, "_moved", write)


@pytest.mark.parametrize(("guarded", "recorded"), [(False, OFFICERS), (True, 1)])
def test_many_clerks_recording_one_person_record_her_once(
    officers: list[Officer], monkeypatch: pytest.MonkeyPatch, guarded: bool, recorded: int
) -> None:
    person = ResidentFactory.create(unrecorded=True)
    if not guarded:
        _unguard(monkeypatch)

    ends = all_at_once(*(_of(one, partial(cards.capture, resident=person.pk, by=one, at=MOMENT)) for one in officers))

    assert sum(isinstance(end, CardEvent) for end in ends) == recorded, ends
    assert CardEvent.objects.count() == AccessEntry.objects.count() == recorded
    assert sum(isinstance(end, cards.MayNotMove) for end in ends) == OFFICERS - recorded
    assert CardRecord.objects.get(pk=person.pk).state == CardState.BIO_CAPTURED


@pytest.mark.parametrize(("guarded", "given"), [(False, OFFICERS), (True, 1)])
def test_many_officers_handing_one_card_over_hand_it_over_once(
    officers: list[Officer], monkeypatch: pytest.MonkeyPatch, guarded: bool, given: int
) -> None:
    person = ResidentFactory.create(card__state=CardState.CARD_SHIPPED)
    if not guarded:
        _unguard(monkeypatch)

    ends = all_at_once(
        *(
            _of(one, partial(cards.issue, resident=person.pk, by=one, at=MOMENT, taken_by=CardTaker.HERSELF))
            for one in officers
        )
    )

    assert CardHandover.objects.count() == CardEvent.objects.count() == given, ends
    assert sum(isinstance(end, cards.MayNotMove) for end in ends) == OFFICERS - given


def test_whoever_has_no_card_gets_one_of_many_clerks(officers: list[Officer]) -> None:
    person = ResidentFactory.create()
    CardRecord.objects.filter(pk=person.pk).delete()

    ends = all_at_once(*(_of(one, partial(cards.capture, resident=person.pk, by=one, at=MOMENT)) for one in officers))

    assert sum(isinstance(end, CardEvent) for end in ends) == 1, ends
    assert sum(isinstance(end, cards.MayNotMove) for end in ends) == OFFICERS - 1


def _merge_while(act: Callable[[], object], person: Resident) -> object:
    """Let a file read a card, then act, then let the file write what it had decided: as a merge does."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        siak_merge.take_turn()
        cursor.execute("SELECT state FROM registry_cardrecord WHERE resident_id = %s", [person.pk])
        seen = cursor.fetchone()[0]
        said = elsewhere(act)
        cursor.execute("SELECT set_config('kependudukan.card_moves', 'reported', true)")
        cursor.execute("UPDATE registry_cardrecord SET state = 'CARD_PRINTED' WHERE resident_id = %s", [person.pk])
        cursor.execute("COMMIT")
    assert seen == CardState.UNREGISTERED
    return said


@pytest.mark.parametrize("guarded", [False, True])
def test_a_recording_is_not_lost_to_a_file_that_is_merging(
    officers: list[Officer], monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    """Without the turn the file writes over a recording that it has not seen."""
    monkeypatch.setattr(locks, "PATIENCE", "200ms")
    if not guarded:
        monkeypatch.setattr(locks, "share_the_register", lambda: None)
    person = ResidentFactory.create(unrecorded=True)
    officer = officers[0]

    said = _merge_while(_of(officer, partial(cards.capture, resident=person.pk, by=officer, at=MOMENT)), person)

    lost = CardEvent.objects.filter(to_state=CardState.BIO_CAPTURED).exists()
    assert lost is not guarded
    assert isinstance(said, CardEvent if not guarded else locks.FileIsMerging), said

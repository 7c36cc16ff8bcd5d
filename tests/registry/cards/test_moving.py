"""A card moved by an officer: one step of the table, one event, one entry; what the table forbids is refused."""

from __future__ import annotations

import pytest
from django.db import transaction

from registry import row_security, scope
from registry.actions import cards
from registry.models import AccessEntry, CardEvent, CardRecord, Officer, Resident
from registry.rules.card_status import MOVES, CardState
from tests.factories.registry import MOMENT, OfficerFactory

pytestmark = pytest.mark.django_db


def test_a_recording_is_one_step_one_event_and_one_entry(at_work: Officer, person: Resident) -> None:
    event = cards.capture(resident=person.pk, by=at_work, at=MOMENT, reason="tiket A-12")

    assert CardRecord.objects.get(pk=person.pk).state == CardState.BIO_CAPTURED
    assert (event.from_state, event.to_state, event.by, event.at, event.reason) == (
        CardState.UNREGISTERED, CardState.BIO_CAPTURED, at_work, MOMENT, "tiket A-12",
    )  # fmt: skip
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.residents, entry.purpose) == ("change", [person.pk], "tiket A-12")
    assert entry.subject == f"KTP-el penduduk {person.pk}: UNREGISTERED ke BIO_CAPTURED"


def test_whoever_has_no_card_yet_gets_one(at_work: Officer, person: Resident) -> None:
    CardRecord.objects.filter(pk=person.pk).delete()

    cards.capture(resident=person.pk, by=at_work, at=MOMENT)

    assert CardRecord.objects.get(pk=person.pk).state == CardState.BIO_CAPTURED


def test_nobody_is_recorded_twice(at_work: Officer, person: Resident) -> None:
    cards.capture(resident=person.pk, by=at_work, at=MOMENT)

    with pytest.raises(cards.MayNotMove) as refusal:
        cards.capture(resident=person.pk, by=at_work, at=MOMENT)

    assert str(refusal.value) == (
        "Status KTP-el sekarang: Sudah merekam, data baru diambil. "
        "Dari sini tidak dapat menjadi: Sudah merekam, data baru diambil."
    )
    assert CardEvent.objects.count() == AccessEntry.objects.count() == 1


def test_a_recording_falls_with_the_transaction_it_is_part_of(at_work: Officer, person: Resident) -> None:
    with transaction.atomic():
        cards.capture(resident=person.pk, by=at_work, at=MOMENT)
        transaction.set_rollback(True)

    assert CardRecord.objects.get(pk=person.pk).state == CardState.UNREGISTERED
    assert not CardEvent.objects.exists()
    assert not AccessEntry.objects.exists()


def test_nobody_of_another_area_is_recorded(person: Resident) -> None:
    neighbour = OfficerFactory.create(area_id="35.16.01")
    with scope.of(neighbour), row_security.of(neighbour), pytest.raises(Resident.DoesNotExist):
        cards.capture(resident=person.pk, by=neighbour, at=MOMENT)


@pytest.mark.parametrize("now", CardState)
@pytest.mark.parametrize("to", [state for state in CardState if state != CardState.CARD_ISSUED])
def test_the_table_alone_says_which_steps_there_are(
    at_work: Officer, person: Resident, now: CardState, to: CardState
) -> None:
    CardRecord.objects.filter(pk=person.pk).delete()
    CardRecord.objects.create(resident=person, state=now)

    if to in MOVES[now]:
        event = cards.move(resident=person.pk, to=to, by=at_work, at=MOMENT, reason="hilang")
        assert (event.from_state, event.to_state) == (now, to)
    else:
        with pytest.raises(cards.MayNotMove):
            cards.move(resident=person.pk, to=to, by=at_work, at=MOMENT, reason="hilang")

"""The database refuses a step that the table does not have, and lets no handover be written over."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from registry.actions import cards
from registry.choices import CardTaker
from registry.ingest import card_jumps
from registry.models import CardEvent, CardHandover, CardRecord, Officer, Resident
from registry.rules.card_status import MOVES, CardState
from tests.factories.registry import MOMENT, CardFactory, ResidentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def _moves(card: CardRecord, to: CardState) -> bool:
    try:
        with transaction.atomic():
            CardRecord.objects.filter(pk=card.pk).update(state=to)
            transaction.set_rollback(True)
    except IntegrityError as refusal:
        assert "a_card_moves_step_by_step" in str(refusal)  # noqa: PT017 - every other refusal is a fault
        return False
    return True


@pytest.mark.parametrize("now", CardState)
def test_the_database_knows_the_very_steps_of_the_table(officer: Officer, now: CardState) -> None:
    card = CardFactory.create(state=now)

    allowed = {to for to in CardState if _moves(card, to)}

    assert allowed == MOVES[now] | {now}


@pytest.mark.parametrize("way", card_jumps.Way)
def test_a_file_moves_a_card_any_way_until_its_transaction_ends(officer: Officer, way: card_jumps.Way) -> None:
    card = CardFactory.create(state=CardState.UNREGISTERED)
    with transaction.atomic():
        card_jumps.declare(way)
        assert _moves(card, CardState.CARD_ISSUED)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('kependudukan.card_moves', '', true)")

    assert not _moves(card, CardState.CARD_ISSUED)


def test_a_card_whose_state_stays_may_change_otherwise(officer: Officer) -> None:
    card = CardFactory.create(state=CardState.CARD_ISSUED)
    assert CardRecord.objects.filter(pk=card.pk).update(state=CardState.CARD_ISSUED, batch=None) == 1


@pytest.fixture
def handover(at_work: Officer) -> CardHandover:
    person = ResidentFactory.create(card__state=CardState.CARD_SHIPPED)
    return cards.issue(resident=person.pk, by=at_work, at=MOMENT, taken_by=CardTaker.HERSELF)


def test_a_handover_is_never_changed(handover: CardHandover) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        CardHandover.objects.filter(pk=handover.pk).update(note="lain")


def test_a_handover_is_never_taken_away(handover: CardHandover) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        CardHandover.objects.filter(pk=handover.pk).delete()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"taken_by": "neighbour"}, "a_card_is_taken_by_somebody_who_may"),
        ({"taken_by": CardTaker.HERSELF, "taker_name": "SITI"}, "whoever_takes_a_card_for_another_is_named"),
        ({"taken_by": CardTaker.AUTHORISED, "taker_name": ""}, "whoever_takes_a_card_for_another_is_named"),
        ({"taken_by": CardTaker.FAMILY, "taker_name": "SITI"}, "a_member_of_the_family_is_one_of_the_kk"),
    ],
)
def test_what_a_handover_never_says(officer: Officer, person: Resident, given: dict[str, str], sentence: str) -> None:
    event = CardEvent.objects.create(
        resident=person, from_state=CardState.CARD_SHIPPED, to_state=CardState.CARD_ISSUED, at=MOMENT, by=officer
    )
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        CardHandover.objects.create(resident=person, event=event, at=MOMENT, officer=officer, **given)


def test_one_step_is_one_handover(handover: CardHandover) -> None:
    with pytest.raises(IntegrityError, match="event_id"), transaction.atomic():
        CardHandover.objects.create(
            resident=handover.resident,
            event=handover.event,
            at=MOMENT,
            officer=handover.officer,
            taken_by=CardTaker.HERSELF,
        )

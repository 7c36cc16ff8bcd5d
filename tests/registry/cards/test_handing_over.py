"""A card handed over at the counter: into whose hands stands beside the step, and nobody takes it twice."""

from __future__ import annotations

import pytest
from django.db import transaction

from registry.actions import cards
from registry.choices import CardTaker, ResidencyStatus
from registry.models import AccessEntry, CardEvent, CardHandover, CardRecord, Officer, Resident
from registry.rules.card_status import CardState
from tests.factories.registry import MOMENT, ResidentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(officer: Officer) -> Resident:
    return ResidentFactory.create(card__state=CardState.CARD_SHIPPED)


def test_whoever_fetches_her_own_card_is_not_named_again(at_work: Officer, person: Resident) -> None:
    handover = cards.issue(
        resident=person.pk, by=at_work, at=MOMENT, taken_by=CardTaker.HERSELF, taker_name="SIAPA", note=" di loket 2 "
    )

    assert CardRecord.objects.get(pk=person.pk).state == CardState.CARD_ISSUED
    assert (handover.officer, handover.taker_name, handover.member, handover.note) == (at_work, "", None, "di loket 2")
    event = CardEvent.objects.get()
    assert handover.event == event
    assert (event.from_state, event.to_state, event.reason) == ("CARD_SHIPPED", "CARD_ISSUED", "Yang bersangkutan")
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.residents) == ("change", [person.pk])
    assert entry.subject == f"KTP-el penduduk {person.pk}: CARD_SHIPPED ke CARD_ISSUED"


def test_a_member_of_the_family_is_named_as_the_kk_has_it(at_work: Officer, person: Resident) -> None:
    sister = ResidentFactory.create(household=person.household, woman=True)

    handover = cards.issue(
        resident=person.pk, by=at_work, at=MOMENT, taken_by=CardTaker.FAMILY, member=sister.pk, taker_name="LAIN"
    )

    assert (handover.member, handover.taker_name) == (sister, "SITI AMINAH")


def test_whoever_comes_with_an_authority_is_named(at_work: Officer, person: Resident) -> None:
    handover = cards.issue(
        resident=person.pk, by=at_work, at=MOMENT, taken_by=CardTaker.AUTHORISED, taker_name="  Pak  Karto "
    )
    assert handover.taker_name == "Pak Karto"


def _refused(refusal: type[Exception], **given: object) -> None:
    with pytest.raises(refusal), transaction.atomic():
        cards.issue(at=MOMENT, **given)  # type: ignore[arg-type]
    assert not CardHandover.objects.exists()
    assert not CardEvent.objects.exists()
    assert not AccessEntry.objects.exists()


def test_an_authority_without_a_name_is_refused(at_work: Officer, person: Resident) -> None:
    _refused(cards.TakerUnnamed, resident=person.pk, by=at_work, taken_by=CardTaker.AUTHORISED, taker_name=" ")


@pytest.mark.parametrize("who", ["stranger", "herself", "nobody"])
def test_whoever_is_not_on_the_kk_takes_nothing_as_family(at_work: Officer, person: Resident, who: str) -> None:
    member = {"stranger": ResidentFactory.create().pk, "herself": person.pk, "nobody": None}[who]
    _refused(cards.NotOfTheFamily, resident=person.pk, by=at_work, taken_by=CardTaker.FAMILY, member=member)


def test_the_card_of_the_dead_is_given_to_nobody(at_work: Officer) -> None:
    dead = ResidentFactory.create(residency_status=ResidencyStatus.DECEASED, card__state=CardState.CARD_SHIPPED)
    _refused(cards.HolderIsDead, resident=dead.pk, by=at_work, taken_by=CardTaker.HERSELF)


def test_a_card_is_handed_over_once(at_work: Officer, person: Resident) -> None:
    cards.issue(resident=person.pk, by=at_work, at=MOMENT, taken_by=CardTaker.HERSELF)

    with pytest.raises(cards.MayNotMove):
        cards.issue(resident=person.pk, by=at_work, at=MOMENT, taken_by=CardTaker.HERSELF)

    assert CardHandover.objects.count() == 1


def test_a_card_is_handed_over_by_no_other_way(at_work: Officer, person: Resident) -> None:
    with pytest.raises(cards.HandedOverBySomebody):
        cards.move(resident=person.pk, to=CardState.CARD_ISSUED, by=at_work, at=MOMENT)


def test_a_card_printed_again_has_its_reason_and_another_handover(at_work: Officer, person: Resident) -> None:
    cards.issue(resident=person.pk, by=at_work, at=MOMENT, taken_by=CardTaker.HERSELF)

    with pytest.raises(cards.ReasonMissing):
        cards.move(resident=person.pk, to=CardState.PRINT_READY_RECORD, by=at_work, at=MOMENT, reason=" ")
    cards.move(resident=person.pk, to=CardState.PRINT_READY_RECORD, by=at_work, at=MOMENT, reason="hilang")
    for to in (CardState.SENT_FOR_CARD_PRINTING, CardState.CARD_PRINTED, CardState.CARD_SHIPPED):
        cards.move(resident=person.pk, to=to, by=at_work, at=MOMENT)
    cards.issue(resident=person.pk, by=at_work, at=MOMENT, taken_by=CardTaker.HERSELF)

    assert CardHandover.objects.filter(resident=person).count() == 2

"""What the public pages are told of one resident, and that it costs and leaves the same whoever is asked about."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import sealing
from registry.actions import public_answers
from registry.choices import CardStatus, MaritalStatus, ResidencyStatus
from registry.models import AccessEntry, Household, Resident
from registry.models.access import AccessAction
from tests.factories.registry import MOMENT, ResidentFactory
from tests.registry.desk import MOJOSARI, household, resident

pytestmark = pytest.mark.django_db

NIK, KK_NUMBER = "3516084108907711", "3516080101057711"
NOBODY = "3516084108907712"
ASKED: dict[str, Any] = {"purpose": "Memesan tempat perekaman", "at": MOMENT}


def a_sister(**given: Any) -> Resident:
    home = Household.unscoped.filter(kk_number_index=sealing.sealer().index(sealing.KK_NUMBER, KK_NUMBER)).first()
    return resident(household=home or household(number=KK_NUMBER), **given)


def born(year: int) -> datetime.date:
    return datetime.date(year, 5, 4)


def test_both_numbers_of_one_person_open_her_facts() -> None:
    person = a_sister(number=NIK, card__state=CardStatus.UNREGISTERED, marital_status=MaritalStatus.DIVORCED)
    facts = public_answers.answer(nik=NIK, kk_number=KK_NUMBER, **ASKED)
    assert facts is not None
    assert facts.resident_id == person.pk
    assert facts.ever_married
    assert (facts.birth_date, facts.residency_status) == (person.birth_date, ResidencyStatus.ALIVE)
    assert (facts.card_state, facts.home_district, facts.home_regency) == ("UNREGISTERED", "35.16.08", "35.16")


def test_somebody_without_any_card_record_is_unregistered() -> None:
    a_sister(number=NIK, card=None)
    facts = public_answers.answer(nik=NIK, kk_number=KK_NUMBER, **ASKED)
    assert facts is not None
    assert facts.card_state == CardStatus.UNREGISTERED


@pytest.mark.parametrize(("nik", "kk_number"), [(NIK, NOBODY), (NOBODY, KK_NUMBER), (NOBODY, NOBODY)])
def test_numbers_that_do_not_agree_open_nothing(nik: str, kk_number: str) -> None:
    a_sister(number=NIK)
    assert public_answers.answer(nik=nik, kk_number=kk_number, **ASKED) is None
    assert public_answers.answer_household(nik=nik, kk_number=kk_number, **ASKED) == ()


@pytest.mark.parametrize("verb", [public_answers.answer, public_answers.answer_household])
def test_every_answer_costs_the_same_queries_and_leaves_one_entry(verb: Callable[..., object]) -> None:
    person = a_sister(number=NIK, card__state=CardStatus.UNREGISTERED)
    costs = []
    for nik, kk_number in [(NIK, KK_NUMBER), (NIK, NOBODY), (NOBODY, KK_NUMBER), (NOBODY, NOBODY)]:
        with CaptureQueriesContext(connection) as queries:
            verb(nik=nik, kk_number=kk_number, **ASKED)
        costs.append([query["sql"].partition(" ")[0] for query in queries])
    assert costs == [costs[0]] * 4
    right, *others = AccessEntry.objects.filter(action=AccessAction.ANSWER).order_by("pk")
    assert (right.residents, right.area, right.officer) == ([person.pk], "35.16", None)
    assert [(entry.residents, entry.area) for entry in others] == [([], "")] * 3


def test_the_entry_is_found_in_the_trail_by_the_number_that_was_asked_about() -> None:
    public_answers.answer(nik=NOBODY, kk_number=KK_NUMBER, **ASKED)
    entry = AccessEntry.objects.get(action=AccessAction.ANSWER)
    assert entry.mark == sealing.sealer().index(sealing.SEARCH, NOBODY)
    assert NOBODY not in str(entry.__dict__)


def test_of_a_household_those_are_named_who_have_yet_to_be_recorded() -> None:
    asking = a_sister(number=NIK, name="SITI AMINAH")
    a_sister(name="DEWI LESTARI", birth_date=born(2002), card__state=CardStatus.UNREGISTERED)
    a_sister(name="A", birth_date=born(1950), card__state=CardStatus.ENROLL_FAILURE_AT_CENTRAL)
    a_sister(name="MADE MUDA", birth_date=born(2008), card__state=CardStatus.UNREGISTERED)
    a_sister(
        name="RANI WATI", birth_date=born(2006), card__state=CardStatus.UNREGISTERED,
        marital_status=MaritalStatus.MARRIED,
    )  # fmt: skip
    a_sister(name="EKO", card__state=CardStatus.UNREGISTERED, residency_status=ResidencyStatus.DECEASED)
    ResidentFactory.create(region_id=MOJOSARI, unrecorded=True)

    due = public_answers.answer_household(nik=NIK, kk_number=KK_NUMBER, **ASKED)

    assert [member.shown_name for member in due] == ["*", "D***", "R***"]
    entry = AccessEntry.objects.get(action=AccessAction.ANSWER)
    assert set(entry.residents) == {asking.pk, *(member.facts.resident_id for member in due)}

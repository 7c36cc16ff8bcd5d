"""What people are told of themselves after the code: only where both numbers agree, each asking counted."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from queueing.actions import holds, limits
from queueing.actions.bookings import HoldExpired, NotReady
from queueing.actions.people import Person
from queueing.choices import BookingState, Priority
from queueing.models import Attempt, Booking, Party
from queueing.rules.entitlement import Standing, Verdict
from registry.choices import CardStatus, ResidencyStatus
from registry.models import AccessEntry
from registry.models.access import AccessAction
from tests.factories.queueing import SlotFactory, a_booking
from tests.queueing.identity.filled import (
    KK_NUMBER,
    NIKS,
    NOBODY,
    OTHER_KK_NUMBER,
    a_held_form,
    a_proven_form,
    name,
    now,
    people_in,
    somebody,
    tell,
)
from tests.registry.desk import household

STANDING = "tests.queueing.identity.test_entitlements.standing_of"


def standing_of(nik_index: object, on: datetime.date) -> Standing | None:
    """An election ahead on whose roll nobody is."""
    return Standing(
        election="pilkada-uji",
        polling_date=on + datetime.timedelta(days=9),
        on_roll=False,
        hurry=True,
        sentences=("Rekam dahulu.",),
        source="UU uji",
    )


def verdicts(party: Party) -> list[tuple[str, bool]]:
    return [(person.verdict, person.agrees) for person in people_in(party)]


def test_nothing_is_told_before_the_contact_is_proven() -> None:
    somebody()
    party = name(a_held_form(), NIKS[0])

    with pytest.raises(NotReady):
        tell(party)

    assert not AccessEntry.objects.exists()


def test_nothing_is_told_of_a_form_whose_places_were_given_back() -> None:
    party = a_proven_form(NIKS[0])
    holds.expire_lapsed(at=now() + datetime.timedelta(minutes=11))

    with pytest.raises(HoldExpired):
        tell(party)


def test_whoever_knows_both_numbers_is_told_and_it_is_written_down() -> None:
    person = somebody(card__state=CardStatus.CARD_ISSUED)
    party = a_proven_form(NIKS[0])

    answer = tell(party)

    assert not answer.may_book
    assert verdicts(party) == [(Verdict.ALREADY_RECORDED, True)]
    shown = AccessEntry.objects.filter(action=AccessAction.ANSWER).first()
    assert shown is not None
    assert shown.residents == [person.pk]


@pytest.mark.parametrize(("nik", "kk_number"), [(NIKS[0], OTHER_KK_NUMBER), (NOBODY, KK_NUMBER)])
def test_a_wrong_number_and_an_unknown_one_are_checked_at_the_desk(nik: str, kk_number: str) -> None:
    somebody(card__state=CardStatus.CARD_ISSUED)
    party = a_proven_form(nik, kk_number=kk_number)

    answer = tell(party)

    assert answer.may_book
    assert verdicts(party) == [(Verdict.CHECK_AT_THE_DESK, False)]
    assert answer.household == ()


def test_right_wrong_and_unknown_numbers_cost_the_same_queries() -> None:
    somebody()
    costs = []
    for nik, kk_number in ((NIKS[0], KK_NUMBER), (NIKS[0], OTHER_KK_NUMBER), (NOBODY, KK_NUMBER)):
        party = a_proven_form(nik, kk_number=kk_number)
        with CaptureQueriesContext(connection) as queries:
            tell(party)
        costs.append([query["sql"].partition(" ")[0] for query in queries])

    assert costs == [costs[0]] * 3


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({"residency_status": ResidencyStatus.DECEASED}, Verdict.DECEASED),
        ({"residency_status": ResidencyStatus.MOVED}, Verdict.MOVED),
        ({"birth_date": datetime.date(2016, 1, 1)}, Verdict.TOO_YOUNG),
        ({}, Verdict.MAY_BOOK),
    ],
)
def test_each_person_gets_her_own_answer(given: dict[str, Any], verdict: Verdict) -> None:
    somebody(**given)
    party = a_proven_form(NIKS[0])

    assert [told.entitlement.verdict for told in tell(party).people] == [verdict]


def test_two_absences_without_a_word_rest_booking_from_home() -> None:
    somebody()
    for _ in range(2):
        absent = a_booking(SlotFactory.create(day=now().date()), niks=[NIKS[0]])
        Booking.unscoped.filter(party=absent).update(state=BookingState.NO_SHOW)
    party = a_proven_form(NIKS[0])

    assert [told.entitlement.verdict for told in tell(party).people] == [Verdict.COOLING_DOWN]


def test_whoever_is_missing_on_the_roll_goes_first(settings: Settings) -> None:
    settings.ELECTION_STANDING = STANDING
    somebody()

    (told,) = tell(a_proven_form(NIKS[0])).people

    assert (told.entitlement.verdict, told.entitlement.main_office_only) == (Verdict.PRIORITY, True)


def test_an_invitation_that_is_declared_goes_first() -> None:
    somebody()
    party = a_proven_form(NIKS[0], people=[Person(name="ORANG 1", nik=NIKS[0], priority=Priority.INVITED)])

    assert [told.entitlement.verdict for told in tell(party).people] == [Verdict.PRIORITY]


def test_the_others_of_the_household_are_hinted_at_by_masked_names() -> None:
    home = household(number=KK_NUMBER)
    for nik in NIKS[:3]:
        somebody(nik, household=home)

    assert tell(a_proven_form(*NIKS[:2])).household == ("S***",)


def test_telling_again_is_no_further_asking() -> None:
    somebody()
    party = a_proven_form(NIKS[0])

    for _ in range(5):
        assert tell(party).people[0].booking.agrees

    assert Attempt.objects.count() == 1


def test_the_fourth_asking_about_a_nik_in_a_day_is_answered_like_a_stranger() -> None:
    somebody(card__state=CardStatus.CARD_ISSUED)
    party = a_proven_form(NIKS[0], kk_number=NOBODY)
    for kk_number in (f"351608010105880{number}" for number in (1, 2)):
        tell(party)
        name(party, NIKS[0], kk_number=kk_number)
    tell(party)

    name(party, NIKS[0], kk_number=KK_NUMBER)
    (told,) = tell(party).people

    assert told.entitlement.verdict == Verdict.CHECK_AT_THE_DESK
    assert verdicts(party) == [("", False)]
    assert Attempt.objects.count() == 3


def test_a_nik_may_be_asked_about_again_the_next_day() -> None:
    somebody()
    for _ in range(3):
        tell(a_proven_form(NIKS[0]))
    Attempt.objects.update(at=now() - datetime.timedelta(hours=25))

    assert tell(a_proven_form(NIKS[0])).people[0].booking.agrees


def test_a_form_asks_about_its_people_and_two_corrections() -> None:
    party = a_proven_form(NIKS[0])
    for nik in NIKS[1:4]:
        tell(party)
        name(party, nik)
    tell(party)

    assert verdicts(party) == [("", False)]
    assert Attempt.objects.count() == 3


def test_one_phone_asks_about_five_niks_in_thirty_days() -> None:
    tell(a_proven_form(*NIKS[:3]))
    tell(a_proven_form(*NIKS[3:5]))

    with pytest.raises(limits.TooManyPeople):
        tell(a_proven_form(NIKS[5]))
    tell(a_proven_form(NIKS[4]))

    Attempt.objects.update(at=now() - datetime.timedelta(days=31))
    assert tell(a_proven_form(NIKS[5])).may_book


def test_a_household_of_six_is_told_in_one_form() -> None:
    assert len(tell(a_proven_form(*NIKS[:6])).people) == 6

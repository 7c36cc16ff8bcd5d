"""The last step: what was told is what is booked, and refusals say no more than they may."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from queueing.actions import confirming, holds, people
from queueing.actions.bookings import HoldExpired, NotReady
from queueing.actions.confirming import BookedBefore, NotConfirmed, NotToldYet
from queueing.choices import BookingState, NoticeKind, PartyState
from queueing.models import Booking, Notice, Party
from registry.choices import CardStatus
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
    somebody,
    tell,
)
from tests.registry.desk import household


def confirm(party: Party) -> Party:
    return confirming.confirm(party=party.pk, at=now())


def a_told_form(*niks: str, **given: Any) -> Party:
    party = a_proven_form(*niks, **given)
    tell(party)
    return party


def agreeing_booking(nik: str) -> Party:
    """A live booking of somebody whose numbers agree, made earlier."""
    party = a_booking(SlotFactory.create(), niks=[nik])
    Booking.unscoped.filter(party=party).update(agrees=True)
    Notice.unscoped.all().delete()
    return party


def test_a_form_that_was_told_is_booked_once() -> None:
    party = a_told_form(NIKS[0])

    assert confirm(party).state == PartyState.CONFIRMED
    assert confirm(party).state == PartyState.CONFIRMED
    assert Notice.unscoped.filter(kind=NoticeKind.CONFIRMED).count() == 1


def test_booking_a_told_form_costs_four_messages_to_the_database() -> None:
    party = a_told_form(*NIKS[:2])

    with CaptureQueriesContext(connection) as asked:
        confirm(party)

    said = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert [sql.split()[0] for sql in said] == ["SET", "SELECT", "WITH", "INSERT"], said
    assert "FOR NO KEY UPDATE" in said[0]


def test_a_form_that_was_not_told_is_told_first() -> None:
    party = a_proven_form(NIKS[0])

    with pytest.raises(NotToldYet):
        confirm(party)


def test_whoever_may_not_book_is_not_booked_with_the_others() -> None:
    home = household(number=KK_NUMBER)
    somebody(NIKS[0], household=home)
    somebody(NIKS[1], household=home, card__state=CardStatus.CARD_ISSUED)
    party = a_told_form(*NIKS[:2])
    with pytest.raises(NotToldYet):
        confirm(party)

    people.leave_out(party=party.pk, ordinal=2, at=now())

    assert confirm(party).state == PartyState.CONFIRMED
    assert Booking.unscoped.filter(party=party, state=BookingState.CONFIRMED).count() == 1


def test_a_number_that_changed_after_the_check_is_told_first() -> None:
    party = a_told_form(NIKS[0])
    name(party, NIKS[1])

    with pytest.raises(NotToldYet):
        confirm(party)


def test_a_form_that_is_not_filled_in_is_not_booked() -> None:
    with pytest.raises(NotReady):
        confirm(a_held_form())


def test_a_hold_that_ran_out_keeps_the_form() -> None:
    party = a_told_form(NIKS[0])
    holds.expire_lapsed(at=now() + datetime.timedelta(minutes=11))

    with pytest.raises(HoldExpired):
        confirm(party)
    holds.renew(party=party.pk, slot=party.slot or SlotFactory.create(), at=now())

    assert confirm(party).state == PartyState.CONFIRMED


def test_whoever_is_booked_already_and_agrees_gets_her_link_where_she_booked() -> None:
    somebody()
    before = agreeing_booking(NIKS[0])
    party = a_told_form(NIKS[0])

    for _ in range(2):
        with pytest.raises(BookedBefore, match="ORANG 1"):
            confirm(party)

    again = Notice.unscoped.get(kind=NoticeKind.CONFIRMED)
    assert (again.party_id, again.address) == (before.pk, before.contact)


@pytest.mark.parametrize(("nik", "kk_number"), [(NIKS[0], OTHER_KK_NUMBER), (NOBODY, KK_NUMBER)])
def test_a_booked_nik_is_not_told_to_whoever_does_not_agree(nik: str, kk_number: str) -> None:
    somebody()
    agreeing_booking(nik)
    party = a_told_form(nik, kk_number=kk_number)

    with pytest.raises(NotConfirmed):
        confirm(party)

    assert not Notice.unscoped.filter(kind=NoticeKind.CONFIRMED).exists()


def test_a_nik_that_was_asked_about_too_often_is_refused_alike() -> None:
    for _ in range(3):
        a_told_form(NIKS[0])

    with pytest.raises(NotConfirmed):
        confirm(a_told_form(NIKS[0]))


def test_the_owner_takes_her_number_back_from_a_stranger() -> None:
    somebody()
    stranger = a_booking(SlotFactory.create(), niks=[NIKS[0]])

    assert confirm(a_told_form(NIKS[0])).state == PartyState.CONFIRMED
    assert Booking.unscoped.get(party=stranger).state == BookingState.CANCELLED

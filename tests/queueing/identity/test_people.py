"""People, KK number and contact are written into a form, changed, and left out of it again."""

from __future__ import annotations

import datetime

import pytest

from queueing.actions import holds, people
from queueing.actions.people import Person
from queueing.choices import BookingState, Channel, PartyState
from queueing.models import Booking, OneTimeCode, Party, Seat
from registry import sealing
from tests.factories.queueing import SlotFactory, a_booking
from tests.queueing.identity.filled import (
    KK_NUMBER,
    NIKS,
    OTHER_KK_NUMBER,
    PHONE,
    a_held_form,
    a_proven_form,
    name,
    now,
    people_in,
    somebody,
    tell,
)


def test_numbers_are_sealed_and_the_contact_gets_its_code() -> None:
    party = name(a_held_form(persons=2), *NIKS[:2])

    mother, child = people_in(party)
    assert (mother.name, mother.nik, child.nik) == ("ORANG 1", NIKS[0], NIKS[1])
    assert mother.kk_number_index == sealing.sealer().index(sealing.KK_NUMBER, KK_NUMBER)
    assert NIKS[0].encode() not in bytes(mother.nik_sealed)
    assert Party.unscoped.get().contact == PHONE
    assert OneTimeCode.objects.get().sendings == 1


def test_a_form_sent_twice_sends_one_code() -> None:
    party = a_held_form()
    name(party, NIKS[0])
    name(party, NIKS[0])

    assert OneTimeCode.objects.get().sendings == 1


def test_blank_numbers_and_a_blank_contact_stay_as_they_were() -> None:
    party = a_proven_form(NIKS[0])
    before = people_in(party)[0]

    name(party, "", people=[Person(name="NAMA BARU", nik="")], kk_number="", contact="")

    after = people_in(party)[0]
    assert (after.name, after.nik, after.kk_number_index) == ("NAMA BARU", NIKS[0], before.kk_number_index)
    assert Party.unscoped.get().contact_proved_at is not None


def test_another_contact_has_yet_to_be_proven() -> None:
    party = a_proven_form(NIKS[0])

    name(party, NIKS[0], contact="siti@contoh.example", channel=Channel.EMAIL)

    party.refresh_from_db()
    assert (party.contact, party.channel, party.contact_proved_at) == ("siti@contoh.example", Channel.EMAIL, None)


@pytest.mark.parametrize("changed", [{"kk_number": OTHER_KK_NUMBER}, {"people": [Person(name="ORANG 1", nik=NIKS[1])]}])
def test_another_number_takes_back_what_was_told(changed: dict[str, object]) -> None:
    somebody()
    party = a_proven_form(NIKS[0])
    tell(party)
    assert people_in(party)[0].agrees

    name(party, NIKS[0], **changed)

    assert [(person.verdict, person.agrees) for person in people_in(party)] == [("", False)]


def test_the_same_numbers_again_take_nothing_back() -> None:
    somebody()
    party = a_proven_form(NIKS[0])
    tell(party)

    name(party, NIKS[0])

    assert people_in(party)[0].agrees


def test_one_nik_is_not_two_people() -> None:
    with pytest.raises(people.SamePersonTwice):
        name(a_held_form(persons=2), NIKS[0], NIKS[0])


def test_a_nik_that_stays_is_not_given_to_another_person() -> None:
    party = name(a_held_form(persons=2), *NIKS[:2])

    with pytest.raises(people.SamePersonTwice):
        name(party, "", NIKS[0])


def test_a_form_for_one_takes_no_second_person() -> None:
    with pytest.raises(people.OtherPeople):
        name(a_held_form(), *NIKS[:2])


def test_a_form_that_is_over_is_not_filled_in_again() -> None:
    party = a_booking(SlotFactory.create())

    with pytest.raises(people.FormOver):
        name(party, NIKS[0])


def test_what_was_typed_after_the_hold_ran_out_is_kept() -> None:
    party = a_held_form()
    holds.expire_lapsed(at=now() + datetime.timedelta(minutes=11))

    name(party, NIKS[0])

    assert people_in(party)[0].nik == NIKS[0]


def test_whoever_is_left_out_gives_her_seat_back_at_once() -> None:
    slot = SlotFactory.create(seats=2)
    party = a_held_form(slot, persons=2)

    people.leave_out(party=party.pk, ordinal=2, at=now())
    people.leave_out(party=party.pk, ordinal=2, at=now())

    party.refresh_from_db()
    assert (party.state, party.persons) == (PartyState.HELD, 1)
    assert Seat.objects.get(taken_by=None).opens_at < now()
    assert Booking.unscoped.get(ordinal=2).state == BookingState.CANCELLED


def test_a_form_without_anybody_is_over() -> None:
    party = a_held_form()

    people.leave_out(party=party.pk, ordinal=1, at=now())

    party.refresh_from_db()
    assert party.state == PartyState.CANCELLED
    with pytest.raises(people.FormOver):
        people.leave_out(party=party.pk, ordinal=1, at=now())


def test_whoever_was_left_out_does_not_come_back_with_a_new_hold() -> None:
    slot = SlotFactory.create(seats=2)
    party = a_held_form(slot, persons=2)
    people.leave_out(party=party.pk, ordinal=1, at=now())
    later = now() + datetime.timedelta(minutes=11)
    holds.expire_lapsed(at=later)

    holds.renew(party=party.pk, slot=slot, at=later)

    assert [person.state for person in people_in(party)] == [BookingState.CANCELLED, BookingState.HELD]
    assert Seat.objects.filter(taken_by=None).count() == 1

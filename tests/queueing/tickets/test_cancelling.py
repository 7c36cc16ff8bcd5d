"""Giving a place up from its link: asked once, done once, for all or for some."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from queueing.choices import BookingState, NoticeKind, PartyState
from queueing.models import Booking, Notice, Office, Party, RecordingSlot, Seat
from tests.factories.queueing import a_booking, a_party, a_waiting_party
from tests.queueing.tickets.booked import a_slot, path, people_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def states(party: Party) -> list[str]:
    return [person.state for person in people_of(party)]


def test_a_place_is_not_given_up_by_looking_at_the_page(phone: Client, office: Office) -> None:
    party = a_booking(a_slot(office))

    page = text_of(phone, path(party, "batal/"))

    assert "Batalkan tempat ini?" in page
    assert states(party) == [BookingState.CONFIRMED]


def test_a_place_given_up_twice_is_given_up_once_and_told_alike(phone: Client, office: Office) -> None:
    party = a_booking(a_slot(office))

    said = [phone.post(path(party, "batal/"), {"orang": "1"}).headers["Location"] for _ in range(2)]

    assert said == [f"{path(party)}?selesai=batal"] * 2
    assert Party.unscoped.get(pk=party.pk).state == PartyState.CANCELLED
    assert Seat.objects.filter(taken_by=None).count() == 2
    assert Notice.unscoped.filter(kind=NoticeKind.CANCELLED).count() == 1
    assert "Pesanan ini sudah dibatalkan" in text_of(phone, said[0])


def test_one_of_a_family_is_chosen_and_the_others_keep_their_places(phone: Client, office: Office) -> None:
    party = a_booking(a_slot(office, seats=3), persons=3)

    phone.post(path(party, "batal/"), {"orang": "2"})

    assert states(party) == [BookingState.CONFIRMED, BookingState.CANCELLED, BookingState.CONFIRMED]
    page = text_of(phone, path(party))
    assert "Tempat Anda sudah dipesan" in page
    assert str(people_of(party)[1].code) not in page


def test_whoever_chooses_nobody_is_asked_again(phone: Client, office: Office) -> None:
    party = a_booking(a_slot(office), persons=2)

    for chosen in ([], ["7"], ["x"]):
        answer = phone.post(path(party, "batal/"), {"orang": chosen})
        assert answer.status_code == 409
        assert "Pilih siapa yang tidak jadi datang." in answer.content.decode()

    assert states(party) == [BookingState.CONFIRMED] * 2


def test_after_the_slot_has_begun_an_officer_is_to_be_seen(phone: Client, office: Office) -> None:
    party = a_booking(a_slot(office))
    RecordingSlot.objects.update(starts_at=timezone.now() - datetime.timedelta(minutes=1))

    assert phone.get(path(party, "batal/")).headers["Location"] == path(party)
    answer = phone.post(path(party, "batal/"), {"orang": "1"})

    assert answer.status_code == 409
    assert "Sesi Anda sudah mulai" in answer.content.decode()
    assert states(party) == [BookingState.CONFIRMED]


def test_whoever_has_no_place_is_led_to_the_ticket(phone: Client, office: Office) -> None:
    for party in (a_party(a_slot(office)), a_waiting_party(a_slot(office, hour=11))):
        assert phone.get(path(party, "batal/")).headers["Location"] == path(party)


def test_a_forged_form_of_another_site_cancels_nothing(office: Office) -> None:
    party = a_booking(a_slot(office))

    assert Client(enforce_csrf_checks=True).post(path(party, "batal/"), {"orang": "1"}).status_code == 403

    assert states(party) == [BookingState.CONFIRMED]


def test_seats_and_bookings_still_name_each_other(phone: Client, office: Office) -> None:
    party = a_booking(a_slot(office, seats=3), persons=3)
    phone.post(path(party, "batal/"), {"orang": ["1", "3"]})

    connection.check_constraints()

    assert Booking.unscoped.filter(party=party, taken_seat__isnull=False).count() == 1

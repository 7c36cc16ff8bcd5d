"""Somebody without a booking at the front desk: a seat of today, another service, another day, or what to tell her."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse

from queueing import links
from queueing.choices import BookingState
from queueing.models import Booking, Office, RecordingSlot, Ticket
from queueing.queries import invariants
from registry.choices import CardStatus
from registry.models import AccessEntry, Officer
from tests.factories.registry import ResidentFactory
from tests.queueing.front_desk.received import NIK, OTHER, search
from tests.queueing.tickets.booked import a_slot

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_resident_without_a_booking_is_shown_and_gets_a_seat(
    desk: Client, office: Office, session: RecordingSlot
) -> None:
    resident = ResidentFactory.create(name="KINANTI PUSPARINI", number=NIK, unrecorded=True)
    page = search(desk, NIK)
    assert "KINANTI PUSPARINI" in page
    assert "Mojosari" in page
    assert NIK not in page
    assert AccessEntry.objects.latest("pk").residents == [resident.pk]
    key = re.findall(r'name="kunci" value="([^"]+)"', page)[0]

    given = {"kunci": key, "layanan": "A"}
    pages = [desk.post(reverse("queueing:front_desk_walk_in"), given, follow=True).content.decode() for _ in range(2)]

    ticket = Ticket.unscoped.get()
    assert (str(ticket), ticket.resident, ticket.booking is not None) == ("A-001", resident, True)
    assert "Kinanti P." in pages[0]
    assert all(NIK not in page for page in pages)
    assert (
        reverse("queueing:front_desk_number", args=[ticket.pk])
        in desk.post(reverse("queueing:front_desk"), {"cari": "a1"}).headers["Location"]
    )


def test_who_is_recorded_already_is_offered_other_services(desk: Client, session: RecordingSlot) -> None:
    ResidentFactory.create(number=NIK, card__state=CardStatus.CARD_ISSUED)

    page = search(desk, NIK)

    assert "Tidak direkam hari ini" in page
    assert 'value="A"' not in page
    assert 'value="B"' in page


def test_who_is_too_young_is_told_from_when(desk: Client, session: RecordingSlot) -> None:
    ResidentFactory.create(number=NIK, unrecorded=True, birth_date=datetime.date(2012, 5, 4), marital_status=1)

    assert "mulai 4 Mei 2028" in search(desk, NIK)


def test_somebody_of_elsewhere_is_named_by_hand(desk: Client, session: RecordingSlot) -> None:
    page = search(desk, "3517080108900007")
    key = re.findall(r'name="kunci" value="([^"]+)"', page)[0]
    given = {"kunci": key, "layanan": "A", "nama": "Budi Santoso"}

    desk.post(reverse("queueing:front_desk_walk_in"), {**given, "nama": ""})
    assert not Ticket.unscoped.exists()
    desk.post(reverse("queueing:front_desk_walk_in"), given)

    ticket = Ticket.unscoped.get()
    assert (ticket.name, ticket.resident) == ("Budi Santoso", None)


def test_without_places_the_page_says_what_to_tell(desk: Client, office: Office) -> None:
    ahead = a_slot(office, days=2)

    page = search(desk, "3517080108900007")

    assert "sudah habis" in page
    assert reverse("queueing:slots", args=[office.pk, ahead.day.isoformat()]) in page
    assert reverse("queueing:wish", args=[office.pk]) in page
    assert 'value="A"' not in page


def test_another_day_is_booked_for_somebody_without_a_telephone(desk: Client, office: Office, officer: Officer) -> None:
    ResidentFactory.create(name="KINANTI PUSPARINI", number=NIK, unrecorded=True)
    slot = a_slot(office, days=2, seats=1)
    page, later = search(desk, NIK), search(desk, OTHER)
    assert "22 November 2026" in page
    key = re.findall(r'name="kunci" value="([^"]+)"', page)[0]

    given = {"kunci": key, "sesi": str(slot.pk)}
    answers = [desk.post(reverse("queueing:front_desk_book"), given) for _ in range(2)]

    booking = Booking.unscoped.get()
    assert (booking.state, booking.slot, booking.name) == (BookingState.CONFIRMED, slot, "KINANTI PUSPARINI")
    assert (booking.party.received_by, booking.party.contact) == (officer, "")
    assert {answer["Location"] for answer in answers} == {
        reverse("queueing:receipt", args=[links.link_of(booking.party_id), 58])
    }
    assert str(booking.code) in desk.get(answers[0]["Location"]).content.decode()
    other = {"kunci": re.findall(r'name="kunci" value="([^"]+)"', later)[0], "sesi": str(slot.pk), "nama": "Budi"}
    refused = desk.post(reverse("queueing:front_desk_book"), other, follow=True)
    assert "Tempat pada sesi ini baru saja habis." in refused.content.decode()
    broken = {proof.invariant.name for proof in invariants.prove() if not proof.holds}
    assert broken <= {"no_notice_waits_too_long"}

"""Another day for somebody who stands at the desk without a telephone: a booking like any other, and paper."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from queueing import links
from queueing.choices import BookingState, Lane
from queueing.models import Booking, Notice, Office, Party
from queueing.queries import invariants
from registry.models import Officer
from tests.factories.registry import ResidentFactory
from tests.queueing.front_desk.received import NIK, OTHER
from tests.queueing.tickets.booked import a_slot, an_office

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BOOK = "queueing:front_desk_book"


def search(desk: Client, nik: str) -> tuple[str, str]:
    """Look somebody up; return the page and the key of its forms."""
    page = desk.post(reverse("queueing:front_desk"), {"cari": nik}).content.decode()
    return page, re.findall(r'name="kunci" value="([^"]+)"', page)[0]


def test_another_day_is_booked_for_somebody_without_a_telephone(desk: Client, office: Office, officer: Officer) -> None:
    ResidentFactory.create(name="KINANTI PUSPARINI", number=NIK, unrecorded=True)
    slot = a_slot(office, days=2)
    page, key = search(desk, NIK)
    assert "Pesankan hari lain" in page
    assert NIK not in page

    given = {"kunci": key, "sesi": str(slot.pk)}
    answers = [desk.post(reverse(BOOK), given) for _ in range(2)]

    booking = Booking.unscoped.get()
    assert (booking.state, booking.slot, booking.name) == (BookingState.CONFIRMED, slot, "KINANTI PUSPARINI")
    assert (booking.party.received_by, booking.party.contact, booking.party.lane) == (officer, "", Lane.GENERAL)
    assert not Notice.unscoped.exists()
    receipt = reverse("queueing:receipt", args=[links.link_of(booking.party_id), 58])
    assert {answer["Location"] for answer in answers} == {receipt}
    assert str(booking.code) in desk.get(receipt).content.decode()
    assert all(proof.holds for proof in invariants.prove())


def test_the_last_place_is_booked_once(desk: Client, office: Office) -> None:
    slot = a_slot(office, days=2, seats=1)
    (_, first), (_, second) = search(desk, NIK), search(desk, OTHER)

    desk.post(reverse(BOOK), {"kunci": first, "sesi": slot.pk, "nama": "Wati"})
    refused = desk.post(reverse(BOOK), {"kunci": second, "sesi": slot.pk, "nama": "Budi"}, follow=True)

    assert "Tempat pada sesi ini baru saja habis." in refused.content.decode()
    assert Party.unscoped.count() == 1


def test_who_is_booked_already_is_not_booked_again(desk: Client, office: Office) -> None:
    slot = a_slot(office, days=2)
    keys = [search(desk, NIK)[1] for _ in range(2)]

    pages = [desk.post(reverse(BOOK), {"kunci": key, "sesi": slot.pk, "nama": "Wati"}, follow=True) for key in keys]

    assert "sudah punya pesanan yang berlaku" in pages[-1].content.decode()
    assert Booking.unscoped.filter(slot__day__gt=timezone.localdate()).count() == 1


@pytest.mark.parametrize("wrong", [{"sesi": "0"}, {"kunci": "uji"}, {"nama": ""}])
def test_an_incomplete_form_books_nothing(desk: Client, office: Office, wrong: dict[str, str]) -> None:
    slot = a_slot(office, days=2)
    given = {"kunci": search(desk, NIK)[1], "sesi": str(slot.pk), "nama": "Wati"}

    desk.post(reverse(BOOK), {**given, **wrong})

    assert not Party.unscoped.exists()


def test_a_session_of_another_office_is_not_this_desks(desk: Client, office: Office) -> None:
    a_slot(office, days=2)
    elsewhere = a_slot(an_office(name="Kantor Zona 2"), days=2)

    given = {"kunci": search(desk, NIK)[1], "sesi": elsewhere.pk, "nama": "Wati"}

    assert desk.post(reverse(BOOK), given).status_code == 404

"""What the queue adds to the page of a resident."""

from __future__ import annotations

import pytest
from django.utils import timezone

from queueing.actions import bookings, tickets
from queueing.models import Office
from registry.choices import Role
from registry.models import Resident
from tests.factories.queueing import a_booking
from tests.factories.registry import OfficerFactory
from tests.queueing.tickets.booked import a_slot, people_of
from tests.registry.desk import at_the_desk, number_of, resident

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def page_of(person: Resident, role: Role = Role.CLERK) -> str:
    client, _ = at_the_desk(role)
    return " ".join(client.get(f"/petugas/penduduk/{person.pk}/").content.decode().split())


def test_bookings_of_a_resident_are_listed_with_number_and_end(office: Office) -> None:
    person, slot = resident(), a_slot(office, hour=9)
    first = a_booking(slot, niks=[number_of(person)])
    bookings.cancel(party=first.pk, at=timezone.now())
    second = a_booking(slot, niks=[number_of(person)])
    (booking,) = people_of(second)
    tickets.check_in(booking=booking.pk, day=slot.day, by=OfficerFactory.create(), at=timezone.now())

    page = page_of(person)

    assert ">Antrean</h2>" in page
    assert f"{slot.day:%d-%m-%Y} 09.00 WIB" in page
    assert f"Sudah datang. Kode {booking.code}. Nomor A-001." in page
    assert f"Dibatalkan. Kode {people_of(first)[0].code}." in page


def test_whoever_never_booked_has_no_such_panel(office: Office) -> None:
    a_booking(a_slot(office))

    assert ">Antrean</h2>" not in page_of(resident(), Role.FRONT_DESK)


@pytest.mark.parametrize(("role", "sees"), [(Role.CLERK, True), (Role.FRONT_DESK, True), (Role.REVIEWER, False)])
def test_bookings_are_shown_to_who_serves_residents(office: Office, role: Role, *, sees: bool) -> None:
    person = resident()
    a_booking(a_slot(office), niks=[number_of(person)])

    assert (">Antrean</h2>" in page_of(person, role)) is sees

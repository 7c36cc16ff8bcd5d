"""Who came to be recorded is forgotten a while after her session; her place stays as a count."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.utils import timezone

from queueing.actions import forgetting_people, proving
from queueing.choices import BookingState
from queueing.models import Booking, Party, Seat
from queueing.queries import invariants
from registry.actions import purging
from registry.models import AccessAlarm
from registry.models.alarm import AlarmKind
from tests.factories.elections import make_region
from tests.factories.hall import a_ticket
from tests.factories.queueing import OfficeFactory, SlotFactory, a_booking, a_party
from tests.factories.registry import ResidentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_names_numbers_and_contacts_go_and_places_stay() -> None:
    make_region("35.16.08")
    slot = SlotFactory.create()
    party = a_booking(slot)
    a_party(slot)
    (step,) = [step for step in purging.steps() if step.title == "pemesan"]
    over = slot.ends_at + forgetting_people.PEOPLE.keep

    assert purging.purge(step, at=over - datetime.timedelta(seconds=1)) == 0
    assert purging.purge(step, at=over + datetime.timedelta(seconds=1)) == 2

    person = Booking.unscoped.get(party=party)
    assert (person.name, person.nik, person.kk_number_index, person.state) == ("", "", None, BookingState.NO_SHOW)
    assert {one.contact for one in Party.unscoped.all()} == {""}
    assert Seat.objects.filter(taken_by__isnull=False).count() == 2
    assert purging.purge(step, at=over + datetime.timedelta(days=1)) == 0


def test_a_number_forgets_its_person_and_stays_as_a_number() -> None:
    make_region("35.16.08.2001")
    office = OfficeFactory.create()
    ticket = a_ticket(office, resident=ResidentFactory.create(), name="SITI", nik_index=uuid.uuid4())
    (step,) = [step for step in purging.steps() if step.title == "nomor antrean"]
    over = timezone.now() + forgetting_people.PEOPLE.keep

    assert purging.purge(step, at=over - datetime.timedelta(days=1)) == 0
    assert purging.purge(step, at=over + datetime.timedelta(days=2)) == 1

    ticket.refresh_from_db()
    assert (str(ticket), ticket.name, ticket.nik_index, ticket.resident) == ("A-001", "", None, None)
    assert purging.purge(step, at=over + datetime.timedelta(days=3)) == 0


def test_a_night_without_fault_raises_no_alarm_and_a_damage_raises_one() -> None:
    make_region("35.16.08")
    a_booking(SlotFactory.create())
    assert proving.prove(at=timezone.now()) == []

    Booking.unscoped.update(area="35.17")
    broken = proving.prove(at=timezone.now())
    proving.prove(at=timezone.now())

    assert [proof.invariant.name for proof in broken] == ["rows_keep_to_the_area_of_their_office"]
    alarm = AccessAlarm.objects.get()
    assert (alarm.kind, alarm.times) == (AlarmKind.QUEUE, 2)
    assert len(list(invariants.prove())) > 10

"""The entry for a calendar: one for ever, raised by each change, called off by a cancellation."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from queueing.actions import bookings
from queueing.choices import TimeZone
from queueing.models import Office, Party
from tests.factories.queueing import a_booking, a_party
from tests.queueing.tickets.booked import a_slot, an_office, path, people_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def entry(phone: Client, party: Party) -> Any:  # noqa: ANN401 - icalendar's values are of thirty types
    answer = phone.get(path(party, "kalender.ics"))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content)


def event_of(phone: Client, party: Party) -> Any:  # noqa: ANN401
    (event,) = entry(phone, party).events
    return event


def test_an_entry_has_place_and_time_in_the_offices_zone_and_an_alarm_the_day_before(phone: Client) -> None:
    slot = a_slot(an_office(time_zone=TimeZone.WIT), hour=9)
    party = a_booking(slot)

    calendar = entry(phone, party)
    (event,) = calendar.events

    assert calendar["METHOD"] == "PUBLISH"
    assert [zone["TZID"] for zone in calendar.timezones] == ["Asia/Jayapura"]
    assert event["DTSTART"].params["TZID"] == "Asia/Jayapura"
    assert (event.start, event.end) == (slot.local_start, slot.local_end)
    assert event["LOCATION"] == "Kantor Dispendukcapil, Jalan Ahmad Yani 16"
    assert event["STATUS"] == "CONFIRMED"
    (alarm,) = event.alarms.times
    assert alarm.trigger == slot.local_start - datetime.timedelta(days=1)


def test_an_entry_names_codes_and_no_numbers_of_people_nor_what_opens_the_form(phone: Client, office: Office) -> None:
    party = a_booking(a_slot(office), niks=["3516080108900001"])
    (person,) = people_of(party)
    event = event_of(phone, party)

    written = event.to_ical().decode().replace("\r\n ", "")
    assert str(person.code) in written
    for hidden in (str(party.pk), party.pk.hex, "351608", path(party), party.contact, person.name):
        assert hidden not in written
    uuid.UUID(event["UID"].partition("@")[0])


def test_a_change_keeps_the_entry_and_raises_its_sequence(phone: Client, office: Office) -> None:
    party, later = a_booking(a_slot(office)), a_slot(office, days=5)
    before = event_of(phone, party)
    bookings.move(party=party.pk, slot=later, at=timezone.now())

    after = event_of(phone, party)

    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after.start == later.local_start
    assert after.DTSTAMP >= before.DTSTAMP


def test_one_of_a_family_who_leaves_raises_it_too_and_the_others_stay(phone: Client, office: Office) -> None:
    party = a_booking(a_slot(office), persons=2)
    leaving = people_of(party)[1]
    bookings.cancel(party=party.pk, bookings=[leaving.pk], at=timezone.now())

    calendar = entry(phone, party)
    (event,) = calendar.events

    assert (calendar["METHOD"], event["SEQUENCE"]) == ("PUBLISH", 1)
    assert str(leaving.code) not in event["DESCRIPTION"]


def test_a_cancelled_party_calls_the_same_entry_off(phone: Client, office: Office) -> None:
    party = a_booking(a_slot(office), persons=2)
    before = event_of(phone, party)
    bookings.cancel(party=party.pk, at=timezone.now())

    calendar = entry(phone, party)
    (after,) = calendar.events

    assert calendar["METHOD"] == "CANCEL"
    assert after["STATUS"] == "CANCELLED"
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert not after.alarms.times


def test_a_form_that_was_never_booked_has_no_entry(phone: Client, office: Office) -> None:
    party = a_party(a_slot(office))

    assert phone.get(path(party, "kalender.ics")).headers["Location"] == path(party)

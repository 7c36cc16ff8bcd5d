"""The place of a party as an entry for a calendar (RFC 5545): one entry for ever, raised by each change."""

from __future__ import annotations

import datetime
import uuid
from typing import Final

from django.utils.translation import gettext
from icalendar import Alarm, Calendar, Event, vText

from queueing.paper import advice
from queueing.queries.ticket_facts import TicketFacts

#: Of entries of this system. The id of a party itself is for nobody's calendar: it opens the form.
_NAMESPACE: Final = uuid.UUID("5b0d6a0e-5f5c-5bb5-9d2b-6f0f6f9c7f11")
_THE_DAY_BEFORE: Final = datetime.timedelta(days=-1)


def calendar_of(facts: TicketFacts, *, revision: int, changed_at: datetime.datetime) -> bytes:
    """Return the calendar file of a party that has a place, or that has given it up.

    Args:
        facts: the ticket.
        revision: how often place or people have changed; the entry's SEQUENCE.
        changed_at: when they last did.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Kependudukan//Antrean//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH" if facts.staying else "CANCEL")
    calendar.add_component(_event(facts, revision, changed_at))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(facts: TicketFacts, revision: int, changed_at: datetime.datetime) -> Event:
    assert facts.starts_at is not None
    event = Event()
    event.add("uid", f"{uuid.uuid5(_NAMESPACE, facts.party.pk.hex)}@kependudukan")
    event.add("sequence", revision)
    event.add("dtstamp", changed_at.astimezone(datetime.UTC))
    event.add("dtstart", facts.starts_at)
    event.add("dtend", facts.ends_at)
    event.add("summary", gettext("Perekaman KTP-el"))
    event.add("location", vText(f"{facts.office.name}, {facts.office.address}"))
    if facts.staying:
        event.add("status", "CONFIRMED")
        event.add("description", _description(facts))
        event.add_component(_alarm())
    else:
        event.add("status", "CANCELLED")
    return event


def _description(facts: TicketFacts) -> str:
    codes = [f"{person.name}: {person.code}" for person in facts.staying]
    return "\n".join([*codes, *advice.to_bring(facts), *filter(None, [advice.protocol(facts)])])


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", gettext("Besok: perekaman KTP-el. Bawa KK."))
    alarm.add("trigger", _THE_DAY_BEFORE)
    return alarm

"""Looking somebody up at the front desk: who was shown is written down, what was searched for only as its mark."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from queueing import links
from queueing.actions import tickets
from queueing.models import Booking, Office, Ticket
from queueing.queries import front_desk
from queueing.rules import entitlement
from queueing.rules.check_in import CheckIn
from queueing.rules.entitlement import BOOKABLE, Entitlement, RecordingFacts, Verdict
from queueing.rules.scanned import Kind, Scanned
from registry import sealing
from registry.actions import access
from registry.models.access import AccessAction
from registry.models.officer import Officer
from registry.queries import recording_facts
from registry.queries.recording_facts import Visitor

PURPOSE: Final = "Menerima warga di meja depan"
_SUBJECTS: Final = {Kind.CODE: "kode", Kind.LINK: "tautan", Kind.NUMBER: "nomor antrean", Kind.NIK: "NIK"}


@dataclass(frozen=True, slots=True)
class Person:
    """One of a party, and how she has come."""

    booking: Booking
    check_in: CheckIn

    @property
    def number(self) -> str:
        """Her number, where she has one."""
        ticket = getattr(self.booking, "ticket", None)
        return str(ticket) if ticket else ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: a party, a number of the hall, or somebody without a booking; nothing of these for a code.

    `nik` is what was searched for, where it was a NIK: for the form that follows, never for the page.
    """

    people: Sequence[Person] = ()
    ticket: Ticket | None = None
    visitor: Visitor | None = None
    entitlement: Entitlement | None = None
    nik: str = field(default="", repr=False)

    @property
    def may_record(self) -> bool:
        """Whether somebody without a booking may be recorded today, as far as the registry knows."""
        return self.entitlement is None or self.entitlement.verdict in BOOKABLE | {Verdict.COOLING_DOWN}

    @property
    def is_nobody(self) -> bool:
        """Whether there is nobody to receive."""
        return not (self.people or self.ticket or self.nik)


@transaction.atomic
def find(*, scanned: Scanned, office: Office, by: Officer, at: datetime.datetime) -> Found:
    """Look up what was scanned or typed, inside the officer's area, and write it down, also when nobody was found.

    A NIK is looked for in the line, then among bookings, then in the registry: the last only when it is needed.
    """
    found = _FINDERS[scanned.kind](scanned.value, office, at)
    mark = sealing.sealer().index(sealing.SEARCH, scanned.value) if scanned.kind == Kind.NIK else None
    access.record(
        action=AccessAction.SEARCH,
        subject=f"meja depan: pencarian menurut {_SUBJECTS[scanned.kind]}",
        purpose=PURPOSE,
        by=by,
        at=at,
        row_count=max(len(found.people), int(found.ticket is not None or found.visitor is not None)),
        residents=[found.visitor.facts.resident_id] if found.visitor else [],
        mark=mark,
    )
    return found


def _by_code(code: str, office: Office, at: datetime.datetime) -> Found:
    party = front_desk.party_by_code(code)
    return _party(party, office, at) if party else Found()


def _by_link(link: str, office: Office, at: datetime.datetime) -> Found:
    try:
        return _party(links.party_of(link), office, at)
    except links.TamperedLink:
        return Found()


def _by_number(number: str, office: Office, at: datetime.datetime) -> Found:
    return Found(ticket=front_desk.ticket_by_number(number, office=office.pk, day=_today(office, at)))


def _by_nik(nik: str, office: Office, at: datetime.datetime) -> Found:
    index, day = sealing.sealer().index(sealing.NIK, nik), _today(office, at)
    party = front_desk.party_by_nik(index, day=day)
    if party:
        return _party(party, office, at)
    if ticket := front_desk.ticket_of(index, office=office.pk, day=day):
        return Found(ticket=ticket)
    visitor = recording_facts.visitor_of(index)
    if visitor is None:
        return Found(nik=nik)
    facts = visitor.facts
    known = RecordingFacts(
        birth_date=facts.birth_date,
        ever_married=facts.ever_married,
        residency_status=facts.residency_status,
        card_state=facts.card_state,
        district=facts.home_district,
    )
    decided = entitlement.decide(known, None, invited=False, no_shows=[], on=day)
    return Found(visitor=visitor, entitlement=decided, nik=nik)


def _party(party: uuid.UUID, office: Office, at: datetime.datetime) -> Found:
    people = front_desk.people_of(party)
    return Found(people=[Person(person, tickets.standing_of(person, office, at)) for person in people])


def _today(office: Office, at: datetime.datetime) -> datetime.date:
    return at.astimezone(ZoneInfo(office.time_zone)).date()


_FINDERS: Final = {Kind.CODE: _by_code, Kind.LINK: _by_link, Kind.NUMBER: _by_number, Kind.NIK: _by_nik}

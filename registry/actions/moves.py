"""Moves recorded: out of the area, into it, back, and to another household inside it."""

from __future__ import annotations

import datetime

from django.utils import timezone

from registry.actions import event_book
from registry.actions.event_book import Confirmation, Entry, Numbers
from registry.choices import CivilEventKind
from registry.models import CivilEvent, Officer
from registry.queries import families
from registry.rules.civil_events import moves
from registry.rules.civil_events.moves import Address, Arrival, Join, MoveOut, Return
from registry.rules.civil_events.nik_remarks import with_nik
from registry.rules.civil_events.plan import NEW, Plan


def foresee_move_out(resident_id: int, told: MoveOut, *, on: datetime.date) -> Plan:
    """Say what leaving the area would change; nothing is written."""
    home = families.home(families.person(resident_id).household_id)
    return moves.plan_move_out(home, told, today=on)


def foresee_join(resident_id: int, told: Join, *, household_id: int, on: datetime.date) -> Plan:
    """Say what moving to another household would change; nothing is written."""
    person = families.person(resident_id)
    home, target = families.home(person.household_id), families.home(household_id)
    return moves.plan_join(person, home, target, told, today=on)


def foresee_return(resident_id: int, told: Return, *, household_id: int, on: datetime.date) -> Plan:
    """Say what coming back would change; nothing is written."""
    return moves.plan_return(families.person(resident_id), families.home(household_id), told, today=on)


def foresee_arrival(told: Arrival, *, where: int | Address, nik: str, on: datetime.date) -> Plan:
    """Say what the arrival of a stranger would change, in this household or in a new one at this address."""
    place = where if isinstance(where, Address) else families.home(where)
    plan = moves.plan_arrival(place, told, today=on)
    return with_nik(plan, nik, birth_date=told.birth_date, sex=told.sex, home=place.region_id)


def move_out(
    resident_id: int,
    told: MoveOut,
    *,
    destination: str,
    document: str,
    confirmation: Confirmation,
    by: Officer,
    at: datetime.datetime,
) -> CivilEvent:
    """Record that members of this resident's household left the area."""
    return event_book.write(
        lambda: foresee_move_out(resident_id, told, on=timezone.localdate(at)),
        entry=Entry(
            CivilEventKind.MOVE_OUT, resident_id, told.event_date, document, details={"destination": destination}
        ),
        confirmation=confirmation,
        by=by,
        at=at,
        residents=[resident_id],
    )


def join(
    resident_id: int,
    told: Join,
    *,
    household_id: int,
    document: str,
    reason: str,
    confirmation: Confirmation,
    by: Officer,
    at: datetime.datetime,
) -> CivilEvent:
    """Record that a resident moved to another household of the area; she never counts as gone."""
    return event_book.write(
        lambda: foresee_join(resident_id, told, household_id=household_id, on=timezone.localdate(at)),
        entry=Entry(CivilEventKind.MOVE_WITHIN, resident_id, told.event_date, document, reason),
        confirmation=confirmation,
        by=by,
        at=at,
        residents=[resident_id],
        households=[household_id],
    )


def come_back(
    resident_id: int,
    told: Return,
    *,
    household_id: int,
    origin: str,
    document: str,
    confirmation: Confirmation,
    by: Officer,
    at: datetime.datetime,
) -> CivilEvent:
    """Record that somebody who had left lives here again."""
    return event_book.write(
        lambda: foresee_return(resident_id, told, household_id=household_id, on=timezone.localdate(at)),
        entry=Entry(CivilEventKind.MOVE_IN, resident_id, told.event_date, document, details={"origin": origin}),
        confirmation=confirmation,
        by=by,
        at=at,
        residents=[resident_id],
        households=[household_id],
    )


def arrive(
    told: Arrival,
    *,
    where: int | Address,
    numbers: Numbers,
    origin: str,
    document: str,
    confirmation: Confirmation,
    by: Officer,
    at: datetime.datetime,
) -> CivilEvent:
    """Record somebody whom the registry has not known, in this household or in a new one at this address.

    Raises:
        NikTaken, KkNumberTaken: somebody has the number.
    """
    return event_book.write(
        lambda: foresee_arrival(told, where=where, nik=numbers.nik, on=timezone.localdate(at)),
        entry=Entry(CivilEventKind.MOVE_IN, NEW, told.event_date, document, details={"origin": origin}),
        confirmation=confirmation,
        by=by,
        at=at,
        households=[] if isinstance(where, Address) else [where],
        numbers=numbers,
    )

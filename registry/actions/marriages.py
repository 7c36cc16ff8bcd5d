"""Marriages and divorces recorded, for both sides where both are in the registry."""

from __future__ import annotations

import datetime

from django.utils import timezone

from registry.actions import event_book
from registry.actions.event_book import Confirmation, Entry
from registry.choices import CivilEventKind
from registry.models import CivilEvent, Officer
from registry.queries import families
from registry.rules.civil_events import marriages
from registry.rules.civil_events.marriages import Divorce, Marriage
from registry.rules.civil_events.plan import Person, Plan


def foresee_marriage(resident_id: int, told: Marriage, *, partner_id: int | None, on: datetime.date) -> Plan:
    """Say what recording the marriage would do; nothing is written."""
    return marriages.plan_marriage(families.person(resident_id), _partner(partner_id), told, today=on)


def foresee_divorce(resident_id: int, told: Divorce, *, partner_id: int | None, on: datetime.date) -> Plan:
    """Say what recording the divorce would do; nothing is written."""
    return marriages.plan_divorce(families.person(resident_id), _partner(partner_id), told, today=on)


def marry(
    resident_id: int,
    told: Marriage,
    *,
    partner_id: int | None,
    partner_name: str,
    document: str,
    confirmation: Confirmation,
    by: Officer,
    at: datetime.datetime,
) -> CivilEvent:
    """Record a marriage; a partner who is not in the registry is kept by name alone."""
    details: dict[str, int | str] = {"partner": partner_id} if partner_id else {"partner_name": partner_name}
    if told.dispensation:
        details["dispensation"] = told.dispensation
    return event_book.write(
        lambda: foresee_marriage(resident_id, told, partner_id=partner_id, on=timezone.localdate(at)),
        entry=Entry(CivilEventKind.MARRIAGE, resident_id, told.event_date, document, details=details),
        confirmation=confirmation,
        by=by,
        at=at,
        residents=_both(resident_id, partner_id),
    )


def divorce(
    resident_id: int,
    told: Divorce,
    *,
    partner_id: int | None,
    partner_name: str,
    document: str,
    confirmation: Confirmation,
    by: Officer,
    at: datetime.datetime,
) -> CivilEvent:
    """Record a divorce; a partner who is not in the registry is kept by name alone."""
    details = {"partner": partner_id} if partner_id else {"partner_name": partner_name}
    return event_book.write(
        lambda: foresee_divorce(resident_id, told, partner_id=partner_id, on=timezone.localdate(at)),
        entry=Entry(CivilEventKind.DIVORCE, resident_id, told.event_date, document, details=details),
        confirmation=confirmation,
        by=by,
        at=at,
        residents=_both(resident_id, partner_id),
    )


def _partner(partner_id: int | None) -> Person | None:
    return families.person(partner_id) if partner_id else None


def _both(resident_id: int, partner_id: int | None) -> list[int]:
    return [resident_id, partner_id] if partner_id else [resident_id]

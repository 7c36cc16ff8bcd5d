"""Household operations recorded: split, move inside the area, change of head; each with its reason."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils import timezone

from registry.actions import event_book
from registry.actions.event_book import Confirmation, Entry, Numbers
from registry.choices import CivilEventKind
from registry.models import CivilEvent, Officer
from registry.queries import families
from registry.rules.civil_events import households
from registry.rules.civil_events.households import HeadChange, HouseMove, Split
from registry.rules.civil_events.plan import Plan
from registry.rules.siak_codes import Relation


def foresee_split(household_id: int, told: Split, *, on: datetime.date) -> Plan:
    """Say what the split would change; nothing is written."""
    return households.plan_split(families.home(household_id), told, today=on)


def foresee_house_move(household_id: int, told: HouseMove, *, on: datetime.date) -> Plan:
    """Say what the move would change; nothing is written."""
    return households.plan_house_move(families.home(household_id), told, today=on)


def foresee_head_change(household_id: int, told: HeadChange, *, on: datetime.date) -> Plan:
    """Say what the change of head would change; nothing is written."""
    return households.plan_head_change(families.home(household_id), told, today=on)


def split(
    household_id: int,
    told: Split,
    *,
    kk_number: str,
    document: str,
    reason: str,
    confirmation: Confirmation,
    by: Officer,
    at: datetime.datetime,
) -> CivilEvent:
    """Let members found a household of their own; families are locked in one order, so that none waits in a circle.

    Raises:
        KkNumberTaken: a household has the number.
    """
    return event_book.write(
        lambda: foresee_split(household_id, told, on=timezone.localdate(at)),
        entry=Entry(CivilEventKind.SPLIT, _head(told.relations), told.event_date, document, reason),
        confirmation=confirmation,
        by=by,
        at=at,
        households=[household_id],
        numbers=Numbers(kk_number=kk_number),
    )


def move(
    household_id: int,
    told: HouseMove,
    *,
    document: str,
    reason: str,
    confirmation: Confirmation,
    by: Officer,
    at: datetime.datetime,
) -> CivilEvent:
    """Let a whole household move inside the area; nobody counts as gone."""
    living = families.home(household_id).living
    return event_book.write(
        lambda: foresee_house_move(household_id, told, on=timezone.localdate(at)),
        entry=Entry(CivilEventKind.MOVE_WITHIN, living[0].id if living else 0, told.event_date, document, reason),
        confirmation=confirmation,
        by=by,
        at=at,
        households=[household_id],
    )


def change_head(
    household_id: int,
    told: HeadChange,
    *,
    kk_number: str,
    document: str,
    reason: str,
    confirmation: Confirmation,
    by: Officer,
    at: datetime.datetime,
) -> CivilEvent:
    """Make another member the head, under the same number or a new one.

    Raises:
        KkNumberTaken: a household has the number.
    """
    return event_book.write(
        lambda: foresee_head_change(household_id, told, on=timezone.localdate(at)),
        entry=Entry(CivilEventKind.HEAD_CHANGE, _head(told.relations), told.event_date, document, reason),
        confirmation=confirmation,
        by=by,
        at=at,
        households=[household_id],
        numbers=Numbers(kk_number=kk_number),
    )


def _head(relations: Mapping[int, int]) -> int:
    """The new head; without one the plan is refused before anything is written."""
    return next((member for member, relation in relations.items() if relation == Relation.HEAD), 0)

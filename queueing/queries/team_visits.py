"""Team visits as the desk asks for them, inside the officer's area: by day, with their names, and who is free when."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from queueing.choices import VisitOutcome, VisitState
from queueing.models import Device, TeamVisit, VisitPerson
from registry import scope
from registry.choices import Role
from registry.models.officer import Officer
from registry.queries import due
from registry.queries.due import PersonDue
from registry.rules.card_status import is_recorded

#: Who leads a visit, as `kependudukan/roles.py` has it.
_LEAD: Final = (Role.CLERK, Role.SUPERVISOR)
_ON_THE_LIST: Final = Q(people__dropped_at=None)
_OPEN: Final = (VisitState.PLANNED, VisitState.UNDER_WAY)


@dataclass(frozen=True, slots=True)
class Named:
    """One name of a visit's list with what the registry says of her.

    `elsewhere` is the day of another visit that has her on its list; `is_recorded` tells whom somebody recorded since.
    """

    row: VisitPerson
    person: PersonDue
    elsewhere: datetime.date | None

    @property
    def is_recorded(self) -> bool:
        """Whether the registry has a recording of her, from this visit or not."""
        return is_recorded(self.person.card_state)


def listed(since: datetime.date) -> QuerySet[TeamVisit]:
    """Return the visits from a day on with the numbers of their names; two queries with their offices."""
    found = TeamVisit.objects.filter(day__gte=since).select_related("office", "region")
    return found.annotate(
        names=Count("people", filter=_ON_THE_LIST),
        told=Count("people", filter=_ON_THE_LIST & ~Q(people__outcome="")),
        recorded=Count("people", filter=Q(people__outcome=VisitOutcome.RECORDED)),
    ).order_by("day", "begins_at", "pk")


def open_ones(today: datetime.date) -> QuerySet[TeamVisit]:
    """Return the visits that still take names, the next first."""
    return TeamVisit.objects.filter(state__in=_OPEN, day__gte=today).order_by("day", "begins_at", "pk")


def visit(pk: int) -> TeamVisit:
    """Return one visit with all that its head shows.

    Raises:
        TeamVisit.DoesNotExist: there is none in the scope in force.
    """
    whole = TeamVisit.objects.select_related("office", "region").prefetch_related("devices", "officers")
    return whole.get(pk=pk)


def rows_of(visit: TeamVisit) -> QuerySet[VisitPerson]:
    """Return the rows of a visit's list in its order."""
    rows = VisitPerson.objects.filter(visit=visit, dropped_at=None)
    return rows.select_related("outcome_by").order_by("ordinal")


def names_of(visit: TeamVisit, rows: Iterable[VisitPerson]) -> tuple[Named, ...]:
    """Return these rows with what the registry says of each person inside the scope; three queries with the rows."""
    found = list(rows)
    people = {person.resident_id: person for person in due.people([row.resident_id for row in found])}
    elsewhere = _elsewhere(visit, people)
    return tuple(
        Named(row, people[row.resident_id], elsewhere.get(row.resident_id))
        for row in found
        if row.resident_id in people
    )


def not_free(
    day: datetime.date,
    begins_at: datetime.time,
    ends_at: datetime.time,
    *,
    devices: Collection[Device],
    officers: Collection[Officer],
) -> list[str]:
    """Return which of these devices and officers are on another visit at that time, by their names.

    All visits count, also those outside the scope in force: an officer is in one place only.
    """
    meanwhile = TeamVisit.unscoped.filter(state__in=_OPEN, day=day, begins_at__lt=ends_at, ends_at__gt=begins_at)
    taken = set(meanwhile.values_list("devices", flat=True))
    busy = set(meanwhile.values_list("officers", flat=True))
    return [
        *(device.name for device in devices if device.pk in taken),
        *(officer.get_full_name() or officer.username for officer in officers if officer.pk in busy),
    ]


def devices() -> QuerySet[Device]:
    """Return the recording sets that work, of the offices in the officer's area."""
    return (
        Device.objects.filter(scope.current().condition("office__region_id"), works=True)
        .select_related("office")
        .order_by("office__name", "name")
    )


def officers() -> QuerySet[Officer]:
    """Return who may go on a visit in the officer's area."""
    inside = scope.current().condition("area_id")
    return Officer.objects.filter(inside, is_active=True, role__in=_LEAD).order_by("first_name", "username")


def _elsewhere(visit: TeamVisit, residents: Collection[int]) -> dict[int, datetime.date]:
    others = VisitPerson.objects.filter(
        resident__in=list(residents), dropped_at=None, outcome="", visit__state__in=_OPEN
    ).exclude(visit=visit)
    return dict(others.order_by("-visit__day").values_list("resident_id", "visit__day"))

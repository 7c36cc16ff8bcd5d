"""Team visits are planned, started, closed and called off here."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from queueing import hall_locks, locks
from queueing.actions import visit_book
from queueing.choices import VisitEventKind, VisitState
from queueing.models import Device, Office, TeamVisit
from queueing.queries import team_visits
from queueing.rules.transitions import VISIT, allowed_from
from registry.models.officer import Officer


class NotFree(Exception):
    """A device or an officer is on another visit at that time; `names` says which."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = tuple(names)
        super().__init__(f"Sudah ikut jemput bola lain pada jam itu: {', '.join(names)}.")


class VisitMoved(Exception):
    """Somebody has started, closed or called the visit off meanwhile."""

    def __init__(self, now: str) -> None:
        super().__init__(f"Jemput bola ini sekarang: {now.lower()}. Langkah itu tidak dapat lagi.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where a team goes, when, with what and who; the times are of the office's zone."""

    kind: str
    place: str
    region: str
    office: Office
    day: datetime.date
    begins_at: datetime.time
    ends_at: datetime.time
    devices: Collection[Device]
    officers: Collection[Officer]


def plan(*, plan: Plan, by: Officer, at: datetime.datetime) -> TeamVisit:
    """Plan a visit. A device and an officer are on one visit at a time: plans are made in turns.

    Two plans at once that want one device: the second is told (`tests/races/test_team_visits.py`).

    Raises:
        NotFree: see the class.
        Crowded: the turn was not to be had in time.
    """
    with locks.patient():
        hall_locks.take_planning_turn()
        if taken := team_visits.not_free(
            plan.day, plan.begins_at, plan.ends_at, devices=plan.devices, officers=plan.officers
        ):
            raise NotFree(taken)
        made = TeamVisit.unscoped.create(
            kind=plan.kind,
            place=plan.place,
            region_id=plan.region,
            office=plan.office,
            area=plan.office.region_id,
            day=plan.day,
            begins_at=plan.begins_at,
            ends_at=plan.ends_at,
            made_at=at,
            made_by=by,
        )
        made.devices.set(plan.devices)
        made.officers.set(plan.officers)
        visit_book.note(visit=made, kind=VisitEventKind.PLANNED, by=by, at=at)
    return made


def start(*, visit: int, by: Officer, at: datetime.datetime) -> None:
    """Begin a visit: from now on answers are taken in.

    Raises:
        TeamVisit.DoesNotExist: there is none in the scope in force.
        VisitMoved: see the class.
    """
    _move(visit, VisitState.UNDER_WAY, VisitEventKind.STARTED, by, at)


def close(*, visit: int, by: Officer, at: datetime.datetime) -> None:
    """End a visit; whoever has no outcome stays due, since nothing marks her otherwise.

    Raises:
        TeamVisit.DoesNotExist, VisitMoved: as for `start`.
    """
    _move(visit, VisitState.CLOSED, VisitEventKind.CLOSED, by, at)


def call_off(*, visit: int, by: Officer, at: datetime.datetime) -> None:
    """Call a planned visit off; its devices, officers and names are free for another.

    Raises:
        TeamVisit.DoesNotExist, VisitMoved: as for `start`.
    """
    _move(visit, VisitState.CALLED_OFF, VisitEventKind.CALLED_OFF, by, at)


def _move(visit: int, to: VisitState, kind: VisitEventKind, by: Officer, at: datetime.datetime) -> None:
    with locks.patient():
        found = hall_locks.lock_visit(visit)
        if found.state not in allowed_from(VISIT, to):
            raise VisitMoved(found.get_state_display())
        found.state = to
        found.save(update_fields=["state"])
        visit_book.note(visit=found, kind=kind, by=by, at=at)

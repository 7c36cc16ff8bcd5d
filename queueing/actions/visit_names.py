"""Names are put on the list of a team visit, and taken off it."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max

from queueing import hall_locks, locks
from queueing.actions import visit_book
from queueing.actions.team_visits import VisitMoved
from queueing.choices import VisitEventKind, VisitState
from queueing.models import TeamVisit, VisitPerson
from queueing.rules.visits import MOST_NAMES, born_for_a_school, born_to_be_recorded
from registry import sealing
from registry.actions import access
from registry.models.access import AccessAction
from registry.models.officer import Officer
from registry.queries import due, identity
from registry.rules.due import Period, SchoolYear

_OPEN = (VisitState.PLANNED, VisitState.UNDER_WAY)


class NotHere(Exception):
    """There is nobody of that NIK in the registry of this area."""

    def __init__(self) -> None:
        super().__init__("NIK itu tidak ada di register wilayah Anda.")


class OnTheList(Exception):
    """She is on the list of this visit already."""

    def __init__(self) -> None:
        super().__init__("Orang ini sudah ada dalam daftar.")


class ListFull(Exception):
    """No further name fits."""

    def __init__(self) -> None:
        super().__init__(f"Daftar penuh: paling banyak {MOST_NAMES} nama. Rencanakan jemput bola lain untuk sisanya.")


class HasAnOutcome(Exception):
    """Whoever has an outcome stays on the list."""

    def __init__(self) -> None:
        super().__init__("Orang ini sudah punya hasil, jadi tetap dalam daftar.")


@dataclass(frozen=True, slots=True)
class Added:
    """How many names were added, and how many more there are for whom there was no room."""

    names: int
    left_out: int


def add_unrecorded(*, visit: int, by: Officer, at: datetime.datetime) -> Added:
    """Add those of the visit's region who may be recorded that day and are not, as one walks from RT to RT.

    Raises:
        TeamVisit.DoesNotExist: there is none in the scope in force.
        VisitMoved: it is over.
    """
    with locks.patient():
        found = _open_visit(visit)
        return _add_born(found, born_to_be_recorded(found.day), by, at)


def add_school_year(*, visit: int, year: SchoolYear, by: Officer, at: datetime.datetime) -> Added:
    """Add the same, of those alone who turn 17 in a school year.

    Raises:
        TeamVisit.DoesNotExist, VisitMoved: as for `add_unrecorded`.
    """
    with locks.patient():
        found = _open_visit(visit)
        born = born_for_a_school(year, found.day)
        return _add_born(found, born, by, at) if born else Added(0, 0)


def add_by_nik(*, visit: int, nik: str, by: Officer, at: datetime.datetime) -> None:
    """Add one person whose NIK was given.

    Raises:
        NotHere, OnTheList, ListFull: see the classes.
        TeamVisit.DoesNotExist, VisitMoved: as for `add_unrecorded`.
    """
    resident = identity.id_of(sealing.sealer().index(sealing.NIK, nik))
    if resident is None:
        raise NotHere
    add_resident(visit=visit, resident=resident, by=by, at=at)


def add_resident(*, visit: int, resident: int, by: Officer, at: datetime.datetime) -> None:
    """Add one resident; whoever was taken off comes back to her place.

    Raises:
        NotHere, OnTheList, ListFull: see the classes.
        TeamVisit.DoesNotExist, VisitMoved: as for `add_unrecorded`.
    """
    with locks.patient():
        found = _open_visit(visit)
        if not due.people([resident]):
            raise NotHere
        if VisitPerson.unscoped.filter(visit=found, resident=resident, dropped_at=None).exists():
            raise OnTheList
        if not _room(found):
            raise ListFull
        _add(found, [resident], by, at)


def drop(*, visit: int, person: int, by: Officer, at: datetime.datetime) -> None:
    """Take a name off the list; dropped twice, it is dropped once.

    Raises:
        VisitPerson.DoesNotExist: there is none on this visit.
        HasAnOutcome: see the class.
        TeamVisit.DoesNotExist, VisitMoved: as for `add_unrecorded`.
    """
    with locks.patient():
        found = _open_visit(visit)
        one = VisitPerson.unscoped.get(pk=person, visit=found)
        if one.outcome:
            raise HasAnOutcome
        if one.dropped_at is not None:
            return
        one.dropped_at = at
        one.save(update_fields=["dropped_at"])
        visit_book.note(visit=found, kind=VisitEventKind.DROPPED, person=one, by=by, at=at)
        _entry(found, "Mengeluarkan nama dari jemput bola", [one.resident_id], by, at)


def _open_visit(visit: int) -> TeamVisit:
    found = hall_locks.lock_visit(visit)
    if found.state not in _OPEN:
        raise VisitMoved(found.get_state_display())
    return found


def _add_born(visit: TeamVisit, born: Period, by: Officer, at: datetime.datetime) -> Added:
    room, known = _room(visit), set(VisitPerson.unscoped.filter(visit=visit).values_list("resident_id", flat=True))
    found = due.unrecorded_ids(region=visit.region_id, born_from=born.first, born_until=born.last)
    wanted = [resident for resident in found if resident not in known]
    taken = wanted[:room]
    walked = sorted(due.people(taken), key=lambda one: (one.region_code, one.rw, one.rt, one.name, one.resident_id))
    _add(visit, [person.resident_id for person in walked], by, at)
    return Added(len(taken), len(wanted) - len(taken))


def _room(visit: TeamVisit) -> int:
    return max(0, MOST_NAMES - VisitPerson.unscoped.filter(visit=visit, dropped_at=None).count())


def _add(visit: TeamVisit, residents: Collection[int], by: Officer, at: datetime.datetime) -> None:
    if not residents:
        return
    people = VisitPerson.unscoped.filter(visit=visit)
    back = people.filter(resident__in=residents).update(dropped_at=None)
    last = people.aggregate(last=Max("ordinal"))["last"] or 0
    known = set(people.filter(resident__in=residents).values_list("resident_id", flat=True)) if back else set()
    VisitPerson.unscoped.bulk_create(
        VisitPerson(visit=visit, area=visit.area, resident_id=resident, ordinal=ordinal)
        for ordinal, resident in enumerate((one for one in residents if one not in known), last + 1)
    )
    visit_book.note(visit=visit, kind=VisitEventKind.ADDED, note=f"{len(residents)} nama", by=by, at=at)
    _entry(visit, "Menambah nama ke jemput bola", residents, by, at)


def _entry(visit: TeamVisit, purpose: str, residents: Collection[int], by: Officer, at: datetime.datetime) -> None:
    access.record(
        action=AccessAction.CHANGE,
        subject=f"jemput bola {visit.pk}",
        purpose=purpose,
        residents=residents,
        by=by,
        at=at,
    )

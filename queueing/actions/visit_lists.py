"""Opening the list of a team visit: on the desk, on a phone, on paper; whoever is shown is written down."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction

from queueing.models import TeamVisit, VisitPerson
from queueing.queries import team_visits
from queueing.queries.team_visits import Named
from registry.actions import access
from registry.models.access import AccessAction
from registry.models.officer import Officer


@dataclass(frozen=True, slots=True)
class Opened:
    """A visit with the people of its list whom she may see, all or a page; of `total`, `told` have an outcome."""

    visit: TeamVisit
    names: tuple[Named, ...]
    total: int
    told: int


@transaction.atomic
def open_list(
    *, visit: int, purpose: str, by: Officer, at: datetime.datetime, page: tuple[int, int] | None = None
) -> Opened:
    """Return a visit and its names, and write down everybody on it; `page` is its number and size, None for all.

    Raises:
        TeamVisit.DoesNotExist: there is none in the scope in force.
        DailyLimitReached: she has seen as many today as her role may.
    """
    found = team_visits.visit(visit)
    rows = list(team_visits.rows_of(found))
    number, size = page or (1, len(rows))
    names = team_visits.names_of(found, rows[(number - 1) * size : number * size])
    access.record(
        action=AccessAction.LIST,
        subject=f"jemput bola {visit}",
        purpose=purpose,
        residents=[one.person.resident_id for one in names],
        by=by,
        at=at,
    )
    return Opened(found, names, len(rows), sum(bool(row.outcome) for row in rows))


@transaction.atomic
def print_sheet(*, visit: int, by: Officer, at: datetime.datetime) -> Opened:
    """Return the same for paper: a list that is counted, and a print beside it, as for the lists of those due.

    Raises:
        TeamVisit.DoesNotExist, DailyLimitReached: as for `open_list`.
    """
    purpose = "Mencetak daftar jemput bola"
    opened = open_list(visit=visit, purpose=purpose, by=by, at=at)
    access.record(
        action=AccessAction.PRINT,
        subject=f"jemput bola {visit}",
        purpose=purpose,
        beside=[one.person.resident_id for one in opened.names],
        by=by,
        at=at,
    )
    return opened


@transaction.atomic
def open_person(*, visit: int, person: int, by: Officer, at: datetime.datetime) -> tuple[TeamVisit, Named]:
    """Return one person of a visit, and write down that she was shown; as one of its list, which was opened before.

    Raises:
        TeamVisit.DoesNotExist, VisitPerson.DoesNotExist: there is none in the scope in force.
        DailyLimitReached: she has seen as many today as her role may.
    """
    found = team_visits.visit(visit)
    named = next((one for one in team_visits.names_of(found, team_visits.rows_of(found).filter(pk=person))), None)
    if named is None:
        raise VisitPerson.DoesNotExist
    access.record(
        action=AccessAction.LIST,
        subject=f"jemput bola {visit} nama {person}",
        purpose="Mencatat hasil jemput bola",
        residents=[named.person.resident_id],
        by=by,
        at=at,
    )
    return found, named

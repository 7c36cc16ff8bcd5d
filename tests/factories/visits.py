"""Team visits for tests: under way, with a list of names."""

from __future__ import annotations

import datetime

from django.utils import timezone

from queueing.choices import VisitState
from queueing.models import Office, TeamVisit, VisitPerson
from registry.models import Officer, Resident
from tests.factories.hall import today_at

MORNING, NOON = datetime.time(8), datetime.time(12)


def a_visit(office: Office, officer: Officer, *people: Resident, **facts: object) -> TeamVisit:
    """Return a visit of today that is under way, with these people on its list."""
    told = {
        "kind": "village", "place": "Balai Desa", "region_id": "35.16.08.2001", "day": today_at(office),
        "begins_at": MORNING, "ends_at": NOON, "state": VisitState.UNDER_WAY, "made_at": timezone.now(), **facts,
    }  # fmt: skip
    visit = TeamVisit.unscoped.create(office=office, area=office.region_id, made_by=officer, **told)
    visit.officers.add(officer)
    for person in people:
        a_name(visit, person)
    return visit


def a_name(visit: TeamVisit, person: Resident) -> VisitPerson:
    """Put somebody on the list of a visit."""
    ordinal = VisitPerson.unscoped.filter(visit=visit).count() + 1
    return VisitPerson.unscoped.create(visit=visit, area=visit.area, resident=person, ordinal=ordinal)

"""The book of the team visits is written here."""

from __future__ import annotations

import datetime
import uuid

from queueing.choices import VisitEventKind
from queueing.models import TeamVisit, VisitEvent, VisitPerson
from registry.models.officer import Officer


def note(
    *,
    visit: TeamVisit,
    kind: VisitEventKind,
    by: Officer,
    at: datetime.datetime,
    person: VisitPerson | None = None,
    outcome: str = "",
    replaced: str = "",
    key: uuid.UUID | None = None,
    note: str = "",
) -> VisitEvent:
    """Write one line, in the caller's transaction. `replaced` is the outcome that an answer takes the place of."""
    return VisitEvent.unscoped.create(
        visit=visit,
        area=visit.area,
        person=person,
        kind=kind,
        outcome=outcome,
        replaced=replaced,
        client_key=key,
        note=note,
        by=by,
        at=at,
    )

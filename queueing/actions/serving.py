"""Whom a counter serves is shown here, and written down before it is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction

from queueing.models import Counter, Ticket
from queueing.queries import counter as questions
from registry.actions import access
from registry.models.access import AccessAction
from registry.models.officer import Officer
from registry.queries import identity


@dataclass(frozen=True, slots=True)
class Served:
    """The ticket in hand, and its person as the registry of the officer's area knows her."""

    ticket: Ticket
    person: identity.PersonHere | None


@transaction.atomic
def look(*, counter: Counter, by: Officer, at: datetime.datetime) -> Served | None:
    """Return whom the counter serves, for comparing with her papers; None when nobody is in hand."""
    ticket = questions.in_hand(counter)
    if ticket is None:
        return None
    resident = ticket.resident_id or (identity.id_of(ticket.nik_index) if ticket.nik_index else None)
    person = identity.find(resident, on=ticket.day) if resident else None
    access.record(
        action=AccessAction.VIEW,
        subject=f"nomor antrean {ticket.pk}",
        purpose="Melayani di loket",
        by=by,
        at=at,
        row_count=1,
        residents=[person.resident_id] if person else (),
    )
    return Served(ticket, person)

"""How long somebody was told at her check-in that she would wait: kept, to be compared with what happened."""

from __future__ import annotations

import datetime

from queueing.models import Ticket
from queueing.queries.line import line_of


def tell(ticket: Ticket, *, at: datetime.datetime) -> None:
    """Write on a ticket the range that the line gives it at this moment (`queueing/rules/waiting.py`).

    It is what her phone shows. Nothing is told while no counter is open, and nothing on another day than the line's.
    Belongs to the transaction that draws the number.
    """
    line = line_of(ticket.office_id, at)
    if all(one.ticket != ticket.pk for one in line.waiting):
        return
    wait = line.wait_behind(line.people_before(ticket.pk))
    if wait is None:
        return
    ticket.told_low_minutes, ticket.told_high_minutes = wait.low_minutes, wait.high_minutes
    ticket.save(update_fields=["told_low_minutes", "told_high_minutes"])

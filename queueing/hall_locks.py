"""Claims and locks of the hall: a visit, a session, a counter, the party of a ticket, the ticket, the count of calls.

Every step of a counter locks the counter first, so that two hands at one counter take turns. A ticket in line is
claimed without waiting for whoever else is claiming it; one in hand is locked after its party, as check-in does it.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from typing import Final

from django.db import connection
from django.db.models import QuerySet

from queueing import locks
from queueing.models import Booking, Counter, RecordingSession, TeamVisit, Ticket
from queueing.queries.front_desk import FOR_WALK_INS

#: How many of those who come next are looked at: the first ones may be in the hands of other counters.
_LOOKED_AT: Final = 50

_CLAIM_AT_THE_DESK: Final = f"""
SELECT seat.id, slot.id {FOR_WALK_INS}
ORDER BY seat.lane <> 'walk_in', slot.starts_at, seat.id LIMIT 1 FOR UPDATE OF seat SKIP LOCKED
"""


def lock_counter(counter: int) -> Counter:
    """Lock a counter until the transaction ends, and return it as it is now.

    Raises:
        Counter.DoesNotExist: there is none.
    """
    found = Counter.objects.select_for_update(no_key=True, of=("self",)).select_related("office")
    return found.get(pk=counter)


def lock_counters(counters: Collection[int]) -> list[Counter]:
    """Lock several counters in the order of their ids."""
    return list(Counter.objects.select_for_update(no_key=True).filter(pk__in=counters).order_by("pk"))


def claim_first(order: Sequence[int], *, among: QuerySet[Ticket]) -> Ticket | None:
    """Claim the first of these tickets that is still among those and that nobody else is claiming."""
    for pk in order[:_LOOKED_AT]:
        claimed = among.filter(pk=pk).select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
        if claimed is not None:
            return claimed
    return None


def lock_ticket(ticket: int) -> Ticket:
    """Lock a ticket, after the party that it was drawn for, and return it as it is now.

    Raises:
        Ticket.DoesNotExist: there is none.
    """
    party = Booking.unscoped.filter(ticket=ticket).values_list("party", flat=True).first()
    if party is not None:
        locks.lock_party(party)
    return Ticket.unscoped.select_for_update(no_key=True).get(pk=ticket)


def lock_session(session: int) -> RecordingSession:
    """Lock one recording session of the scope in force; it comes before its ticket.

    Raises:
        RecordingSession.DoesNotExist: there is none.
    """
    return RecordingSession.objects.select_for_update(no_key=True).get(pk=session)


def lock_visit(visit: int) -> TeamVisit:
    """Lock one team visit of the scope in force with all its names; it comes before any recording session.

    Raises:
        TeamVisit.DoesNotExist: there is none.
    """
    return TeamVisit.objects.select_for_update(no_key=True).get(pk=visit)


def take_planning_turn() -> None:
    """Let one at a time plan a team visit until its transaction ends: a device goes to one place at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('team visits'), 0)")


def claim_at_the_desk(*, office: int, day: datetime.date, at: datetime.datetime) -> tuple[int, int] | None:
    """Claim one seat for somebody who has not booked and stands at the desk, for the open transaction.

    Returns:
        The ids of the seat and of its slot; None when none is left that nobody else is claiming.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_AT_THE_DESK, {"office": office, "day": day, "at": at})
        found: tuple[int, int] | None = cursor.fetchone()
        return found

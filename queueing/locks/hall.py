"""What is claimed and locked in the hall: numbers, walk-in seats, sessions. It is used through `queueing.locks`."""

from __future__ import annotations

import datetime
from typing import Final

from django.db import connection

from queueing.models import RecordingSession, Ticket
from queueing.queries.front_desk import FOR_WALK_INS

_CLAIM_AT_THE_DESK: Final = f"""
SELECT seat.id, slot.id {FOR_WALK_INS}
ORDER BY seat.lane <> 'walk_in', slot.starts_at, seat.id LIMIT 1 FOR UPDATE OF seat SKIP LOCKED
"""


def lock_ticket(ticket: int) -> Ticket:
    """Lock one ticket of the scope in force until the transaction ends; it comes after parties and bookings.

    Raises:
        Ticket.DoesNotExist: there is none.
    """
    return Ticket.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=ticket)


def lock_session(session: int) -> RecordingSession:
    """Lock one recording session of the scope in force; it comes before its ticket.

    Raises:
        RecordingSession.DoesNotExist: there is none.
    """
    return RecordingSession.objects.select_for_update(no_key=True).get(pk=session)


def claim_at_the_desk(*, office: int, day: datetime.date, at: datetime.datetime) -> tuple[int, int] | None:
    """Claim one seat for somebody who has not booked and stands at the desk, for the open transaction.

    Returns:
        The ids of the seat and of its slot; None when none is left that nobody else is claiming.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_AT_THE_DESK, {"office": office, "day": day, "at": at})
        found: tuple[int, int] | None = cursor.fetchone()
        return found


def draw_number(*, office: int, day: datetime.date, letter: str) -> int:
    """Draw the next number of the letter; the row stays locked until the transaction ends, so there is no gap."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO queueing_numbersequence (office_id, day, letter, last_number) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (office_id, day, letter)"
            " DO UPDATE SET last_number = queueing_numbersequence.last_number + 1 RETURNING last_number",
            [office, day, letter],
        )
        return int(cursor.fetchone()[0])

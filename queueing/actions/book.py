"""The queue's book is written here: one event for each change, in the transaction that makes it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable

from queueing.choices import QueueEventKind
from queueing.models import QueueEvent
from registry.models.officer import Officer


def note(
    *,
    kind: QueueEventKind,
    party: uuid.UUID | None,
    at: datetime.datetime,
    by: Officer | None = None,
    bookings: Iterable[int] = (),
    ticket: int | None = None,
    slot: int | None = None,
    detail: str = "",
) -> None:
    """Write one event for each booking, or one for the whole party or ticket where none is named."""
    subjects: list[int | None] = list(bookings) or [None]
    QueueEvent.objects.bulk_create(
        QueueEvent(
            party_id=party, booking_id=booking, ticket_id=ticket, kind=kind, at=at, by=by, slot_id=slot, detail=detail
        )
        for booking in subjects
    )

"""A form changes to the priority lane of the main office here, where somebody of it is to go first."""

from __future__ import annotations

import datetime
import uuid

from queueing import locks
from queueing.actions import holds
from queueing.choices import BookingState, Lane, OfficeKind, Priority
from queueing.models import Booking, Party, RecordingSlot
from queueing.rules.entitlement import Verdict


class NotFirst(Exception):
    """Nobody of the form is to go first, or the slot is not one of the main office."""

    def __init__(self) -> None:
        super().__init__("Jalur prioritas di kantor utama tidak berlaku untuk isian ini.")


def switch(*, party: uuid.UUID, slot: RecordingSlot, at: datetime.datetime) -> Party:
    """Hold priority places of the main office in the place of those that the form holds; what was filled in stays.

    All of the form change together: people who come together are not parted. A repeat does nothing.

    Raises:
        NotFirst: see the class.
        holds.SlotFull: ...
        holds.SlotPast: ...
        locks.Crowded: ...
    """
    if slot.office.kind != OfficeKind.MAIN:
        raise NotFirst
    with locks.patient():
        found = locks.lock_party(party)
        going_on = [BookingState.HELD, BookingState.ASKING]
        first = Booking.unscoped.filter(party=party, state__in=going_on, verdict=Verdict.PRIORITY)
        if found.state not in holds.CHANGEABLE or not first.exists() or slot.office.region_id != found.area:
            raise NotFirst
        first.filter(priority=Priority.NONE).update(priority=Priority.NOT_ON_ROLL)
        return holds.renew(party=party, slot=slot, lane=Lane.PRIORITY, at=at)

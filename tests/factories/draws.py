"""Made-up draws: a day whose general places are to be drawn for, and people who take part."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence as Many
from typing import Any, Final

from django.utils import timezone

from queueing.actions import asking, draws
from queueing.actions.asking import Wish
from queueing.models import Draw, Party, RecordingSlot, Seat
from tests.factories.queueing import OfficeFactory, SlotFactory, fill_in
from tests.factories.registry import OfficerFactory

MINUTE: Final = datetime.timedelta(minutes=1)
#: Tests announce for a day so far ahead, and look at the draw through their own clock.
AHEAD: Final = datetime.timedelta(days=10)


def slots_to_draw(*seats: int, **office: Any) -> list[RecordingSlot]:
    """Make slots of a day far ahead, whose general seats have yet to open."""
    now = timezone.now()
    begins = (now + AHEAD).replace(hour=1, minute=0, second=0, microsecond=0)
    own = office.get("office") or OfficeFactory.create()
    slots = [
        SlotFactory.create(office=own, seats=0, starts_at=begins + 30 * number * MINUTE) for number in range(len(seats))
    ]
    Seat.objects.bulk_create(
        Seat(slot=slot, number=number, lane="general", opens_at=now + 2 * 24 * 60 * MINUTE)
        for slot, count in zip(slots, seats, strict=True)
        for number in range(1, count + 1)
    )
    return slots


def a_draw(slots: Many[RecordingSlot]) -> Draw:
    """Announce a draw for the day of these slots, which takes requests from one minute to one hour ahead."""
    now = timezone.now()
    return draws.announce(
        office=slots[0].office,
        day=slots[0].day,
        opens_at=now + MINUTE,
        closes_at=now + 60 * MINUTE,
        by=OfficerFactory.create(),
        at=now,
    )


def an_entry(draw: Draw, *, persons: int = 1, niks: Many[str] = (), **changes: Any) -> Party:
    """Ask for a place in the draw, with everybody named and the contact proven."""
    wish = Wish(timezone.localdate(), draw.day)
    form = asking.ask(key=uuid.uuid4(), office=draw.office, persons=persons, wish=wish, at=timezone.now(), draw=draw.pk)
    fill_in(form, niks=niks, **changes)
    return draws.enter(party=form.pk, draw=draw.pk, at=draw.opens_at)

"""Made-up draws: a day whose general places are to be drawn for, and people who take part."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence as Many
from typing import Any, Final

from django.utils import timezone

from queueing.actions import asking, draws
from queueing.actions.asking import Wish
from queueing.choices import BookingState, Channel, PartyState
from queueing.models import Booking, Draw, Party, RecordingSlot, Seat
from registry import sealing
from tests.factories.queueing import OfficeFactory, SlotFactory, fill_in
from tests.factories.registry import OfficerFactory

MINUTE: Final = datetime.timedelta(minutes=1)
#: Tests announce for a day so far ahead, and look at the draw through their own clock.
AHEAD: Final = datetime.timedelta(days=10)


def slots_to_draw(*seats: int, **office: Any) -> list[RecordingSlot]:
    """Make slots of a day far ahead, whose general seats have yet to open."""
    now = timezone.now()
    begins = (now + AHEAD).replace(hour=1, minute=0, second=0, microsecond=0)
    own = OfficeFactory.create(**office)
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


def many_entries(draw: Draw, persons: Many[int]) -> list[uuid.UUID]:
    """Let many parties take part at once, written in bulk; return their ids, which are the same every time."""
    ids = [uuid.uuid5(uuid.NAMESPACE_OID, str(number)) for number in range(len(persons))]
    sealer, now = sealing.sealer(), timezone.now()
    contacts = [sealer.index(sealing.CONTACT, f"+62813{number:08d}") for number in range(len(persons))]
    wish = {"wish_from": timezone.localdate(), "wish_until": draw.day}
    Party.unscoped.bulk_create(
        Party(
            id=own,
            office=draw.office,
            area=draw.area,
            state=PartyState.DRAWING,
            draw=draw,
            persons=count,
            wish_digest=b"",
            channel=Channel.WHATSAPP,
            contact_index=contact,
            contact_sealed=sealer.seal(sealing.CONTACT, f"+62813{number:08d}", contact),
            contact_proved_at=now,
            created_at=now,
            **wish,
        )
        for number, (own, count, contact) in enumerate(zip(ids, persons, contacts, strict=True))
    )
    Booking.unscoped.bulk_create(
        Booking(
            party_id=own,
            area=draw.area,
            ordinal=ordinal,
            state=BookingState.WISHED,
            name=f"ORANG {ordinal}",
            nik_index=sealer.index(sealing.NIK, f"{own}:{ordinal}"),
        )
        for own, count in zip(ids, persons, strict=True)
        for ordinal in range(1, count + 1)
    )
    return ids

"""Made-up offices; regions must be there."""

# mypy: disable-error-code="no-untyped-call"
# The declarations of factory_boy have no types of their own.

from __future__ import annotations

import datetime
import itertools
import uuid
from collections.abc import Sequence as Many
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from factory.declarations import LazyAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from queueing.actions import bookings, holds, waiting_list
from queueing.actions.asking import Wish, ask
from queueing.choices import Channel, Lane, OfficeKind, PartyState, TimeZone, Weekday
from queueing.models import Booking, Counter, Office, OpeningHours, Party, RecordingSlot, Seat
from registry import sealing

_numbers: Final = itertools.count(1)


class OfficeFactory(DjangoModelFactory[Office]):
    """An office of a zone."""

    class Meta:
        model = Office

    class Params:
        main = Trait(kind=OfficeKind.MAIN)

    name = Sequence(lambda number: f"Zona {number}")
    kind = OfficeKind.BRANCH
    region_id = "35.16"
    address = "Jalan Percobaan 1"
    time_zone = TimeZone.WIB


class OpeningHoursFactory(DjangoModelFactory[OpeningHours]):
    """A Monday morning."""

    class Meta:
        model = OpeningHours

    office = SubFactory(OfficeFactory)
    weekday = Weekday.MONDAY
    opens_at = datetime.time(8)
    closes_at = datetime.time(12)


def open_daily(office: Office, opens_at: datetime.time, closes_at: datetime.time) -> None:
    """Let an office be open on every day of the week."""
    for weekday in Weekday:
        OpeningHoursFactory.create(office=office, weekday=weekday, opens_at=opens_at, closes_at=closes_at)


class SlotFactory(DjangoModelFactory[RecordingSlot]):
    """Half an hour of tomorrow's morning, with `seats` seats of the general lane that are open."""

    class Meta:
        model = RecordingSlot
        skip_postgeneration_save = True

    office = SubFactory(OfficeFactory)
    starts_at = Sequence(
        lambda number: (timezone.now() + datetime.timedelta(days=1, minutes=30 * number)).replace(microsecond=0)
    )
    ends_at = LazyAttribute(lambda slot: slot.starts_at + datetime.timedelta(minutes=30))
    day = LazyAttribute(lambda slot: slot.starts_at.astimezone(ZoneInfo(slot.office.time_zone)).date())

    @post_generation  # type: ignore[untyped-decorator]
    def seats(self: Any, _create: bool, extracted: int | None, **kwargs: Any) -> None:
        """Make as many as asked for, two by default; further fields go to each."""
        first = Seat.objects.filter(slot=self).count() + 1
        Seat.objects.bulk_create(
            Seat(
                slot=self,
                number=number,
                **{"lane": Lane.GENERAL, "opens_at": timezone.now() - datetime.timedelta(days=1), **kwargs},
            )
            for number in range(first, first + (2 if extracted is None else extracted))
        )


def a_party(
    slot: RecordingSlot, *, persons: int = 1, niks: Many[str] = (), lane: str = Lane.GENERAL, **changes: Any
) -> Party:
    """Hold places in the slot, as a resident who has filled in her form and proved her contact; not confirmed yet."""
    party = holds.hold(key=uuid.uuid4(), slot=slot, persons=persons, lane=lane, at=timezone.now())
    return fill_in(party, niks=niks, **changes)


def fill_in(party: Party, *, niks: Many[str] = (), **changes: Any) -> Party:
    """Name the people of the party, and let it prove its contact."""
    now = timezone.now()
    sealer = sealing.sealer()
    for person in Booking.unscoped.filter(party=party).order_by("ordinal"):
        nik = niks[person.ordinal - 1] if niks else f"351608{next(_numbers):010d}"
        person.name, person.nik_index = f"ORANG {person.ordinal}", sealer.index(sealing.NIK, nik)
        person.nik_sealed = sealer.seal(sealing.NIK, nik, person.nik_index)
        person.save()
    phone = f"+62812{next(_numbers):08d}"
    index = sealer.index(sealing.CONTACT, phone)
    facts = {
        "channel": Channel.WHATSAPP,
        "contact_index": index,
        "contact_sealed": sealer.seal(sealing.CONTACT, phone, index),
        "contact_proved_at": now,
    }
    Party.unscoped.filter(pk=party.pk).update(**{**facts, **changes})
    return Party.unscoped.get(pk=party.pk)


def a_booking(slot: RecordingSlot, **wishes: Any) -> Party:
    """A party with places in the slot that are confirmed."""
    party = bookings.confirm(party=a_party(slot, **wishes).pk, at=timezone.now())
    assert party.state == PartyState.CONFIRMED
    return party


def a_waiting_party(
    slot: RecordingSlot, *, persons: int = 1, niks: Many[str] = (), lane: str = Lane.GENERAL, **changes: Any
) -> Party:
    """A party at the end of the line for the day of this slot."""
    wish, now = Wish(slot.day, slot.day), timezone.now()
    asking = ask(key=uuid.uuid4(), office=slot.office, persons=persons, wish=wish, lane=lane, at=now)
    fill_in(asking, niks=niks, **changes)
    return waiting_list.join(party=asking.pk, at=timezone.now())


class CounterFactory(DjangoModelFactory[Counter]):
    """An open counter."""

    class Meta:
        model = Counter

    office = SubFactory(OfficeFactory)
    number = Sequence(lambda number: number + 1)
    is_open = True

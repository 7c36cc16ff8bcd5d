"""A half-booked day for trying out: made-up residents who hold places on the next open day of each office."""

from __future__ import annotations

import datetime
import random
import re
import uuid
from collections.abc import Iterator
from typing import Final

from django.db import transaction

from queueing.actions import bookings, entitlements, holds, one_time_codes, people, publishing
from queueing.actions.people import Person
from queueing.choices import Channel, Lane, NoticeKind, PartyState
from queueing.models import Notice, Office, Party, RecordingSlot, Seat
from queueing.models.seat import FREE
from registry.models import Resident
from registry.rules.dates import latest_birth_date

#: Numbers of this range are given to nobody: 0812 0000 0000 and up.
_PHONE: Final = "+628120000{number:04d}"
_OLD_ENOUGH: Final = 16


def fill_next_day(*, regency: str, at: datetime.datetime) -> int:
    """Book about half of the open seats on the next day of every open office that nobody has booked yet.

    Returns:
        How many people were booked.
    """
    dice, booked = random.Random(regency), 0  # noqa: S311 - the same made-up day each time
    unrecorded = _unrecorded(regency, at)
    for office in Office.objects.filter(region=regency, is_open=True).order_by("pk"):
        publishing.publish(office=office.pk, at=at)
        if not Party.unscoped.filter(office=office).exists():
            booked += sum(_book(slot, unrecorded, dice, at) for slot in _next_day(office, at))
    return booked


def _next_day(office: Office, at: datetime.datetime) -> list[RecordingSlot]:
    ahead = RecordingSlot.objects.filter(office=office, starts_at__gt=at, seats__opens_at__lte=at).select_related(
        "office"
    )
    first = ahead.order_by("starts_at").first()
    return list(ahead.filter(day=first.day).order_by("starts_at").distinct()) if first else []


def _book(slot: RecordingSlot, unrecorded: Iterator[Resident], dice: random.Random, at: datetime.datetime) -> int:
    free = Seat.objects.filter(FREE, slot=slot, lane=Lane.GENERAL, opens_at__lte=at).count()
    return sum(
        _book_one(slot, resident, dice, at) for resident, _ in zip(unrecorded, range((free + 1) // 2), strict=False)
    )


def _book_one(slot: RecordingSlot, resident: Resident, dice: random.Random, at: datetime.datetime) -> int:
    """Go the way of a resident; the code is read in the outbox, where the office's gateway would fetch it."""
    party = holds.hold(key=uuid.uuid4(), slot=slot, persons=1, at=at)
    # Read before the worker can have it: once sent, the text is wiped.
    with transaction.atomic():
        people.name_people(
            party=party.pk,
            people=[Person(name=resident.name, nik=resident.nik)],
            kk_number=resident.household.kk_number,
            contact=_PHONE.format(number=dice.randrange(10_000)),
            channel=Channel.WHATSAPP,
            at=at,
        )
        figures = _code_sent_to(party)
    one_time_codes.prove(party=party.pk, figures=figures, at=at)
    entitlements.tell(party=party.pk, at=at)
    return int(bookings.confirm(party=party.pk, at=at).state == PartyState.CONFIRMED)


def _code_sent_to(party: Party) -> str:
    sent = Notice.unscoped.filter(party_id=party.pk, kind=NoticeKind.ONE_TIME_CODE).latest("created_at")
    figures = re.search(r"\b\d{6}\b", sent.body)
    assert figures is not None
    return figures.group()


def _unrecorded(regency: str, at: datetime.datetime) -> Iterator[Resident]:
    born = latest_birth_date(_OLD_ENOUGH, on=at.date())
    waiting = Resident.unscoped.alive().living_in(regency).unrecorded().filter(birth_date__lte=born)
    return iter(waiting.select_related("household").order_by("nik_index")[:2000])

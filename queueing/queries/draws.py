"""Draws that are announced, and what became of one."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from queueing.choices import DrawState, QueueEventKind
from queueing.models import Draw, QueueEvent


@dataclass(frozen=True, slots=True)
class Counts:
    """How many asked and how many were drawn, in parties and in people, and for how many places."""

    parties: int
    people: int
    drawn_parties: int
    drawn_people: int
    places: int


def taking_requests(office: int, at: datetime.datetime) -> list[Draw]:
    """Return the draws of an office that take requests at this moment, the nearest day first."""
    announced = Draw.unscoped.filter(office=office, state=DrawState.ANNOUNCED, opens_at__lte=at, closes_at__gt=at)
    return list(announced.select_related("office").order_by("day"))


def announced(draw: uuid.UUID) -> Draw | None:
    """Return a draw with its office; None where there is none."""
    return Draw.unscoped.select_related("office").filter(pk=draw).first()


def unlike_its_record(draw: Draw) -> list[str]:
    """Compare what is published with what the book of the queue says that each party was given."""
    drawn = QueueEvent.objects.filter(party__draw=draw, kind=QueueEventKind.DRAWN, slot__isnull=False)
    given = dict(drawn.values_list("party", "slot"))
    if sorted(given.values()) != sorted(slot for _, _, slot in draw.entries if slot is not None):
        return ["Catatan antrean tidak sama dengan tempat yang diumumkan."]
    return []


def counts(draw: Draw) -> Counts | None:
    """Count what is published of a draw; None before it is drawn."""
    if draw.record is None:
        return None
    drawn = [persons for _, persons, slot in draw.entries if slot is not None]
    return Counts(
        parties=len(draw.entries),
        people=sum(persons for _, persons, _ in draw.entries),
        drawn_parties=len(drawn),
        drawn_people=sum(drawn),
        places=sum(free for _, _, free in draw.record["slots"]),
    )

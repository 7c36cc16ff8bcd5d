"""Who waits for a place, in which order, and which seats that were given up they could have."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from queueing.choices import BookingState, Lane, PartyState, QueueEventKind
from queueing.models import Booking, Party, QueueEvent, RecordingSlot, Seat
from queueing.models.booking import EXPECTED
from queueing.models.seat import FREE
from queueing.rules.offers import TOO_LATE


def overtaken() -> QuerySet[Booking]:
    """Return people who wait although they have a live booking that outweighs it.

    Where only she who waits has shown the numbers of the registry, the booking is a stranger's and ends nothing.
    """
    live = Booking.unscoped.filter(nik_index=OuterRef("nik_index"), state__in=EXPECTED)
    outweighed = Exists(live.filter(agrees=True)) | Q(agrees=False) & Exists(live)
    return Booking.unscoped.filter(outweighed, state=BookingState.WISHED)


def line_for(slot: RecordingSlot, lane: str) -> QuerySet[Party]:
    """Return who may be offered seats of the slot, in the order of the line; each party is asked once about a slot."""
    asked_before = QueueEvent.objects.filter(
        party=OuterRef("pk"), kind=QueueEventKind.OFFERED, slot=slot, at__gte=OuterRef("joined_at")
    )
    waiting = Party.unscoped.filter(
        state=PartyState.WAITING, office=slot.office_id, lane=lane, wish_from__lte=slot.day, wish_until__gte=slot.day
    )
    booked = overtaken().filter(party=OuterRef("pk"))
    return waiting.exclude(Exists(asked_before)).exclude(Exists(booked)).order_by("joined_at", "pk")


def freed_pairs(at: datetime.datetime) -> list[tuple[RecordingSlot, str]]:
    """Return slots, the earliest first, and lanes with seats that were given up and that somebody waits for."""
    seats = Seat.objects.filter(
        FREE, _somebody_waits(), freed_at__isnull=False, slot__starts_at__gte=at + TOO_LATE, slot__office__is_open=True
    ).exclude(lane=Lane.WALK_IN)
    pairs = list(seats.values_list("slot_id", "lane").distinct())
    slots = RecordingSlot.objects.select_related("office").in_bulk([slot for slot, _ in pairs])
    return sorted(
        ((slots[slot], lane) for slot, lane in pairs), key=lambda pair: (pair[0].starts_at, pair[0].pk, pair[1])
    )


def wanted(seats: Iterable[int]) -> list[int]:
    """Return those of these seats that somebody waits for."""
    return list(Seat.objects.filter(_somebody_waits(), pk__in=seats).values_list("pk", flat=True))


def place_in_line(party: Party) -> int:
    """Return how many are served before this party and wish some of the same days, and itself."""
    before = Q(joined_at__lt=party.joined_at) | Q(joined_at=party.joined_at, pk__lt=party.pk)
    rivals = Party.unscoped.filter(
        before,
        state__in=[PartyState.WAITING, PartyState.OFFERED],
        office=party.office_id,
        lane=party.lane,
        wish_from__lte=party.wish_until,
        wish_until__gte=party.wish_from,
    )
    return rivals.count() + 1


def over(today: datetime.date, zone: str) -> QuerySet[Party]:
    """Return who still waits at offices of this time zone although the last day of her wish has passed."""
    return Party.unscoped.filter(state=PartyState.WAITING, office__time_zone=zone, wish_until__lt=today)


def missed_offers(parties: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Return each party once for every offer that it let pass since it joined."""
    missed = QueueEvent.objects.filter(
        party__in=parties, kind=QueueEventKind.OFFER_EXPIRED, at__gte=F("party__joined_at")
    )
    return list(missed.values_list("party", flat=True))


def _somebody_waits() -> Exists:
    return Exists(
        Party.unscoped.filter(
            state=PartyState.WAITING,
            office=OuterRef("slot__office"),
            lane=OuterRef("lane"),
            wish_from__lte=OuterRef("slot__day"),
            wish_until__gte=OuterRef("slot__day"),
        )
    )

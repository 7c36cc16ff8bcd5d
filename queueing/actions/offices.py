"""Offices set up from what is known of them."""

from __future__ import annotations

from django.db import transaction

from queueing.models import Counter, Device, Office, OpeningHours, ReleasePlan
from queueing.rules.known_offices import KnownOffice
from registry.models.region import Region


@transaction.atomic
def set_up(known: KnownOffice) -> Office:
    """Make the office with all that it works with, a counter for each device; one that is there stays as it was set."""
    office, made = Office.objects.get_or_create(
        region_id=known.region,
        name=known.name,
        defaults={"kind": known.kind, "address": known.address, "time_zone": known.time_zone},
    )
    if made:
        office.served.set(Region.objects.filter(code__in=known.served))
        OpeningHours.objects.bulk_create(
            OpeningHours(office=office, weekday=weekday, opens_at=opens_at, closes_at=closes_at)
            for weekday, opens_at, closes_at in known.hours
        )
    give_plan(office=office)
    if not office.devices.exists():
        Device.objects.bulk_create(
            Device(office=office, name=f"Alat {number}") for number in range(1, known.devices + 1)
        )
    if not office.counters.exists():
        Counter.objects.bulk_create(
            Counter(office=office, number=number, device=device)
            for number, device in enumerate(office.devices.order_by("name"), start=1)
        )
    return office


def give_plan(*, office: Office) -> None:
    """Give the office the usual plan of opening its places, unless it has one of its own."""
    ReleasePlan.objects.get_or_create(office=office)

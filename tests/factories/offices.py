"""Offices that have everything it takes to publish places: hours, devices, and exceptions to both."""

# mypy: disable-error-code="no-untyped-call"
# The declarations of factory_boy have no types of their own.

from __future__ import annotations

import datetime
from typing import Any

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from queueing.models import Closure, Device, ExtraOpening, Holiday, Office, OpeningHours, ProtocolPeriod, ReleasePlan
from queueing.rules.known_offices import WEEK
from tests.factories.queueing import OfficeFactory


class DeviceFactory(DjangoModelFactory[Device]):
    """A recording set that works."""

    class Meta:
        model = Device

    office = SubFactory(OfficeFactory)
    name = Sequence(lambda number: f"Alat {number}")


class ClosureFactory(DjangoModelFactory[Closure]):
    """A whole day that is closed."""

    class Meta:
        model = Closure

    office = SubFactory(OfficeFactory)
    day = datetime.date(2020, 11, 24)
    reason = "Listrik padam"


class ExtraOpeningFactory(DjangoModelFactory[ExtraOpening]):
    """A Saturday morning before polling day."""

    class Meta:
        model = ExtraOpening

    office = SubFactory(OfficeFactory)
    day = datetime.date(2020, 11, 28)
    opens_at = datetime.time(8)
    closes_at = datetime.time(10)


class ProtocolPeriodFactory(DjangoModelFactory[ProtocolPeriod]):
    """Half of the seats, for two months of 2020."""

    class Meta:
        model = ProtocolPeriod

    office = SubFactory(OfficeFactory)
    starts_on = datetime.date(2020, 11, 1)
    ends_on = datetime.date(2021, 1, 1)
    percent = 50


class HolidayFactory(DjangoModelFactory[Holiday]):
    """A day off for every office."""

    class Meta:
        model = Holiday

    day = datetime.date(2020, 12, 9)
    name = "Hari Pemilihan Kepala Daerah"


def an_office(*, devices: int = 4, plan: dict[str, Any] | None = None, **facts: Any) -> Office:
    """Return an office with the usual week, so many devices that work, and a plan where one is given."""
    office: Office = OfficeFactory.create(**facts)
    OpeningHours.objects.bulk_create(
        OpeningHours(office=office, weekday=weekday, opens_at=opens_at, closes_at=closes_at)
        for weekday, opens_at, closes_at in WEEK
    )
    for _ in range(devices):
        DeviceFactory.create(office=office)
    if plan is not None:
        ReleasePlan.objects.create(office=office, **plan)
    return office

"""Made-up offices; regions must be there."""

# mypy: disable-error-code="no-untyped-call"
# The declarations of factory_boy have no types of their own.

from __future__ import annotations

import datetime

from factory.declarations import Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from queueing.choices import OfficeKind, TimeZone, Weekday
from queueing.models import Office, OpeningHours


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

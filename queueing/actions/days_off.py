"""Days off that decrees name are brought in here, once; afterwards they belong to whoever corrects them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

import holidays

from queueing.choices import HolidayKind
from queueing.models import Holiday

#: Categories of the package `holidays` for Indonesia; a day in both is a national one.
_KINDS: Final = {"public": HolidayKind.NATIONAL, "government": HolidayKind.COLLECTIVE_LEAVE}


def bring_in(*, years: Collection[int]) -> int:
    """Add the national holidays and days of collective leave of these years; return how many are new.

    A day that is there stays as somebody has left it, also one that is not observed: so the load may be repeated, and
    two at once write no day twice (`unique`). Days by the moon are estimates of the package until a decree names them.
    """
    wanted = list(_days_off(years))
    before = Holiday.objects.count()
    Holiday.objects.bulk_create(wanted, ignore_conflicts=True)
    return Holiday.objects.count() - before


def _days_off(years: Collection[int]) -> Iterator[Holiday]:
    seen = set()
    for category, kind in _KINDS.items():
        found = holidays.country_holidays("ID", years=years, categories=(category,), language="id")
        for day, name in sorted(found.items()):
            if day not in seen:
                seen.add(day)
                yield Holiday(day=day, name=name, kind=kind)

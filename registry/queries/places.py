"""Districts and villages inside the scope, as people write them: by code or by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.db.models import Q, QuerySet

from registry import scope
from registry.choices import RegionKind, RegionLevel
from registry.models import Region

#: More are not offered to choose from: a province has thousands, and the page would be all list.
MOST_OFFERED: Final = 500
_CODE: Final = re.compile(r"[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?)?(?=\)?$)")
_LEVELS: Final = (RegionLevel.DISTRICT, RegionLevel.VILLAGE)


class NoSuchPlace(ValueError):
    """Nothing of that name or code lies inside the scope."""


class SeveralPlaces(ValueError):
    """Several places have that name; `written` gives each as it should be written."""

    def __init__(self, places: Sequence[Region]) -> None:
        self.written = [written(place) for place in places]
        super().__init__("; ".join(self.written))


def written(place: Region) -> str:
    """Return a place as it is offered and read: "Kauman, Kecamatan Mojosari (35.16.08.1004)"."""
    around = f", {place.parent.full_name}" if place.level == RegionLevel.VILLAGE and place.parent else ""
    return f"{place.full_name}{around} ({place.code})"


def offered() -> list[str]:
    """Return every district and village inside the scope, or none where there are too many to choose from.

    Written from plain columns: a page needs hundreds of them, and no more of each than its name.
    """
    columns = ("code", "name", "level", "kind", "parent__name", "parent__kind")
    rows = list(_places().order_by("code").values_list(*columns)[: MOST_OFFERED + 1])
    if len(rows) > MOST_OFFERED:
        return []
    kinds = dict(RegionKind.choices)
    return [
        f"{name}, {kinds.get(around_kind, '')} {around} ({code})"
        if level == RegionLevel.VILLAGE
        else f"{kinds.get(kind, '')} {name} ({code})"
        for code, name, level, kind, around, around_kind in rows
    ]


def around(village: str) -> dict[str, Region]:
    """Return the regions around a village by level, from the province down to itself."""
    parts = village.split(".")
    codes = [".".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    return {region.level: region for region in Region.objects.filter(code__in=codes).order_by("code")}


def named(text: str) -> Region:
    """Return the place that somebody wrote, by code or by name.

    Raises:
        NoSuchPlace: see the class.
        SeveralPlaces: see the class.
    """
    if code := _CODE.search(text.strip()):
        wanted = Q(code=code.group())
    else:
        name = text.partition(",")[0].strip()
        wanted = Q(name__iexact=re.sub(r"(?i)^(kecamatan|kelurahan|desa)\s+", "", name))
    found = list(_places().filter(wanted).order_by("code")[:10])
    if not found:
        raise NoSuchPlace
    if len(found) > 1:
        raise SeveralPlaces(found)
    return found[0]


def _places() -> QuerySet[Region]:
    inside = scope.current().condition("code")
    return Region.objects.filter(inside, level__in=_LEVELS, valid_to__isnull=True).select_related("parent")


def written_code(code: str) -> str:
    """Return a place inside the scope as it is offered and read, by its code; "" where there is none."""
    place = _places().filter(code=code).first()
    return written(place) if place else ""

"""How good an area's data are: by village, how many rows, people and families have what needs a look.

The numbers at rest are sealed, so what a NIK says of its bearer is counted when a file comes in, by village, and kept
with its batch; everything else is counted in the register as it is now. Only people who live here count.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractDay, ExtractMonth

from registry.choices import HeldRowState, IntakeKind, IntakeState, RegionLevel, RelationToHead
from registry.models import HeldRow, Household, IntakeBatch, Region, Resident
from registry.rules.dates import latest_birth_date
from registry.scope import NATION, within

#: Measure -> its title; the order is that of the table.
MEASURES: Final[dict[str, str]] = {
    "nik-rusak": "NIK rusak, barisnya ditahan",
    "tertahan": "Baris tertahan lain",
    "nik-tanggal": "Tanggal lahir beda dengan NIK",
    "nik-kelamin": "Jenis kelamin beda dengan NIK",
    "tanggal-umum": "Tanggal lahir 1 Jan, 1 Jul, 31 Des",
    "seratus": "Umur lebih dari 100 tahun",
    "tanpa-kepala": "Keluarga tanpa kepala",
    "dua-kepala": "Keluarga dengan dua kepala",
    "tanpa-rt-rw": "Keluarga tanpa RT atau RW",
}
OF_RESIDENTS: Final = ("nik-tanggal", "nik-kelamin", "tanggal-umum", "seratus")
OF_HOUSEHOLDS: Final = ("tanpa-kepala", "dua-kepala", "tanpa-rt-rw")
OF_HELD_ROWS: Final = ("nik-rusak", "tertahan")
_NOTICES: Final = {"nik-tanggal": "nik_tanggal_berbeda", "nik-kelamin": "nik_kelamin_berbeda"}
_PLACEHOLDERS: Final = ((1, 1), (7, 1), (12, 31))
_HUNDRED: Final = 100


@dataclass
class Quality:
    """The counts of one region by the regions inside it.

    Attributes:
        region: the region.
        lines: region inside it -> measure -> count.
        batches: the extracts whose counts are in it, by regency.
    """

    region: Region
    lines: list[tuple[Region, dict[str, int]]] = field(default_factory=list)
    batches: list[IntakeBatch] = field(default_factory=list)

    def totals(self) -> dict[str, int]:
        """Return the sum of every measure."""
        return {measure: sum(counts.get(measure, 0) for _, counts in self.lines) for measure in MEASURES}


def of_region(region: Region, *, on: datetime.date, by_village: bool = False) -> Quality:
    """Count everything of a region, by the regions right inside it or by its villages."""
    batches = list(_extracts(region.code))
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(MEASURES, 0))
    for village, measure, count in (*_register(region.code, on), *_files(region.code, batches)):
        counts[village][measure] += count
    inside = Region.objects.filter(_inside("code", region.code), valid_to=None).order_by("code")
    if by_village or region.level == RegionLevel.VILLAGE:
        shown = inside.filter(level=RegionLevel.VILLAGE)
    else:
        shown = inside.filter(parent=region)
    return Quality(region, [(one, _summed(one.code, counts)) for one in shown], batches)


def residents(region: str, measure: str, *, on: datetime.date) -> QuerySet[Resident]:
    """Return the living residents of a region who are counted by a measure of the register."""
    living = Resident.objects.alive().filter(_inside("region_id", region)).order_by("region_id", "pk")
    if measure == "seratus":
        return living.filter(birth_date__lte=latest_birth_date(_HUNDRED + 1, on=on))
    return living.annotate(month=ExtractMonth("birth_date"), day=ExtractDay("birth_date")).filter(_is_placeholder())


def households(region: str, measure: str) -> QuerySet[Household]:
    """Return the households of a region with somebody living in them who are counted by a measure."""
    members = Resident.objects.alive().filter(household=OuterRef("pk"))
    homes = Household.objects.filter(_inside("region_id", region), Exists(members)).order_by("region_id", "pk")
    heads = members.filter(relation_to_head=RelationToHead.HEAD)
    if measure == "tanpa-rt-rw":
        return homes.filter(Q(rt="") | Q(rw=""))
    if measure == "tanpa-kepala":
        return homes.exclude(Exists(heads))
    living = Resident.objects.alive().filter(_inside("region_id", region)).filter(relation_to_head=RelationToHead.HEAD)
    with_two = living.order_by().values("household").annotate(heads=Count("pk")).filter(heads__gt=1)
    return homes.filter(pk__in=with_two.values("household"))


def held_rows(region: str, measure: str) -> QuerySet[HeldRow]:
    """Return the rows of extracts of the area that are held and name a village of the region."""
    rows = HeldRow.scoped.filter(
        _inside("village", region),
        batch__kind=IntakeKind.SIAK_EXTRACT,
        batch__state=IntakeState.DONE,
        state__in=[HeldRowState.HELD, HeldRowState.MENDED],
    )
    damaged = Q(column="NIK")
    return rows.filter(damaged if measure == "nik-rusak" else ~damaged).order_by("-batch_id", "row_number")


def _register(region: str, on: datetime.date) -> list[tuple[str, str, int]]:
    found: list[tuple[str, str, int]] = []
    for measure in ("tanggal-umum", "seratus"):
        counted = residents(region, measure, on=on).order_by().values_list("region_id").annotate(count=Count("pk"))
        found += [(village, measure, count) for village, count in counted]
    for measure in OF_HOUSEHOLDS:
        homes = households(region, measure).order_by().values_list("region_id").annotate(count=Count("pk"))
        found += [(village, measure, count) for village, count in homes]
    return found


def _files(region: str, batches: list[IntakeBatch]) -> list[tuple[str, str, int]]:
    found: list[tuple[str, str, int]] = []
    for measure in OF_HELD_ROWS:
        counted = held_rows(region, measure).order_by().values_list("village").annotate(count=Count("pk"))
        found += [(village, measure, count) for village, count in counted]
    for batch in batches:
        for village, notices in batch.quality.items():
            found += [(village, measure, notices.get(rule, 0)) for measure, rule in _NOTICES.items()]
    return found


def _extracts(region: str) -> QuerySet[IntakeBatch]:
    """Return the latest finished extract of each regency that the region lies in or holds."""
    parts = region.split(".")
    here = Q(region_id=".".join(parts[:2])) if len(parts) > 1 else _inside("region_id", region)
    done = IntakeBatch.objects.filter(here, kind=IntakeKind.SIAK_EXTRACT, state=IntakeState.DONE, mends=None)
    return done.order_by("region_id", "-pk").distinct("region_id").only("region_id", "finished_at", "quality")


def _inside(column: str, region: str) -> Q:
    return Q() if region == NATION else within(column, region)


def _summed(code: str, counts: Mapping[str, dict[str, int]]) -> dict[str, int]:
    inside = [
        found
        for village, found in counts.items()
        if code == NATION or village == code or village.startswith(f"{code}.")
    ]
    return {measure: sum(found[measure] for found in inside) for measure in MEASURES}


def _is_placeholder() -> Q:
    any_of = Q()
    for month, day in _PLACEHOLDERS:
        any_of |= Q(month=month, day=day)
    return any_of

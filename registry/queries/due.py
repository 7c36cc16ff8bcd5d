"""Who is due for recording: by village and by the period of a birthday, asked anew of the birth dates each time.

Nothing marks anybody as due. Whoever turns 16 or 17 tonight stands on tomorrow's list because the day has changed and
the question is `birth_date <= ...`; whoever marries stands there because `marital_status` has. A stored flag would
have to be moved every night by a job that may fail, and would say of a corrected birth date what was true before. Only
the sums over all the ages of a village come from the figures counted ahead (`CardTally`, every ten minutes).
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Count, Min, Q, QuerySet, Sum

from registry import scope
from registry.choices import CardStatus, MaritalStatus, RegionLevel
from registry.models import CardTally, Region, Resident
from registry.models.resident import ResidentQuerySet
from registry.rules.card_due import DUE_AGE
from registry.rules.card_status import RECORDED_STATES
from registry.rules.due import Period, born_to_reach
from registry.rules.masking import mask_all_but_area, mask_number
from registry.rules.next_step import RECORDING_AGE
from registry.scope import NATION, within


class Kind(StrEnum):
    """Which people a list names; all of them live here and are not recorded."""

    UNRECORDED = "belum-rekam"
    SEVENTEEN = "menjadi-17"
    SIXTEEN = "menjadi-16"


TITLES: Final = {
    Kind.UNRECORDED: "Wajib KTP-el, belum merekam",
    Kind.SEVENTEEN: "Menjadi wajib KTP-el (17 tahun)",
    Kind.SIXTEEN: "Mulai boleh merekam (16 tahun)",
}
_AGES: Final = {Kind.SEVENTEEN: DUE_AGE, Kind.SIXTEEN: RECORDING_AGE}
#: A list as it is walked: hamlet by hamlet, as the RT and RW lie.
_AS_ONE_WALKS: Final = ("region_id", "household__rw", "household__rt", "name", "pk")


@dataclass(frozen=True, slots=True)
class Line:
    """The numbers of one region. `seventeen` and `sixteen` are not recorded, and turn so old within the period."""

    region: Region
    due: int
    recorded: int
    seventeen: int
    sixteen: int

    @property
    def unrecorded(self) -> int:
        """How many must have a card and have not been recorded."""
        return self.due - self.recorded


@dataclass(frozen=True, slots=True)
class Numbers:
    """The lines of a region's parts; `counted_at` is when the dues were counted, None before the first count."""

    lines: tuple[Line, ...]
    counted_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Wish:
    """Which list, of which region, and for which period of birthdays; `period` is of no effect on those due already."""

    kind: Kind
    region: str
    period: Period

    def codes(self) -> dict[str, str]:
        """Return the list as an export keeps it: codes and days, no person."""
        return {
            "region": self.region,
            "cards": self.kind.value,
            "first": self.period.first.isoformat(),
            "last": self.period.last.isoformat(),
        }


def wish_of(codes: Mapping[str, str]) -> Wish:
    """Read what `Wish.codes` wrote."""
    days = (datetime.date.fromisoformat(codes[name]) for name in ("first", "last"))
    return Wish(Kind(codes["cards"]), codes["region"], Period(*days))


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDue:
    """One resident as a list for a village or a team names her: the NIK masked, the name as it is.

    `masked_nik` is for the screen. With the birth date beside it, it is nearly the whole number: on paper, which may be
    lost, `nik_on_paper` shows the area alone.
    """

    resident_id: int
    name: str
    sex: str
    birth_date: datetime.date
    ever_married: bool
    address: str
    rt: str
    rw: str
    region_code: str
    village: str
    masked_nik: str
    nik_on_paper: str
    card_state: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: `number` of `pages`, with `total` names on all of them; `before` stand on earlier ones."""

    people: tuple[PersonDue, ...]
    number: int
    pages: int
    total: int
    before: int


def unrecorded_ids(
    *, region: str, born_from: datetime.date, born_until: datetime.date, limit: int | None = None
) -> list[int]:
    """Return who lives in a region, was born on one of these days and is not recorded: the eldest first.

    Inside the scope in force; both days belong to the range. For a list of names that a team takes along.
    """
    people = _not_recorded(region).filter(birth_date__gte=born_from, birth_date__lte=born_until)
    return list(people.order_by("birth_date", "pk").values_list("pk", flat=True)[:limit])


def people(ids: Collection[int]) -> list[PersonDue]:
    """Return these residents in the order given, those inside the scope in force; one query."""
    found = Resident.objects.select_related("household", "card", "region").in_bulk(list(ids))
    return [_person(found[pk]) for pk in ids if pk in found]


def listed(wish: Wish, *, on: datetime.date) -> QuerySet[Resident]:
    """Return who a list names, village by village and RT by RT, as one walks."""
    found = _not_recorded(wish.region)
    found = found.due_on(on) if wish.kind is Kind.UNRECORDED else _turning(found, _AGES[wish.kind], wish.period)
    return found.order_by(*_AS_ONE_WALKS)


def page_of(wish: Wish, number: int, *, size: int, on: datetime.date) -> Page:
    """Return a page of a list; a number beyond the last page is the last page. Three queries."""
    found = listed(wish, on=on)
    total = found.count()
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    before = (number - 1) * size
    ids = list(found.values_list("pk", flat=True)[before : before + size])
    return Page(tuple(people(ids)), number, pages, total, before)


def numbers(region: Region, period: Period) -> Numbers:
    """Count by the regions right inside this one, or of this village: five queries, however many there are."""
    inside = Q(code=region.code) if region.level == RegionLevel.VILLAGE else Q(parent=region)
    parts = Region.objects.filter(inside, scope.current().condition("code"), valid_to=None).order_by("code")
    due, recorded, counted_at = _tallied(region.code)
    turning = {kind: _by_village(region.code, age, period) for kind, age in _AGES.items()}
    lines = (
        Line(
            part,
            due=_sum(part.code, due),
            recorded=_sum(part.code, recorded),
            seventeen=_sum(part.code, turning[Kind.SEVENTEEN]),
            sixteen=_sum(part.code, turning[Kind.SIXTEEN]),
        )
        for part in parts
    )
    return Numbers(tuple(lines), counted_at)


def _not_recorded(region: str) -> ResidentQuerySet:
    living: ResidentQuerySet = Resident.objects.all()
    return living.alive().unrecorded().filter(_inside("region_id", region))


def _turning(found: ResidentQuerySet, age: int, period: Period) -> ResidentQuerySet:
    """Narrow to those who reach an age within a period; the ever married have been due before, and are left out."""
    born = born_to_reach(age, period)
    if born is None:
        return found.none()
    single = found.filter(marital_status=MaritalStatus.SINGLE)
    return single.filter(birth_date__gte=born.first, birth_date__lte=born.last)


def _by_village(region: str, age: int, period: Period) -> Counter[str]:
    found = _turning(_not_recorded(region), age, period).order_by()
    return Counter(dict(found.values_list("region_id").annotate(people=Count("pk"))))


def _tallied(region: str) -> tuple[Counter[str], Counter[str], datetime.datetime | None]:
    due: Counter[str] = Counter()
    recorded: Counter[str] = Counter()
    tallies = CardTally.objects.filter(_inside("region_id", region))
    for village, state, people_due in tallies.values_list("region_id", "state").annotate(sum=Sum("due")).order_by():
        due[village] += people_due
        if state in RECORDED_STATES:
            recorded[village] += people_due
    return due, recorded, tallies.aggregate(at=Min("counted_at"))["at"]


def _inside(column: str, region: str) -> Q:
    return Q() if region == NATION else within(column, region)


def _sum(code: str, by_village: Counter[str]) -> int:
    if code == NATION:
        return by_village.total()
    return sum(_of(code, by_village))


def _of(code: str, by_village: Counter[str]) -> Iterable[int]:
    return (count for village, count in by_village.items() if village == code or village.startswith(f"{code}."))


def _person(resident: Resident) -> PersonDue:
    home = resident.household
    nik = resident.nik
    return PersonDue(
        resident_id=resident.pk,
        name=resident.name,
        sex=resident.sex,
        birth_date=resident.birth_date,
        ever_married=resident.marital_status != MaritalStatus.SINGLE,
        address=home.address,
        rt=home.rt,
        rw=home.rw,
        region_code=resident.region_id,
        village=resident.region.full_name,
        masked_nik=mask_number(nik),
        nik_on_paper=mask_all_but_area(nik),
        card_state=resident.card.state if hasattr(resident, "card") else CardStatus.UNREGISTERED,
    )

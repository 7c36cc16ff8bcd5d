"""The changes of an event in words: who, what, before, after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.models import CivilEventChange, Household, Region
from registry.rules.civil_events.plan import NEW, Change, Subject, Value
from registry.rules.masking import mask_number
from registry.views.changes import title_of, value_of


@dataclass(frozen=True, slots=True)
class Line:
    """One value of one person or household."""

    name: str
    title: str
    before: str
    after: str


def planned(changes: Iterable[Change]) -> list[Line]:
    """Return the lines of a plan."""
    return _lines([(change.name, change.before, change.after, change.is_new) for change in changes])


def written(changes: Iterable[CivilEventChange]) -> list[Line]:
    """Return the lines of an event that is in the book."""
    return _lines([(name_of(change), change.before, change.after, change.is_new) for change in changes])


def name_of(change: CivilEventChange) -> str:
    """Return whose change it is."""
    if change.resident is not None:
        return change.resident.name
    return "Keluarga baru" if change.is_new else "Keluarga"


def as_change(change: CivilEventChange) -> Change:
    """Return a written change as the rules know it."""
    subject = Subject.RESIDENT if change.resident_id else Subject.HOUSEHOLD
    row_id = change.resident_id or change.household_id or NEW
    return Change(subject, row_id, name_of(change), change.before, change.after)


_Told = tuple[str, Mapping[str, Value], Mapping[str, Value], bool]


def _lines(told: list[_Told]) -> list[Line]:
    homes = _named_homes(told)
    regions = _named_regions(told)

    def say(column: str, value: Value) -> str:
        if column == "household_id":
            return homes.get(int(value or NEW), "keluarga baru")
        if column == "region_id":
            return regions.get(str(value), str(value))
        return value_of(column, value)

    lines = []
    for name, before, after, is_new in told:
        if is_new:
            whole = "; ".join(f"{title_of(column)} {say(column, value)}" for column, value in after.items())
            lines.append(Line(name, "data baru", "belum ada", whole))
        else:
            lines += [
                Line(name, title_of(column), say(column, before[column]), say(column, value))
                for column, value in after.items()
            ]
    return lines


def _values(told: list[_Told], column: str) -> set[str]:
    values = [side.get(column) for _name, before, after, _new in told for side in (before, after)]
    return {str(value) for value in values if value is not None}


def _named_homes(told: list[_Told]) -> dict[int, str]:
    homes = Household.objects.filter(pk__in=_values(told, "household_id"))
    return {home.pk: f"KK {mask_number(home.kk_number)}" for home in homes}


def _named_regions(told: list[_Told]) -> dict[str, str]:
    regions = Region.objects.filter(pk__in=_values(told, "region_id")).select_related("parent")
    return {region.code: f"{region.full_name}, {region.parent}" for region in regions}

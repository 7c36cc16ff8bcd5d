"""Who is due for recording, from which day, and in which school year: nothing but birth dates, marriages and days.

A KTP-el must be held from the 17th birthday, or from a marriage before it (UU 24/2013 art. 63); recording is open from
the 16th birthday, so that the card can be handed over on the 17th. Born on 29 February, one reaches an age on 1 March
of a common year (`registry/rules/dates.py`). Periods here name their first and their last day, both belonging to them,
since that is how officers type them and how a school year is written.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from registry.rules.card_due import card_is_due_on, due_by_age
from registry.rules.card_status import is_recorded
from registry.rules.dates import age_on, birthday, in_words, latest_birth_date
from registry.rules.next_step import RECORDING_AGE

_SCHOOL_YEAR: Final = re.compile(r"([0-9]{4})/([0-9]{4})", re.ASCII)
_FIRST_MONTH: Final = 7
_ONE_DAY: Final = timedelta(days=1)
#: A child starts school at 7, or at 6 where there is room, by the age on 1 July (Permendikbud 1/2021 art. 4).
_AGES_AT_THE_START: Final = (7, 6)
_LAST_CLASS: Final = 12
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class Standing(StrEnum):
    """How somebody who lives here stands to recording on a day."""

    RECORDED = "recorded"
    TOO_YOUNG = "too_young"
    MAY = "may"
    OVERDUE = "overdue"


STANDING_WORDS: Final = {
    Standing.RECORDED: "Sudah merekam",
    Standing.TOO_YOUNG: "Belum boleh merekam",
    Standing.MAY: "Boleh merekam",
    Standing.OVERDUE: "Wajib, belum merekam",
}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both belonging to it."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins (ValueError)."""
        if self.last < self.first:
            raise ValueError("a period ends on or after its first day")

    @property
    def title(self) -> str:
        """The period as people read it: 1 Juli 2026 sampai 30 Juni 2027."""
        return f"{in_words(self.first)} sampai {in_words(self.last)}"


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """A tahun ajaran, 1 July to 30 June, by the year in which it begins."""

    begins: int

    @property
    def title(self) -> str:
        """The school year as schools write it: 2026/2027."""
        return f"{self.begins}/{self.begins + 1}"

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(date(self.begins, _FIRST_MONTH, 1), date(self.begins + 1, _FIRST_MONTH, 1) - _ONE_DAY)


def school_year_of(day: date) -> SchoolYear:
    """The school year that a day lies in."""
    return SchoolYear(day.year if day.month >= _FIRST_MONTH else day.year - 1)


def school_year_named(title: str) -> SchoolYear:
    """Read "2026/2027"; ValueError for anything else."""
    found = _SCHOOL_YEAR.fullmatch(title)
    if not found or int(found[2]) != int(found[1]) + 1:
        raise ValueError(f"no school year: {title!r}")
    return SchoolYear(int(found[1]))


def school_year_of_age(birth_date: date, age: int) -> SchoolYear:
    """The school year in which somebody reaches an age."""
    return school_year_of(birthday(birth_date, age))


def born_to_reach(age: int, within: Period) -> Period | None:
    """The birth dates of those who reach an age within a period, in the form an index on birth dates answers.

    None where nobody can: on 29 February alone, when the year of birth had none.
    """
    first = latest_birth_date(age, on=within.first - _ONE_DAY) + _ONE_DAY
    last = latest_birth_date(age, on=within.last)
    return Period(first, last) if first <= last else None


def may_record_from(birth_date: date, *, married_on: date | None = None) -> date:
    """The first day on which somebody may be recorded: the 16th birthday, or the day of a marriage before it."""
    of_age = birthday(birth_date, RECORDING_AGE)
    return min(of_age, married_on) if married_on else of_age


def must_hold_from(birth_date: date, *, ever_married: bool, married_on: date | None = None) -> date | None:
    """The day from which a card must be held: the 17th birthday, or the day of a marriage before it.

    None where that day is not recorded: ever married, and the registry does not say when. Such a one is due all the
    same (`card_is_due_on`).
    """
    of_age = due_by_age(birth_date)
    if not ever_married:
        return of_age
    return min(of_age, married_on) if married_on else None


def standing_on(day: date, *, birth_date: date, marital_status: int, card_state: str) -> Standing:
    """How somebody stands on a day: recorded, too young, free to record, or overdue.

    Whoever must hold a card and is not recorded is overdue from the very day on. A recording that must be made again
    is none.
    """
    if is_recorded(card_state):
        return Standing.RECORDED
    if card_is_due_on(birth_date, marital_status, day):
        return Standing.OVERDUE
    return Standing.MAY if age_on(day, born=birth_date) >= RECORDING_AGE else Standing.TOO_YOUNG


def days_overdue(day: date, *, birth_date: date, married_on: date | None = None) -> int:
    """Days since a card must have been held, 0 on the day itself and before it; by age where no marriage is known."""
    begun = due_by_age(birth_date)
    if married_on:
        begun = min(begun, married_on)
    return max(0, (day - begun).days)


def usual_classes(birth_date: date, year: SchoolYear) -> tuple[int, ...]:
    """The classes, 1 to 12, in which somebody of this birth date usually sits in a school year; () outside of school.

    Two, because a child begins at 7 or at 6; who repeated or skipped a class sits elsewhere.
    """
    age = age_on(year.period.first, born=birth_date)
    return tuple(age - begun + 1 for begun in _AGES_AT_THE_START if 1 <= age - begun + 1 <= _LAST_CLASS)


def classes_in_words(classes: tuple[int, ...]) -> str:
    """The classes as schools write them: "X atau XI"; "" for none."""
    return " atau ".join(_ROMAN[number - 1] for number in classes)

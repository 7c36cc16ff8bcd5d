"""Who is due, from which day, and in which school year: tables of birth dates, marriages and days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from registry.choices import CardStatus, MaritalStatus
from registry.rules.card_status import NEEDS_RECAPTURE, RECORDED_STATES
from registry.rules.dates import age_on
from registry.rules.due import (
    STANDING_WORDS,
    Period,
    SchoolYear,
    Standing,
    born_to_reach,
    classes_in_words,
    days_overdue,
    may_record_from,
    must_hold_from,
    school_year_named,
    school_year_of,
    school_year_of_age,
    standing_on,
    usual_classes,
)

LEAP_BORN = date(2008, 2, 29)
SINGLE, MARRIED, DIVORCED, WIDOWED = MaritalStatus


@pytest.mark.parametrize(
    ("born", "married_on", "may", "must"),
    [
        (date(2010, 3, 5), None, date(2026, 3, 5), date(2027, 3, 5)),
        # Born on a leap day: 16 in a leap year, on the day itself; 17 in a common one, on 1 March.
        (LEAP_BORN, None, date(2024, 2, 29), date(2025, 3, 1)),
        (date(2009, 2, 28), None, date(2025, 2, 28), date(2026, 2, 28)),
        # A marriage before the birthday opens both on its day; a later one changes nothing.
        (date(2010, 3, 5), date(2025, 10, 1), date(2025, 10, 1), date(2025, 10, 1)),
        (date(2010, 3, 5), date(2026, 10, 1), date(2026, 3, 5), date(2026, 10, 1)),
        (date(2010, 3, 5), date(2030, 1, 1), date(2026, 3, 5), date(2027, 3, 5)),
    ],
)
def test_recording_opens_at_sixteen_and_a_card_is_due_at_seventeen_or_on_marrying(
    born: date, married_on: date | None, may: date, must: date
) -> None:
    assert may_record_from(born, married_on=married_on) == may
    assert must_hold_from(born, ever_married=married_on is not None, married_on=married_on) == must


def test_a_marriage_without_a_day_leaves_the_day_open() -> None:
    assert must_hold_from(date(2010, 3, 5), ever_married=True) is None


@pytest.mark.parametrize(
    ("day", "born", "married", "state", "standing"),
    [
        (date(2026, 3, 4), date(2010, 3, 5), SINGLE, "UNREGISTERED", Standing.TOO_YOUNG),
        (date(2026, 3, 5), date(2010, 3, 5), SINGLE, "UNREGISTERED", Standing.MAY),
        (date(2027, 3, 4), date(2010, 3, 5), SINGLE, "UNREGISTERED", Standing.MAY),
        (date(2027, 3, 5), date(2010, 3, 5), SINGLE, "UNREGISTERED", Standing.OVERDUE),
        (date(2025, 2, 28), LEAP_BORN, SINGLE, "UNREGISTERED", Standing.MAY),
        (date(2025, 3, 1), LEAP_BORN, SINGLE, "UNREGISTERED", Standing.OVERDUE),
        (date(2026, 1, 1), date(2010, 3, 5), MARRIED, "UNREGISTERED", Standing.OVERDUE),
        (date(2026, 1, 1), date(2010, 3, 5), DIVORCED, "UNREGISTERED", Standing.OVERDUE),
        (date(2026, 1, 1), date(2010, 3, 5), WIDOWED, "UNREGISTERED", Standing.OVERDUE),
        (date(2026, 4, 1), date(2010, 3, 5), SINGLE, "PRINT_READY_RECORD", Standing.RECORDED),
        (date(2028, 1, 1), date(2010, 3, 5), SINGLE, "CARD_ISSUED", Standing.RECORDED),
        (date(2028, 1, 1), date(2010, 3, 5), SINGLE, "ENROLL_FAILURE_AT_CENTRAL", Standing.OVERDUE),
        (date(2028, 1, 1), date(2010, 3, 5), SINGLE, "DUPLICATE_RECORD", Standing.OVERDUE),
    ],
)
def test_how_somebody_stands_to_recording_on_a_day(
    day: date, born: date, married: int, state: str, standing: Standing
) -> None:
    assert standing_on(day, birth_date=born, marital_status=married, card_state=state) == standing


def test_every_standing_has_its_words_and_every_state_of_a_card_its_standing() -> None:
    assert set(STANDING_WORDS) == set(Standing)
    day, born = date(2028, 1, 1), date(2010, 3, 5)
    found = {
        state: standing_on(day, birth_date=born, marital_status=SINGLE, card_state=state) for state in CardStatus.values
    }
    assert {state for state, standing in found.items() if standing is Standing.RECORDED} == set(RECORDED_STATES)
    assert all(found[state] is Standing.OVERDUE for state in NEEDS_RECAPTURE)


@pytest.mark.parametrize(
    ("day", "married_on", "days"),
    [
        (date(2027, 3, 4), None, 0),
        (date(2027, 3, 5), None, 0),
        (date(2027, 3, 6), None, 1),
        (date(2028, 3, 5), None, 366),
        (date(2025, 10, 11), date(2025, 10, 1), 10),
    ],
)
def test_days_overdue_are_counted_from_the_day_on_which_a_card_is_due(
    day: date, married_on: date | None, days: int
) -> None:
    assert days_overdue(day, birth_date=date(2010, 3, 5), married_on=married_on) == days


@pytest.mark.parametrize(
    ("age", "first", "last", "born_first", "born_last"),
    [
        (17, date(2026, 7, 1), date(2027, 6, 30), date(2009, 7, 1), date(2010, 6, 30)),
        (16, date(2026, 11, 27), date(2026, 11, 27), date(2010, 11, 27), date(2010, 11, 27)),
        # 1 March of a common year is the birthday of two birth dates.
        (17, date(2025, 3, 1), date(2025, 3, 1), date(2008, 2, 29), date(2008, 3, 1)),
        (17, date(2025, 2, 28), date(2025, 2, 28), date(2008, 2, 28), date(2008, 2, 28)),
        (16, date(2024, 2, 29), date(2024, 2, 29), date(2008, 2, 29), date(2008, 2, 29)),
        (17, date(2024, 2, 29), date(2024, 3, 1), date(2007, 3, 1), date(2007, 3, 1)),
    ],
)
def test_a_period_of_birthdays_is_a_range_of_birth_dates(
    age: int, first: date, last: date, born_first: date, born_last: date
) -> None:
    assert born_to_reach(age, Period(first, last)) == Period(born_first, born_last)


def test_on_a_leap_day_nobody_born_in_a_common_year_has_a_birthday() -> None:
    assert born_to_reach(17, Period(date(2024, 2, 29), date(2024, 2, 29))) is None


@pytest.mark.parametrize("age", [16, 17])
def test_whoever_is_in_the_range_and_nobody_else_turns_so_old_in_the_period(age: int) -> None:
    for begins in (2023, 2024, 2025):
        within = SchoolYear(begins).period
        born = born_to_reach(age, within)
        assert born is not None
        day = date(begins - age - 1, 1, 1)
        while day < date(begins - age + 3, 1, 1):
            before = age_on(within.first - timedelta(days=1), born=day)
            turns = before < age <= age_on(within.last, born=day)
            assert turns == (born.first <= day <= born.last), day
            day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(2026, 6, 30), "2025/2026"),
        (date(2026, 7, 1), "2026/2027"),
        (date(2026, 12, 31), "2026/2027"),
        (date(2027, 1, 1), "2026/2027"),
    ],
)
def test_a_school_year_goes_from_july_to_june(day: date, title: str) -> None:
    year = school_year_of(day)
    assert year.title == title
    assert year.period.first <= day <= year.period.last
    assert school_year_named(title) == year


def test_the_school_year_of_a_birthday_follows_the_leap_day() -> None:
    assert school_year_of_age(LEAP_BORN, 17) == SchoolYear(2024)
    assert school_year_of_age(date(2010, 7, 1), 16) == SchoolYear(2026)
    assert school_year_of_age(date(2010, 6, 30), 16) == SchoolYear(2025)


@pytest.mark.parametrize("text", ["", "2026", "2026/2028", "2026-2027", "2027/2026", " 2026/2027", "٢٠٢٦/٢٠٢٧"])
def test_what_is_no_school_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no school year"):
        school_year_named(text)


def test_a_period_does_not_end_before_it_begins() -> None:
    assert Period(date(2026, 7, 1), date(2026, 7, 1)).title == "1 Juli 2026 sampai 1 Juli 2026"
    with pytest.raises(ValueError, match="ends on or after"):
        Period(date(2026, 7, 2), date(2026, 7, 1))


@pytest.mark.parametrize(
    ("born", "words"),
    [
        # 16 within 2026/2027, 15 on 1 July: begun at 7 she sits in IX, at 6 in X.
        (date(2011, 3, 5), "IX atau X"),
        # 17 within the year.
        (date(2010, 3, 5), "X atau XI"),
        (date(2010, 7, 1), "X atau XI"),
        (date(2010, 7, 2), "IX atau X"),
        (date(2009, 3, 5), "XI atau XII"),
        (date(2008, 3, 5), "XII"),
        (date(2007, 3, 5), ""),
        (date(2020, 7, 1), "I"),
        (date(2020, 7, 2), ""),
        (date(2030, 1, 1), ""),
    ],
)
def test_the_usual_classes_of_a_birth_date_in_a_school_year(born: date, words: str) -> None:
    assert classes_in_words(usual_classes(born, SchoolYear(2026))) == words

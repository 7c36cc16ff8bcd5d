"""Dates as extracts write them."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.dates import (
    DATE_SENTENCES,
    DateFault,
    UnreadableDate,
    age_on,
    could_be_same_birth_date,
    in_words,
    is_placeholder,
    latest_birth_date,
    parse_date,
)

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("09-12-2003", date(2003, 12, 9)),
        ("09/12/2003", date(2003, 12, 9)),
        ("09|12|2003", date(2003, 12, 9)),
        ("9/2/2003", date(2003, 2, 9)),
        ("2003-12-09", date(2003, 12, 9)),
        ("2003-12-09 00:00:00", date(2003, 12, 9)),
        (" 29-02-2000 ", date(2000, 2, 29)),
    ],
)
def test_the_day_stands_before_the_month(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (None, DateFault.BLANK),
        ("  ", DateFault.BLANK),
        ("37964", DateFault.EXCEL_SERIAL),
        ("37964.0", DateFault.EXCEL_SERIAL),
        ("09-12-03", DateFault.SHORT_YEAR),
        ("12/25/2003", DateFault.MONTH_AFTER_TWELVE),
        ("00-00-1960", DateFault.UNKNOWN_PART),
        ("01-07-0000", DateFault.UNKNOWN_PART),
        ("31-02-2003", DateFault.IMPOSSIBLE),
        ("29-02-1900", DateFault.IMPOSSIBLE),
        ("32-01-2003", DateFault.IMPOSSIBLE),
        ("09-12/2003", DateFault.UNREADABLE),
        ("09 Des 2003", DateFault.UNREADABLE),
        ("20031209", DateFault.UNREADABLE),
        ("2003-12-09 08:30:00", DateFault.UNREADABLE),
        ("٠٩-١٢-٢٠٠٣", DateFault.UNREADABLE),
        ("-", DateFault.UNREADABLE),
    ],
)
def test_what_is_no_certain_date_is_refused_with_its_reason(text: str | None, fault: DateFault) -> None:
    with pytest.raises(UnreadableDate) as refusal:
        parse_date(text)
    assert refusal.value.fault is fault
    assert str(refusal.value) == DATE_SENTENCES[fault]


@given(DAYS)
def test_every_form_of_a_day_is_read_as_that_day(day: date) -> None:
    forms = ["%d-%m-%Y", "%d/%m/%Y", "%d|%m|%Y", "%Y-%m-%d"]
    assert {parse_date(day.strftime(form)) for form in forms} == {day}


@given(st.text(max_size=20))
def test_no_text_at_all_breaks_the_reading(text: str) -> None:
    with suppress(UnreadableDate):
        assert parse_date(text).year >= 1


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(1960, 1, 1), True),
        (date(1960, 7, 1), True),
        (date(1960, 12, 31), True),
        (date(1960, 1, 2), False),
        (date(1960, 6, 30), False),
    ],
)
def test_dates_entered_for_a_known_year_are_recognised(day: date, expected: bool) -> None:
    assert is_placeholder(day) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (date(1960, 1, 1), date(1960, 12, 31), True),
        (date(1960, 1, 1), date(1961, 1, 1), False),
        (date(1960, 1, 1), date(1960, 5, 9), False),
        (date(1960, 5, 9), date(1960, 5, 9), True),
    ],
)
def test_two_placeholders_of_one_year_can_be_one_birth_date(one: date, other: date, expected: bool) -> None:
    assert could_be_same_birth_date(one, other) is expected
    assert could_be_same_birth_date(other, one) is expected


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2003, 12, 9), date(2020, 12, 9), 17),
        (date(2003, 12, 10), date(2020, 12, 9), 16),
        (date(2004, 2, 29), date(2021, 2, 28), 16),
        (date(2004, 2, 29), date(2021, 3, 1), 17),
        (date(2004, 2, 29), date(2024, 2, 29), 20),
    ],
)
def test_age_counts_full_years(born: date, on: date, age: int) -> None:
    assert age_on(on, born=born) == age


@pytest.mark.parametrize(
    ("on", "border"),
    [
        (date(2020, 12, 9), date(2003, 12, 9)),
        (date(2020, 2, 29), date(2003, 2, 28)),
        (date(2021, 2, 28), date(2004, 2, 28)),
        (date(2021, 3, 1), date(2004, 3, 1)),
    ],
)
def test_the_latest_birth_date_of_somebody_who_is_seventeen(on: date, border: date) -> None:
    assert latest_birth_date(17, on=on) == border


@given(DAYS, st.integers(0, 120), st.integers(-400, 400))
def test_the_latest_birth_date_is_the_border_of_the_age(on: date, age: int, shift: int) -> None:
    border = latest_birth_date(age, on=on)
    born = border + timedelta(days=shift)
    assert (age_on(on, born=born) >= age) is (born <= border)


def test_a_date_is_written_in_indonesian() -> None:
    assert in_words(date(2020, 12, 9)) == "9 Desember 2020"

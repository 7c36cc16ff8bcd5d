"""The form of a KK number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.family_card import check, registration_dates
from registry.rules.number_report import Caution, Fault
from registry.rules.written_number import Damage

GOOD = "3516081503120004"


@pytest.mark.parametrize(
    ("text", "errors", "warnings"),
    [
        (GOOD, [], []),
        ("3516 0815 0312 0004", [], []),
        ("3516085503120004", [Fault.IMPOSSIBLE_DAY], []),
        ("3516080003120004", [Fault.IMPOSSIBLE_DAY], []),
        ("3516081513120004", [Fault.IMPOSSIBLE_MONTH], []),
        ("3516083002120004", [Fault.IMPOSSIBLE_DATE], []),
        ("3516082902120004", [], []),
        ("3516081503120000", [Fault.SERIAL_ZERO], [Damage.LOST_DIGITS]),
        ("0016081503120004", [Fault.UNKNOWN_PROVINCE], []),
        ("3500001503120004", [Fault.REGENCY_ZERO, Fault.DISTRICT_ZERO], []),
        ("3599081503120004", [], [Caution.UNKNOWN_REGENCY]),
        ("1111111111111111", [Fault.ALL_DIGITS_EQUAL], []),
        ("3516081503", [Fault.NOT_SIXTEEN_DIGITS], []),
        ("351608150312****", [Fault.MASKED], []),
        ("3.51608E+15", [Fault.SCIENTIFIC], []),
        (None, [Fault.BLANK], []),
    ],
)
def test_each_form_of_a_kk_number_gets_its_errors_and_warnings(
    text: str | None, errors: list[str], warnings: list[str]
) -> None:
    report = check(text)
    assert [error.code for error in report.errors] == errors
    assert [warning.code for warning in report.warnings] == warnings


def test_a_day_beyond_31_is_explained_as_belonging_to_a_nik() -> None:
    (error,) = check("3516085503120004").errors
    assert error.sentence == (
        "Angka ke-7 dan 8 (55) bukan tanggal. Harus 01 s.d. 31: di nomor KK tanggal tidak ditambah 40."
    )


def test_the_sentences_speak_of_the_kk_number_and_not_of_a_nik() -> None:
    (error,) = check("").errors
    assert error.sentence.startswith("Nomor KK kosong")


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 9999))
def test_a_kk_number_made_on_any_day_is_valid_and_gives_it_back(day: date, serial: int) -> None:
    number = f"351608{day:%d%m%y}{serial:04}"
    assert check(number).is_valid
    assert day in registration_dates(number)

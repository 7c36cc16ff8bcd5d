"""No identity number reaches a log, whoever writes the line."""

import logging

import pytest

from kependudukan.redaction import IdentityNumberFilter, redact

NIK = "3516080108900001"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (f"nik={NIK}", "nik=351608**********"),
        (f"Key (nik)=({NIK}) already exists", "Key (nik)=(351608**********) already exists"),
        (f"{NIK},{NIK}", "351608**********,351608**********"),
        ("batch 12345678901234567", "batch 12345678901234567"),
        ("1234", "1234"),
    ],
)
def test_sixteen_figures_in_a_row_lose_the_ones_that_name_a_person(line: str, shown: str) -> None:
    assert redact(line) == shown


def test_a_number_given_as_an_argument_of_a_log_line_is_redacted_too() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "row %s of %s", (NIK, 5), None)
    IdentityNumberFilter().filter(record)
    assert record.getMessage() == "row 351608********** of 5"

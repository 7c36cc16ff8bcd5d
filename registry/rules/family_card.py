"""The KK number: area of issue, date of REGISTRATION (never +40), serial.

Unlike a NIK it changes on moves, on the death of the head and on splits, so two people with different KK
numbers may well have been one household last year.
"""

from collections.abc import Iterator
from datetime import date

from registry.rules.number_report import (
    Fault,
    Remark,
    Report,
    area_cautions,
    area_faults,
    damage_remarks,
    remark,
    serial_faults,
    shape_fault,
)
from registry.rules.written_number import read_number

NAME = "Nomor KK"


def check(text: str | None) -> Report:
    """Everything to say of a KK number by its form alone; a valid form never proves that it was issued."""
    written = read_number(text)
    damage = damage_remarks(written, name=NAME)
    if fault := shape_fault(written, name=NAME):
        return Report(written.text, (fault,), damage)
    errors = tuple(_digit_faults(written.text))
    cautions = () if errors else tuple(area_cautions(written.text, name=NAME))
    return Report(written.text, errors, damage + cautions)


def registration_dates(number: str) -> tuple[date, ...]:
    """The dates that digits 7 to 12 of sixteen can stand for, the older first; maybe none."""
    possible = []
    for century in (1900, 2000):
        try:
            possible.append(date(century + int(number[10:12]), int(number[8:10]), int(number[6:8])))
        except ValueError:
            continue
    return tuple(possible)


def _digit_faults(digits: str) -> Iterator[Remark]:
    """Errors of sixteen digits, from left to right."""
    yield from area_faults(digits, name=NAME)
    yield from _registration_faults(digits)
    yield from serial_faults(digits, name=NAME)


def _registration_faults(digits: str) -> Iterator[Remark]:
    day_is_wrong = not 1 <= int(digits[6:8]) <= 31
    month_is_wrong = not 1 <= int(digits[8:10]) <= 12
    if day_is_wrong:
        expected = "Harus 01 s.d. 31: di nomor KK tanggal tidak ditambah 40."
        yield remark(Fault.IMPOSSIBLE_DAY, name=NAME, found=digits[6:8], expected=expected)
    if month_is_wrong:
        yield remark(Fault.IMPOSSIBLE_MONTH, name=NAME, found=digits[8:10])
    if not (day_is_wrong or month_is_wrong) and not registration_dates(digits):
        yield remark(Fault.IMPOSSIBLE_DATE, name=NAME, expected="pendaftaran")

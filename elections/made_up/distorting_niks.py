"""How a clerk, a form or a spreadsheet spoils a NIK, and whether what is left could be one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from random import Random

from elections.made_up.names import words
from elections.made_up.profiles import ErrorKind

_PROVINCES = frozenset(
    words(
        "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 "
        "71 72 73 74 75 76 81 82 91 92 93 94 95 96"
    )
)


def spoil_nik(nik: str, kind: ErrorKind, dice: Random, another: str) -> str:
    """Return the NIK as the roll has it; `another` is the NIK of somebody else on the roll."""
    if kind is ErrorKind.NIK_BLANK:
        return ""
    if kind is ErrorKind.NIK_OF_ANOTHER:
        return another
    if kind is ErrorKind.NIK_MASKED:
        return nik[:12] + "****"
    return _NIK_SPOILERS[kind](nik, dice)


def _dummy(nik: str, dice: Random) -> str:
    same_digit = dice.choice("123456789") * 16
    no_serial, no_date, no_district = nik[:12] + "0000", nik[:6] + "0" * 10, nik[:4] + "00" + nik[6:]
    return dice.choice((same_digit, "1234567890123456", no_serial, no_date, no_district))


def _one_digit(nik: str, dice: Random) -> str:
    at = dice.randrange(16)
    digit = dice.choice([other for other in "0123456789" if other != nik[at]])
    return nik[:at] + digit + nik[at + 1 :]


def _swapped(nik: str, dice: Random) -> str:
    at = dice.choice([place for place in range(15) if nik[place] != nik[place + 1]])
    return nik[:at] + nik[at + 1] + nik[at] + nik[at + 2 :]


def _fifteen(nik: str, dice: Random) -> str:
    at = dice.randrange(16)
    return nik[:at] + nik[at + 1 :]


def _seventeen(nik: str, dice: Random) -> str:
    at = dice.randrange(16)
    return nik[:at] + nik[at] + nik[at:]


def _sex_off(nik: str, _: Random) -> str:
    day = int(nik[6:8])
    return f"{nik[:6]}{day - 40 if day > 40 else day + 40:02d}{nik[8:]}"


def _date_off(nik: str, dice: Random) -> str:
    """Write another day, month or year, keeping the date possible and the mark for women."""
    woman = 40 if int(nik[6:8]) > 40 else 0
    while True:
        day, month, year = (int(nik[at : at + 2]) for at in (6, 8, 10))
        part = dice.randrange(3)
        day = woman + dice.randint(1, 28) if part == 0 else min(day, woman + 28)
        month = dice.randint(1, 12) if part == 1 else month
        year = (year + dice.choice((-10, -2, -1, 1, 2, 10))) % 100 if part == 2 else year
        changed = f"{nik[:6]}{day:02d}{month:02d}{year:02d}{nik[12:]}"
        if changed != nik:
            return changed


def _two_niks(nik: str, dice: Random) -> str:
    """Write a NIK of the person's own date with a serial that this population never gives."""
    return f"{nik[:12]}{dice.randint(9900, 9999)}"


def _from_excel(nik: str, dice: Random) -> str:
    """Write what a spreadsheet leaves: the last figure 0 (it keeps fifteen), or a tail of 0000."""
    return dice.choice([lost for lost in (nik[:15] + "0", nik[:12] + "0000") if lost != nik])


_NIK_SPOILERS: dict[ErrorKind, Callable[[str, Random], str]] = {
    ErrorKind.NIK_DUMMY: _dummy,
    ErrorKind.NIK_FIFTEEN_DIGITS: _fifteen,
    ErrorKind.NIK_SEVENTEEN_DIGITS: _seventeen,
    ErrorKind.NIK_ONE_DIGIT: _one_digit,
    ErrorKind.NIK_SWAPPED: _swapped,
    ErrorKind.NIK_SEX_OFF: _sex_off,
    ErrorKind.NIK_DATE_OFF: _date_off,
    ErrorKind.NIK_FROM_EXCEL: _from_excel,
    ErrorKind.TWO_NIKS: _two_niks,
}


def nik_can_be_real(nik: str) -> bool:
    """Whether a roll's NIK could be one: 16 digits, area not 00, a possible date, a serial, not one digit only."""
    if not re.fullmatch("[0-9]{16}", nik) or nik == nik[0] * 16:
        return False
    if nik[:2] not in _PROVINCES or "00" in (nik[2:4], nik[4:6]) or nik[12:] == "0000":
        return False
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    for century in (1900, 2000):
        try:
            date(century + year, month, day - 40 if day > 40 else day)
        except ValueError:
            continue
        return True
    return False

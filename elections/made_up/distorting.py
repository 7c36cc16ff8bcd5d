"""How a clerk or a form spoils births, family card numbers and places: one pure function per part of a row.

Every function takes the right value, the kind of error where there are several, and a random generator made for
that one row, and returns something else than the right value.
"""

from __future__ import annotations

from datetime import date
from random import Random

from elections.made_up.profiles import ErrorKind


def spoil_birth(born: date, kind: ErrorKind, dice: Random) -> str:
    """Return the birth date as the roll has it, DD|MM|YYYY; always a possible date."""
    day, month, year = born.day, born.month, born.year
    if kind is ErrorKind.BIRTH_OVER_100:
        year = dice.randint(1899, 1912)
    elif kind is ErrorKind.BIRTH_SWAPPED:
        day, month = month, day
    elif kind is ErrorKind.BIRTH_PLACEHOLDER:
        day, month = dice.choice([pair for pair in ((1, 7), (31, 12), (1, 1)) if pair != (day, month)])
    else:
        day, month, year = _one_digit_off(day, month, year, dice)
    return f"{min(day, 28) if month == 2 else day:02d}|{month:02d}|{year:04d}"


def _one_digit_off(day: int, month: int, year: int, dice: Random) -> tuple[int, int, int]:
    """Change one digit of the day, the month or the year, staying a possible date of an adult."""
    while True:
        text = f"{day:02d}{month:02d}{year:04d}"
        at = dice.choice((0, 1, 2, 3, 6, 7))
        other = text[:at] + dice.choice("0123456789") + text[at + 1 :]
        try:
            changed = date(int(other[4:]), int(other[2:4]), int(other[:2]))
        except ValueError:
            continue
        if other != text and date(1915, 1, 1) <= changed <= date(2003, 12, 9):
            return changed.day, changed.month, changed.year


def spoil_kk(kk: str, dice: Random) -> str:
    """Return the number of an earlier family card: the same district, an earlier day of issue."""
    year = dice.randint(96, 105) % 100
    return f"{kk[:6]}{dice.randint(1, 28):02d}{dice.randint(1, 12):02d}{year:02d}{dice.randint(1, 9):04d}"


def spoil_place(place: str, home: str, districts: list[str], dice: Random) -> str:
    """Return another way to name the birthplace: with its level, a district instead, or the home regency."""
    choices = [f"KAB. {place}", f"KAB {place}", *([home] if place != home else []), dice.choice(districts)]
    return dice.choice([choice for choice in choices if choice != place])

"""How a clerk or a form spoils names, births and places: one pure function per part of a row.

Every function takes the right value, the kind of error and a random generator made for that one row, and
returns something else than the right value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from random import Random

from elections.made_up.profiles import ErrorKind

_ABBREVIATIONS = {
    "MUHAMMAD": ("MOCH.", "MOH.", "M.", "MUH.", "MUHAMAD", "MOHAMMAD", "MOHAMAD", "MHD."),
    "MOCHAMAD": ("MOCH.", "MOH.", "M.", "MUHAMMAD", "MOKHAMAD", "MOCHAMMAD"),
    "MOH": ("MOCH", "MUHAMMAD", "MOHAMAD", "M."),
    "AHMAD": ("ACHMAD", "AKHMAD", "ACH.", "A."),
    "ACHMAD": ("AHMAD", "ACH.", "AKHMAD"),
    "ABDUL": ("ABD.", "ABD", "ABDOEL"),
    "SITI": ("ST.", "ST", "SITTI"),
}
_OLD_SPELLING = (("U", "OE"), ("J", "DJ"), ("C", "TJ"), ("Y", "J"))
_ALIKE = {"F": "P", "P": "F", "V": "F", "Z": "S", "S": "Z", "D": "T", "T": "D", "I": "Y", "Y": "I", "O": "U", "U": "O"}
_TITLES = ("H. ", "HJ. ", "DRS. ", "R. ", "IR. ")


def spoil_name(name: str, kind: ErrorKind, dice: Random) -> str:
    """Return the name as the roll has it. `NAME_CANDIDATES` says which names a kind can change."""
    return _NAME_SPOILERS[kind](name, dice)


NAME_CANDIDATES: dict[ErrorKind, str] = {
    ErrorKind.NAME_ABBREVIATED: f"^({'|'.join(_ABBREVIATIONS)}) ",
    ErrorKind.NAME_OLD_SPELLING: "[UJCY]",
    ErrorKind.NAME_INITIAL: "^[A-Z-]{2,} [A-Z-]{2,}",
    ErrorKind.NAME_TRUNCATED: "^.{21,}$",
    ErrorKind.NAME_SPACING: "^[A-Z-]{2,} [A-Z-]{2,}|^NUR[A-Z]{3,}|^KHOIRUL[A-Z]{3,}",
    ErrorKind.NAME_ORDER: "^[A-Z-]{2,} [A-Z-]{2,}",
    ErrorKind.NAME_WORD_LOST: "^[A-Z-]{2,} [A-Z-]{2,}",
    ErrorKind.NAME_TITLE: "^[A-Z]",
    ErrorKind.NAME_TYPING: "^[A-Z]{4,}",
}
"""Regular expressions over the right name: the rows among which a kind is dealt out."""


def _abbreviated(name: str, dice: Random) -> str:
    first, rest = name.split(" ", 1)
    return f"{dice.choice(_ABBREVIATIONS[first])} {rest}"


def _old_spelling(name: str, dice: Random) -> str:
    new, old = dice.choice([pair for pair in _OLD_SPELLING if pair[0] in name])
    return name.replace(new, old)


def _initial(name: str, dice: Random) -> str:
    parts = name.split(" ")
    at = len(parts) - 1 if dice.random() < 0.8 else 0
    parts[at] = parts[at][0] + dice.choice((".", ""))
    return " ".join(parts)


def _truncated(name: str, _: Random) -> str:
    return name[: 20 if len(name) <= 25 else 25].rstrip()


def _spacing(name: str, _: Random) -> str:
    if " " in name:
        return name.replace(" ", "", 1)
    return re.sub("^(NUR|KHOIRUL)", r"\1 ", name)


def _order(name: str, _: Random) -> str:
    parts = name.split(" ")
    return " ".join(parts[1:] + parts[:1])


def _word_lost(name: str, dice: Random) -> str:
    parts = name.split(" ")
    return " ".join(parts[:-1] if len(parts) > 2 or dice.random() < 0.7 else parts[1:]).rstrip(",")


def _title(name: str, dice: Random) -> str:
    bare = re.sub(r"^(H|HJ)\. |, [A-Z.]+$", "", name)
    return bare if bare != name else dice.choice(_TITLES) + name


def _typing(name: str, dice: Random) -> str:
    """Slip once: a letter doubled, lost, swapped with its neighbour, or one that sounds alike."""
    letters = [place for place, letter in enumerate(name) if letter.isalpha() and place]
    while True:
        at = dice.choice(letters)
        changed = _SLIPS[dice.randrange(len(_SLIPS))](name, at)
        if changed != name:
            return changed


_SLIPS: tuple[Callable[[str, int], str], ...] = (
    lambda name, at: name[:at] + name[at] + name[at:],
    lambda name, at: name[:at] + name[at + 1 :],
    lambda name, at: name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
    lambda name, at: name[:at] + _ALIKE.get(name[at], "A") + name[at + 1 :],
)

_NAME_SPOILERS: dict[ErrorKind, Callable[[str, Random], str]] = {
    ErrorKind.NAME_ABBREVIATED: _abbreviated,
    ErrorKind.NAME_OLD_SPELLING: _old_spelling,
    ErrorKind.NAME_INITIAL: _initial,
    ErrorKind.NAME_TRUNCATED: _truncated,
    ErrorKind.NAME_SPACING: _spacing,
    ErrorKind.NAME_ORDER: _order,
    ErrorKind.NAME_WORD_LOST: _word_lost,
    ErrorKind.NAME_TITLE: _title,
    ErrorKind.NAME_TYPING: _typing,
}


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

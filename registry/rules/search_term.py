"""What somebody means who types into the one box of the search: a NIK or KK number, a birth date, or a name."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from registry.rules import family_card, nik
from registry.rules.dates import UnreadableDate, parse_date
from registry.rules.name_key import name_key
from registry.rules.written_number import read_number

FEWEST_LETTERS: Final = 3
TOO_SHORT: Final = "Tulis sedikitnya tiga huruf nama, 16 angka NIK atau nomor KK, atau tanggal lahir."

_DATE: Final = re.compile(r"([0-9]{1,2})([-/|. ])([0-9]{1,2})\2([0-9]{2,4})|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LETTER: Final = re.compile(r"[^\W\d_]")


class Meaning(StrEnum):
    """What was typed."""

    NUMBER = "number"
    BIRTH_DATE = "birth_date"
    NAME = "name"


class UnreadableTerm(ValueError):
    """What was typed cannot be looked up; the message says in Indonesian what to type instead."""


@dataclass(frozen=True, slots=True)
class Term:
    """What to look for. `text` is 16 figures, or the key of a name; it is kept out of `repr`, which ends up in logs."""

    meaning: Meaning
    text: str = field(repr=False)
    day: datetime.date | None = None


def read(typed: str) -> Term:
    """Understand what was typed.

    Three groups of figures are a date, mostly letters are a name, mostly figures are a number.

    Raises:
        UnreadableTerm: too short, or neither a number, a date nor a name.
    """
    typed = typed.strip()
    letters, figures = len(_LETTER.findall(typed)), sum(map(str.isdigit, typed))
    if _DATE.fullmatch(typed):
        return _date(typed)
    if figures > letters:
        return _number(typed)
    if letters >= FEWEST_LETTERS and (key := name_key(typed)):
        return Term(Meaning.NAME, key)
    raise UnreadableTerm(TOO_SHORT)


def _date(typed: str) -> Term:
    try:
        day = parse_date(re.sub(r"[. ]", "-", typed))
    except UnreadableDate as unreadable:
        raise UnreadableTerm(str(unreadable)) from None
    return Term(Meaning.BIRTH_DATE, day.isoformat(), day)


def _number(typed: str) -> Term:
    """Return the number if it could be a NIK or a KK number; otherwise say what is wrong with it as a NIK."""
    as_nik = nik.check(typed)
    if as_nik.is_valid or family_card.check(typed).is_valid:
        return Term(Meaning.NUMBER, read_number(typed).text)
    raise UnreadableTerm(" ".join(error.sentence for error in as_nik.errors))

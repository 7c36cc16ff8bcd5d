"""The parts that notices are put together from: moments, places and people, in Indonesian and English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from registry.rules.dates import MONTHS

ENGLISH: Final = "en"
_DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_ENGLISH_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

#: Longer ones are cut, so that a notice stays within what a phone shows at a glance.
_LONGEST_OFFICE: Final = 50
_LONGEST_ADDRESS: Final = 80
#: So many people are named, the others are counted.
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Place:
    """What a notice says of a place that is booked or offered.

    Attributes:
        office, address: as the office writes them.
        starts_at: a moment with its zone, whichever that is.
        zone: the office's, by its name in the tz database.
        code: of the booking, or blank where there is none yet.
        people: whole names; the notice shortens them.
    """

    office: str
    address: str
    starts_at: datetime
    zone: str
    code: str = ""
    people: tuple[str, ...] = ()


def moment(at: datetime, zone: str, language: str) -> str:
    """Return a moment by the office's clock: Selasa, 24 November 2020, pukul 09.00 WIB."""
    there = at.astimezone(ZoneInfo(zone))
    if language == ENGLISH:
        date = f"{_ENGLISH_DAYS[there.weekday()]}, {there.day} {_ENGLISH_MONTHS[there.month - 1]} {there.year}"
        return f"{date}, {there:%H:%M %Z}"
    date = f"{_DAYS[there.weekday()]}, {there.day} {MONTHS[there.month - 1]} {there.year}"
    return f"{date}, pukul {there:%H.%M %Z}"


def short_name(name: str) -> str:
    """Return a name as its bearer knows it again: Siti A.; of a name of one word the beginning, Suk…."""
    words = name.title().split()
    if len(words) == 1:
        return words[0] if len(words[0]) <= 4 else f"{words[0][:3]}…"
    return " ".join([*words[:1], *(f"{word[0]}." for word in words[1:3])])


def people(names: tuple[str, ...], language: str) -> str:
    """Return the shortened names, at most three, and how many more there are."""
    named = ", ".join(short_name(name) for name in names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    if more <= 0:
        return named
    return f"{named} and {more} more" if language == ENGLISH else f"{named} dan {more} orang lagi"


def where(place: Place) -> str:
    """Return office and address, each cut where it is very long."""
    return f"{cut(place.office, _LONGEST_OFFICE)}, {cut(place.address, _LONGEST_ADDRESS)}"


def office(place: Place) -> str:
    """Return the office's name, cut where it is very long."""
    return cut(place.office, _LONGEST_OFFICE)


def lines(place: Place, language: str) -> list[str]:
    """Return a place in lines: its code, for whom, when, where."""
    code, whom, when, there = (
        ("Code", "For", "When", "Where") if language == ENGLISH else ("Kode", "Untuk", "Kapan", "Di mana")
    )
    told = [
        (code, place.code),
        (whom, people(place.people, language)),
        (when, moment(place.starts_at, place.zone, language)),
        (there, where(place)),
    ]
    return [f"{title}: {text}" for title, text in told if text]


def cut(text: str, most: int) -> str:
    """Return a text on one line, its end cut off where it is longer than that."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip(' ,')}…"

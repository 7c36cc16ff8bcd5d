"""Dates as extracts write them, ages on a day, and birth dates that only fill a gap.

Day before month, always: `08/01/1990` is the 8th of January. A month above 12 is refused with the likely
cause, never turned around, because the other rows of such a file would be read wrongly without a sign.
"""

import re
from datetime import date
from enum import StrEnum

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)

# Entered when only the year is known: 17.5 million rows had one of these in 2019.
PLACEHOLDERS = frozenset({(1, 1), (7, 1), (12, 31)})

_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/|])([0-9]{1,2})\2([0-9]{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00:00)?", re.ASCII)
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([-/|])[0-9]{1,2}\1[0-9]{2}", re.ASCII)
_SERIAL = re.compile(r"[0-9]{1,6}(?:[.,][0-9]+)?", re.ASCII)


class DateFault(StrEnum):
    """Why a text is not read as a date."""

    BLANK = "blank"
    EXCEL_SERIAL = "excel_serial"
    SHORT_YEAR = "short_year"
    UNKNOWN_PART = "unknown_part"
    MONTH_AFTER_TWELVE = "month_after_twelve"
    IMPOSSIBLE = "impossible"
    UNREADABLE = "unreadable"


DATE_SENTENCES = {
    DateFault.BLANK: "Tanggal kosong.",
    DateFault.EXCEL_SERIAL: (
        "Tanggal tertulis sebagai nomor seri Excel. Ubah kolomnya menjadi teks dengan bentuk hari-bulan-tahun."
    ),
    DateFault.SHORT_YEAR: "Tahun hanya dua angka, jadi abadnya tidak pasti. Tulis tahun dengan empat angka.",
    DateFault.UNKNOWN_PART: "Hari, bulan, atau tahun tertulis 00. Isi tanggal yang tercatat di KK atau akta.",
    DateFault.MONTH_AFTER_TWELVE: (
        "Bulan lebih dari 12: mungkin bulan tertulis sebelum hari. Tulis dengan urutan hari-bulan-tahun."
    ),
    DateFault.IMPOSSIBLE: "Tanggal ini tidak ada di kalender. Periksa kembali pada KK atau akta.",
    DateFault.UNREADABLE: "Tanggal tidak terbaca. Tulis dengan urutan hari-bulan-tahun, misalnya 31-12-1990.",
}


class UnreadableDate(ValueError):
    """A text that is not read as a date; `fault` says why, the message says it in Indonesian."""

    def __init__(self, fault: DateFault) -> None:
        super().__init__(DATE_SENTENCES[fault])
        self.fault = fault


def parse_date(text: str | None) -> date:
    """Read dd-mm-yyyy, dd/mm/yyyy, dd|mm|yyyy or yyyy-mm-dd; raise UnreadableDate for anything else."""
    written = (text or "").strip()
    if found := _DAY_FIRST.fullmatch(written):
        return _calendar_date(year=int(found[4]), month=int(found[3]), day=int(found[1]))
    if found := _YEAR_FIRST.fullmatch(written):
        return _calendar_date(year=int(found[1]), month=int(found[2]), day=int(found[3]))
    raise UnreadableDate(_why_unreadable(written))


def is_placeholder(day: date) -> bool:
    """Whether offices enter this date when only the year is known; equality on it counts for less."""
    return (day.month, day.day) in PLACEHOLDERS


def could_be_same_birth_date(one: date, other: date) -> bool:
    """Equal, or two different placeholders of one year, which say the same thing: only the year is known."""
    return one == other or (one.year == other.year and is_placeholder(one) and is_placeholder(other))


def age_on(day: date, *, born: date) -> int:
    """Full years lived on a day; born on 29 February, one turns a year older on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birthday(born: date, age: int) -> date:
    """The day on which an age is reached; 1 March of a common year for those born on 29 February."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def latest_birth_date(age: int, *, on: date) -> date:
    """The last birth date that has reached an age on a day.

    The same rule as `age_on`, in the form a database compares with: birth_date <= latest_birth_date.
    """
    try:
        return on.replace(year=on.year - age)
    except ValueError:  # 29 February, and the year back then was a common one
        return date(on.year - age, 2, 28)


def in_words(day: date) -> str:
    """A date as people read it: 1 Agustus 1990."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _calendar_date(*, year: int, month: int, day: int) -> date:
    if 0 in (year, month, day):
        raise UnreadableDate(DateFault.UNKNOWN_PART)
    if month > 12:
        raise UnreadableDate(DateFault.MONTH_AFTER_TWELVE)
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableDate(DateFault.IMPOSSIBLE) from None


def _why_unreadable(written: str) -> DateFault:
    if not written:
        return DateFault.BLANK
    if _SERIAL.fullmatch(written):
        return DateFault.EXCEL_SERIAL
    if _SHORT_YEAR.fullmatch(written):
        return DateFault.SHORT_YEAR
    return DateFault.UNREADABLE

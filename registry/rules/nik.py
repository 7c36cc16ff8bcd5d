"""Parse, check and explain a NIK: area of first registration, birth date (+40 for women), serial.

What the digits say is what was known on the day of first registration. A NIK never changes, neither on a move
nor when a birth date or a sex is corrected, so a difference from today's data is a warning, never an error,
and the form proves nothing: there is no check digit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.rules.dates import age_on, in_words
from registry.rules.masking import mask_number
from registry.rules.number_report import (
    Caution,
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

NAME = "NIK"
WOMAN_OFFSET = 40
OLDEST_AGE = 120
VOTING_AGE = 17


class InvalidNik(ValueError):
    """A text that is no NIK; the message gives every error in Indonesian, `report` gives them one by one."""

    def __init__(self, report: Report) -> None:
        super().__init__(" ".join(error.sentence for error in report.errors))
        self.report = report


class BirthBasis(StrEnum):
    """Why a birth date is taken for the right one, or why there is none."""

    STORED = "stored"
    ONLY_POSSIBLE = "only_possible"
    AMBIGUOUS = "ambiguous"
    NONE_POSSIBLE = "none_possible"


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A birth date with its basis; None when it is ambiguous or when no century fits."""

    day: date | None
    basis: BirthBasis


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a NIK explained: its name on screen, its digits, what they say."""

    label: str
    digits: str
    meaning: str


@dataclass(frozen=True, slots=True, repr=False)
class Nik:
    """A NIK whose form is right. `str()` and `repr()` are masked, as they end up in logs."""

    number: str

    @property
    def district_code(self) -> str:
        """Kode wilayah of the kecamatan of first registration, dotted: not the birthplace, not the home."""
        return f"{self.number[:2]}.{self.number[2:4]}.{self.number[4:6]}"

    @property
    def sex(self) -> str:
        """L or P, as registered first."""
        return "P" if int(self.number[6:8]) > WOMAN_OFFSET else "L"

    @property
    def serial(self) -> str:
        """The last four digits."""
        return self.number[12:]

    @property
    def birth_dates(self) -> tuple[date, ...]:
        """The dates that the six digits can stand for: one or two, the older first."""
        return _dates_of(self.number)

    @property
    def masked(self) -> str:
        """The number as it is shown by default."""
        return mask_number(self.number)

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"Nik({self.masked})"


def parse(text: str | None) -> Nik:
    """Read a NIK however it is spaced; raise InvalidNik with every error when its form is wrong."""
    report = check(text)
    if not report.is_valid:
        raise InvalidNik(report)
    return Nik(report.number)


def check(
    text: str | None,
    *,
    birth_date: date | None = None,
    sex: str | None = None,
    home: str | None = None,
) -> Report:
    """Everything to say of a NIK, beside what is recorded of its owner if that is given.

    `sex` is L or P; `home` is the kode wilayah where the owner lives, dotted, at any level below the nation.
    """
    written = read_number(text)
    damage = damage_remarks(written, name=NAME)
    if fault := shape_fault(written, name=NAME):
        return Report(written.text, (fault,), damage)
    errors = tuple(_digit_faults(written.text))
    if errors:
        return Report(written.text, errors, damage)
    cautions = tuple(_cautions(Nik(written.text), birth_date=birth_date, sex=sex, home=home))
    return Report(written.text, (), damage + cautions)


def explain(nik: Nik, *, on: date, stored: date | None = None) -> tuple[Part, ...]:
    """The parts of a NIK in words, as seen on a day; `stored` is the birth date on record, if any."""
    return (
        Part(
            "Wilayah pendaftaran pertama",
            nik.number[:6],
            f"Kode kecamatan {nik.district_code}. Ini bukan tempat lahir dan belum tentu alamat sekarang.",
        ),
        Part("Tanggal lahir dan jenis kelamin", nik.number[6:12], _birth_in_words(nik, on=on, stored=stored)),
        Part(
            "Nomor urut",
            nik.serial,
            "Tidak ada angka pemeriksa: bentuk yang sah belum membuktikan bahwa NIK ini terdaftar.",
        ),
    )


def likely_birth_date(nik: Nik, *, on: date, stored: date | None = None, of_voting_age: bool = False) -> BirthDate:
    """Which century the two digits of the year belong to, as seen on a day.

    The stored date wins, even when it differs from the NIK. Otherwise a date is possible when it does not lie
    in the future, makes nobody older than 120 and, if the owner is known to be 17 (a voter never married),
    makes them so. Two possible dates stay ambiguous; the younger is never guessed.
    """
    if stored is not None:
        return BirthDate(stored, BirthBasis.STORED)
    youngest = VOTING_AGE if of_voting_age else 0
    possible = [born for born in nik.birth_dates if youngest <= age_on(on, born=born) <= OLDEST_AGE]
    if len(possible) == 1:
        return BirthDate(possible[0], BirthBasis.ONLY_POSSIBLE)
    return BirthDate(None, BirthBasis.AMBIGUOUS if possible else BirthBasis.NONE_POSSIBLE)


def _digit_faults(digits: str) -> Iterator[Remark]:
    """Errors of sixteen digits, from left to right."""
    yield from area_faults(digits, name=NAME)
    yield from _birth_faults(digits)
    yield from serial_faults(digits, name=NAME)


def _birth_faults(digits: str) -> Iterator[Remark]:
    day_is_wrong = not (1 <= int(digits[6:8]) <= 31 or 41 <= int(digits[6:8]) <= 71)
    month_is_wrong = not 1 <= int(digits[8:10]) <= 12
    if day_is_wrong:
        expected = "Harus 01 s.d. 31 untuk laki-laki atau 41 s.d. 71 untuk perempuan."
        yield remark(Fault.IMPOSSIBLE_DAY, name=NAME, found=digits[6:8], expected=expected)
    if month_is_wrong:
        yield remark(Fault.IMPOSSIBLE_MONTH, name=NAME, found=digits[8:10])
    if not (day_is_wrong or month_is_wrong) and not _dates_of(digits):
        yield remark(Fault.IMPOSSIBLE_DATE, name=NAME, expected="lahir")


def _dates_of(digits: str) -> tuple[date, ...]:
    day, month, year = int(digits[6:8]) % WOMAN_OFFSET, int(digits[8:10]), int(digits[10:12])
    possible = []
    for century in (1900, 2000):
        try:
            possible.append(date(century + year, month, day))
        except ValueError:  # 29 February of a common year
            continue
    return tuple(possible)


def _cautions(nik: Nik, *, birth_date: date | None, sex: str | None, home: str | None) -> Iterator[Remark]:
    yield from area_cautions(nik.number, name=NAME)
    if home and not nik.district_code.startswith(home[:8]):
        yield remark(Caution.PREFIX_ELSEWHERE, name=NAME)
    if birth_date and birth_date not in nik.birth_dates:
        yield remark(Caution.BIRTH_DATE_DIFFERS, name=NAME)
    if sex and sex != nik.sex:
        yield remark(Caution.SEX_DIFFERS, name=NAME)


def _birth_in_words(nik: Nik, *, on: date, stored: date | None) -> str:
    who = "perempuan (tanggal ditambah 40)" if nik.sex == "P" else "laki-laki"
    days = " atau ".join(in_words(born) for born in nik.birth_dates if born <= on)
    said = f"{days or 'Tanggal yang belum tiba'}, {who}."
    if stored and stored not in nik.birth_dates:
        return f"{said} Yang tercatat sekarang: {in_words(stored)}."
    return said

"""What can be wrong with a NIK or a KK number, as codes and as sentences; the checks both share."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from registry.rules.provinces import is_known_province, is_known_regency
from registry.rules.written_number import DAMAGE_SENTENCES, Damage, WrittenNumber


class Fault(StrEnum):
    """An error: the number cannot be anybody's."""

    BLANK = "blank"
    SCIENTIFIC = "scientific"
    MASKED = "masked"
    NOT_SIXTEEN_DIGITS = "not_sixteen_digits"
    ALL_DIGITS_EQUAL = "all_digits_equal"
    UNKNOWN_PROVINCE = "unknown_province"
    REGENCY_ZERO = "regency_zero"
    DISTRICT_ZERO = "district_zero"
    IMPOSSIBLE_DAY = "impossible_day"
    IMPOSSIBLE_MONTH = "impossible_month"
    IMPOSSIBLE_DATE = "impossible_date"
    SERIAL_ZERO = "serial_zero"


class Caution(StrEnum):
    """A warning: worth a look, but legal. A number never changes when people move or data are corrected."""

    UNKNOWN_REGENCY = "unknown_regency"
    PREFIX_ELSEWHERE = "prefix_elsewhere"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    SEX_DIFFERS = "sex_differs"


SENTENCES: dict[Fault | Caution, str] = {
    Fault.BLANK: "{name} kosong. Isi dari KK atau KTP-el.",
    Fault.SCIENTIFIC: DAMAGE_SENTENCES[Damage.SCIENTIFIC],
    Fault.MASKED: "{name} disamarkan dengan tanda bintang. Minta daftar dengan nomor lengkap.",
    Fault.NOT_SIXTEEN_DIGITS: "{name} harus 16 angka. {found} Periksa kembali pada KK atau KTP-el.",
    Fault.ALL_DIGITS_EQUAL: "Semua angka {name} sama. Nomor seperti ini hanya pengisi tempat.",
    Fault.UNKNOWN_PROVINCE: "Angka ke-1 dan 2 ({found}) bukan kode provinsi, sekarang atau dahulu.",
    Fault.REGENCY_ZERO: "Angka ke-3 dan 4 (00) bukan kode kabupaten atau kota.",
    Fault.DISTRICT_ZERO: "Angka ke-5 dan 6 (00) bukan kode kecamatan.",
    Fault.IMPOSSIBLE_DAY: "Angka ke-7 dan 8 ({found}) bukan tanggal. {expected}",
    Fault.IMPOSSIBLE_MONTH: "Angka ke-9 dan 10 ({found}) bukan bulan: harus 01 s.d. 12.",
    Fault.IMPOSSIBLE_DATE: "Angka ke-7 s.d. 12 bukan tanggal {expected} yang sah.",
    Fault.SERIAL_ZERO: "Empat angka terakhir 0000 bukan nomor urut: nomor urut mulai dari 0001.",
    Caution.UNKNOWN_REGENCY: ("Angka ke-3 dan 4 ({found}) tidak dikenal sebagai kabupaten atau kota di provinsi itu."),
    Caution.PREFIX_ELSEWHERE: "NIK diterbitkan di wilayah lain. Ini wajar bagi penduduk yang pernah pindah.",
    Caution.BIRTH_DATE_DIFFERS: (
        "Tanggal lahir di NIK berbeda dengan tanggal lahir yang tercatat. "
        "Ini wajar bila tanggal lahir pernah dibetulkan."
    ),
    Caution.SEX_DIFFERS: (
        "Jenis kelamin di NIK berbeda dengan yang tercatat. Ini wajar bila datanya pernah dibetulkan."
    ),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say of a number: the code for programs, the sentence for people."""

    code: Fault | Caution | Damage
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """The number without separators, its errors and its warnings, each in order of the digits.

    The number is kept out of `repr`, which ends up in logs.
    """

    number: str = field(repr=False)
    errors: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether the form is right; there is no check digit, so it never proves that a number is real."""
        return not self.errors


def remark(code: Fault | Caution, *, name: str, found: str = "", expected: str = "") -> Remark:
    """The remark for a code, its sentence filled in; `name` is what the number is called on screen."""
    return Remark(code, SENTENCES[code].format(name=name, found=found, expected=expected))


def damage_remarks(written: WrittenNumber, *, name: str) -> tuple[Remark, ...]:
    """What reading the number had to overlook. Scientific notation is not overlooked: it is an error."""
    return tuple(
        Remark(damage, DAMAGE_SENTENCES[damage].format(name=name))
        for damage in written.damage
        if damage is not Damage.SCIENTIFIC
    )


def shape_fault(written: WrittenNumber, *, name: str) -> Remark | None:
    """The first reason why this cannot be read as sixteen digits of somebody, or None."""
    if not written.text:
        return remark(Fault.BLANK, name=name)
    if Damage.SCIENTIFIC in written.damage:
        return remark(Fault.SCIENTIFIC, name=name)
    if written.is_masked:
        return remark(Fault.MASKED, name=name)
    if not written.is_sixteen_digits:
        return remark(Fault.NOT_SIXTEEN_DIGITS, name=name, found=_what_stands_there(written.text))
    if len(set(written.text)) == 1:
        return remark(Fault.ALL_DIGITS_EQUAL, name=name)
    return None


def area_faults(digits: str, *, name: str) -> Iterator[Remark]:
    """Errors of the first six of sixteen digits."""
    if not is_known_province(digits[:2]):
        yield remark(Fault.UNKNOWN_PROVINCE, name=name, found=digits[:2])
    if digits[2:4] == "00":
        yield remark(Fault.REGENCY_ZERO, name=name)
    if digits[4:6] == "00":
        yield remark(Fault.DISTRICT_ZERO, name=name)


def area_cautions(digits: str, *, name: str) -> Iterator[Remark]:
    """Warnings of the first six of sixteen digits that carry no error."""
    if not is_known_regency(digits[:2], digits[2:4]):
        yield remark(Caution.UNKNOWN_REGENCY, name=name, found=digits[2:4])


def serial_faults(digits: str, *, name: str) -> Iterator[Remark]:
    """Errors of the last four of sixteen digits."""
    if digits[12:] == "0000":
        yield remark(Fault.SERIAL_ZERO, name=name)


def _what_stands_there(text: str) -> str:
    if text.isascii() and text.isdigit():
        return f"Yang tertulis {len(text)} angka."
    return "Yang tertulis memuat huruf atau tanda lain."

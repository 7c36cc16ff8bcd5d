"""Indonesian mobile numbers: read as people write them, kept in E.164, masked where they are shown."""

import re
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberType

_SEPARATORS: Final = re.compile(r"[\s\-.()/\u2010-\u2015\u2212]+")
_FIGURES: Final = re.compile(r"\+?\d+")
_COUNTRY_WITHOUT_PLUS: Final = re.compile(r"^(?:00)?(?=62)")
_INDONESIA: Final = 62
_MOBILE: Final = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})

# Of a mobile number after the 62, as the library has them.
_FEWEST_FIGURES: Final = 9
_MOST_FIGURES: Final = 12

_BLANK: Final = "Isi nomor telepon seluler Anda, misalnya 0812 3456 7890."
_NO_FIGURES: Final = "Nomor telepon hanya terdiri atas angka, misalnya 0812 3456 7890."
_FOREIGN: Final = "Nomor ini bukan nomor Indonesia. Isi nomor yang diawali 08 atau +62, atau pakai alamat surel."
_FIXED_LINE: Final = (
    "Nomor ini nomor telepon rumah atau kantor. Isi nomor seluler, karena kode dan kabar dikirim lewat WhatsApp."
)
_NO_MOBILE: Final = "Nomor ini bukan nomor seluler. Isi nomor yang diawali 08 atau +62."
_TOO_SHORT: Final = "Nomor ini terlalu pendek. Periksa lagi angkanya."
_TOO_LONG: Final = "Nomor ini terlalu panjang. Tulis satu nomor saja."
_NOT_IN_USE: Final = "Nomor ini tidak dikenal. Periksa lagi angkanya."
_UNREADABLE: Final = {
    phonenumbers.NumberParseException.TOO_LONG: _TOO_LONG,
    phonenumbers.NumberParseException.TOO_SHORT_NSN: _TOO_SHORT,
}


class InvalidPhone(ValueError):
    """A text that is no mobile number of Indonesia; the message says why in Indonesian, without the number."""


def read_phone(text: str) -> str:
    """A mobile number of Indonesia in E.164 (+6281234567890); raise InvalidPhone for anything else.

    Spaces, dots, dashes and brackets do not matter; the number begins with 08, 8, 62, 0062 or +62. Landlines are
    refused because codes and notices go out by WhatsApp, and letters because nobody means a number by them.
    """
    bare = _SEPARATORS.sub("", text)
    if not bare:
        raise InvalidPhone(_BLANK)
    if not _FIGURES.fullmatch(bare):
        raise InvalidPhone(_NO_FIGURES)
    # Without a plus, the library takes a short number that begins with 62 for a number within Indonesia.
    number = _parsed(_COUNTRY_WITHOUT_PLUS.sub("+", bare))
    if fault := _fault(number):
        raise InvalidPhone(fault)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def mask_phone(phone: str) -> str:
    """An E.164 number as its owner knows it again and nobody else: +62812*****890; stars alone for any other text."""
    if not re.fullmatch(r"\+62\d{8,}", phone, re.ASCII):
        return "*" * len(phone)
    return f"{phone[:6]}{'*' * (len(phone) - 9)}{phone[-3:]}"


def _parsed(written: str) -> phonenumbers.PhoneNumber:
    try:
        return phonenumbers.parse(written, "ID")
    except phonenumbers.NumberParseException as error:
        raise InvalidPhone(_UNREADABLE.get(error.error_type, _NOT_IN_USE)) from None


def _fault(number: phonenumbers.PhoneNumber) -> str:
    if number.country_code != _INDONESIA:
        return _FOREIGN
    if not phonenumbers.is_valid_number(number):
        return _fault_of_length(len(str(number.national_number)))
    kind = phonenumbers.number_type(number)
    if kind in _MOBILE:
        return ""
    return _FIXED_LINE if kind == PhoneNumberType.FIXED_LINE else _NO_MOBILE


def _fault_of_length(figures: int) -> str:
    if figures < _FEWEST_FIGURES:
        return _TOO_SHORT
    return _TOO_LONG if figures > _MOST_FIGURES else _NOT_IN_USE

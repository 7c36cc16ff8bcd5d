"""Booking codes as K7QF-2M9X: made from random bytes, read in any case, without the letters that look like figures.

A code names a booking at the desk, aloud and on paper. Its 40 bits are too many to guess one by one and too few to be
a secret: whoever shows one has shown no more than that, so what it opens asks for something else beside it.
"""

import re
from typing import Final

ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 signs, five bits each: no 0 and O, no 1 and I."""

BYTES: Final = 5
"""Random bytes in one code."""

_LENGTH: Final = 8
_TOO_SHORT: Final = "Kode ini terlalu pendek. Kode pemesanan terdiri atas 8 huruf dan angka."
_TOO_LONG: Final = "Kode ini terlalu panjang. Kode pemesanan terdiri atas 8 huruf dan angka."
_SEPARATORS: Final = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_CODE: Final = re.compile(f"[{ALPHABET}]{{{_LENGTH}}}", re.ASCII)


def make(random_bytes: bytes) -> str:
    """Write five random bytes as a code, all codes equally probable; ValueError for another number of bytes."""
    if len(random_bytes) != BYTES:
        raise ValueError(f"a code is made of {BYTES} bytes, not of {len(random_bytes)}")
    number = int.from_bytes(random_bytes, "big")
    signs = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return f"{signs[:4]}-{signs[4:]}"


def read(text: str) -> str | None:
    """A typed code in its written form, or None for what is none; `hint` then says what to look at.

    Case, spaces and dashes do not matter. Nothing is guessed: a typed O is no code, though a Q or an 8 was meant.
    """
    signs = _signs(text)
    return f"{signs[:4]}-{signs[4:]}" if _CODE.fullmatch(signs) else None


def hint(text: str) -> str:
    """Why a typed text is no code, in Indonesian; "" for a code."""
    signs = _signs(text)
    if _CODE.fullmatch(signs):
        return ""
    if not signs:
        return "Tulis kode pemesanan Anda, misalnya K7QF-2M9X."
    if set(signs) & set("0O1I"):
        return "Kode pemesanan tidak memakai angka 0 dan 1 atau huruf O dan I. Lihat lagi kode pada tiket Anda."
    if len(signs) != _LENGTH:
        return _TOO_SHORT if len(signs) < _LENGTH else _TOO_LONG
    return "Kode pemesanan hanya memakai huruf A sampai Z dan angka 2 sampai 9."


def _signs(text: str) -> str:
    bare = _SEPARATORS.sub("", text)
    # Some letters of other scripts become one of ours when written large.
    return bare.upper() if bare.isascii() else bare

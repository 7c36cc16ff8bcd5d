"""What was scanned or typed at the front desk: a booking's code, the link of a ticket, a number of the hall or a NIK.

A code is scanned from the ticket's QR, a link from a receipt of the hall. Nothing is guessed; `hint` says what to do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from queueing.rules import booking_code
from registry.rules import nik

_LINK: Final = re.compile(r"/tiket/([A-Za-z0-9_.\-]{20,120})(?:/|$)")
_NUMBER: Final = re.compile(r"([A-Ca-c])[\s\-]?([0-9]{1,4})", re.ASCII)
_FIGURES: Final = re.compile(r"[0-9\s.\-]{12,}", re.ASCII)
_NOTHING: Final = "Pindai tiket, atau tulis kode pemesanan, NIK, atau nomor antrean."


class Kind(StrEnum):
    """What it is."""

    CODE = "code"
    LINK = "link"
    NUMBER = "number"
    NIK = "nik"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What it is, and its value in the form in which it is looked for; kept out of `repr`, which ends up in logs."""

    kind: Kind
    value: str = field(default="", repr=False)
    hint: str = ""


def read(text: str) -> Scanned:
    """Read what came from the scanner or the keyboard."""
    typed = text.strip()
    if found := _LINK.search(typed):
        return Scanned(Kind.LINK, found[1])
    if found := _NUMBER.fullmatch(typed):
        return Scanned(Kind.NUMBER, f"{found[1].upper()}-{int(found[2]):03d}")
    if _FIGURES.fullmatch(typed):
        report = nik.check(typed)
        if report.is_valid:
            return Scanned(Kind.NIK, report.number)
        return Scanned(Kind.NOTHING, hint=report.errors[0].sentence)
    if code := booking_code.read(typed):
        return Scanned(Kind.CODE, code)
    return Scanned(Kind.NOTHING, hint=booking_code.hint(typed) if typed else _NOTHING)

"""Names as people write them for themselves: read, tidied, never compared with a record."""

from __future__ import annotations

import re
from typing import Final

MOST: Final = 120
#: Between letters, as in M. ARIF, O'BRIEN, SITI-AMINAH, ST. NUR'AINI.
_MARKS: Final = " .'-`\u2019"
_SPACES: Final = re.compile(r"\s+")


class InvalidName(ValueError):
    """A text that is no name; the message says why in Indonesian, without the text."""


def read_name(text: str) -> str:
    """Return a name with single spaces, as it was written else; raise InvalidName for anything that is none.

    One letter is a name in Indonesia, and so is one word.
    """
    name = _SPACES.sub(" ", text).strip()
    if not any(character.isalpha() for character in name):
        raise InvalidName("Tulis nama dengan huruf, seperti di KK.")
    if any(character.isdigit() for character in name):
        raise InvalidName("Nama tidak memuat angka. Periksa apakah NIK tertulis di kotak nama.")
    if not all(character.isalpha() or character in _MARKS for character in name):
        raise InvalidName("Nama hanya memuat huruf, titik, tanda petik, dan tanda hubung.")
    if len(name) > MOST:
        raise InvalidName(f"Nama paling panjang {MOST} huruf.")
    return name

"""How a 16-digit number arrives as text: separators, hidden characters, and what Excel did to it.

Shared by the NIK and the KK number. Reading never guesses a digit: it takes away what is certainly not part
of the number, says what it saw, and leaves everything else for the checks to refuse.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum


class Damage(StrEnum):
    """What was seen around or in the number."""

    APOSTROPHE = "apostrophe"
    NO_BREAK_SPACE = "no_break_space"
    HIDDEN_CHARACTER = "hidden_character"
    DECIMAL_TAIL = "decimal_tail"
    SCIENTIFIC = "scientific"
    LOST_DIGITS = "lost_digits"


DAMAGE_SENTENCES = {
    Damage.APOSTROPHE: "Ada tanda petik di depan {name}; tanda itu diabaikan.",
    Damage.NO_BREAK_SPACE: "Ada spasi khusus dari Word atau Excel di dalam {name}; spasi itu diabaikan.",
    Damage.HIDDEN_CHARACTER: "Ada huruf tak terlihat di dalam {name}; huruf itu diabaikan.",
    Damage.DECIMAL_TAIL: "{name} tertulis sebagai bilangan desimal (.0); angka di belakang titik diabaikan.",
    Damage.SCIENTIFIC: (
        "Excel mengubah {name} menjadi bilangan ilmiah, sehingga angka terakhirnya hilang. "
        "Ambil lagi dari sumbernya dengan kolom berformat teks."
    ),
    Damage.LOST_DIGITS: (
        "Empat angka terakhir {name} adalah 0000: mungkin hilang karena Excel. "
        "Ambil lagi dari sumbernya dengan kolom berformat teks."
    ),
}

_APOSTROPHES = "'`\u2018\u2019\u02bc\u2032"
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]*)?[eE]\+?[0-9]+")
_DECIMAL_TAIL = re.compile(r"([0-9]{16})[.,]0+")
_TAIL_OF_ZEROS = re.compile(r"[0-9]{12}0000")
_MASKED = re.compile(r"[0-9]*\*[0-9*]*")


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number as read: `text` without separators, and the damage seen, in a fixed order.

    `text` is not yet known to be sixteen digits. It is kept out of `repr`, which ends up in logs.
    """

    text: str = field(repr=False)
    damage: tuple[Damage, ...] = ()

    @property
    def is_masked(self) -> bool:
        """Whether digits were replaced by asterisks, as on published rolls (351608010890****)."""
        return _MASKED.fullmatch(self.text) is not None

    @property
    def is_sixteen_digits(self) -> bool:
        """Sixteen ASCII digits: `str.isdigit` alone would let Arabic or superscript digits pass."""
        return len(self.text) == 16 and self.text.isascii() and self.text.isdigit()


def read_number(written: str | None) -> WrittenNumber:
    """Take away spaces, dots, dashes and what programs added around a number; say what was seen."""
    seen: set[Damage] = set()
    text = _without_invisible(written or "", seen)
    if text[:1] and text[0] in _APOSTROPHES:
        seen.add(Damage.APOSTROPHE)
        text = text.lstrip(_APOSTROPHES).strip()
    if tail := _DECIMAL_TAIL.fullmatch(text):
        seen.add(Damage.DECIMAL_TAIL)
        text = tail[1]
    if _SCIENTIFIC.fullmatch(text):
        return WrittenNumber(text, (*_in_order(seen), Damage.SCIENTIFIC))
    text = "".join(character for character in text if not _is_separator(character))
    if _TAIL_OF_ZEROS.fullmatch(text):
        seen.add(Damage.LOST_DIGITS)
    return WrittenNumber(text, _in_order(seen))


def _without_invisible(text: str, seen: set[Damage]) -> str:
    """Drop control, format and special space characters, noting each kind; plain outer spaces go unnoted."""
    kept = []
    for character in text.strip(" \t\r\n"):
        category = unicodedata.category(character)
        if category == "Zs" and character != " ":
            seen.add(Damage.NO_BREAK_SPACE)
        elif category in {"Cc", "Cf"}:
            seen.add(Damage.HIDDEN_CHARACTER)
        else:
            kept.append(character)
    return "".join(kept).strip()


def _is_separator(character: str) -> bool:
    """Space, dot and every kind of dash: people group the digits with them."""
    return character in " .\u2212" or unicodedata.category(character) == "Pd"


def _in_order(seen: set[Damage]) -> tuple[Damage, ...]:
    return tuple(damage for damage in Damage if damage in seen)

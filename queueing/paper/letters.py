"""Letters on paper: what the fonts that every PDF reader has can show, and what becomes of the others."""

from __future__ import annotations

import unicodedata
from typing import Final

#: The encoding of the built-in fonts: Latin letters of western Europe, enough for every name of the registry.
_ENCODING: Final = "cp1252"
_UNKNOWN: Final = "?"
#: Letters that no decomposition knows: the hamzah and ain of transcriptions, and strokes.
_LIKE: Final = str.maketrans(
    {"\u02bb": "'", "\u02bc": "'", "\u02be": "'", "\u02bf": "'", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
)


def printable(text: str) -> str:
    """Return the text with every letter that the fonts lack as the letter under its marks (ā: a), or as "?"."""
    composed = unicodedata.normalize("NFC", text).translate(_LIKE)
    return "".join(letter if _is_known(letter) else _plain(letter) for letter in composed)


def _plain(letter: str) -> str:
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return bare if bare and _is_known(bare) else _UNKNOWN


def _is_known(text: str) -> bool:
    try:
        text.encode(_ENCODING)
    except UnicodeEncodeError:
        return False
    return True

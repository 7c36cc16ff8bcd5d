"""The key by which people are found by name: one key for the spellings, titles and spacings of one name.

Old spelling (Soekardjo, Tjahja), variants (Moch., Muh., Siti, St.), doubled letters and sounds that clerks write in
two ways fall together; the order of the words is left to whoever compares keys. A key is for finding, never a name
to show. The database keys its rows by the same rule in SQL (`registry/migrations/0007_finding.py`), and a test holds
the two together.
"""

from __future__ import annotations

import re
from typing import Final

_PLAIN: Final = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzàáâãäåçèéêëìíîïñòóôõöøùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZAAAAAACEEEEIIIINOOOOOOUUUUYYAAAAAACEEEEIIIINOOOOOOUUUUY",
    "'\u2019`\u00b4\"",
)
_AFTER_A_COMMA: Final = re.compile(r"^([^,(]*[A-Z][^,(]*)[,(][\s\S]*$")
_NO_LETTERS: Final = re.compile(r"[^A-Z]+")
#: Titles, degrees, and the words that join a father's name or another name of the same person.
TITLES: Final = (
    *("H", "HJ", "HAJI", "HAJJAH", "KH", "KHJ", "NYAI", "KYAI", "KIAI", "USTADZ", "USTADZAH", "DRS", "DRA", "DR"),
    *("DRG", "DRH", "IR", "PROF", "R", "RR", "RA", "RM", "RADEN", "ALM", "ALMH", "ALMARHUM", "ALMARHUMAH", "TN"),
    *("NY", "SDR", "SDRI", "BPK", "BAPAK", "IBU", "SPD", "SPDI", "SAG", "SE", "SH", "SHI", "SKOM", "SSOS", "SKEP"),
    *("SKM", "SST", "STP", "AMD", "AMDKEB", "MPD", "MSI", "MM", "MH", "MT", "MAG", "MKES", "NERS", "BIN", "BINTI"),
    *("BINTE", "BT", "ALIAS", "ALS", "PD", "PDI", "AG", "KOM", "SOS", "KEP", "KEB", "HUM"),
)
#: Written in more than one way and heard as one, in this order.
SOUNDS: Final = (
    *(("OE", "U"), ("TJ", "C"), ("DJ", "J")),
    *(("KH", "H"), ("CH", "H"), ("TH", "T"), ("DH", "D"), ("GH", "G"), ("BH", "B"), ("PH", "P"), ("SH", "S")),
    *(("J", "Y"), ("O", "U"), ("SY", "S"), ("DL", "D"), ("DZ", "Z"), ("TS", "S")),
    *(("X", "KS"), ("Q", "K"), ("F", "P"), ("V", "P")),
    *(("AE", "AI"), ("IE", "I"), ("IY", "I"), ("UW", "U"), ("EI", "I")),
    *((" Z", " Y"), ("Z", "S"), ("Y ", "I ")),
)
#: What is left of the alphabet after `SOUNDS`; written twice or once, it is heard once.
DOUBLED: Final = "ABCDEGHIKLMNPRSTUWY"
#: Common first names in their written forms, as they sound after `SOUNDS`, and the short form they share: what so
#: many bear should weigh little. Those that end without a space are taken off a word written in one ("NURHAYATI").
FORMS: Final = (
    *((" MUHAMAD", " MD "), (" MUHAMED ", " MD "), (" MUHAMAT ", " MD "), (" MUHAMD ", " MD "), (" MUH ", " MD ")),
    *((" MHD ", " MD "), (" MUHD ", " MD "), (" MH ", " MD "), (" AHMAD ", " AHD "), (" AHMED ", " AHD ")),
    *((" AHMAT ", " AHD "), (" AHMD ", " AHD "), (" AHM ", " AHD "), (" AH ", " AHD "), (" ABDUL", " ABD ")),
    *((" ABDU", " ABD "), (" ABDL ", " ABD "), (" SITI", " ST "), (" STI ", " ST "), (" NUR", " NUR ")),
    *((" SRI", " SRI "), (" DWI", " DWI "), (" TRI", " TRI ")),
)
_SPACES: Final = re.compile(" +")


def name_key(name: str) -> str:
    """Return the key of a name: capital words, maybe none ("" for a text without letters)."""
    letters = _AFTER_A_COMMA.sub(r"\1", name.translate(_PLAIN))
    words = _NO_LETTERS.sub(" ", letters).split()
    bare = [word for word in words if word not in TITLES]
    # Somebody may be called by what others bear as a title; and an initial alone is nobody's name.
    key = f" {' '.join(bare if max(map(len, bare), default=0) > 1 else words)} "
    for written, heard in SOUNDS:
        key = key.replace(written, heard)
    for letter in DOUBLED:
        key = key.replace(letter * 2, letter)
    # Every word with spaces of its own on both sides, so that two neighbours are replaced both.
    key = key.replace(" ", "  ")
    if key.startswith("  M "):
        key = " MD " + key[4:]
    for written, short in FORMS:
        key = key.replace(written, short)
    return _SPACES.sub(" ", key.replace("H ", " ")).strip(" ")

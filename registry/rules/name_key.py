"""The key by which people are found by name: one key for the spellings, titles and spacings of one name.

Old spelling (Soekardjo, Tjahja), variants (Moch., Muh., Siti, St.), doubled letters and sounds that clerks write in
two ways fall together; the order of the words is left to whoever compares keys. A key is for finding, never a name
to show. The database keys its rows by the same rule in SQL (`registry/migrations/0006_finding.py`), and a test holds
the two together.
"""

from __future__ import annotations

import re
from typing import Final

_PLAIN: Final = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzàáâãäåçèéêëìíîïñòóôõöøùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZAAAAAACEEEEIIIINOOOOOOUUUUYYAAAAAACEEEEIIIINOOOOOOUUUUY",
    "'’`´\"",
)
_AFTER_A_COMMA: Final = re.compile(r"^([^,(]*[A-Z][^,(]*)[,(][\s\S]*$")
_NO_LETTERS: Final = re.compile(r"[^A-Z]+")
#: Titles, degrees, and the words that join a father's name or another name of the same person.
TITLES: Final = (
    *("H", "HJ", "HAJI", "HAJJAH", "KH", "KHJ", "NYAI", "KYAI", "KIAI", "USTADZ", "USTADZAH", "DRS", "DRA", "DR"),
    *("DRG", "DRH", "IR", "PROF", "R", "RR", "RA", "RM", "RADEN", "ALM", "ALMH", "ALMARHUM", "ALMARHUMAH", "TN"),
    *("NY", "SDR", "SDRI", "BPK", "BAPAK", "IBU", "SPD", "SPDI", "SAG", "SE", "SH", "SHI", "SKOM", "SSOS", "SKEP"),
    *("SKM", "SST", "STP", "AMD", "AMDKEB", "MPD", "MSI", "MM", "MH", "MT", "MAG", "MKES", "NERS", "BIN", "BINTI"),
    *("BINTE", "BT", "ALIAS", "ALS"),
)
_TITLES: Final = re.compile(rf" (?:(?:{'|'.join(TITLES)}|[SMA] (?:PD|PDI|AG|KOM|SOS|KEP|KES|KEB|HUM|SI|MD)) )+")
_TWO_LETTERS: Final = re.compile("[A-Z]{2}")
#: Written in more than one way and heard as one, in this order.
SOUNDS: Final = (
    *(("OE", "U"), ("TJ", "C"), ("DJ", "J"), ("KH", "H"), ("CH", "H"), ("J", "Y"), ("SY", "S"), ("SH", "S")),
    *(("TH", "T"), ("DH", "D"), ("DL", "D"), ("DZ", "Z"), ("TS", "S"), ("GH", "G"), ("BH", "B"), ("PH", "P")),
    *(("X", "KS"), ("Q", "K"), ("F", "P"), ("V", "P"), ("AE", "AI"), ("IE", "I"), ("IY", "I"), ("UW", "U")),
    *(("O", "U"), ("EI", "I"), (" Z", " Y"), ("Z", "S"), ("Y ", "I ")),
)
_DOUBLED: Final = re.compile(r"(.)\1+")
#: Common first names in their written forms, as they sound after `SOUNDS`, and the short form they share: what so
#: many bear should weigh little. Those that end without a space are taken off a word written in one ("NURHAYATI").
FORMS: Final = (
    *((" MUHAMAD", " MD "), (" MUHAMED ", " MD "), (" MUHAMAT ", " MD "), (" MUHAMD ", " MD "), (" MUH ", " MD ")),
    *((" MHD ", " MD "), (" MUHD ", " MD "), (" MH ", " MD "), (" AHMAD ", " AHD "), (" AHMED ", " AHD ")),
    *((" AHMAT ", " AHD "), (" AHMD ", " AHD "), (" AHM ", " AHD "), (" AH ", " AHD "), (" ABDUL", " ABD ")),
    *((" ABDU", " ABD "), (" ABDL ", " ABD "), (" SITI", " ST "), (" STI ", " ST "), (" NUR", " NUR ")),
    *((" SRI", " SRI "), (" DWI", " DWI "), (" TRI", " TRI ")),
)
_INITIAL_M: Final = re.compile("^ +M ")
_SPACES: Final = re.compile(" +")


def name_key(name: str) -> str:
    """Return the key of a name: capital words, maybe none ("" for a text without letters)."""
    letters = _AFTER_A_COMMA.sub(r"\1", name.translate(_PLAIN))
    words = _SPACES.sub(" ", f" {_NO_LETTERS.sub(' ', letters)} ")
    bare = _TITLES.sub(" ", words)
    key = bare if _TWO_LETTERS.search(bare) else words
    for written, heard in SOUNDS:
        key = key.replace(written, heard)
    # Every word with spaces of its own on both sides, so that two neighbours are replaced both.
    key = _DOUBLED.sub(r"\1", key).replace(" ", "  ")
    key = _INITIAL_M.sub(" MD ", key)
    for written, short in FORMS:
        key = key.replace(written, short)
    return _SPACES.sub(" ", key.replace("H ", " ")).strip(" ")

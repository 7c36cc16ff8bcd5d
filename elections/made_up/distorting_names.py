"""How a clerk, a form or a habit of spelling changes a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from elections.made_up.names import DEGREES, STYLES
from elections.made_up.profiles import ErrorKind

_ABBREVIATIONS = {
    "MUHAMMAD": ("MOCH.", "MOH.", "M.", "MUH.", "MUHAMAD", "MOHAMMAD", "MOHAMAD", "MHD."),
    "MOCHAMAD": ("MOCH.", "MOH.", "M.", "MUHAMMAD", "MOKHAMAD", "MOCHAMMAD"),
    "MOH": ("MOCH", "MUHAMMAD", "MOHAMAD", "M."),
    "AHMAD": ("ACHMAD", "AKHMAD", "ACH.", "A."),
    "ACHMAD": ("AHMAD", "ACH.", "AKHMAD"),
    "ABDUL": ("ABD.", "ABD", "ABDOEL"),
    "SITI": ("ST.", "ST", "SITTI"),
}
_OLD_SPELLING = (("U", "OE"), ("J", "DJ"), ("C", "TJ"), ("Y", "J"), ("KH", "CH"))
_ALIKE = {"F": "P", "P": "F", "V": "F", "Z": "S", "S": "Z", "D": "T", "T": "D", "I": "Y", "Y": "I", "O": "U", "U": "O"}
_TITLES = ("H. ", "HJ. ", "DRS. ", "R. ", "IR. ")
_ONE_SOUND = {"F": "PV", "P": "F", "V": "FP", "Z": "JS", "J": "Z"}
_CONSONANT = "(?<=[A-Z])([LMNRSTDBKFZ])(?=[AIUEO])"
_OPEN_END = "([A-Z]{2,}[AIUEO])(H?)(?=[ ,]|$)"
_LINEAGE = " (BIN|BINTI|ALIAS) "
_NO_NAMES = ("?", "-", "N N", "NN", "XXX")


def spoil_name(name: str, kind: ErrorKind, dice: Random, *, woman: bool) -> str:
    """Return the name as the roll has it. `NAME_CANDIDATES` says which names a kind can change."""
    if kind in _BY_SEX:
        return _BY_SEX[kind](name, dice, woman)
    return _NAME_SPOILERS[kind](name, dice)


NAME_CANDIDATES: dict[ErrorKind, str] = {
    ErrorKind.NAME_ABBREVIATED: f"^({'|'.join(_ABBREVIATIONS)}) ",
    ErrorKind.NAME_OLD_SPELLING: "[UJCY]",
    ErrorKind.NAME_INITIAL: "^[A-Z-]{2,} [A-Z-]{2,}",
    ErrorKind.NAME_TRUNCATED: "^.{21,}$",
    ErrorKind.NAME_SPACING: "^[A-Z-]{2,} [A-Z-]{2,}|^NUR[A-Z]{3,}|^KHOIRUL[A-Z]{3,}",
    ErrorKind.NAME_ORDER: "^[A-Z-]{2,} [A-Z-]{2,}",
    ErrorKind.NAME_WORD_LOST: "^[A-Z-]{2,} [A-Z-]{2,}",
    ErrorKind.NAME_TITLE: "^[A-Z]",
    ErrorKind.NAME_TYPING: "^[A-Z]{4,}",
    ErrorKind.NAME_SOUND: "[FPVZJ]",
    ErrorKind.NAME_DOUBLE_LETTER: "[A-Z][LMNRSTDBKFZ][AIUEO]",
    ErrorKind.NAME_FINAL_H: "[A-Z]{2,}[AIUEO]H?( |,|$)",
    ErrorKind.NAME_DEGREE: "^[A-Z][^,]*$",
    ErrorKind.NAME_LINEAGE: "^[A-Z]",
    ErrorKind.NAME_LATE: "^[A-Z]",
    ErrorKind.NAME_NONE: "^[A-Z]",
}
"""Regular expressions over the right name: the rows among which a kind is dealt out."""


def _abbreviated(name: str, dice: Random) -> str:
    first, rest = name.split(" ", 1)
    return f"{dice.choice(_ABBREVIATIONS[first])} {rest}"


def _old_spelling(name: str, dice: Random) -> str:
    new, old = dice.choice([pair for pair in _OLD_SPELLING if pair[0] in name])
    return name.replace(new, old)


def _initial(name: str, dice: Random) -> str:
    parts = name.split(" ")
    at = len(parts) - 1 if dice.random() < 0.8 else 0
    parts[at] = parts[at][0] + dice.choice((".", ""))
    return " ".join(parts)


def _truncated(name: str, _: Random) -> str:
    """Cut the name where a form or a column ends: at 20, 25 or 30 characters."""
    return name[: 20 if len(name) <= 25 else 25 if len(name) <= 30 else 30].rstrip(" ,")


def _spacing(name: str, _: Random) -> str:
    if " " in name:
        return name.replace(" ", "", 1)
    return re.sub("^(NUR|KHOIRUL)", r"\1 ", name)


def _order(name: str, _: Random) -> str:
    parts = name.split(" ")
    return " ".join(parts[1:] + parts[:1])


def _word_lost(name: str, dice: Random) -> str:
    parts = name.split(" ")
    return " ".join(parts[:-1] if len(parts) > 2 or dice.random() < 0.7 else parts[1:]).rstrip(",")


def _title(name: str, dice: Random) -> str:
    bare = re.sub(r"^(H|HJ)\. |, [A-Z.]+$", "", name)
    return bare if bare != name else dice.choice(_TITLES) + name


def _typing(name: str, dice: Random) -> str:
    """Slip once: a letter doubled, lost, swapped with its neighbour, or one that sounds alike."""
    letters = [place for place, letter in enumerate(name) if letter.isalpha() and place]
    while True:
        at = dice.choice(letters)
        changed = _SLIPS[dice.randrange(len(_SLIPS))](name, at)
        if changed != name:
            return changed


_SLIPS: tuple[Callable[[str, int], str], ...] = (
    lambda name, at: name[:at] + name[at] + name[at:],
    lambda name, at: name[:at] + name[at + 1 :],
    lambda name, at: name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
    lambda name, at: name[:at] + _ALIKE.get(name[at], "A") + name[at + 1 :],
)


def _sound(name: str, dice: Random) -> str:
    """Write one letter as another that sounds like it: f/p/v, z/j/s."""
    at = dice.choice([place for place, letter in enumerate(name) if letter in _ONE_SOUND])
    return name[:at] + dice.choice(_ONE_SOUND[name[at]]) + name[at + 1 :]


def _double_letter(name: str, dice: Random) -> str:
    """Write a consonant once that stands twice, or twice that stands once."""
    single = re.sub(r"([A-Z])\1", r"\1", name)
    if single != name:
        return single
    at = dice.choice([found.start() for found in re.finditer(_CONSONANT, name)])
    return name[:at] + name[at] + name[at:]


def _final_h(name: str, dice: Random) -> str:
    """Drop the h at the end of a word, or write one after a vowel."""
    word = dice.choice(list(re.finditer(_OPEN_END, name)))
    return name[: word.start()] + word[1] + ("" if word[2] else "H") + name[word.end() :]


def _degree(name: str, dice: Random) -> str:
    return f"{name}, {dice.choice(DEGREES)}"


def _none(_: str, dice: Random) -> str:
    return dice.choice(_NO_NAMES)


def _lineage(name: str, dice: Random, woman: bool) -> str:
    """Drop the father's name, or write one: whose it is does not matter, as the registry does not have it there."""
    if re.search(_LINEAGE, name):
        return re.split(_LINEAGE, name)[0]
    if dice.random() < 0.2:
        return f"{name} ALIAS {dice.choice(STYLES['P' if woman else 'L'][0].first)}"
    return f"{name} {'BINTI' if woman else 'BIN'} {dice.choice(STYLES['L'][0].first)}"


def _late(name: str, dice: Random, woman: bool) -> str:
    """Mark a living voter as deceased, or a dead one: "almarhum" stands on rolls beside either."""
    mark = "ALMH" if woman and dice.random() < 0.5 else "ALM"
    return dice.choice((f"{mark}. {name}", f"{mark} {name}", f"{name} ({mark})"))


_BY_SEX: dict[ErrorKind, Callable[[str, Random, bool], str]] = {
    ErrorKind.NAME_LINEAGE: _lineage,
    ErrorKind.NAME_LATE: _late,
}

_NAME_SPOILERS: dict[ErrorKind, Callable[[str, Random], str]] = {
    ErrorKind.NAME_ABBREVIATED: _abbreviated,
    ErrorKind.NAME_OLD_SPELLING: _old_spelling,
    ErrorKind.NAME_INITIAL: _initial,
    ErrorKind.NAME_TRUNCATED: _truncated,
    ErrorKind.NAME_SPACING: _spacing,
    ErrorKind.NAME_ORDER: _order,
    ErrorKind.NAME_WORD_LOST: _word_lost,
    ErrorKind.NAME_TITLE: _title,
    ErrorKind.NAME_TYPING: _typing,
    ErrorKind.NAME_SOUND: _sound,
    ErrorKind.NAME_DOUBLE_LETTER: _double_letter,
    ErrorKind.NAME_FINAL_H: _final_h,
    ErrorKind.NAME_DEGREE: _degree,
    ErrorKind.NAME_NONE: _none,
}

"""What clerks and files do to a row of a roll: wrong numbers, other spellings, old addresses, blanks."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

from tests.elections.matching.people import Person

Spoil = Callable[..., None]


def typo(dice: random.Random, text: str, letters: str) -> str:
    """One letter wrong, dropped, doubled, or two swapped."""
    spot = dice.randrange(len(text))
    kind = dice.randrange(4)
    if kind == 0:
        return text[:spot] + dice.choice(letters) + text[spot + 1 :]
    if kind == 1 and len(text) > 3:
        return text[:spot] + text[spot + 1 :]
    if kind == 2:
        return text[:spot] + text[spot] + text[spot:]
    spot = min(spot, len(text) - 2)
    return text if spot < 0 else text[:spot] + text[spot + 1] + text[spot] + text[spot + 2 :]


def _nik_digit(dice: random.Random, row: dict[str, Any], *_: object) -> None:
    spot = dice.randrange(16)
    if dice.random() < 0.4 and spot < 15:
        row["nik"] = row["nik"][:spot] + row["nik"][spot + 1] + row["nik"][spot] + row["nik"][spot + 2 :]
    else:
        row["nik"] = row["nik"][:spot] + dice.choice("0123456789") + row["nik"][spot + 1 :]


def _nik_bad(dice: random.Random, row: dict[str, Any], *_: object) -> None:
    nik = row["nik"]
    row["nik"] = dice.choice(
        ("", "", "2222222222222222", nik[:12] + "0000", nik[:15], nik + "1", nik[:12] + "****", nik[:12] + "****")
    )


def _nik_of_another(dice: random.Random, row: dict[str, Any], person: Person, everybody: list[Person]) -> None:
    family = [
        other
        for other in everybody[max(0, person.resident_id - 6) : person.resident_id + 5]
        if other.kk_number == person.kk_number
    ]
    row["nik"] = dice.choice(family if dice.random() < 0.5 else everybody).nik


def _nik_second(dice: random.Random, row: dict[str, Any], person: Person, _: object) -> None:
    row["nik"] = f"{dice.choice(('351601', '357602', '351405'))}{person.nik[6:12]}{dice.randint(1, 40):04d}"


def _name_typo(dice: random.Random, row: dict[str, Any], *_: object) -> None:
    row["name"] = typo(dice, row["name"], "ABCDEFGHIKLMNOPRSTUWY")


def _name_form(dice: random.Random, row: dict[str, Any], *_: object) -> None:
    words = row["name"].split()
    kind = dice.randrange(6)
    if words[0] in {"MUHAMMAD", "SITI", "ABDUL"}:
        forms = {"MUHAMMAD": ("MOCH.", "MOH.", "M.", "MOCHAMAD"), "SITI": ("ST.", "SITTI"), "ABDUL": ("ABD.", "ABD")}
        words[0] = dice.choice(forms[words[0]])
    elif kind == 0:
        words[-1] = words[-1][0] + "." if len(words) > 1 else words[-1]
    elif kind == 1:
        words.insert(0, "H." if row["sex"] == "L" else "HJ.")
    elif kind == 2:
        words = ["".join(words)]
    elif kind == 3:
        words = [word.replace("U", "OE").replace("C", "TJ") for word in words]
    elif kind == 4:
        words = [word.replace("F", "P").replace("Z", "J").replace("KH", "H") for word in words]
    else:
        words.append("BIN SUWARNO" if row["sex"] == "L" else "BINTI SUWARNO")
    row["name"] = " ".join(words)


def _date_wrong(dice: random.Random, row: dict[str, Any], *_: object) -> None:
    born: date = row["birth_date"]
    kind = dice.randrange(4)
    if kind == 0 and born.day <= 12:
        row["birth_date"] = born.replace(month=born.day, day=born.month)
    elif kind == 1:
        row["birth_date"] = born.replace(month=dice.choice((1, 7)), day=1)
    elif kind == 2:
        row["birth_date"] = born.replace(year=born.year + dice.choice((-10, -1, 1, 10)), day=min(born.day, 28))
    else:
        row["birth_date"] = born.replace(day=dice.randint(1, 28))


def _blank(column: str) -> Spoil:
    def spoil(dice: random.Random, row: dict[str, Any], *_: object) -> None:
        row[column] = None if column == "birth_date" else ""

    return spoil


def _old_kk(dice: random.Random, row: dict[str, Any], person: Person, everybody: list[Person]) -> None:
    row["kk_number"] = row["kk_number"][:6] + dice.choice(everybody).kk_number[6:12] + f"{dice.randint(1, 60):04d}"


def _moved(dice: random.Random, row: dict[str, Any], person: Person, everybody: list[Person]) -> None:
    row["region_code"] = dice.choice(everybody).region_code
    row["rt"], row["rw"] = f"{dice.randint(1, 6):03d}", f"{dice.randint(1, 8):03d}"


def _rt_zero(dice: random.Random, row: dict[str, Any], *_: object) -> None:
    row["rt"] = row["rw"] = "000"


def _sex_wrong(dice: random.Random, row: dict[str, Any], *_: object) -> None:
    row["sex"] = "P" if row["sex"] == "L" else "L"


SPOILS = (
    ("nik", 0.012, _nik_digit),
    ("nik", 0.012, _nik_bad),
    ("nik", 0.004, _nik_of_another),
    ("nik", 0.004, _nik_second),
    ("name", 0.02, _name_typo),
    ("name", 0.03, _name_form),
    ("date", 0.012, _date_wrong),
    ("date", 0.001, _blank("birth_date")),
    ("kk", 0.08, _old_kk),
    ("kk", 0.01, _blank("kk_number")),
    ("village", 0.01, _moved),
    ("rt", 0.02, _rt_zero),
    ("sex", 0.003, _sex_wrong),
    ("place", 0.01, _blank("birth_place")),
)

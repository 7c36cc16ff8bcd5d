"""What happens to a registry and a roll between two runs, one kind of change at a time."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.elections.matching.crowd import Crowd, row_of
from tests.elections.matching.people import Person

Change = Callable[[random.Random, Crowd], None]


def _of_somebody(**made: Callable[[random.Random, Person, Crowd], Any]) -> Change:
    """A change of some cells of one resident."""

    def change(dice: random.Random, crowd: Crowd) -> None:
        spot = dice.randrange(len(crowd.residents))
        person = crowd.residents[spot]
        crowd.residents[spot] = replace(person, **{cell: make(dice, person, crowd) for cell, make in made.items()})

    return change


def _of_a_row(**made: Callable[[random.Random, dict[str, Any], Crowd], Any]) -> Change:
    """A change of some cells of one row of the roll."""

    def change(dice: random.Random, crowd: Crowd) -> None:
        spot = dice.randrange(len(crowd.roll))
        row = crowd.roll[spot]
        crowd.roll[spot] = row | {cell: make(dice, row, crowd) for cell, make in made.items()}

    return change


def _resident_comes(dice: random.Random, crowd: Crowd) -> None:
    number = max(person.resident_id for person in crowd.residents) + 1
    person = dice.choice(crowd.residents)
    crowd.residents.append(
        replace(person, resident_id=number, nik=_a_nik(dice, person, crowd), name=dice.choice(crowd.residents).name)
    )


def _twin_comes(dice: random.Random, crowd: Crowd) -> None:
    number = max(person.resident_id for person in crowd.residents) + 1
    person = dice.choice(crowd.residents)
    nik = person.nik[:12] + f"{int(person.nik[12:]) % 9000 + 1:04d}"
    crowd.residents.append(replace(person, resident_id=number, nik=nik, name=person.name[:-1] + dice.choice("AIU")))


def _resident_goes(dice: random.Random, crowd: Crowd) -> None:
    crowd.residents.pop(dice.randrange(len(crowd.residents)))


def _two_residents_change_numbers(dice: random.Random, crowd: Crowd) -> None:
    one, other = dice.sample(range(len(crowd.residents)), 2)
    first, second = crowd.residents[one], crowd.residents[other]
    crowd.residents[one] = replace(first, resident_id=second.resident_id)
    crowd.residents[other] = replace(second, resident_id=first.resident_id)


def _row_comes(dice: random.Random, crowd: Crowd) -> None:
    number = max(row["entry_id"] for row in crowd.roll) + 1
    crowd.roll.append(row_of(number, dice.choice(crowd.residents)))


def _row_comes_again(dice: random.Random, crowd: Crowd) -> None:
    number = max(row["entry_id"] for row in crowd.roll) + 1
    crowd.roll.append(dice.choice(crowd.roll) | {"entry_id": number})


def _row_goes(dice: random.Random, crowd: Crowd) -> None:
    crowd.roll.pop(dice.randrange(len(crowd.roll)))


def _the_first_of_two_rows_goes(dice: random.Random, crowd: Crowd) -> None:
    """The second, whose NIK leads nowhere, is then the only one of a resident whom nobody has any more."""
    known = {person.nik for person in crowd.residents}
    second = {_who(row) for row in crowd.roll if row["nik"] not in known}
    firsts = [spot for spot, row in enumerate(crowd.roll) if row["nik"] in known and _who(row) in second]
    crowd.roll.pop(dice.choice(firsts or range(len(crowd.roll))))


def _second_row_comes(dice: random.Random, crowd: Crowd) -> None:
    number = max(row["entry_id"] for row in crowd.roll) + 1
    crowd.roll.append(dice.choice(crowd.roll) | {"entry_id": number, "nik": ""})


def _nik_is_corrected_to_the_rolls(dice: random.Random, crowd: Crowd) -> None:
    known = {person.nik for person in crowd.residents}
    rows = {_who(row): row["nik"] for row in crowd.roll if row["nik"] not in known and len(row["nik"]) == 16}
    spots = [spot for spot, person in enumerate(crowd.residents) if _who(person.__dict__) in rows]
    spot = dice.choice(spots)
    crowd.residents[spot] = replace(crowd.residents[spot], nik=rows[_who(crowd.residents[spot].__dict__)])


def _stranger_is_registered(dice: random.Random, crowd: Crowd) -> None:
    """Somebody of whom only the roll knew comes into the registry, under a number of her own."""
    known = {person.nik for person in crowd.residents}
    names = {_who(person.__dict__) for person in crowd.residents}
    rows = [row for row in crowd.roll if row["nik"] not in known and _who(row) not in names and row["birth_date"]]
    row, model = dice.choice(rows), dice.choice(crowd.residents)
    cells = {cell: row[cell] for cell in ("name", "birth_date", "sex", "kk_number", "rt", "rw", "region_code")}
    number = max(person.resident_id for person in crowd.residents) + 1
    crowd.residents.append(replace(model, resident_id=number, nik=_a_nik(dice, model, crowd), **cells))


def _who(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["name"], row["birth_date"], row["region_code"]


def _two_rows_change_numbers(dice: random.Random, crowd: Crowd) -> None:
    one, other = dice.sample(range(len(crowd.roll)), 2)
    first, second = crowd.roll[one], crowd.roll[other]
    crowd.roll[one] = first | {"entry_id": second["entry_id"]}
    crowd.roll[other] = second | {"entry_id": first["entry_id"]}


def _roll_is_numbered_anew(dice: random.Random, crowd: Crowd) -> None:
    numbers = dice.sample(range(1_000_000), len(crowd.roll))
    crowd.roll[:] = [row | {"entry_id": number} for row, number in zip(crowd.roll, numbers, strict=True)]


def _everything_changes(dice: random.Random, crowd: Crowd) -> None:
    del dice
    crowd.residents[:] = [replace(person, name=f"{person.name} BARU") for person in crowd.residents]


def _nothing_changes(dice: random.Random, crowd: Crowd) -> None:
    del dice, crowd


def _a_nik(dice: random.Random, person: Person, crowd: Crowd) -> str:
    del crowd
    return f"{dice.choice(('351601', '351608', '357602'))}{person.nik[6:12]}{dice.randint(1, 9999):04d}"


def _anybodys_nik(dice: random.Random, _: object, crowd: Crowd) -> str:
    return dice.choice(crowd.residents).nik


def _anybodys_name(dice: random.Random, _: object, crowd: Crowd) -> str:
    return dice.choice(crowd.residents).name


def _a_village(dice: random.Random, _: object, crowd: Crowd) -> str:
    return dice.choice(crowd.residents).region_code


def _a_number(dice: random.Random, *_: object) -> str:
    return f"{dice.randint(1, 8):03d}"


def _always(value: object) -> Callable[..., Any]:
    return lambda *_: value


CHANGES: dict[str, Change] = {
    "a resident comes": _resident_comes,
    "a twin comes": _twin_comes,
    "a resident goes": _resident_goes,
    "two residents change numbers": _two_residents_change_numbers,
    "a resident is renamed": _of_somebody(name=_anybodys_name),
    "a name is spelled otherwise": _of_somebody(name=lambda _dice, person, _crowd: f"H. {person.name}"),
    "a resident moves": _of_somebody(region_code=_a_village, rt=_a_number, rw=_a_number),
    "a resident joins another household": _of_somebody(
        kk_number=lambda dice, _person, crowd: dice.choice(crowd.residents).kk_number
    ),
    "a NIK is corrected": _of_somebody(nik=_a_nik),
    "a NIK becomes shared": _of_somebody(nik=_anybodys_nik),
    "a NIK goes": _of_somebody(nik=_always("")),
    "a resident dies": _of_somebody(residency_status=_always("2")),
    "a resident becomes a soldier": _of_somebody(occupation_code=_always("6")),
    "a resident marries": _of_somebody(marital_status=_always("2")),
    "a card is recorded": _of_somebody(card_status=_always("CARD_ISSUED")),
    "a birth date is corrected": _of_somebody(
        birth_date=lambda dice, person, _crowd: person.birth_date + timedelta(days=dice.randint(-40, 40))
    ),
    "a birth date becomes a placeholder": _of_somebody(
        birth_date=lambda _dice, person, _crowd: date(person.birth_date.year, 1, 1)
    ),
    "a birth place becomes known": _of_somebody(birth_place=_always("BANGKALAN")),
    "a row comes": _row_comes,
    "a row comes again": _row_comes_again,
    "a row goes": _row_goes,
    "a second row comes": _second_row_comes,
    "the first of two rows goes": _the_first_of_two_rows_goes,
    "a NIK is corrected to the roll's": _nik_is_corrected_to_the_rolls,
    "a stranger is registered": _stranger_is_registered,
    "two rows change numbers": _two_rows_change_numbers,
    "the roll is numbered anew": _roll_is_numbered_anew,
    "a row is renamed": _of_a_row(name=_anybodys_name),
    "a row gets another NIK": _of_a_row(nik=_anybodys_nik),
    "a NIK is hidden": _of_a_row(nik=lambda _dice, row, _crowd: row["nik"][:12] + "****"),
    "a NIK is blank": _of_a_row(nik=_always("")),
    "a row moves": _of_a_row(region_code=_a_village),
    "a row loses its birth date": _of_a_row(birth_date=_always(None)),
    "a row votes elsewhere": _of_a_row(tps_number=_a_number),
    "everything changes": _everything_changes,
    "nothing changes": _nothing_changes,
}

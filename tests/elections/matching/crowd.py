"""A made-up crowd for the matching's tests: households, twins, same-name fathers, and a roll with known damage.

Everybody is invented. ``truth`` is the resident behind each row of the roll, or None for a stranger.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

Spoil = Callable[..., None]

POLLING_DAY = date(2020, 12, 9)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MALE = _words(
    """
    AGUS BUDI SLAMET SUPARMAN SUTRISNO JOKO HADI EKO WAHYU DEDI RUDI YUSUF ZAENAL FAUZI HASAN HUSEN IMAM JUMADI
    KARNO LUTFI MUSTOFA NANANG PRASETYO RIZKI SAIFUL TAUFIK UMAR WAWAN YANTO ARIS BAMBANG CAHYO DARMAWAN EDI
    FERI GUNAWAN HENDRA IRFAN KHOIRUL MARYONO NUGROHO PURWANTO ROHMAN SUBAGYO TRIYONO WIJAYA ZULFIKAR ARIFIN
    BASUKI DIMAS
    """
)
FEMALE = _words(
    """
    AMINAH ROHMAH FATIMAH SULASTRI WATI LESTARI YULIANI RINI DEWI RATNA INDAH KARTIKA MUNAWAROH NINGSIH PUJIATI
    KHOTIMAH SUMIATI TUTIK UMI WULANDARI ZUBAIDAH ANISA BADRIYAH CHOIRIYAH DIANA ENDANG FARIDA GITA HALIMAH
    ISTIQOMAH JAMILAH KHUSNUL LAILATUL MARYAM NURHAYATI PARTINI RUKAYAH SITIYAH SRIYATUN TITIN UTAMI YAYUK
    AFIFAH MASRUROH
    """
)
LAST = _words(
    """
    SANTOSO PRATAMA SETIAWAN HIDAYAT KURNIAWAN SAPUTRA WIBOWO NUGRAHA RAMADHAN MAULANA FIRMANSYAH HAKIM ANWAR
    SUSANTO PRAYITNO HARIYANTO SISWANTO WIDODO SUHARTO UTOMO RAHARJO SUSILO MULYONO SANJAYA PERMANA ADITYA
    MAHENDRA HANDOKO PRABOWO SUPRIYADI ISKANDAR ROSYID MUBAROK GHOFUR AZIZ KARIM SYAFII JAUHARI BAIHAQI ZAKARIA
    """
)
LAST_FEMALE = _words(
    """
    SARI DEWI LESTARI RAHAYU WAHYUNI PUSPITASARI ANGGRAINI SAFITRI HANDAYANI OKTAVIANI MAHARANI PERMATASARI
    FITRIANI AGUSTINA KUSUMAWATI SETYOWATI MELATI ASTUTI NINGRUM SUSANTI HASANAH MAGHFIROH RAHMAWATI JANNAH NISA
    ULFA ZAHRO
    """
)
SYLLABLES = _words(
    """
    BA BI BU DA DI HA KA LA LI MA MI MU NA NI PA RA RI SA SU TA TI WA WI YA ZA
    """
)
PLACES = (
    "MOJOKERTO",
    "MOJOKERTO",
    "MOJOKERTO",
    "MOJOKERTO",
    "JOMBANG",
    "SURABAYA",
    "SIDOARJO",
    "GRESIK",
    "LAMONGAN",
    "KEDIRI",
)
STATES = ("CARD_ISSUED",) * 60 + ("PRINT_READY_RECORD",) * 3 + ("UNREGISTERED",) * 2 + ("ENROLL_FAILURE_AT_CENTRAL",)


@dataclass(frozen=True)
class Person:
    resident_id: int
    nik: str
    kk_number: str
    name: str
    birth_place: str
    birth_date: date
    sex: str
    marital_status: str
    rt: str
    rw: str
    region_code: str
    occupation_code: str = "15"
    residency_status: str = "1"
    card_status: str = "CARD_ISSUED"
    address: str = ""


@dataclass
class Crowd:
    residents: list[Person]
    roll: list[dict[str, Any]]
    truth: dict[int, int | None] = field(default_factory=dict)
    damage: dict[int, frozenset[str]] = field(default_factory=dict)

    def residents_table(self) -> pa.Table:
        return pa.Table.from_pylist([person.__dict__ for person in self.residents])

    def roll_table(self) -> pa.Table:
        return pa.Table.from_pylist(self.roll)


def make(size: int, seed: int = 1, *, rate: float = 1.0) -> Crowd:
    """About ``size`` residents and the roll of the grown-up ones; ``rate`` multiplies the rates of damage."""
    dice = random.Random(seed)
    everybody = _people(dice, size)
    strangers = [person for person in everybody if dice.random() < 0.004]
    unknown = {person.resident_id for person in strangers}
    residents = [person for person in everybody if person.resident_id not in unknown]
    crowd = Crowd(residents, [])
    for person in everybody:
        if (person.birth_date > date(2003, 12, 9) and dice.random() > 0.002) or dice.random() < 0.005:
            continue
        _enter(crowd, dice, person, everybody, rate, known=person.resident_id not in unknown)
        if dice.random() < 0.006:
            _enter(crowd, dice, person, everybody, rate, known=person.resident_id not in unknown, again=True)
    return crowd


def _people(dice: random.Random, size: int) -> list[Person]:
    people: list[Person] = []
    serials: dict[str, int] = {}
    villages = [f"35.16.{kec:02d}.{2001 + n}" for kec in range(1, 19) for n in range(17)]
    villages = villages[: max(3, min(len(villages), size // 400))]
    while len(people) < size:
        people.extend(_household(dice, len(people) + 1, dice.choice(villages), serials))
    return people


def _household(dice: random.Random, number: int, village: str, serials: dict[str, int]) -> list[Person]:
    kk = _number(dice, village, date(2005, 1, 1) + timedelta(days=dice.randrange(5500)), "L", serials)
    home = {
        "kk_number": kk,
        "rt": f"{dice.randint(1, 6):03d}",
        "rw": f"{dice.randint(1, 8):03d}",
        "region_code": village,
    }
    head_born = _date(dice, 1940, 1992)
    surname = dice.choice(LAST)
    plan = [("L", head_born, "2"), ("P", head_born + timedelta(days=dice.randrange(-700, 3000)), "2")]
    child_born = head_born + timedelta(days=365 * 22 + dice.randrange(3000))
    for _ in range(dice.choice((0, 1, 1, 2, 2, 3, 4))):
        sex = dice.choice("LP")
        plan.append((sex, child_born, "1"))
        if dice.random() < 0.012:
            plan.append((sex if dice.random() < 0.7 else dice.choice("LP"), child_born, "1"))
        child_born += timedelta(days=500 + dice.randrange(2000))
    people: list[Person] = []
    for sex, born, marital in plan:
        if born >= date(2020, 1, 1):
            continue
        name = _name(dice, sex, surname)
        if marital == "1" and sex == "L" and dice.random() < 0.004:
            name = people[0].name
        elif marital == "1" and len(people) > 2 and people[-1].birth_date == born and people[-1].sex == sex:
            name = _twin_name(dice, people[-1].name)
        state = dice.choice("2234") if marital == "1" and born < date(2002, 1, 1) and dice.random() < 0.3 else marital
        people.append(
            Person(
                number + len(people),
                _number(dice, village, born, sex, serials),
                name=name,
                birth_place=dice.choice(PLACES),
                birth_date=born,
                sex=sex,
                marital_status=state,
                card_status=dice.choice(STATES),
                occupation_code=dice.choices(("15", "6", "7"), (0.99, 0.006, 0.004))[0],
                residency_status=dice.choices(("1", "2", "3"), (0.985, 0.008, 0.007))[0],
                **home,
            )
        )
    return people


def _date(dice: random.Random, first: int, last: int) -> date:
    if dice.random() < 0.05:
        return date(dice.randint(first, last), *dice.choice(((1, 1), (7, 1), (12, 31))))
    return date(first, 1, 1) + timedelta(days=dice.randrange(365 * (last - first)))


def _number(dice: random.Random, village: str, day: date, sex: str, serials: dict[str, int]) -> str:
    area = village.replace(".", "")[:6]
    if dice.random() < 0.1:
        area = dice.choice(("357601", "351701", "357801", "351502"))
    head = f"{area}{day.day + (40 if sex == 'P' else 0):02d}{day:%m%y}"
    serials[head] = serials.get(head, 0) + 1
    return f"{head}{serials[head]:04d}"


def _name(dice: random.Random, sex: str, surname: str) -> str:
    first = dice.choice(MALE if sex == "L" else FEMALE)
    made = "".join(dice.choices(SYLLABLES, k=dice.choice((2, 3, 3)))) if dice.random() < 0.5 else ""
    last = made or (surname if sex == "L" and dice.random() < 0.5 else dice.choice(LAST if sex == "L" else LAST_FEMALE))
    roll = dice.random()
    if roll < 0.12:
        return first
    if roll < 0.3:
        return f"{'MUHAMMAD' if sex == 'L' else 'SITI'} {first}"
    if roll < 0.4:
        return f"{'ABDUL' if sex == 'L' else 'NUR'} {first} {last}"
    return f"{first} {last}"


def _twin_name(dice: random.Random, name: str) -> str:
    words = name.split()
    words[-1] = words[-1][:-1] + dice.choice("AIU") if dice.random() < 0.5 else dice.choice(LAST + LAST_FEMALE)
    return " ".join(words)


def _enter(
    crowd: Crowd,
    dice: random.Random,
    person: Person,
    everybody: list[Person],
    rate: float,
    *,
    known: bool,
    again: bool = False,
) -> None:
    entry_id = len(crowd.roll) + 1
    damage: set[str] = set()
    row = row_of(entry_id, person)
    for kind, chance, spoil in _SPOILS:
        if dice.random() < chance * rate * (4 if again else 1):
            damage.add(kind)
            spoil(dice, row, person, everybody)
    crowd.roll.append(row)
    crowd.truth[entry_id] = person.resident_id if known else None
    crowd.damage[entry_id] = frozenset(damage)


def row_of(entry_id: int, person: Person) -> dict[str, Any]:
    """The row of a roll that agrees with the registry in everything."""
    return {
        "entry_id": entry_id,
        "nik": person.nik,
        "kk_number": person.kk_number,
        "name": person.name,
        "birth_place": person.birth_place,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "marital_status": {"1": "B", "2": "S"}.get(person.marital_status, "P"),
        "address": "DUSUN KRAJAN",
        "rt": person.rt,
        "rw": person.rw,
        "region_code": person.region_code,
        "tps_number": f"{(int(person.rw) % 4) + 1:03d}",
        "disability_code": "0",
        "recorded_flag": "S",
        "remark": "",
    }


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


_SPOILS = (
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


def shuffled(table: pa.Table, seed: int) -> pa.Table:
    """The same rows in another order."""
    order = list(range(table.num_rows))
    random.Random(seed).shuffle(order)
    return table.take(order)


def person(resident_id: int, **changes: Any) -> Person:
    """A plain resident to change for hand-made lists."""
    plain = Person(
        resident_id,
        f"351608010890{resident_id:04d}",
        f"351608020310{resident_id:04d}",
        "BUDI SANTOSO",
        "MOJOKERTO",
        date(1990, 8, 1),
        "L",
        "2",
        "003",
        "002",
        "35.16.08.2001",
    )
    return replace(plain, **changes)

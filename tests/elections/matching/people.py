"""Made-up people in households: twins, fathers and sons of one name, placeholder birth dates. Nobody is real."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any


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


def make_people(dice: random.Random, size: int) -> list[Person]:
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

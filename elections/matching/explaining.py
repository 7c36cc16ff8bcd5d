"""A pair's evidence, field by field: how many bits each adds, and what it says in Indonesian.

Works on one row of ``matches.parquet``; the weights it shows are those that decided. No name or number of a person is
in the words, so they may stand where the reader may see the outcome.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from math import log2

from elections.matching.scoring import household_prior
from elections.matching.vocabulary import (
    LEVELS,
    AreaLevel,
    DateLevel,
    KkLevel,
    MaritalLevel,
    NameLevel,
    NikLevel,
    PlaceLevel,
    RtLevel,
    SexLevel,
)

FIELDS_IN_WORDS = {
    "nik": "NIK",
    "name": "Nama",
    "birth_date": "Tanggal lahir",
    "sex": "Jenis kelamin",
    "birth_place": "Tempat lahir",
    "kk_number": "Nomor KK",
    "area": "Wilayah",
    "rt_rw": "RT/RW",
    "marital_status": "Status kawin",
}

WORDS: Mapping[str, Mapping[IntEnum, str]] = {
    "nik": {
        NikLevel.UNKNOWN: "NIK kosong atau bukan NIK yang sah, jadi tidak dapat dibandingkan.",
        NikLevel.DIFFERENT: "NIK berbeda.",
        NikLevel.SERIAL: "NIK hanya berbeda nomor urut, seperti pada saudara kembar.",
        NikLevel.PREFIX: "Bagian NIK yang terbaca sama.",
        NikLevel.NEAR: "NIK hampir sama: satu angka salah atau dua angka tertukar.",
        NikLevel.EQUAL: "NIK sama.",
    },
    "name": {
        NameLevel.UNKNOWN: "Nama kosong di salah satu sisi.",
        NameLevel.DIFFERENT: "Nama berbeda.",
        NameLevel.PARTIAL: "Nama hanya sama sebagian.",
        NameLevel.SIMILAR: "Nama mirip.",
        NameLevel.CLOSE: "Nama hampir sama, mungkin salah ketik.",
        NameLevel.SHORTENED: "Nama yang satu adalah singkatan dari yang lain.",
        NameLevel.SOUND: "Nama terdengar sama, ejaan atau urutannya berbeda.",
        NameLevel.VARIANT: "Nama sama setelah singkatan dan gelar disamakan.",
        NameLevel.EQUAL: "Nama sama persis.",
    },
    "birth_date": {
        DateLevel.UNKNOWN: "Tanggal lahir kosong di salah satu sisi.",
        DateLevel.DIFFERENT: "Tanggal lahir berbeda.",
        DateLevel.TWO_PARTS: "Dua dari hari, bulan, dan tahun lahir sama.",
        DateLevel.PLACEHOLDER: "Tahun lahir sama; salah satu tanggal hanya tanggal pengganti.",
        DateLevel.SWAPPED: "Hari dan bulan lahir tertukar.",
        DateLevel.EQUAL_PLACEHOLDER: "Tanggal lahir sama, tetapi tanggal itu sering dipakai sebagai pengganti.",
        DateLevel.EQUAL: "Tanggal lahir sama.",
    },
    "sex": {
        SexLevel.UNKNOWN: "Jenis kelamin kosong di salah satu sisi.",
        SexLevel.DIFFERENT: "Jenis kelamin berbeda.",
        SexLevel.EQUAL: "Jenis kelamin sama.",
    },
    "birth_place": {
        PlaceLevel.UNKNOWN: "Tempat lahir kosong di salah satu sisi.",
        PlaceLevel.DIFFERENT: "Tempat lahir berbeda.",
        PlaceLevel.CLOSE: "Tempat lahir mirip.",
        PlaceLevel.EQUAL_COMMON: "Tempat lahir sama, tetapi banyak penduduk lahir di sana.",
        PlaceLevel.EQUAL_RARE: "Tempat lahir sama.",
    },
    "kk_number": {
        KkLevel.UNKNOWN: "Nomor KK kosong di salah satu sisi.",
        KkLevel.DIFFERENT: "Nomor KK berbeda; KK sering berganti.",
        KkLevel.NEAR: "Nomor KK hampir sama: satu angka salah atau dua angka tertukar.",
        KkLevel.EQUAL: "Nomor KK sama.",
    },
    "area": {
        AreaLevel.UNKNOWN: "Wilayah kosong di salah satu sisi.",
        AreaLevel.OTHER: "Kabupaten/kota berbeda.",
        AreaLevel.REGENCY: "Kecamatan berbeda, kabupaten/kota sama.",
        AreaLevel.DISTRICT: "Desa/kelurahan berbeda, kecamatan sama.",
        AreaLevel.VILLAGE: "Desa/kelurahan sama.",
    },
    "rt_rw": {
        RtLevel.UNKNOWN: "RT/RW kosong atau tidak dapat dibandingkan.",
        RtLevel.DIFFERENT: "RT dan RW berbeda.",
        RtLevel.PARTLY: "RT atau RW sama, yang lain berbeda.",
        RtLevel.EQUAL: "RT dan RW sama.",
    },
    "marital_status": {
        MaritalLevel.UNKNOWN: "Status kawin kosong di salah satu sisi.",
        MaritalLevel.DIFFERENT: "Status kawin berbeda.",
        MaritalLevel.PLAUSIBLE: "Status kawin berbeda, tetapi mungkin sudah berubah.",
        MaritalLevel.EQUAL: "Status kawin sama.",
    },
}
"""Each level of each field as a sentence. A blank is not a disagreement, and the sentence says so."""

CLAIMED_WORDS = "Baris lain dalam daftar sudah terhubung dengan penduduk ini lewat NIK."
START_WORDS = {
    "random": "Titik awal: sebelum dibandingkan, seorang penduduk hampir pasti bukan orang yang dicari.",
    "household": "Titik awal: pembandingnya anggota keluarga, karena mereka berbagi alamat dan KK.",
}


@dataclass(frozen=True)
class Evidence:
    """What one field says of a pair. ``bits`` is hundredths of a bit; above 0 speaks for one person.

    ``field`` is a key of ``LEVELS``, or ``start`` and ``claimed`` for what is not a field.
    """

    field: str
    label: str
    level: int
    bits: int
    words: str


def explain(match: Mapping[str, object], *, residents: int) -> list[Evidence]:
    """The parts of a match's weight, the strongest first; they sum to ``weight``. Blank for a row without a candidate.

    ``match`` has the columns of ``matches.parquet``; ``residents`` is how many were compared (it sets the start).
    """
    if match.get("weight") is None:
        return []
    against = {side: _parts(match, side, residents) for side in ("random", "household")}
    parts = min(against.values(), key=lambda evidence: sum(part.bits for part in evidence))
    return sorted(parts, key=lambda part: (-abs(part.bits), part.field))


def _parts(match: Mapping[str, object], side: str, residents: int) -> list[Evidence]:
    start = round(100 * log2(weights.FOUND_SHARE / max(residents, 1))) if side == "random" else household_prior()
    parts = [Evidence("start", "Titik awal", 0, start, START_WORDS[side])]
    for name, levels in LEVELS.items():
        level = levels(_whole(match[f"{name}_level"]))
        bits = _name_bits(level, _whole(match["name_bits"]), side) if name == "name" else _bits(name, level, side)
        parts.append(Evidence(name, FIELDS_IN_WORDS[name], int(level), bits, WORDS[name][level]))
    if match["claimed"]:
        parts.append(Evidence("claimed", "Pasangan lain", 1, weights.CLAIMED, CLAIMED_WORDS))
    return parts


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"a level is a whole number, not {value!r}")
    return value


def _bits(name: str, level: IntEnum, side: str) -> int:
    bits = weights.FIELDS[name][level]
    return bits.random if side == "random" else bits.household


def _name_bits(level: IntEnum, rarity: int, side: str) -> int:
    bits = weights.NAME[NameLevel(level)]
    return bits.offset + min(bits.cap, rarity) if side == "random" else bits.household

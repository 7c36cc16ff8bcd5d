"""Everything the comparison says in Indonesian of levels, weights, outcomes, reasons and findings: one table of words.

No name or number of a person is in the words, so they may stand wherever the outcome may be seen.
"""

from collections.abc import Mapping
from enum import IntEnum

from elections.matching.vocabulary import (
    AreaLevel,
    DateLevel,
    FindingKind,
    KkLevel,
    MaritalLevel,
    NameLevel,
    NikLevel,
    Outcome,
    PlaceLevel,
    Reason,
    RtLevel,
    SexLevel,
    StandingLevel,
)

LABELS: Mapping[str, str] = {
    "start": "Titik awal",
    "nik": "NIK",
    "name": "Nama",
    "rarity": "Kelangkaan nama",
    "birth_date": "Tanggal lahir",
    "sex": "Jenis kelamin",
    "birth_place": "Tempat lahir",
    "kk_number": "Nomor KK",
    "area": "Wilayah",
    "rt_rw": "RT dan RW",
    "marital_status": "Status kawin",
    "standing": "Kedudukan",
}
"""The parts of a weight, as a table heads them."""

WORDS: Mapping[str, Mapping[IntEnum, str]] = {
    "nik": {
        NikLevel.UNKNOWN: "NIK kosong di salah satu sisi",
        NikLevel.DIFFERENT: "NIK berbeda",
        NikLevel.SERIAL: "NIK hanya berbeda sedikit pada nomor urut, seperti pada saudara kembar",
        NikLevel.UNREADABLE: "NIK di daftar bukan NIK yang sah dan tidak mirip NIK siapa pun",
        NikLevel.SHOWN: "Bagian NIK yang terbaca sama; sisanya tertutup, terpotong, atau meragukan",
        NikLevel.BIRTH: "NIK sama, kecuali jenis kelamin atau satu dua angka tanggal di dalamnya",
        NikLevel.LENGTH: "NIK sama, tetapi kurang atau lebih satu angka",
        NikLevel.ONE_FIGURE: "NIK berbeda satu angka pada kode wilayahnya",
        NikLevel.SWAPPED: "NIK sama, tetapi dua angka kode wilayahnya tertukar",
        NikLevel.EQUAL: "NIK sama",
    },
    "name": {
        NameLevel.UNKNOWN: "Nama kosong di salah satu sisi",
        NameLevel.DIFFERENT: "Nama berbeda",
        NameLevel.PARTIAL: "Nama hanya sama satu kata",
        NameLevel.SIMILAR: "Nama mirip",
        NameLevel.CLOSE: "Nama hampir sama, mungkin salah ketik",
        NameLevel.SHORTENED: "Nama yang satu adalah singkatan dari yang lain",
        NameLevel.SOUND: "Nama terdengar sama, ejaan, spasi, atau urutannya berbeda",
        NameLevel.VARIANT: "Nama sama setelah singkatan dan gelar disamakan",
        NameLevel.EQUAL: "Nama sama persis",
    },
    "birth_date": {
        DateLevel.UNKNOWN: "Tanggal lahir kosong di salah satu sisi",
        DateLevel.DIFFERENT: "Tanggal lahir berbeda",
        DateLevel.TWO_PARTS: "Dua dari hari, bulan, dan tahun lahir sama",
        DateLevel.PLACEHOLDER: "Tahun lahir sama, salah satu tanggalnya hanya tanggal pengganti",
        DateLevel.ONE_FIGURE: "Tanggal lahir berbeda satu angka",
        DateLevel.SWAPPED: "Hari dan bulan lahir tertukar",
        DateLevel.EQUAL_PLACEHOLDER: "Tanggal lahir sama, tetapi tanggal itu sering dipakai sebagai pengganti",
        DateLevel.EQUAL: "Tanggal lahir sama",
    },
    "sex": {
        SexLevel.UNKNOWN: "Jenis kelamin kosong di salah satu sisi",
        SexLevel.DIFFERENT: "Jenis kelamin berbeda",
        SexLevel.EQUAL: "Jenis kelamin sama",
    },
    "birth_place": {
        PlaceLevel.UNKNOWN: "Tempat lahir kosong di salah satu sisi",
        PlaceLevel.DIFFERENT: "Tempat lahir berbeda",
        PlaceLevel.CLOSE: "Tempat lahir mirip",
        PlaceLevel.EQUAL_COMMON: "Tempat lahir sama, tetapi banyak penduduk lahir di sana",
        PlaceLevel.EQUAL_RARE: "Tempat lahir sama, dan hanya sedikit penduduk lahir di sana",
    },
    "kk_number": {
        KkLevel.UNKNOWN: "Nomor KK kosong di salah satu sisi",
        KkLevel.DIFFERENT: "Nomor KK berbeda, padahal desa/kelurahannya sama",
        KkLevel.ELSEWHERE: "Nomor KK berbeda, dan desa/kelurahannya juga",
        KkLevel.NEAR: "Nomor KK hampir sama, satu angka salah atau dua angka tertukar",
        KkLevel.EQUAL: "Nomor KK sama",
    },
    "area": {
        AreaLevel.UNKNOWN: "Wilayah kosong di salah satu sisi",
        AreaLevel.OTHER: "Kabupaten/kota berbeda",
        AreaLevel.REGENCY: "Kabupaten/kota sama, kecamatan berbeda",
        AreaLevel.DISTRICT: "Kecamatan sama, desa/kelurahan berbeda",
        AreaLevel.VILLAGE: "Desa/kelurahan sama",
    },
    "rt_rw": {
        RtLevel.UNKNOWN: "RT atau RW kosong, atau desa/kelurahannya berbeda",
        RtLevel.DIFFERENT: "RT dan RW berbeda",
        RtLevel.PARTLY: "RT atau RW sama, yang lain berbeda",
        RtLevel.EQUAL: "RT dan RW sama",
    },
    "marital_status": {
        MaritalLevel.UNKNOWN: "Status kawin kosong di salah satu sisi",
        MaritalLevel.DIFFERENT: "Status kawin berbeda",
        MaritalLevel.PLAUSIBLE: "Status kawin berbeda, tetapi mungkin sudah berubah",
        MaritalLevel.EQUAL: "Status kawin sama",
    },
    "standing": {
        StandingLevel.UNKNOWN: "Kedudukan penduduk tidak ditanyakan karena NIK sudah memutuskan",
        StandingLevel.TAKEN: "Baris lain dalam daftar sudah terhubung dengan penduduk ini lewat NIK",
        StandingLevel.NOT_EXPECTED: "Penduduk ini tidak berhak memilih di wilayah daftar",
        StandingLevel.FREE: "Penduduk ini berhak memilih dan belum terhubung dengan baris mana pun",
    },
}
"""Each level of each field; ``in_words`` adds how much it weighs. A blank is not a disagreement."""

REMARKS: Mapping[str, str] = {
    "area_taken": " (baris kedua seseorang biasanya di desa/kelurahan lain)",
}
"""Added to a level in a context that turns its weight around (``contexts.py``)."""

VERDICTS = (
    (800, "sangat mendukung"),
    (300, "mendukung"),
    (50, "sedikit mendukung"),
    (-49, "tidak menentukan"),
    (-299, "sedikit melemahkan"),
    (-799, "melemahkan"),
)
"""From how many hundredths of a bit which words are used; below the last, ``sangat melemahkan``."""

AGAINST: Mapping[str, str] = {
    "random": "penduduk lain yang kebetulan mirip",
    "household": "anggota keluarganya, yang berbagi alamat dan KK",
}
"""The two other explanations of a likeness."""

STARTS: Mapping[str, str] = {
    "random": "dari semua penduduk hanya satu yang mungkin orang yang dicari",
    "household": "di dalam satu keluarga hanya ada beberapa orang yang mungkin tertukar",
}
"""What the start of either sum means."""

UNLIKE_FAMILY = ", jarang pada anggota keluarga"
"""Said of a difference that speaks against a relative, and so for the person."""

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.MATCHED: "Cocok: NIK dan orangnya sama, tidak ada yang berbeda",
    Outcome.MATCHED_WITH_DIFFERENCES: "Cocok, ada data yang berbeda: NIK dan orangnya sama",
    Outcome.PROBABLE: "Sangat mungkin orang yang sama: terhubung oleh bukti selain NIK",
    Outcome.REVIEW: "Perlu diperiksa petugas",
    Outcome.NOT_FOUND: "Tidak ditemukan: tidak ada penduduk yang mendekati",
}
REASONS: Mapping[Reason, str] = {
    Reason.GREY: "buktinya tidak cukup untuk dihubungkan dan tidak cukup lemah untuk ditolak",
    Reason.TIED: "penduduk lain terlalu dekat dengan calon ini",
    Reason.NIK_OF_ANOTHER: "NIK di daftar milik orang lain dan tidak ada calon yang lebih baik",
}
RULES: Mapping[str, str] = {
    "nik": "NIK yang sama",
    "kk": "nomor KK yang sama",
    "village_and_birth_date": "desa dan tanggal lahir yang sama",
    "first_word_and_birth_date": "kata pertama nama dan tanggal lahir yang sama",
    "last_word_and_birth_date": "kata terakhir nama dan tanggal lahir yang sama",
    "village_and_name": "desa dan nama yang sama",
    "name_and_birth_year": "nama dan tahun lahir yang sama",
    "name_and_birthday": "nama serta hari dan bulan lahir yang sama",
    "village_and_first_word_and_birth_year": "desa, kata pertama nama, dan tahun lahir yang sama",
    "nik_without_serial": "dua belas angka pertama NIK yang sama",
    "nik_without_area": "sepuluh angka terakhir NIK yang sama",
    "name_and_birth_date_anywhere": "nama dan tanggal lahir yang sama, di wilayah mana pun",
    "nik_without_serial_anywhere": "dua belas angka pertama NIK yang sama, di wilayah mana pun",
    "village_and_birthday": "desa serta hari dan bulan lahir yang sama",
    "village_and_birth_month": "desa, tahun, dan bulan lahir yang sama",
}
"""By what a candidate was found."""

FINDINGS: Mapping[FindingKind, str] = {
    FindingKind.DECEASED: "Meninggal",
    FindingKind.DUPLICATE: "Ganda",
    FindingKind.UNDER_AGE: "Di bawah umur",
    FindingKind.MOVED_OUT: "Pindah domisili",
    FindingKind.MILITARY: "TNI",
    FindingKind.POLICE: "Polri",
    FindingKind.NOT_RECORDED: "Belum merekam KTP-el",
    FindingKind.WRONG_VILLAGE: "Desa/kelurahan tidak sesuai",
    FindingKind.INVALID_NIK: "NIK tidak sah",
    FindingKind.MISSING_FROM_ROLL: "Memenuhi syarat tetapi tidak terdaftar",
}


def verdict(bits: int) -> str:
    """How much hundredths of a bit say, in words."""
    return next((words for least, words in VERDICTS if bits >= least), "sangat melemahkan")


def in_bits(hundredths: int, *, signed: bool = False) -> str:
    """Hundredths of a bit as Indonesian writes them: 6,0."""
    figure = f"{abs(hundredths) / 100:.1f}".replace(".", ",")
    sign = "-" if hundredths < 0 and figure != "0,0" else "+" if signed and hundredths > 0 else ""
    return sign + figure


def thousands(count: int) -> str:
    """A whole number as Indonesian writes it: 823.014."""
    return f"{count:,}".replace(",", ".")

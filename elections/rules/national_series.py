"""What was published of e-KTP recording before the Pilkada of 9 December 2020: figures as data, each with its source.

Nothing here is made up. Days are those the figures speak of, not those on which they were printed.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was published: a sentence in Indonesian and an address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Count:
    """Voters on the national roll who were still unrecorded on a day."""

    day: datetime.date
    unrecorded: int
    source: Source


@dataclass(frozen=True, slots=True)
class PublishedRoll:
    """The voters on the roll of one region, by kode wilayah."""

    code: str
    voters: int
    source: Source


NATION: Final = "00"
EAST_JAVA: Final = "35"
MOJOKERTO: Final = "35.16"

NATIONAL_VOTERS: Final = 100_359_152
PARTICIPATING_REGENCIES: Final = 309
EDITION_DAY: Final = datetime.date(2020, 11, 25)

_KPU_11_NOVEMBER: Final = Source(
    "KPU RI, siaran pers 11 November 2020, dimuat Media Indonesia 12 November 2020",
    "https://mediaindonesia.com/politik-dan-hukum/360315/kpu-1754751-pemilih-belum-melakukan-perekaman-ktp-e",
)
_KPU_18_NOVEMBER: Final = Source(
    "KPU RI, keterangan 19 November 2020 atas pemadanan dengan SIAK 18 November, dimuat Kompas.com",
    "https://nasional.kompas.com/read/2020/11/19/10161971/kpu-1052010-pemilih-di-pilkada-2020-belum-rekam-e-ktp",
)
_MINISTER_25_NOVEMBER: Final = Source(
    "Menteri Dalam Negeri, rapat kerja Komisi II DPR 26 November 2020 atas keadaan 25 November, dimuat Riau1",
    "https://riau1.com/berita/politik/1606437637-884-ribu-lebih-pemilih-pilkada-2020-belum-rekam-e-ktp",
)
_DUKCAPIL_7_DECEMBER: Final = Source(
    "Ditjen Dukcapil Kemendagri, keterangan 8 Desember 2020 atas keadaan 7 Desember, dimuat GoRiau",
    "https://www.goriau.com/berita/baca/selamatkan-hak-pilih-kemendagri-jemput-bola-ke-rutan-dan-lapas.html",
)
_DUKCAPIL_8_DECEMBER: Final = Source(
    "Ditjen Dukcapil Kemendagri, keterangan 9 Desember 2020 atas keadaan 8 Desember, dimuat Republika",
    "https://news.republika.co.id/berita/ql275l335/hingga-pencoblosan-287023-pemilih-belum-rekam-ktpel",
)
_EAST_JAVA_ROLLS: Final = Source(
    "KPU Provinsi Jawa Timur, 17 Oktober 2020, dimuat ANTARA",
    "https://antaranews.com/berita/1788913/kpu-jatim-dpt-terbanyak-surabaya-paling-sedikit-kota-blitar",
)
_MOJOKERTO_ROLL: Final = Source(
    "KPU Kabupaten Mojokerto, dimuat Surya 17 Desember 2020",
    "https://surabaya.tribunnews.com/2020/12/17/hasil-real-count-kpu-ikfina-fahmawati-muhammad-al-barra-unggul-"
    "di-pilkada-mojokerto-2020",
)

NATIONAL_SERIES: Final = (
    Count(datetime.date(2020, 11, 11), 1_754_751, _KPU_11_NOVEMBER),
    Count(datetime.date(2020, 11, 18), 1_052_010, _KPU_18_NOVEMBER),
    Count(EDITION_DAY, 884_904, _MINISTER_25_NOVEMBER),
    Count(datetime.date(2020, 12, 7), 351_236, _DUKCAPIL_7_DECEMBER),
    Count(datetime.date(2020, 12, 8), 287_023, _DUKCAPIL_8_DECEMBER),
)
NATIONAL_UNRECORDED: Final = next(count.unrecorded for count in NATIONAL_SERIES if count.day == EDITION_DAY)

PUBLISHED_ROLLS: Final = (
    PublishedRoll(EAST_JAVA, 18_615_191, _EAST_JAVA_ROLLS),
    PublishedRoll(MOJOKERTO, 823_014, _MOJOKERTO_ROLL),
    PublishedRoll("35.78", 2_089_027, _EAST_JAVA_ROLLS),
    PublishedRoll("35.72", 114_890, _EAST_JAVA_ROLLS),
)

# "5 ribu lebih": the only figure near the announcement, rounded as it was printed.
MOJOKERTO_UNRECORDED: Final = 5_000
MOJOKERTO_UNRECORDED_SOURCE: Final = Source(
    "Dispendukcapil Kabupaten Mojokerto, sekitar 21 November 2020: “5 ribu lebih”, dimuat suaramojokerto.com. "
    "Angka bulat dan empat hari lebih awal daripada angka nasional",
    "https://suaramojokerto.com/?p=30111",
)
MOJOKERTO_RANK: Final = 9
MOJOKERTO_RANK_SOURCE: Final = Source(
    "Kemendagri, diumumkan 26 November 2020: urutan ke-9 dari 25 daerah terbaik, dimuat xtimenews",
    "https://xtimenews.com/?p=21349",
)

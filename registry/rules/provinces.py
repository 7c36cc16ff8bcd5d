"""The province codes a NIK may begin with, and how far the kabupaten and kota of each were numbered.

Codes are those of Kemendagri (kode wilayah), not of BPS, which numbers Papua otherwise. A NIK keeps the code
of its first registration for life, so numbers that have since moved to another province stay: 91.01-91.28 and
91.71 for all of Papua before 2022, 92.71 for Sorong, 64.73 for Tarakan before Kalimantan Utara.
"""

# Province: (last kabupaten ever numbered, last kota ever numbered). Kota begin at 71, so 70 means none.
LAST_NUMBERS = {
    "11": (18, 75),
    "12": (25, 78),
    "13": (12, 77),
    "14": (10, 72),
    "15": (9, 72),
    "16": (13, 74),
    "17": (9, 71),
    "18": (13, 72),
    "19": (6, 71),
    "21": (5, 72),
    "31": (1, 75),
    "32": (18, 79),
    "33": (29, 76),
    "34": (4, 71),
    "35": (29, 79),
    "36": (4, 74),
    "51": (8, 71),
    "52": (8, 72),
    "53": (21, 71),
    "61": (12, 72),
    "62": (13, 71),
    "63": (11, 72),
    "64": (11, 74),
    "65": (4, 71),
    "71": (11, 74),
    "72": (12, 71),
    "73": (26, 73),
    "74": (15, 72),
    "75": (5, 71),
    "76": (6, 70),
    "81": (9, 72),
    "82": (8, 72),
    "91": (28, 71),
    "92": (12, 71),
    "93": (4, 70),
    "94": (8, 70),
    "95": (8, 70),
    "96": (5, 71),
}


def is_known_province(province: str) -> bool:
    """Whether a two-digit province code is or was in use."""
    return province in LAST_NUMBERS


def is_known_regency(province: str, regency: str) -> bool:
    """Whether a kabupaten or kota of that number is or was in use; a new one may not be known yet."""
    last_kabupaten, last_kota = LAST_NUMBERS.get(province, (0, 70))
    number = int(regency)
    return 1 <= number <= last_kabupaten or 71 <= number <= last_kota

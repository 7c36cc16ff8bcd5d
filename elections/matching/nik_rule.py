"""What is wrong with a NIK on the roll, as SQL over whole numbers.

Only the form is judged: the area, birth date and sex inside a NIK are those of the first registration and may rightly
differ from today's. There is no check digit, so a NIK without fault is not proven real.
"""

PROVINCES = (
    *(11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33, 34, 35, 36, 51, 52, 53, 61, 62, 63, 64, 65),
    *(71, 72, 73, 74, 75, 76, 81, 82, 91, 92, 93, 94, 95, 96),
)
"""Current and historical codes; the same as `registry.rules.provinces`, by test."""

WORDS = {
    "nik_blank": "NIK kosong.",
    "nik_masked": "Sebagian angka NIK ditutup bintang.",
    "nik_length": "NIK tidak terdiri atas 16 angka.",
    "nik_repeated": "NIK berisi angka yang sama semua.",
    "nik_province": "Dua angka pertama NIK bukan kode provinsi.",
    "nik_area": "Kode kabupaten atau kecamatan dalam NIK adalah 00.",
    "nik_date": "Angka ke-7 s.d. 12 NIK bukan tanggal lahir yang sah.",
    "nik_serial": "Nomor urut NIK adalah 0000.",
}
"""Each fault with its sentence, in the order in which they are looked for."""


def fault(nik: str, text: str) -> str:
    """SQL for the first fault, or NULL. ``nik`` is a whole number when there are 16 digits, else ``text`` is filled."""
    provinces = ", ".join(map(str, PROVINCES))
    return f"""CASE
                WHEN {nik} IS NULL AND {text} IS NULL THEN 'nik_blank'
                WHEN {nik} IS NULL AND contains({text}, '*') THEN 'nik_masked'
                WHEN {nik} IS NULL THEN 'nik_length'
                WHEN {nik} % 1111111111111111 = 0 THEN 'nik_repeated'
                WHEN {nik} // 100000000000000 NOT IN ({provinces}) THEN 'nik_province'
                WHEN {nik} // 1000000000000 % 100 = 0 OR {nik} // 10000000000 % 100 = 0 THEN 'nik_area'
                WHEN NOT ({has_date(nik)}) THEN 'nik_date'
                WHEN {nik} % 10000 = 0 THEN 'nik_serial'
            END"""


def has_date(nik: str) -> str:
    """SQL for whether the six figures are a day of a woman or a man in 19xx or 20xx."""
    day = f"({nik} // 100000000 % 100)"
    day = f"(CASE WHEN {day} > 40 THEN {day} - 40 ELSE {day} END)"
    month, year = f"({nik} // 1000000 % 100)", f"({nik} // 10000 % 100)"
    return f"""{month} BETWEEN 1 AND 12 AND {day} BETWEEN 1 AND
                CASE WHEN {month} IN (4, 6, 9, 11) THEN 30 WHEN {month} <> 2 THEN 31
                     WHEN {year} % 4 = 0 THEN 29 ELSE 28 END"""

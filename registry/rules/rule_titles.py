"""What each rule that holds a row back is called on screen: a few words, for lists and choices."""

from __future__ import annotations

from typing import Final

from registry.rules.dates import DateFault
from registry.rules.number_report import Fault

_OF_A_NUMBER: Final = {
    Fault.BLANK: "kosong",
    Fault.SCIENTIFIC: "dirusak Excel",
    Fault.MASKED: "disamarkan bintang",
    Fault.NOT_SIXTEEN_DIGITS: "bukan 16 angka",
    Fault.ALL_DIGITS_EQUAL: "semua angkanya sama",
    Fault.UNKNOWN_PROVINCE: "kode provinsinya tidak ada",
    Fault.REGENCY_ZERO: "kode kabupatennya 00",
    Fault.DISTRICT_ZERO: "kode kecamatannya 00",
    Fault.IMPOSSIBLE_DAY: "tanggalnya tidak mungkin",
    Fault.IMPOSSIBLE_MONTH: "bulannya tidak mungkin",
    Fault.IMPOSSIBLE_DATE: "tanggalnya tidak ada di kalender",
    Fault.SERIAL_ZERO: "nomor urutnya 0000",
}
_OF_A_DATE: Final = {
    DateFault.BLANK: "kosong",
    DateFault.EXCEL_SERIAL: "nomor seri Excel",
    DateFault.SHORT_YEAR: "tahunnya dua angka",
    DateFault.UNKNOWN_PART: "hari atau bulannya 00",
    DateFault.MONTH_AFTER_TWELVE: "bulannya di atas 12",
    DateFault.IMPOSSIBLE: "tidak ada di kalender",
    DateFault.UNREADABLE: "tidak terbaca",
}
TITLES: Final[dict[str, str]] = {
    **{f"nik_{fault}": f"NIK {words}" for fault, words in _OF_A_NUMBER.items()},
    **{f"kk_{fault}": f"Nomor KK {words}" for fault, words in _OF_A_NUMBER.items()},
    **{f"tanggal_{fault}": f"Tanggal lahir {words}" for fault, words in _OF_A_DATE.items()},
    "baris_kembar": "Baris kembar",
    "desa_di_luar_wilayah": "Desa di luar wilayah berkas",
    "desa_tidak_dikenal": "Desa tidak dikenal",
    "huruf_rusak": "Huruf rusak",
    "jenis_kelamin": "Jenis kelamin tidak dikenal",
    "jumlah_kolom": "Jumlah kolom tidak sama",
    "kode_disabilitas": "Kode disabilitas tidak dikenal",
    "kode_jenis_klmin": "Kode jenis kelamin tidak dikenal",
    "kode_jenis_pkrjn": "Kode pekerjaan tidak dikenal",
    "kode_shdk": "Kode hubungan keluarga tidak dikenal",
    "kode_stat_kwn": "Kode status kawin tidak dikenal",
    "kode_status": "Kode status dasar tidak dikenal",
    "kode_status_ektp": "Status KTP-el tidak dikenal",
    "nama_kosong": "Nama kosong",
    "nik_ganda": "NIK ada di dua baris",
    "nik_tidak_di_register": "NIK tidak ada di register",
    "nomor_di_kolom_lain": "Nomor di kolom lain",
    "nomor_tps": "Nomor TPS tidak benar",
    "rt_rw": "RT atau RW bukan angka",
    "status_kawin": "Status kawin tidak dikenal",
    "status_lebih_lama": "Tanggal lebih lama daripada register",
    "status_tidak_lanjut": "Langkah status KTP-el tidak mungkin",
    "status_perekaman": "Status perekaman tidak dikenal",
    "tanggal_di_masa_depan": "Tanggal lahir belum tiba",
    "tanggal_status": "Tanggal status tidak terbaca",
    "tanggal_status_di_depan": "Tanggal status belum tiba",
    "terlalu_panjang": "Isi terlalu panjang",
}


def title_of(rule: str) -> str:
    """Return what a rule is called."""
    return TITLES.get(rule, rule)

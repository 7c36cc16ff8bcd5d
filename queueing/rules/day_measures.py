"""What is counted of a hall's day: the word of each measure in an address, its name on screen, and what it means."""

from __future__ import annotations

from typing import Final

#: Measures of numbers, each of which opens the numbers that it counts.
LABELS: Final = {
    "datang": "Datang",
    "dengan-pesanan": "Dengan pesanan",
    "langsung": "Datang langsung",
    "menunggu": "Menunggu",
    "di-loket": "Di loket",
    "belum-ada": "Dipanggil, belum ada",
    "selesai": "Selesai",
    "tidak-datang": "Tidak datang ke loket",
    "batal": "Dibatalkan",
    "dipanggil": "Pernah dipanggil",
    "diberi-tahu": "Diberi tahu lama tunggu",
    "sesuai": "Dipanggil dalam rentang",
    "lebih-cepat": "Dipanggil lebih cepat",
    "lebih-lama": "Dipanggil lebih lama",
    "antre": "Antre pada akhir jam",
}
DEFINITIONS: Final = {
    "datang": "Nomor yang diberikan hari itu, juga yang dibatalkan.",
    "dengan-pesanan": "Nomor orang yang sudah memesan.",
    "langsung": "Nomor orang yang datang tanpa pesanan.",
    "menunggu": "Nomor yang belum dipanggil, atau menunggu lagi setelah dialihkan.",
    "di-loket": "Nomor yang sedang dilayani.",
    "belum-ada": "Dipanggil sekali dan tidak ada; dipanggil lagi setelah beberapa nomor.",
    "selesai": "Nomor yang selesai dilayani.",
    "tidak-datang": "Dipanggil dua kali dan tidak ada.",
    "batal": "Nomor orang yang pergi sebelum dilayani.",
    "dipanggil": "Tunggu: dari datang, atau dari awal sesi bagi yang datang lebih awal, sampai panggilan pertama.",
    "diberi-tahu": "Diberi tahu perkiraan lama tunggu saat mengambil nomor, dan sudah dipanggil.",
    "sesuai": "Menit dari datang sampai panggilan pertama ada di dalam rentang yang diberitahukan.",
    "lebih-cepat": "Dipanggil sebelum rentang yang diberitahukan mulai.",
    "lebih-lama": "Dipanggil setelah rentang yang diberitahukan lewat.",
    "antre": "Datang sebelum jam itu berakhir dan saat itu belum pernah dipanggil.",
}
#: Measures of numbers as a hall's page shows them, and the few by which halls are compared.
SHOWN: Final = (
    "menunggu", "di-loket", "belum-ada", "selesai", "tidak-datang", "batal", "datang", "dengan-pesanan", "langsung",
)  # fmt: skip
COMPARED: Final = ("menunggu", "di-loket", "selesai", "tidak-datang", "datang")
SERVICE_TIME: Final = "Layanan: dari panggilan terakhir sampai selesai, hanya nomor yang selesai."
HALF: Final = "Median: separuh nomor lebih cepat, separuh lebih lama. P90: sembilan dari sepuluh lebih cepat."
IDLE: Final = "Petugas di loket tanpa nomor di tangan, istirahat termasuk."
NOT_COME: Final = "Pesanan hari itu yang sesinya sudah lewat dan belum mengambil nomor."


def percent(part: int, whole: int) -> int | None:
    """Return a share in whole percent; None of nothing."""
    return round(100 * part / whole) if whole else None

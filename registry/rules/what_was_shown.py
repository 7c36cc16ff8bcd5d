"""What each kind of access shows of a person: for the letter to a resident and the report of a breach."""

from typing import Final

#: By the code of the act (`registry.models.access.AccessAction`); acts that show nobody one by one are left out.
WHAT_WAS_SHOWN: Final = {
    "view": "nama, tempat dan tanggal lahir, alamat, keluarga, status KTP-el; NIK dan nomor KK tertutup",
    "search": "nama, tahun lahir, desa; NIK tertutup",
    "list": "nama, tanggal lahir, desa, status KTP-el; NIK tertutup",
    "reveal": "NIK atau nomor KK utuh",
    "print": "isi lembar yang dicetak",
    "export": "nama, tanggal lahir, alamat, status KTP-el; NIK dan nomor KK tertutup",
    "change": "data yang diubah",
    "answer": "di halaman umum, setelah kode sekali pakai: status KTP-el, umur, nama depan keluarga tertutup",
    "trail": "jejak akses atas data pribadi",
}


def what_was_shown(action: str) -> str:
    """Return the words for an act."""
    return WHAT_WAS_SHOWN.get(action, "tidak menampilkan data pribadi")


def initials(full_name: str, username: str) -> str:
    """Return how an officer is named in a letter: her initials, "R.W.".

    Her name is not given away to whoever holds the letter; the office finds it by the number of the entry
    (docs/privacy.md).
    """
    words = full_name.split() or [username]
    return "".join(f"{word[0].upper()}." for word in words)

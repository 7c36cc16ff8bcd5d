"""What is next for one person and her KTP-el, in one sentence.

The card is due at 17 or on marriage, and may be recorded from 16 (UU 24/2013 art. 63); a card recorded before 17 is
handed over on the birthday. Whoever no longer lives here needs nothing from this office.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from registry.rules.card_due import card_is_due_on, due_by_age
from registry.rules.card_status import CardState, is_recorded, needs_recapture
from registry.rules.dates import age_on, birthday, in_words

RECORDING_AGE: Final = 16
ALIVE: Final = 1
SINGLE: Final = 1

_GONE: Final = {
    2: "Penduduk ini sudah meninggal; tidak ada yang perlu dilakukan.",
    3: "Penduduk ini sudah pindah; urusan KTP-el ada di tempat tinggal yang baru.",
    4: "Penduduk ini tercatat hilang; periksa dahulu status dasarnya.",
    6: "Penduduk ini tercatat pergi ke luar negeri; periksa dahulu status dasarnya.",
    9: "Data penduduk ini tidak valid; betulkan dahulu sebelum dilayani.",
}
_BY_STATE: Final = {
    CardState.ADJUDICATE_RECORD: "Rekaman sedang diperiksa petugas pusat; hubungi penyelia bila lebih dari 14 hari.",
    CardState.DUPLICATE_RECORD: "Sudah pernah merekam dengan NIK lain; temui penyelia untuk menghapus rekaman ganda.",
    CardState.SEARCH_FAILURE_AT_CENTRAL: "Pemeriksaan gagal di pusat; data dikirim ulang, tidak perlu merekam lagi.",
    CardState.REQUEST_VALIDATION: "Data menunggu pengesahan; penyelia yang mengesahkan.",
    CardState.SENT_FOR_CARD_PRINTING: "Kartu dalam antrean cetak; tunggu kabar untuk mengambilnya.",
    CardState.CARD_PRINTED: "Kartu sudah dicetak; dapat diambil setelah dikirim ke tempat pengambilan.",
    CardState.CARD_SHIPPED: "Kartu dalam pengiriman; ambil di kantor kecamatan atau dinas.",
    CardState.CARD_ISSUED: "KTP-el sudah diserahkan; tidak ada yang perlu dilakukan.",
}


@dataclass(frozen=True, slots=True)
class Person:
    """What the sentence depends on; codes as SIAK has them."""

    residency_status: int
    birth_date: datetime.date
    marital_status: int
    card_state: str


def is_due(person: Person, *, on: datetime.date) -> bool:
    """Whether the person must have a KTP-el on a day: 17, or ever married."""
    return card_is_due_on(person.birth_date, person.marital_status, on)


def next_step(person: Person, *, on: datetime.date) -> str:
    """Say what is next, as seen on a day.

    In this order: who is gone; who was issued a card; failures and doubts; who may not, may, or must be recorded;
    where a recorded card stands.
    """
    if person.residency_status != ALIVE:
        return _GONE.get(person.residency_status, "Periksa dahulu status dasar penduduk ini.")
    if needs_recapture(person.card_state):
        return "Rekaman gagal; pesan jadwal dan rekam ulang."
    if not is_recorded(person.card_state) and person.card_state != CardState.DUPLICATE_RECORD:
        return _before_recording(person, on)
    return _after_recording(person, on)


def _before_recording(person: Person, on: datetime.date) -> str:
    if is_due(person, on=on):
        return "Wajib KTP-el dan belum merekam; pesan jadwal perekaman."
    if age_on(on, born=person.birth_date) >= RECORDING_AGE:
        from_day = in_words(due_by_age(person.birth_date))
        return f"Sudah boleh merekam sekarang; kartu dicetak mulai {from_day}, saat berumur 17 tahun."
    return f"Belum wajib KTP-el; boleh merekam mulai {in_words(birthday(person.birth_date, RECORDING_AGE))}."


def _after_recording(person: Person, on: datetime.date) -> str:
    if sentence := _BY_STATE.get(CardState(person.card_state)):
        return sentence
    if not is_due(person, on=on):
        return f"Sudah merekam; kartu dicetak mulai {in_words(due_by_age(person.birth_date))}."
    if person.card_state == CardState.PRINT_READY_RECORD:
        return "Data siap cetak; cetak kartu, lalu kabari pemiliknya untuk mengambil."
    return "Sudah merekam; tunggu hasil pemeriksaan pusat."

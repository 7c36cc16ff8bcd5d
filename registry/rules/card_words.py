"""Where a KTP-el stands and what its owner does next, told to herself in plain words: one table for every page.

`registry.rules.next_step` says the same to officers. Here nothing is asked of a resident that an officer does. The
table says whose card it is to nobody: a page that shows it has made sure who asks, and never by a NIK alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from registry.rules.card_status import CardState


@dataclass(frozen=True, slots=True)
class Words:
    """What is told of one state: where the card is, and what she does."""

    where: str
    next_step: str


_WAIT: Final = "Tunggu kabar hasilnya."
_WAIT_TO_FETCH: Final = "Tunggu kabar untuk mengambil KTP-el."
_AT_THE_OFFICE: Final = Words("Data Anda sudah terekam dan disiapkan untuk dikirim ke pusat.", _WAIT)
_FAILED: Final = Words(
    "Rekaman Anda yang lalu gagal, jadi Anda perlu merekam ulang.", "Pesan tempat untuk merekam ulang."
)

WORDS: Final[dict[CardState, Words]] = {
    CardState.UNREGISTERED: Words("Anda belum merekam KTP-el.", "Pesan tempat untuk merekam."),
    CardState.BIO_CAPTURED: _AT_THE_OFFICE,
    CardState.PROCESSING: _AT_THE_OFFICE,
    CardState.SENT_FOR_ENROLLMENT: Words("Data Anda sudah terekam dan sedang dikirim ke pusat.", _WAIT),
    CardState.RECEIVED_AT_CENTRAL: Words("Data Anda sudah terekam dan sedang diproses di pusat.", _WAIT),
    CardState.ENROLL_FAILURE_AT_CENTRAL: _FAILED,
    CardState.ENROLL_FAILURE_AT_REGIONAL: _FAILED,
    CardState.SEARCH_FAILURE_AT_CENTRAL: Words(
        "Anda sudah merekam. Pemeriksaan di pusat gagal; petugas mengirim ulang data Anda.", _WAIT
    ),
    CardState.ADJUDICATE_RECORD: Words(
        "Anda sudah merekam. Rekaman Anda mirip rekaman orang lain dan sedang diperiksa petugas pusat.",
        "Bila lebih dari 14 hari belum ada kabar, tanyakan di loket.",
    ),
    CardState.REQUEST_VALIDATION: Words("Anda sudah merekam. Data Anda menunggu pengesahan petugas.", _WAIT),
    CardState.DUPLICATE_RECORD: Words(
        "Anda tercatat sudah pernah merekam dengan NIK lain.",
        "Temui petugas di Kantor Dispendukcapil dengan KK. Rekaman ganda dihapus dahulu.",
    ),
    CardState.PRINT_READY_RECORD: Words("Anda sudah merekam. Data Anda siap dicetak.", _WAIT_TO_FETCH),
    CardState.SENT_FOR_CARD_PRINTING: Words("Anda sudah merekam. KTP-el Anda dalam antrean cetak.", _WAIT_TO_FETCH),
    CardState.CARD_PRINTED: Words("KTP-el Anda sudah dicetak dan akan dikirim ke tempat pengambilan.", _WAIT_TO_FETCH),
    CardState.CARD_SHIPPED: Words(
        "KTP-el Anda sedang dikirim ke tempat pengambilan.", "Ambil di kantor kecamatan atau dinas dengan membawa KK."
    ),
    CardState.CARD_ISSUED: Words(
        "KTP-el Anda sudah diserahkan.",
        "Bila hilang atau rusak, kartu dicetak ulang tanpa merekam lagi. Tanyakan di loket dengan KK.",
    ),
}


def words_of(state: str) -> Words:
    """Return what is told of a state. ValueError for a name that is no state."""
    return WORDS[CardState(state)]

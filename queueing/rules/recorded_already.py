"""What somebody whose KTP-el is recorded does instead of recording again, told to herself by the state of her card.

`registry.rules.next_step` says the same to officers. Here nothing is asked of a resident that an officer does.
"""

from datetime import date
from typing import Final

from registry.rules.card_due import DUE_AGE, due_by_age
from registry.rules.card_status import CardState, is_recorded
from registry.rules.dates import age_on, in_words

_AT_THE_CENTRE: Final = ("Anda sudah merekam. Data Anda sedang diperiksa di pusat; tunggu hasilnya.",)

_BY_STATE: Final[dict[CardState, tuple[str, ...]]] = {
    CardState.BIO_CAPTURED: _AT_THE_CENTRE,
    CardState.PROCESSING: _AT_THE_CENTRE,
    CardState.SENT_FOR_ENROLLMENT: _AT_THE_CENTRE,
    CardState.RECEIVED_AT_CENTRAL: _AT_THE_CENTRE,
    CardState.REQUEST_VALIDATION: ("Anda sudah merekam. Data Anda menunggu pengesahan petugas.",),
    CardState.SEARCH_FAILURE_AT_CENTRAL: (
        "Anda sudah merekam. Pemeriksaan di pusat gagal; petugas mengirim ulang data Anda.",
    ),
    CardState.ADJUDICATE_RECORD: (
        "Anda sudah merekam. Rekaman Anda mirip rekaman orang lain dan sedang diperiksa petugas pusat.",
        "Bila lebih dari 14 hari belum ada kabar, tanyakan di loket.",
    ),
    CardState.DUPLICATE_RECORD: (
        "Anda tercatat sudah pernah merekam dengan NIK lain.",
        "Temui petugas di Kantor Dispendukcapil dengan KK. Rekaman ganda dihapus dahulu.",
    ),
    CardState.PRINT_READY_RECORD: ("Anda sudah merekam. Data Anda siap dicetak; tunggu kabar untuk mengambil KTP-el.",),
    CardState.SENT_FOR_CARD_PRINTING: (
        "Anda sudah merekam. KTP-el Anda dalam antrean cetak; tunggu kabar untuk mengambilnya.",
    ),
    CardState.CARD_PRINTED: ("KTP-el Anda sudah dicetak dan akan dikirim ke tempat pengambilan.",),
    CardState.CARD_SHIPPED: ("KTP-el Anda sedang dikirim; ambil di kantor kecamatan atau dinas.",),
    CardState.CARD_ISSUED: (
        "KTP-el Anda sudah diserahkan.",
        "Bila hilang atau rusak, kartu dicetak ulang tanpa merekam lagi. Tanyakan di loket dengan KK.",
    ),
}
_PRINTING: Final = frozenset(
    {CardState.SENT_FOR_CARD_PRINTING, CardState.CARD_PRINTED, CardState.CARD_SHIPPED, CardState.CARD_ISSUED}
)
_NO_NEED: Final = "Anda tidak perlu merekam lagi."


def has_been_recorded(card_state: str) -> bool:
    """Whether another recording would be one too many: recorded, under this NIK or under another."""
    return is_recorded(card_state) or card_state == CardState.DUPLICATE_RECORD


def what_to_do(card_state: str, *, birth_date: date, ever_married: bool, on: date) -> tuple[str, ...]:
    """Say where the card is and what to do; ask `has_been_recorded` first (KeyError where recording is still due).

    A card recorded before 17 is printed on the birthday, unless its owner was ever married (UU 24/2013 art. 63).
    """
    state = CardState(card_state)
    sentences = _BY_STATE[state]
    if state == CardState.DUPLICATE_RECORD:
        return sentences
    if ever_married or age_on(on, born=birth_date) >= DUE_AGE or state in _PRINTING:
        return (*sentences, _NO_NEED)
    from_day = in_words(due_by_age(birth_date))
    return (*sentences, f"Kartu dicetak mulai {from_day}, saat Anda berumur {DUE_AGE} tahun.", _NO_NEED)

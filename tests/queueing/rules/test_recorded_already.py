"""What people who are recorded are told, by the state of their card."""

from datetime import date

import pytest

from queueing.rules.recorded_already import has_been_recorded, what_to_do
from registry.rules.card_status import RECORDED_STATES, CardState
from registry.rules.card_words import words_of

TODAY = date(2020, 11, 26)
ADULT, SIXTEEN = date(1990, 8, 1), date(2004, 3, 5)
NO_NEED = "Anda tidak perlu merekam lagi."


def told(state: str, *, born: date = ADULT, ever_married: bool = False) -> str:
    return " ".join(what_to_do(state, birth_date=born, ever_married=ever_married, on=TODAY))


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("BIO_CAPTURED", "sudah terekam dan disiapkan untuk dikirim ke pusat"),
        ("PROCESSING", "sudah terekam dan disiapkan untuk dikirim ke pusat"),
        ("SENT_FOR_ENROLLMENT", "sudah terekam dan sedang dikirim ke pusat"),
        ("RECEIVED_AT_CENTRAL", "sudah terekam dan sedang diproses di pusat"),
        ("REQUEST_VALIDATION", "menunggu pengesahan"),
        ("SEARCH_FAILURE_AT_CENTRAL", "petugas mengirim ulang"),
        ("ADJUDICATE_RECORD", "mirip rekaman orang lain"),
        ("DUPLICATE_RECORD", "dengan NIK lain"),
        ("PRINT_READY_RECORD", "siap dicetak"),
        ("SENT_FOR_CARD_PRINTING", "dalam antrean cetak"),
        ("CARD_PRINTED", "sudah dicetak"),
        ("CARD_SHIPPED", "sedang dikirim ke tempat pengambilan. Ambil"),
        ("CARD_ISSUED", "sudah diserahkan"),
    ],
)
def test_each_state_says_where_the_card_is(state: str, says: str) -> None:
    assert says in told(state)


@pytest.mark.parametrize("state", CardState)
def test_an_answer_stands_for_every_recorded_state_and_for_no_other(state: CardState) -> None:
    assert has_been_recorded(state) is (state in RECORDED_STATES or state == "DUPLICATE_RECORD")
    if has_been_recorded(state):
        assert told(state).endswith(".")
    else:
        with pytest.raises(KeyError):
            told(state)


@pytest.mark.parametrize("state", sorted({*RECORDED_STATES, CardState.DUPLICATE_RECORD}))
def test_the_words_are_those_of_the_one_table(state: str) -> None:
    words = words_of(state)
    assert told(state).startswith(f"{words.where} {words.next_step}")


@pytest.mark.parametrize("state", sorted(RECORDED_STATES))
def test_nobody_who_is_recorded_is_asked_to_record_again(state: str) -> None:
    assert told(state).endswith(NO_NEED)


def test_a_duplicate_is_sent_to_an_officer_and_not_home() -> None:
    assert "Temui petugas" in told("DUPLICATE_RECORD")
    assert NO_NEED not in told("DUPLICATE_RECORD")


@pytest.mark.parametrize(
    ("state", "born", "ever_married", "waits"),
    [
        ("PRINT_READY_RECORD", SIXTEEN, False, True),
        ("BIO_CAPTURED", SIXTEEN, False, True),
        ("PRINT_READY_RECORD", TODAY.replace(year=2003), False, False),
        ("PRINT_READY_RECORD", SIXTEEN, True, False),
        ("PRINT_READY_RECORD", ADULT, False, False),
        ("SENT_FOR_CARD_PRINTING", SIXTEEN, False, False),
        ("CARD_ISSUED", SIXTEEN, False, False),
    ],
)
def test_a_card_recorded_early_is_printed_on_the_seventeenth_birthday(
    state: str, born: date, *, ever_married: bool, waits: bool
) -> None:
    assert ("Kartu dicetak mulai 5 Maret 2021" in told(state, born=born, ever_married=ever_married)) is waits

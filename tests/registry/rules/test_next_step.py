"""What is next for a person, by age, marriage, card and status."""

from __future__ import annotations

from datetime import date

import pytest

from registry.choices import CardStatus, MaritalStatus, ResidencyStatus
from registry.rules.dates import birthday
from registry.rules.next_step import ALIVE, SINGLE, Person, is_due, next_step

TODAY = date(2026, 11, 26)
ADULT, SIXTEEN, CHILD = date(1990, 8, 1), date(2010, 3, 5), date(2015, 5, 9)


def said_of(state: str, *, born: date = ADULT, married: int = SINGLE, status: int = ALIVE) -> str:
    return next_step(Person(status, born, married, state), on=TODAY)


@pytest.mark.parametrize(
    ("state", "born", "married", "status", "begins"),
    [
        ("UNREGISTERED", ADULT, 1, 2, "Penduduk ini sudah meninggal"),
        ("CARD_ISSUED", ADULT, 1, 3, "Penduduk ini sudah pindah"),
        ("UNREGISTERED", ADULT, 1, 9, "Data penduduk ini tidak valid"),
        ("UNREGISTERED", CHILD, 1, 1, "Belum wajib KTP-el; boleh merekam mulai 9 Mei 2031"),
        ("UNREGISTERED", SIXTEEN, 1, 1, "Sudah boleh merekam sekarang; kartu dicetak mulai 5 Maret 2027"),
        ("UNREGISTERED", SIXTEEN, 2, 1, "Wajib KTP-el dan belum merekam"),
        ("UNREGISTERED", ADULT, 1, 1, "Wajib KTP-el dan belum merekam"),
        ("ENROLL_FAILURE_AT_CENTRAL", ADULT, 1, 1, "Rekaman gagal"),
        ("ENROLL_FAILURE_AT_REGIONAL", SIXTEEN, 1, 1, "Rekaman gagal"),
        ("SEARCH_FAILURE_AT_CENTRAL", ADULT, 1, 1, "Pemeriksaan gagal di pusat"),
        ("DUPLICATE_RECORD", ADULT, 1, 1, "Sudah pernah merekam dengan NIK lain; temui penyelia"),
        ("ADJUDICATE_RECORD", ADULT, 1, 1, "Rekaman sedang diperiksa petugas pusat"),
        ("BIO_CAPTURED", ADULT, 1, 1, "Sudah merekam; tunggu"),
        ("BIO_CAPTURED", SIXTEEN, 1, 1, "Sudah merekam; kartu dicetak mulai 5 Maret 2027"),
        ("PRINT_READY_RECORD", ADULT, 1, 1, "Data siap cetak"),
        ("PRINT_READY_RECORD", SIXTEEN, 1, 1, "Sudah merekam; kartu dicetak mulai 5 Maret 2027"),
        ("SENT_FOR_CARD_PRINTING", ADULT, 1, 1, "Kartu dalam antrean cetak"),
        ("CARD_PRINTED", ADULT, 1, 1, "Kartu sudah dicetak"),
        ("CARD_SHIPPED", ADULT, 1, 1, "Kartu dalam pengiriman; ambil"),
        ("CARD_ISSUED", ADULT, 1, 1, "KTP-el sudah diserahkan; tidak ada"),
    ],
)
def test_one_sentence_says_what_is_next(state: str, born: date, married: int, status: int, begins: str) -> None:
    assert said_of(state, born=born, married=married, status=status).startswith(begins)


@pytest.mark.parametrize("status", ResidencyStatus.values)
@pytest.mark.parametrize("state", CardStatus.values)
def test_there_is_a_sentence_for_every_state_and_status(state: str, status: int) -> None:
    assert all(said_of(state, born=born, status=status).endswith(".") for born in (ADULT, SIXTEEN, CHILD))


def test_the_codes_are_those_of_the_registry() -> None:
    assert (ALIVE, SINGLE) == (ResidencyStatus.ALIVE, MaritalStatus.SINGLE)


def test_marriage_at_sixteen_makes_the_card_due() -> None:
    assert is_due(Person(ALIVE, SIXTEEN, MaritalStatus.MARRIED, "UNREGISTERED"), on=TODAY)
    assert not is_due(Person(ALIVE, SIXTEEN, MaritalStatus.SINGLE, "UNREGISTERED"), on=TODAY)


def test_whoever_is_born_on_a_leap_day_turns_seventeen_in_march() -> None:
    assert birthday(date(2008, 2, 29), 17) == date(2025, 3, 1)

"""What the one box of the search understands."""

from __future__ import annotations

import datetime

import pytest

from registry.rules.search_term import Meaning, UnreadableTerm, read


@pytest.mark.parametrize(
    "typed", ["3516080108900001", "3516 0801 0890 0001", "3516.0801.0890.0001", " 3516080108900001 "]
)
def test_sixteen_figures_are_a_number_however_they_are_spaced(typed: str) -> None:
    term = read(typed)
    assert (term.meaning, term.text) == (Meaning.NUMBER, "3516080108900001")


def test_a_number_that_can_only_be_of_a_family_card_is_taken() -> None:
    """The 15th of January 2020, and a serial: as a NIK it would do as well, so both are looked up."""
    assert read("3516081501200001").meaning is Meaning.NUMBER


@pytest.mark.parametrize("typed", ["01-08-1990", "1/8/1990", "1.8.1990", "01 08 1990", "1990-08-01"])
def test_three_groups_of_figures_are_a_birth_date(typed: str) -> None:
    assert read(typed).day == datetime.date(1990, 8, 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("351608010890000", "Yang tertulis 15 angka"),
        ("3516083208900001", "Angka ke-7 dan 8 (32) bukan tanggal"),
        ("9916080108900001", "bukan kode provinsi"),
        ("31-31-1990", "Bulan lebih dari 12"),
        ("01-08-90", "Tulis tahun dengan empat angka"),
        ("31-02-1990", "tidak ada di kalender"),
        ("3.51608E+15", "bilangan ilmiah"),
        ("Si", "tiga huruf"),
        ("", "tiga huruf"),
        ("***", "tiga huruf"),
        ("ab1", "tiga huruf"),
    ],
)
def test_what_cannot_be_looked_up_is_answered_in_words(typed: str, said: str) -> None:
    with pytest.raises(UnreadableTerm, match=said.replace("(", r"\(").replace(")", r"\)")):
        read(typed)


@pytest.mark.parametrize("typed", ["Ani", "Siti Aminah", "H. Ali", "Moch. 2 Yusuf"])
def test_three_letters_are_a_name(typed: str) -> None:
    assert read(typed).meaning is Meaning.NAME


def test_a_term_does_not_show_itself_in_a_log() -> None:
    assert "3516080108900001" not in repr(read("3516080108900001"))
    assert "SUKARYU" not in repr(read("Soekardjo"))

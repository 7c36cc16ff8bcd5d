"""Booking codes: made, written, read again, and refused with a hint."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queueing.rules.booking_code import ALPHABET, BYTES, hint, make, read


def test_no_sign_of_a_code_is_taken_for_another() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 32
    assert not set("0O1I") & set(ALPHABET)


@pytest.mark.parametrize(
    ("random_bytes", "code"),
    [
        (bytes(5), "AAAA-AAAA"),
        (b"\xff" * 5, "9999-9999"),
        (b"\x00\x00\x00\x00\x01", "AAAA-AAAB"),
        (b"\x08\x00\x00\x00\x00", "BAAA-AAAA"),
    ],
)
def test_bytes_become_a_code(random_bytes: bytes, code: str) -> None:
    assert make(random_bytes) == code


@pytest.mark.parametrize("count", [0, 4, 6, 16])
def test_a_code_takes_five_bytes_and_no_other_number(count: int) -> None:
    with pytest.raises(ValueError, match="5 bytes"):
        make(bytes(count))


@given(st.binary(min_size=BYTES, max_size=BYTES), st.binary(min_size=BYTES, max_size=BYTES))
def test_different_bytes_give_different_codes_that_read_as_themselves(one: bytes, other: bytes) -> None:
    assert (make(one) == make(other)) is (one == other)
    assert read(make(one)) == make(one)
    assert hint(make(one)) == ""


def test_every_sign_is_equally_probable_at_every_place() -> None:
    codes = [make(bytes([byte, 0, 0, 0, 0])) for byte in range(256)]

    assert set(Counter(code[0] for code in codes).values()) == {8}


@pytest.mark.parametrize(
    "text",
    ["K7QF-2M9X", "k7qf-2m9x", " K7QF 2M9X ", "k7qf2m9x", "K7 QF 2M 9X", "K7QF–2M9X", "K7QF\u20112M9X", "K7QF\xa02M9X"],
)
def test_a_code_is_read_however_it_is_typed(text: str) -> None:
    assert read(text) == "K7QF-2M9X"
    assert hint(text) == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "misalnya K7QF-2M9X"),
        (" - ", "misalnya K7QF-2M9X"),
        ("K7QF-2M9", "terlalu pendek"),
        ("K7QF-2M9XA", "terlalu panjang"),
        ("K7QO-2M9X", "huruf O dan I"),
        ("k7qo-2m9x", "huruf O dan I"),
        ("K7Q0-2M9X", "angka 0 dan 1"),
        ("K7QI-2M9", "huruf O dan I"),
        ("17QF-2M9X", "angka 0 dan 1"),
        ("K7QF_2M9", "angka 2 sampai 9"),
        ("K7QF/2M9", "angka 2 sampai 9"),
        ("K7QF2M9Ж", "angka 2 sampai 9"),
        # Large, these would be an S and two of them.
        ("K7QF2M9ſ", "angka 2 sampai 9"),
        ("K7QF2Mß", "terlalu pendek"),
        ("K7QF2M9٢", "angka 2 sampai 9"),
    ],
)
def test_what_is_no_code_is_refused_with_a_hint(text: str, says: str) -> None:
    assert read(text) is None
    assert says in hint(text)


@given(st.text())
def test_any_text_is_either_a_code_or_has_a_hint(text: str) -> None:
    assert (read(text) is None) is bool(hint(text))

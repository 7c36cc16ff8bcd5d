"""Numbers at rest: what a stolen row says, and what it does not."""

import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from registry import sealing
from registry.sealing import Sealer, Unreadable, parse_keys

OLD, NEW, INDEX = b"o" * 32, b"n" * 32, b"i" * 32
NIK = "3516080108900001"


def one_key() -> Sealer:
    return Sealer({1: OLD}, INDEX)


@given(st.text(max_size=40))
def test_what_was_sealed_opens_again(value: str) -> None:
    sealer = one_key()
    anchor = sealer.index(sealing.NIK, value)
    assert sealer.open(sealing.NIK, sealer.seal(sealing.NIK, value, anchor), anchor) == value


def test_a_sealed_number_shows_none_of_its_figures_and_differs_each_time() -> None:
    sealer = one_key()
    anchor = sealer.index(sealing.NIK, NIK)
    first, second = (sealer.seal(sealing.NIK, NIK, anchor) for _ in range(2))
    assert first != second
    assert NIK.encode() not in first
    assert len(first) == sealing.SEALED_NUMBER_LENGTH


def test_a_sealed_number_moved_to_another_row_does_not_open() -> None:
    sealer = one_key()
    sealed = sealer.seal(sealing.NIK, NIK, sealer.index(sealing.NIK, NIK))
    with pytest.raises(Unreadable):
        sealer.open(sealing.NIK, sealed, uuid.uuid4())


def test_a_sealed_number_moved_to_another_column_does_not_open() -> None:
    sealer = one_key()
    anchor = sealer.index(sealing.NIK, NIK)
    with pytest.raises(Unreadable):
        sealer.open(sealing.KK_NUMBER, sealer.seal(sealing.NIK, NIK, anchor), anchor)


@pytest.mark.parametrize("at", [0, 1, 5, 20, -1])
def test_a_sealed_number_with_one_byte_changed_does_not_open(at: int) -> None:
    sealer = one_key()
    anchor = sealer.index(sealing.NIK, NIK)
    sealed = bytearray(sealer.seal(sealing.NIK, NIK, anchor))
    sealed[at] ^= 1
    with pytest.raises(Unreadable):
        sealer.open(sealing.NIK, bytes(sealed), anchor)


def test_equal_numbers_have_equal_indexes_and_the_key_decides_them() -> None:
    assert one_key().index(sealing.NIK, NIK) == one_key().index(sealing.NIK, NIK)
    assert one_key().index(sealing.NIK, NIK) != Sealer({1: OLD}, b"j" * 32).index(sealing.NIK, NIK)
    assert one_key().index(sealing.NIK, NIK) != one_key().index(sealing.KK_NUMBER, NIK)


def test_a_new_key_seals_while_the_old_one_still_opens() -> None:
    anchor = one_key().index(sealing.NIK, NIK)
    before = one_key().seal(sealing.NIK, NIK, anchor)
    rotated = Sealer({2: NEW, 1: OLD}, INDEX)
    assert rotated.open(sealing.NIK, before, anchor) == NIK
    assert rotated.seal(sealing.NIK, NIK, anchor)[1] == 2


def test_a_value_of_a_forgotten_key_is_unreadable_and_says_so() -> None:
    anchor = one_key().index(sealing.NIK, NIK)
    sealed = one_key().seal(sealing.NIK, NIK, anchor)
    with pytest.raises(Unreadable, match="not configured"):
        Sealer({2: NEW}, INDEX).open(sealing.NIK, sealed, anchor)


@pytest.mark.parametrize(
    ("entries", "index_key"),
    [
        ([], "aWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWk="),
        (["x:b29v"], "aWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWk="),
        (["0:aWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWk="], "aWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWk="),
        (["1:short"], "aWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWk="),
        (["1:aWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWk="], "too-short"),
    ],
)
def test_keys_that_are_no_keys_are_refused_at_the_start(entries: list[str], index_key: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        parse_keys(entries, index_key)

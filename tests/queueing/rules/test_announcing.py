"""What the board says."""

from __future__ import annotations

import pytest

from queueing.rules import announcing


@pytest.mark.parametrize(
    ("number", "counter", "sentence"),
    [
        ("A-012", 3, "Nomor antrean A, nol satu dua. Silakan ke loket tiga."),
        ("B-007", 11, "Nomor antrean B, nol nol tujuh. Silakan ke loket sebelas."),
        ("C-120", 20, "Nomor antrean C, satu dua nol. Silakan ke loket dua puluh."),
        ("A-1004", 15, "Nomor antrean A, satu nol nol empat. Silakan ke loket lima belas."),
        ("A-999", 10, "Nomor antrean A, sembilan sembilan sembilan. Silakan ke loket sepuluh."),
        ("A-001", 34, "Nomor antrean A, nol nol satu. Silakan ke loket tiga puluh empat."),
    ],
)
def test_the_figures_of_a_number_are_spoken_one_by_one(number: str, counter: int, sentence: str) -> None:
    assert announcing.sentence(number, counter) == sentence


@pytest.mark.parametrize("number", ["", "12", "A012", "Z-012", "a-012", "A-", "A-1x", "A-٣"])
def test_what_is_no_number_of_the_hall_is_not_spoken(number: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it says what it was given
        announcing.sentence(number, 1)


def test_every_clip_of_a_call_is_among_those_that_are_made() -> None:
    made = announcing.texts()
    for letter in announcing.LETTERS:
        for counter in (1, announcing.MOST_COUNTERS):
            assert set(announcing.clips(f"{letter}-0123456789", counter)) <= set(made)
    assert made["loket-12"] == "Silakan ke loket dua belas"


def test_a_counter_beyond_two_figures_is_refused() -> None:
    with pytest.raises(ValueError, match="100"):
        announcing.in_words(100)

"""What a resident is told of her own card: every state has its words, and none asks of her what an officer does."""

from __future__ import annotations

import pytest

from registry.rules.card_status import NEEDS_RECAPTURE, CardState
from registry.rules.card_words import WORDS, words_of


@pytest.mark.parametrize("state", CardState)
def test_every_state_says_where_the_card_is_and_what_is_next(state: CardState) -> None:
    words = words_of(state)
    for sentence in (words.where, words.next_step):
        assert sentence.endswith(".")
        assert len(sentence) <= 100
    assert "Anda" in words.where


def test_no_state_is_left_out() -> None:
    assert set(WORDS) == set(CardState)


@pytest.mark.parametrize(
    ("state", "where"),
    [
        ("UNREGISTERED", "Anda belum merekam KTP-el."),
        ("BIO_CAPTURED", "Data Anda sudah terekam dan disiapkan untuk dikirim ke pusat."),
        ("SENT_FOR_ENROLLMENT", "Data Anda sudah terekam dan sedang dikirim ke pusat."),
        ("RECEIVED_AT_CENTRAL", "Data Anda sudah terekam dan sedang diproses di pusat."),
        ("CARD_ISSUED", "KTP-el Anda sudah diserahkan."),
    ],
)
def test_the_words_are_plain(state: str, where: str) -> None:
    assert words_of(state).where == where


def test_only_whoever_has_no_recording_that_holds_is_asked_to_book() -> None:
    asked = {state for state in CardState if words_of(state).next_step.startswith("Pesan tempat")}
    assert asked == NEEDS_RECAPTURE | {CardState.UNREGISTERED}


def test_a_name_that_is_no_state_has_no_words() -> None:
    with pytest.raises(ValueError, match="LOST"):
        words_of("LOST")

"""What somebody whose KTP-el is recorded does instead of recording again, told to herself by the state of her card.

The words are those of `registry.rules.card_words`, which every page for residents shares.
"""

from datetime import date
from typing import Final

from registry.rules.card_due import DUE_AGE, due_by_age
from registry.rules.card_status import CardState, is_recorded
from registry.rules.card_words import words_of
from registry.rules.dates import age_on, in_words

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
    if not has_been_recorded(card_state):
        raise KeyError(card_state)
    state, words = CardState(card_state), words_of(card_state)
    sentences = (words.where, words.next_step)
    if state == CardState.DUPLICATE_RECORD:
        return sentences
    if ever_married or age_on(on, born=birth_date) >= DUE_AGE or state in _PRINTING:
        return (*sentences, _NO_NEED)
    from_day = in_words(due_by_age(birth_date))
    return (*sentences, f"Kartu dicetak mulai {from_day}, saat Anda berumur {DUE_AGE} tahun.", _NO_NEED)

"""What a status file of the centre may say: the names it uses for the states, and which report may follow which state.

A file reports where a record stands, so that steps in between may have gone unreported: from BIO_CAPTURED straight to
PRINT_READY_RECORD is news, no fault. What no report passes over are the acts that happen here or with the person: a
recording, data sent again, a surplus recording deleted, a card handed over. Such a row is held, since something is
missing here or the file is older than the register.
"""

from __future__ import annotations

import re
from typing import Final

from registry.rules.card_status import MOVES, NEEDS_RECAPTURE, CardState

_NOT_A_NAME: Final = re.compile(r"[^A-Z0-9]+")

#: Where the person or this office acts next: a report may end here and goes no further.
_ENDS_HERE: Final = NEEDS_RECAPTURE | {
    CardState.UNREGISTERED,
    CardState.SEARCH_FAILURE_AT_CENTRAL,
    CardState.DUPLICATE_RECORD,
    CardState.CARD_ISSUED,
}

#: What comes after a recording, and after a card is to be printed again, is not reported with it in one go.
_ONE_BY_ONE: Final = NEEDS_RECAPTURE | {CardState.UNREGISTERED, CardState.CARD_ISSUED}

#: Short names of the centre and of the offices, as `plain_name` writes them.
SHORT_NAMES: Final[dict[str, CardState]] = {
    "BELUM_REKAM": CardState.UNREGISTERED,
    "BIO": CardState.BIO_CAPTURED,
    "SUDAH_REKAM": CardState.BIO_CAPTURED,
    "SFE": CardState.SENT_FOR_ENROLLMENT,
    "SENT_FOR_ENROLMENT": CardState.SENT_FOR_ENROLLMENT,
    "RECEIVED": CardState.RECEIVED_AT_CENTRAL,
    "RECEIVED_AT_CENTER": CardState.RECEIVED_AT_CENTRAL,
    "ENROLL_FAILURE": CardState.ENROLL_FAILURE_AT_CENTRAL,
    "ENROL_FAILURE_AT_CENTRAL": CardState.ENROLL_FAILURE_AT_CENTRAL,
    "ENROL_FAILURE_AT_REGIONAL": CardState.ENROLL_FAILURE_AT_REGIONAL,
    "SEARCH_FAILURE": CardState.SEARCH_FAILURE_AT_CENTRAL,
    "ADJUDICATE": CardState.ADJUDICATE_RECORD,
    "ADJUDICATION": CardState.ADJUDICATE_RECORD,
    "DUPLICATE": CardState.DUPLICATE_RECORD,
    "DUPLIKAT": CardState.DUPLICATE_RECORD,
    "GANDA": CardState.DUPLICATE_RECORD,
    "PRR": CardState.PRINT_READY_RECORD,
    "PRINT_READY": CardState.PRINT_READY_RECORD,
    "SIAP_CETAK": CardState.PRINT_READY_RECORD,
    "SFP": CardState.SENT_FOR_CARD_PRINTING,
    "SENT_FOR_PRINTING": CardState.SENT_FOR_CARD_PRINTING,
    "PRINTED": CardState.CARD_PRINTED,
    "TERCETAK": CardState.CARD_PRINTED,
    "SUDAH_CETAK": CardState.CARD_PRINTED,
    "SHIPPED": CardState.CARD_SHIPPED,
    "DIKIRIM": CardState.CARD_SHIPPED,
    "ISSUED": CardState.CARD_ISSUED,
    "DISERAHKAN": CardState.CARD_ISSUED,
}
NAMES: Final[dict[str, CardState]] = {**{state.value: state for state in CardState}, **SHORT_NAMES}


def plain_name(written: str) -> str:
    """Return a state's name in capitals, with one underscore for whatever is no letter or figure."""
    return _NOT_A_NAME.sub("_", written.upper()).strip("_")


def state_named(written: str) -> CardState | None:
    """Return the state of that name, long or short, and None for a name that is none."""
    return NAMES.get(plain_name(written))


def may_be_reported(now: str, to: str) -> bool:
    """Whether a file may take a card from one state to another: along the table, past nothing that is done here."""
    return now in MOVES and to in _REACHED[CardState(now)]


def reports() -> list[tuple[CardState, CardState]]:
    """Return every pair of states that `may_be_reported`, for a comparison of whole files."""
    return [(now, to) for now in CardState for to in sorted(_REACHED[now])]


def _reached_from(now: CardState) -> frozenset[CardState]:
    reached, waiting = set(MOVES[now]), list(MOVES[now] - _ENDS_HERE if now not in _ONE_BY_ONE else ())
    while waiting:
        fresh = MOVES[waiting.pop()] - reached
        reached |= fresh
        waiting += fresh - _ENDS_HERE
    return frozenset(reached - {now})


_REACHED: Final = {now: _reached_from(now) for now in CardState}

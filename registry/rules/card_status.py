"""The recording states of a KTP-el, their allowed moves, and which of them count as recorded.

"Recorded" and "has a card" are separate facts: recording is allowed from 16, the card is printed at 17, and
months may pass between. The moves bind what officers do here; an extract reports where a record stands, which
may be several states on.
"""

from enum import IntEnum, StrEnum


class CardState(StrEnum):
    """The states by their names in the KTP-el system, in the order a record passes them."""

    UNREGISTERED = "UNREGISTERED"
    BIO_CAPTURED = "BIO_CAPTURED"
    PROCESSING = "PROCESSING"
    SENT_FOR_ENROLLMENT = "SENT_FOR_ENROLLMENT"
    RECEIVED_AT_CENTRAL = "RECEIVED_AT_CENTRAL"
    ENROLL_FAILURE_AT_CENTRAL = "ENROLL_FAILURE_AT_CENTRAL"
    SEARCH_FAILURE_AT_CENTRAL = "SEARCH_FAILURE_AT_CENTRAL"
    ENROLL_FAILURE_AT_REGIONAL = "ENROLL_FAILURE_AT_REGIONAL"
    ADJUDICATE_RECORD = "ADJUDICATE_RECORD"
    REQUEST_VALIDATION = "REQUEST_VALIDATION"
    DUPLICATE_RECORD = "DUPLICATE_RECORD"
    PRINT_READY_RECORD = "PRINT_READY_RECORD"
    SENT_FOR_CARD_PRINTING = "SENT_FOR_CARD_PRINTING"
    CARD_PRINTED = "CARD_PRINTED"
    CARD_SHIPPED = "CARD_SHIPPED"
    CARD_ISSUED = "CARD_ISSUED"


class VillageListCode(IntEnum):
    """The coarser codes that village lists use."""

    NOT_REQUIRED = 1  # BELUM WAJIB
    NOT_RECORDED = 2  # BELUM REKAM
    RECORDED = 3  # SUDAH REKAM
    CARD_PRINTED = 4
    PRINT_READY_RECORD = 5
    CARD_SHIPPED = 6
    SENT_FOR_CARD_PRINTING = 7
    CARD_ISSUED = 8


MOVES: dict[CardState, frozenset[CardState]] = {
    CardState.UNREGISTERED: frozenset({CardState.BIO_CAPTURED}),
    CardState.BIO_CAPTURED: frozenset({CardState.PROCESSING}),
    CardState.PROCESSING: frozenset({CardState.SENT_FOR_ENROLLMENT}),
    CardState.SENT_FOR_ENROLLMENT: frozenset({CardState.RECEIVED_AT_CENTRAL}),
    CardState.RECEIVED_AT_CENTRAL: frozenset(
        {
            CardState.ENROLL_FAILURE_AT_CENTRAL,
            CardState.SEARCH_FAILURE_AT_CENTRAL,
            CardState.ENROLL_FAILURE_AT_REGIONAL,
            CardState.ADJUDICATE_RECORD,
            CardState.REQUEST_VALIDATION,
            CardState.DUPLICATE_RECORD,
            CardState.PRINT_READY_RECORD,
        }
    ),
    # The data did not do: the person comes again.
    CardState.ENROLL_FAILURE_AT_CENTRAL: frozenset({CardState.BIO_CAPTURED}),
    CardState.ENROLL_FAILURE_AT_REGIONAL: frozenset({CardState.BIO_CAPTURED}),
    # The data are good, only the search failed: they are sent again.
    CardState.SEARCH_FAILURE_AT_CENTRAL: frozenset({CardState.SENT_FOR_ENROLLMENT}),
    # A person at the centre decides whether two records are one person.
    CardState.ADJUDICATE_RECORD: frozenset({CardState.PRINT_READY_RECORD, CardState.DUPLICATE_RECORD}),
    CardState.REQUEST_VALIDATION: frozenset({CardState.PRINT_READY_RECORD, CardState.ADJUDICATE_RECORD}),
    # The surplus recording is deleted on request, or the decision is looked at again.
    CardState.DUPLICATE_RECORD: frozenset({CardState.UNREGISTERED, CardState.ADJUDICATE_RECORD}),
    CardState.PRINT_READY_RECORD: frozenset({CardState.SENT_FOR_CARD_PRINTING}),
    CardState.SENT_FOR_CARD_PRINTING: frozenset({CardState.CARD_PRINTED}),
    CardState.CARD_PRINTED: frozenset({CardState.CARD_SHIPPED}),
    CardState.CARD_SHIPPED: frozenset({CardState.CARD_ISSUED}),
    # A lost, damaged or outdated card is printed again without another recording.
    CardState.CARD_ISSUED: frozenset({CardState.PRINT_READY_RECORD}),
}

NEEDS_RECAPTURE = frozenset({CardState.ENROLL_FAILURE_AT_CENTRAL, CardState.ENROLL_FAILURE_AT_REGIONAL})

# Printed, and not yet in the person's hands.
UNFETCHED = frozenset({CardState.CARD_PRINTED, CardState.CARD_SHIPPED})

# What the ranking counts; declared on screen. A failed search keeps its recording; a duplicate belongs to
# another NIK.
RECORDED_STATES = frozenset(CardState) - NEEDS_RECAPTURE - {CardState.UNREGISTERED, CardState.DUPLICATE_RECORD}

_PRINTING_CODES = {
    CardState.PRINT_READY_RECORD: VillageListCode.PRINT_READY_RECORD,
    CardState.SENT_FOR_CARD_PRINTING: VillageListCode.SENT_FOR_CARD_PRINTING,
    CardState.CARD_PRINTED: VillageListCode.CARD_PRINTED,
    CardState.CARD_SHIPPED: VillageListCode.CARD_SHIPPED,
    CardState.CARD_ISSUED: VillageListCode.CARD_ISSUED,
}


def may_move(now: str, to: str) -> bool:
    """Whether an officer's act may take a record from one state to another; unknown names may not move."""
    return now in MOVES and to in MOVES[CardState(now)]


def next_states(now: str) -> list[CardState]:
    """Return where a record may go from here, in the order in which a record passes the states."""
    return [state for state in CardState if may_move(now, state)]


def is_recorded(state: str) -> bool:
    """Whether the ranking counts a person in this state as recorded."""
    return state in RECORDED_STATES


def needs_recapture(state: str) -> bool:
    """Whether the person has to come and be recorded again."""
    return state in NEEDS_RECAPTURE


def has_card(state: str) -> bool:
    """Whether the card is in the person's hands."""
    return state == CardState.CARD_ISSUED


def village_list_code(state: str, *, card_is_due: bool) -> VillageListCode:
    """The code a village list shows.

    `card_is_due` when the person is 17 or ever married (UU 24/2013 art. 63). A recording made before that
    shows as recorded. ValueError for a name that is no state.
    """
    known = CardState(state)
    if known in _PRINTING_CODES:
        return _PRINTING_CODES[known]
    if is_recorded(known):
        return VillageListCode.RECORDED
    return VillageListCode.NOT_RECORDED if card_is_due else VillageListCode.NOT_REQUIRED

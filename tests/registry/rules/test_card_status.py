"""Where a KTP-el stands: the moves, and what counts as recorded."""

from itertools import pairwise

import pytest

from registry.choices import CardStatus
from registry.rules.card_status import (
    MOVES,
    NEEDS_RECAPTURE,
    RECORDED_STATES,
    CardState,
    VillageListCode,
    has_card,
    is_recorded,
    may_move,
    needs_recapture,
    village_list_code,
)

USUAL_WAY = [
    CardState.UNREGISTERED,
    CardState.BIO_CAPTURED,
    CardState.PROCESSING,
    CardState.SENT_FOR_ENROLLMENT,
    CardState.RECEIVED_AT_CENTRAL,
    CardState.PRINT_READY_RECORD,
    CardState.SENT_FOR_CARD_PRINTING,
    CardState.CARD_PRINTED,
    CardState.CARD_SHIPPED,
    CardState.CARD_ISSUED,
]


def test_the_stored_codes_are_the_states_of_the_rule_in_the_same_order() -> None:
    assert CardStatus.values == [state.value for state in CardState]


def test_every_state_says_where_it_may_go() -> None:
    assert set(MOVES) == set(CardState)
    assert all(targets for targets in MOVES.values())


def test_the_usual_way_from_unregistered_to_issued_is_open() -> None:
    assert all(may_move(now, to) for now, to in pairwise(USUAL_WAY))


def test_every_state_can_be_reached_and_none_is_a_trap() -> None:
    assert _reachable_from(CardState.UNREGISTERED) == set(CardState)
    assert all(CardState.CARD_ISSUED in _reachable_from(state) for state in CardState)


def _reachable_from(start: CardState) -> set[CardState]:
    reached, waiting = {start}, [start]
    while waiting:
        fresh = MOVES[waiting.pop()] - reached
        reached |= fresh
        waiting += fresh
    return reached


@pytest.mark.parametrize(
    ("now", "to"),
    [
        ("UNREGISTERED", "CARD_ISSUED"),
        ("UNREGISTERED", "UNREGISTERED"),
        ("BIO_CAPTURED", "UNREGISTERED"),
        ("ENROLL_FAILURE_AT_CENTRAL", "SENT_FOR_ENROLLMENT"),
        ("SEARCH_FAILURE_AT_CENTRAL", "BIO_CAPTURED"),
        ("DUPLICATE_RECORD", "PRINT_READY_RECORD"),
        ("CARD_ISSUED", "BIO_CAPTURED"),
        ("RECORDED", "CARD_ISSUED"),
        ("CARD_SHIPPED", "LOST"),
    ],
)
def test_a_move_that_the_table_does_not_name_is_refused(now: str, to: str) -> None:
    assert not may_move(now, to)


NOT_RECORDED = [
    "UNREGISTERED",
    "ENROLL_FAILURE_AT_CENTRAL",
    "ENROLL_FAILURE_AT_REGIONAL",
    "DUPLICATE_RECORD",
]


@pytest.mark.parametrize("state", [state.value for state in CardState])
def test_recorded_is_any_state_from_the_capture_on_but_failures_and_duplicates(state: str) -> None:
    assert is_recorded(state) is (state not in NOT_RECORDED)


def test_only_a_failed_enrolment_calls_the_person_back() -> None:
    assert {state for state in CardState if needs_recapture(state)} == NEEDS_RECAPTURE
    assert needs_recapture("ENROLL_FAILURE_AT_CENTRAL")
    assert not needs_recapture("SEARCH_FAILURE_AT_CENTRAL")


def test_being_recorded_is_not_having_a_card() -> None:
    assert is_recorded("CARD_SHIPPED")
    assert not has_card("CARD_SHIPPED")
    assert has_card("CARD_ISSUED")


@pytest.mark.parametrize(
    ("state", "card_is_due", "code"),
    [
        ("UNREGISTERED", False, VillageListCode.NOT_REQUIRED),
        ("UNREGISTERED", True, VillageListCode.NOT_RECORDED),
        ("ENROLL_FAILURE_AT_REGIONAL", True, VillageListCode.NOT_RECORDED),
        ("DUPLICATE_RECORD", True, VillageListCode.NOT_RECORDED),
        ("BIO_CAPTURED", True, VillageListCode.RECORDED),
        ("BIO_CAPTURED", False, VillageListCode.RECORDED),
        ("SEARCH_FAILURE_AT_CENTRAL", True, VillageListCode.RECORDED),
        ("ADJUDICATE_RECORD", True, VillageListCode.RECORDED),
        ("CARD_PRINTED", True, VillageListCode.CARD_PRINTED),
        ("PRINT_READY_RECORD", True, VillageListCode.PRINT_READY_RECORD),
        ("CARD_SHIPPED", True, VillageListCode.CARD_SHIPPED),
        ("SENT_FOR_CARD_PRINTING", True, VillageListCode.SENT_FOR_CARD_PRINTING),
        ("CARD_ISSUED", True, VillageListCode.CARD_ISSUED),
    ],
)
def test_a_fine_state_maps_to_the_code_of_village_lists(state: str, card_is_due: bool, code: VillageListCode) -> None:
    assert village_list_code(state, card_is_due=card_is_due) is code


def test_the_coarse_codes_agree_with_the_ranking_on_who_is_recorded() -> None:
    coarse = {VillageListCode.NOT_REQUIRED, VillageListCode.NOT_RECORDED}
    for state in CardState:
        assert (village_list_code(state, card_is_due=True) not in coarse) is (state in RECORDED_STATES)


def test_an_unknown_state_has_no_village_code() -> None:
    with pytest.raises(ValueError, match="RECORDED"):
        village_list_code("RECORDED", card_is_due=True)

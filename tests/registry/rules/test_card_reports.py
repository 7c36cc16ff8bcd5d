"""What a status file of the centre may say, and by which names."""

from __future__ import annotations

import pytest

from registry.rules.card_reports import NAMES, may_be_reported, plain_name, reports, state_named
from registry.rules.card_status import MOVES, CardState


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("SFE", CardState.SENT_FOR_ENROLLMENT),
        ("Sent for enrollment", CardState.SENT_FOR_ENROLLMENT),
        ("PRR", CardState.PRINT_READY_RECORD),
        ("print-ready record", CardState.PRINT_READY_RECORD),
        ("DUPLICATE", CardState.DUPLICATE_RECORD),
        (" adjudicate ", CardState.ADJUDICATE_RECORD),
        ("ENROLL FAILURE AT CENTRAL", CardState.ENROLL_FAILURE_AT_CENTRAL),
        ("SEARCH_FAILURE", CardState.SEARCH_FAILURE_AT_CENTRAL),
        ("card printed", CardState.CARD_PRINTED),
        ("", None),
        ("LOST", None),
        ("P", None),
    ],
)
def test_a_state_is_known_by_its_long_and_its_short_name(written: str, state: CardState | None) -> None:
    assert state_named(written) == state


def test_every_state_has_its_own_name_and_every_name_is_plain() -> None:
    assert set(NAMES.values()) == set(CardState)
    assert all(plain_name(name) == name for name in NAMES)


@pytest.mark.parametrize(
    ("now", "to"),
    [
        ("BIO_CAPTURED", "PROCESSING"),
        ("BIO_CAPTURED", "SENT_FOR_ENROLLMENT"),
        ("BIO_CAPTURED", "PRINT_READY_RECORD"),
        ("SENT_FOR_ENROLLMENT", "ENROLL_FAILURE_AT_CENTRAL"),
        ("SENT_FOR_ENROLLMENT", "CARD_ISSUED"),
        ("SEARCH_FAILURE_AT_CENTRAL", "RECEIVED_AT_CENTRAL"),
        ("DUPLICATE_RECORD", "PRINT_READY_RECORD"),
        ("CARD_ISSUED", "PRINT_READY_RECORD"),
    ],
)
def test_a_report_may_leave_steps_out(now: str, to: str) -> None:
    assert may_be_reported(now, to)


@pytest.mark.parametrize(
    ("now", "to"),
    [
        ("UNREGISTERED", "SENT_FOR_ENROLLMENT"),  # a recording that nobody here knows of
        ("ENROLL_FAILURE_AT_CENTRAL", "PRINT_READY_RECORD"),
        ("RECEIVED_AT_CENTRAL", "SENT_FOR_ENROLLMENT"),  # an older file
        ("PRINT_READY_RECORD", "RECEIVED_AT_CENTRAL"),
        ("CARD_ISSUED", "CARD_PRINTED"),
        ("BIO_CAPTURED", "UNREGISTERED"),
        ("BIO_CAPTURED", "LOST"),
        ("LOST", "BIO_CAPTURED"),
    ],
)
def test_a_report_passes_over_nothing_that_is_done_here(now: str, to: str) -> None:
    assert not may_be_reported(now, to)


def test_every_single_step_may_be_reported_and_no_state_is_its_own_news() -> None:
    pairs = set(reports())
    assert {(now, to) for now, following in MOVES.items() for to in following} <= pairs
    assert not any(now == to for now, to in pairs)

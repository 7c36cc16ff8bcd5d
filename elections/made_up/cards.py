"""Where everybody's KTP-el stands.

    card_state (pid, state)   one of the recording states, upper-case, for everybody in the registry

What is chosen as unrecorded gets a state that does not count as recorded, every other person on the roll one
that does; people who are not on the roll are drawn by age.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from collections.abc import Sequence

from elections.made_up.figures import EXTRACT_DAY, YOUNGEST_VOTER_BORN
from elections.made_up.workshop import Workshop

UNRECORDED_STATES = (
    ("UNREGISTERED", 0.86),
    ("ENROLL_FAILURE_AT_CENTRAL", 0.05),
    ("ENROLL_FAILURE_AT_REGIONAL", 0.03),
    ("DUPLICATE_RECORD", 0.06),
)
"""States that need another recording, with their shares among the unrecorded."""

RECORDED_STATES = (
    ("CARD_ISSUED", 0.9340),
    ("PRINT_READY_RECORD", 0.0250),
    ("CARD_PRINTED", 0.0120),
    ("SENT_FOR_ENROLLMENT", 0.0080),
    ("CARD_SHIPPED", 0.0060),
    ("SENT_FOR_CARD_PRINTING", 0.0055),
    ("BIO_CAPTURED", 0.0030),
    ("RECEIVED_AT_CENTRAL", 0.0022),
    ("PROCESSING", 0.0013),
    ("ADJUDICATE_RECORD", 0.0012),
    ("REQUEST_VALIDATION", 0.0010),
    ("SEARCH_FAILURE_AT_CENTRAL", 0.0008),
)
"""States that count as recorded, with their shares among the recorded adults."""

_YOUNG_STATES = (("BIO_CAPTURED", 0.15), ("SENT_FOR_ENROLLMENT", 0.15), ("PRINT_READY_RECORD", 0.70))
"""Recorded at 16: the card is printed at 17."""


def issue_cards(workshop: Workshop) -> None:
    """Give everybody in the registry a recording state."""
    dice = workshop.dice
    luck = dice.unit("pid", "captured")
    young = f"born > DATE '{YOUNGEST_VOTER_BORN}'"
    workshop.run(
        f"""
        CREATE TABLE card_state AS
        SELECT pid, CASE WHEN u.pid IS NOT NULL THEN CASE WHEN part = 'child' THEN 'UNREGISTERED'
            ELSE {_draw(UNRECORDED_STATES, dice.unit("pid", "unrecorded state"))} END WHEN l.pid IS NULL
            AND ({young} AND ({luck} >= 0.4 OR born > DATE '{EXTRACT_DAY}' - INTERVAL 16 YEAR) AND NOT early
            OR NOT {young} AND {luck} >= CASE part WHEN 'gone' THEN 0.93 ELSE 0.85 END) THEN CASE WHEN {young}
            THEN 'UNREGISTERED' ELSE {_draw(UNRECORDED_STATES, dice.unit("pid", "unrecorded state"))} END WHEN {young}
            AND NOT early THEN {_draw(_YOUNG_STATES, dice.unit("pid", "young state"))}
            ELSE {_draw(RECORDED_STATES, dice.unit("pid", "recorded state"))} END AS state
        FROM known
        LEFT JOIN unrecorded u USING (pid)
        LEFT JOIN (
            SELECT DISTINCT pid
            FROM entry
        ) l USING (pid)
        WHERE part <> 'absent'
        """
    )


def _draw(states: Sequence[tuple[str, float]], luck: str) -> str:
    """Return SQL that draws one of the states by their shares; the first takes what the others leave."""
    reached = 0.0
    cases = []
    for state, share in states[1:]:
        reached += share
        cases.append(f"WHEN {luck} < {reached:.6f} THEN '{state}'")
    return f"CASE {' '.join(cases)} ELSE '{states[0][0]}' END"

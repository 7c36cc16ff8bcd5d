"""The ways of selling places that are compared, each as a script of pgbench that writes the same rows.

All write a party, a booking and an event. Ours claims a row of a seat, with the statement that `holds.hold` sends. The
others write into copies of our tables without seats: they have less to do, and fewer indexes to keep.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from queueing.actions import holds

_VALUES: Final = {
    "key": "gen_random_uuid()",
    "office": ":office",
    "slot": ":slot",
    "area": "'35.16'",
    "lane": "'general'",
    "persons": "1",
    "digest": "'\\x00'::bytea",
    "until": "now() + interval '10 minutes'",
    "language": "'id'",
    "at": "now()",
}
_ROWS: Final = """
party AS (
    INSERT INTO bench_party (id, office_id, slot_id, area, state, lane, persons, wish_digest, held_until, channel,
        contact_sealed, language, changes, created_at)
    SELECT gen_random_uuid(), :office, :slot, '35.16', 'held', 'general', 1, '\\x00'::bytea,
        now() + interval '10 minutes', '', '', 'id', 0, now() FROM counted RETURNING id
),
booked AS (
    INSERT INTO bench_booking (party_id, slot_id, area, ordinal, state, name, nik_sealed, agrees, verdict, priority)
    SELECT id, :slot, '35.16', 1, 'held', '', '', false, '', '' FROM party
)
INSERT INTO bench_event (party_id, kind, at, slot_id, detail) SELECT id, 'held', now(), :slot, '' FROM party
"""
_COUNTER: Final = (
    "counted AS (UPDATE bench_counter SET taken = taken + 1 WHERE slot = :slot AND taken < seats RETURNING slot)"
)
_ROOM: Final = "counted AS (SELECT 1 WHERE (SELECT count(*) FROM bench_booking WHERE slot_id = :slot) < :seats)"


@dataclass(frozen=True, slots=True)
class Design:
    """One way: its name, its script below the choice of a slot, and the table that it books into."""

    name: str
    script: str
    table: str = "bench_booking"


def _ours() -> str:
    """Return the statement of `holds.hold`, its values written as pgbench reads them."""
    statement = re.sub(r"%\((\w+)\)s", lambda named: _VALUES[named[1]], holds._HOLD)  # noqa: SLF001
    patience, claim = statement.strip().split(";\n", 1)
    return f"BEGIN;\n{patience} \\;\n{claim};\nCOMMIT;\n"


DESIGNS: Final = (
    Design("seat rows, SKIP LOCKED (ours)", _ours(), "queueing_booking"),
    Design("counter row, one statement", f"BEGIN;\nWITH {_COUNTER},{_ROWS};\nCOMMIT;\n"),
    Design(
        "SELECT FOR UPDATE, then count",
        f"BEGIN;\nSELECT seats FROM bench_counter WHERE slot = :slot FOR UPDATE;\nWITH {_ROOM},{_ROWS};\nCOMMIT;\n",
    ),
    Design(
        "naive: count, then insert",
        "BEGIN;\nSELECT count(*) AS taken FROM bench_booking WHERE slot_id = :slot \\gset\n"
        "\\set room :seats - :taken > 0\n\\if :room\n"
        f"WITH counted AS (SELECT 1),{_ROWS};\n\\endif\nCOMMIT;\n",
    ),
)

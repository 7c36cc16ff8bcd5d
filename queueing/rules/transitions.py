"""Which state of a ticket in the hall may follow which: one small table.

States are the stored codes of `queueing/choices.py`. Who changes a state asks here first and then updates the row
only while it is still in the state that was seen (`allowed_from`). Parties and bookings have no table: their states
change with seats, offers and forms at once, and the actions that hold a party's row say from which.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Table = Mapping[str, frozenset[str]]

#: Of a ticket in the hall.
TICKET: Final[Table] = {
    "waiting": frozenset({"called", "cancelled", "no_show"}),
    "called": frozenset({"served", "waiting", "no_show", "cancelled"}),
    "no_show": frozenset({"waiting"}),
    "served": frozenset({"called"}),
    "cancelled": frozenset(),
}


def allowed_from(table: Table, to: str) -> frozenset[str]:
    """Return the states from which `to` may follow."""
    return frozenset(state for state, following in table.items() if to in following)

"""Which state may follow which: one small table each for parties, bookings and tickets.

States are the stored codes of `queueing/choices.py`. Who changes a state asks here first and then updates the row
only while it is still in the state that was seen (`allowed_from`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Table = Mapping[str, frozenset[str]]

#: Of a party: the form is filled under a hold, or without one for a waiting list or a draw.
PARTY: Final[Table] = {
    "held": frozenset({"confirmed", "asking", "expired", "cancelled"}),
    "asking": frozenset({"waiting", "drawing", "held", "expired", "cancelled"}),
    "expired": frozenset({"held", "asking"}),
    "waiting": frozenset({"offered", "drawing", "confirmed", "cancelled", "expired"}),
    "drawing": frozenset({"confirmed", "waiting", "cancelled"}),
    "offered": frozenset({"confirmed", "waiting", "cancelled", "expired"}),
    "confirmed": frozenset({"cancelled"}),
    "cancelled": frozenset(),
}

#: Of one person of a party; whoever comes late to the counter is called again before she counts as absent.
BOOKING: Final[Table] = {
    "asking": frozenset({"wished", "held", "cancelled", "expired"}),
    "wished": frozenset({"confirmed", "cancelled", "expired"}),
    "held": frozenset({"confirmed", "asking", "expired", "cancelled"}),
    "expired": frozenset({"held", "asking"}),
    "confirmed": frozenset({"checked_in", "no_show", "cancelled"}),
    "checked_in": frozenset({"served", "no_show", "confirmed"}),
    "no_show": frozenset({"checked_in"}),
    "served": frozenset({"checked_in"}),
    "cancelled": frozenset(),
}

#: Of a ticket in the hall; a counter may take its last step back, and who comes back late waits anew.
TICKET: Final[Table] = {
    "waiting": frozenset({"called", "cancelled", "no_show"}),
    "called": frozenset({"served", "waiting", "not_here", "no_show", "cancelled"}),
    "not_here": frozenset({"called", "waiting", "no_show", "cancelled"}),
    "no_show": frozenset({"called", "waiting"}),
    "served": frozenset({"called"}),
    "cancelled": frozenset(),
}

#: Of a team visit; what a phone had no signal to send is still taken in after it was closed (`rules/visits.py`).
VISIT: Final[Table] = {
    "planned": frozenset({"under_way", "called_off"}),
    "under_way": frozenset({"closed"}),
    "closed": frozenset(),
    "called_off": frozenset(),
}


def allowed_from(table: Table, to: str) -> frozenset[str]:
    """Return the states from which `to` may follow."""
    return frozenset(state for state, following in table.items() if to in following)

"""Which page of the form comes next, for whoever opens any of them."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """The pages of one form, by the names of their addresses; the last is for forms that are over."""

    PEOPLE = "people"
    CODE = "code"
    CHECK = "check"
    RENEW = "renew"
    TICKET = "ticket"
    OVER = "over"


_FILLED: frozenset[Step] = frozenset({Step.PEOPLE, Step.CODE, Step.CHECK})
_BY_STATE = {"confirmed": Step.TICKET, "expired": Step.RENEW, "held": Step.CHECK}


def next_step(state: str, *, named: bool, proven: bool) -> Step:
    """Return the first page that is still to be done: people, then the code, then the check.

    Args:
        state: of the party, as stored.
        named: whether its people and its contact are given.
        proven: whether the contact is proven by a code.
    """
    step = _BY_STATE.get(state, Step.OVER)
    if step != Step.CHECK or (named and proven):
        return step
    return Step.CODE if named else Step.PEOPLE


def may_open(step: Step, upcoming: Step) -> bool:
    """Return whether a page may be opened while another is the next: one may go back in a form, and not ahead."""
    order = list(Step)
    return step == upcoming or (upcoming in _FILLED and step in _FILLED and order.index(step) < order.index(upcoming))

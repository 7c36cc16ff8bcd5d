"""Which page of the form comes next, for whoever opens any of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Step(StrEnum):
    """The pages of one form, by the names of their addresses; the ticket's says what became of a form that is over."""

    PEOPLE = "people"
    CODE = "code"
    CHECK = "check"
    RENEW = "renew"
    TICKET = "ticket"


_FILLED: Final = (Step.PEOPLE, Step.CODE, Step.CHECK)


def next_step(state: str, *, named: bool, proven: bool) -> Step:
    """Return the first page that is still to be done: people, then the code, then the check.

    Args:
        state: of the party, as stored.
        named: whether its people and its contact are given.
        proven: whether the contact is proven by a code.
    """
    if state == "expired":
        return Step.RENEW
    if state != "held":
        return Step.TICKET
    if not named:
        return Step.PEOPLE
    return Step.CHECK if proven else Step.CODE


def may_open(step: Step, upcoming: Step) -> bool:
    """Return whether a page may be opened while another is the next: one may go back in a form, and not ahead."""
    if step in _FILLED and upcoming in _FILLED:
        return _FILLED.index(step) <= _FILLED.index(upcoming)
    return step == upcoming

"""Which page of the form comes next, for whoever opens any of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Step(StrEnum):
    """The pages of one form, by the names of their addresses; who waits, and who is done, has a page that says so."""

    PEOPLE = "people"
    CODE = "code"
    CHECK = "check"
    RENEW = "renew"
    WAITING = "waiting"
    TICKET = "ticket"


_BEING_FILLED: Final = ("held", "asking")
_WAITING: Final = ("waiting", "drawing", "offered")
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
    if state in _WAITING:
        return Step.WAITING
    if state not in _BEING_FILLED:
        return Step.TICKET
    if not named:
        return Step.PEOPLE
    return Step.CHECK if proven else Step.CODE


def may_open(step: Step, upcoming: Step) -> bool:
    """Return whether a page may be opened while another is the next: one may go back in a form, and not ahead."""
    if step in _FILLED and upcoming in _FILLED:
        return _FILLED.index(step) <= _FILLED.index(upcoming)
    return step == upcoming

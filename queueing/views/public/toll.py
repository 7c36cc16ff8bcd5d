"""What a form costs under pressure: a solved puzzle, or twenty seconds of waiting for whoever runs no scripts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from queueing import puzzles
from queueing.pressure import pressure

PROOF: Final = "bukti"
WAIT: Final = "tunggu"


@dataclass(frozen=True, slots=True)
class Toll:
    """What a page carries: a puzzle under pressure, and the moment from which somebody waits who does not solve it."""

    puzzle: str
    wait: str


def toll_of(request: HttpRequest, action: str, bound_to: str, *, at: datetime.datetime) -> Toll:
    """Return what the page of a form carries; a wait that has begun goes on."""
    begun = request.POST.get(WAIT, "")
    if not puzzles.is_waiting(begun, action, bound_to, at=at):
        begun = puzzles.begin_wait(action, bound_to, at=at)
    return Toll(puzzles.make(action, at=at) if pressure.is_high() else "", begun)


def is_paid(request: HttpRequest, action: str, bound_to: str, *, at: datetime.datetime) -> bool:
    """Count a form that was sent; return whether it may be looked at."""
    pressure.note()
    if not pressure.is_high():
        return True
    return puzzles.is_solved(request.POST.get(PROOF, ""), action, at=at) or puzzles.has_waited(
        request.POST.get(WAIT, ""), action, bound_to, at=at
    )

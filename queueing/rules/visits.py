"""Team visits: whom a list is made of, when an answer is taken in, and what it asks of the registry."""

from __future__ import annotations

from datetime import date
from typing import Final

from registry.rules.card_due import DUE_AGE
from registry.rules.dates import latest_birth_date
from registry.rules.due import Period, SchoolYear, born_to_reach
from registry.rules.next_step import RECORDING_AGE

#: So many names fit on one visit (assumption: two devices, a full day; check). More is another visit.
MOST_NAMES: Final = 150
_THE_OLDEST: Final = date(1890, 1, 1)

#: What an outcome asks of the registry: a look by a clerk; the register itself changes by papers alone.
ASKS_FOR_A_LOOK: Final = {
    "moved": "Menurut tim jemput bola, orang ini sudah pindah.",
    "deceased": "Menurut tim jemput bola, orang ini sudah meninggal.",
}


def born_to_be_recorded(day: date) -> Period:
    """Return the birth dates of all who may be recorded on a day by their age."""
    return Period(_THE_OLDEST, latest_birth_date(RECORDING_AGE, on=day))


def born_for_a_school(year: SchoolYear, day: date) -> Period | None:
    """Return the birth dates of those who turn 17 in a school year and may be recorded on a day; None for nobody."""
    turning = born_to_reach(DUE_AGE, year.period)
    last = born_to_be_recorded(day).last
    if turning is None or turning.first > last:
        return None
    return Period(turning.first, min(turning.last, last))


def takes_answers(state: str, outcome: str) -> bool:
    """Say whether a visit in this state takes in an answer about somebody with this outcome, "" for none.

    A first answer comes in after the visit was closed too: a phone had no signal until then. Another one does not.
    """
    return state == "under_way" or (state == "closed" and outcome == "")

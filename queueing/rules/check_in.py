"""Whether somebody who stands at the front desk with a booking gets her number now, and in one sentence why not.

Numbers are given from `EARLIEST` before the session on. Whoever comes after its end gets one all the same, and waits
as of then (`queueing/rules/calling.py`); so does who counts as absent already and comes on the same day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from registry.rules.dates import in_words

EARLIEST: Final = timedelta(minutes=60)
"""So long before her session somebody may take her number."""


class Arrival(StrEnum):
    """How somebody with a booking has come; exactly one holds."""

    ON_TIME = "on_time"
    LATE = "late"
    TOO_EARLY = "too_early"
    LATER_DAY = "later_day"
    DAY_PAST = "day_past"
    ELSEWHERE = "elsewhere"
    HAS_NUMBER = "has_number"
    SERVED = "served"
    CANCELLED = "cancelled"
    NOT_BOOKED = "not_booked"


_GETS_NUMBER: Final = frozenset({Arrival.ON_TIME, Arrival.LATE})
_MAY_WALK_IN: Final = frozenset(
    {Arrival.TOO_EARLY, Arrival.LATER_DAY, Arrival.DAY_PAST, Arrival.ELSEWHERE, Arrival.CANCELLED, Arrival.NOT_BOOKED}
)
_ENDED: Final = {
    "checked_in": (Arrival.HAS_NUMBER, "Sudah punya nomor."),
    "served": (Arrival.SERVED, "Sudah dilayani dengan pesanan ini."),
    "cancelled": (Arrival.CANCELLED, "Pesanan ini sudah dibatalkan."),
}
#: States of a booking that may still get its number, or once more.
_COMING: Final = frozenset({"confirmed", "no_show"})


@dataclass(frozen=True, slots=True)
class CheckIn:
    """How she has come, and the sentence for the officer."""

    arrival: Arrival
    sentence: str

    @property
    def gets_number(self) -> bool:
        """Whether she gets her number now."""
        return self.arrival in _GETS_NUMBER

    @property
    def may_walk_in(self) -> bool:
        """Whether she may come in as somebody who has not booked, if a place is left."""
        return self.arrival in _MAY_WALK_IN


def decide(
    state: str, *, office: str, is_here: bool, starts_at: datetime | None, ends_at: datetime | None, now: datetime
) -> CheckIn:
    """Decide for one person; `state` is that of her booking, the moments are by the clock of the booking's office.

    `office` is the name of the booking's office, `is_here` whether it is the one of this desk.

    1. She has her number, was served, or her booking was cancelled or never made: said in words.
    2. Booked at another office, or on another day: which.
    3. More than `EARLIEST` before her session: from when.
    4. Until its end she is on time; after it, or counted as absent, late.
    """
    if state in _ENDED:
        return CheckIn(*_ENDED[state])
    if state not in _COMING or starts_at is None or ends_at is None:
        return CheckIn(Arrival.NOT_BOOKED, "Formulir ini belum menjadi pesanan.")
    when = f"{in_words(starts_at.date())} pukul {starts_at:%H.%M}"
    if starts_at.date() < now.date():
        missed = "tercatat tidak datang" if state == "no_show" else "sudah lewat"
        return CheckIn(Arrival.DAY_PAST, f"Pesanannya {when} {missed}.")
    if not is_here:
        return CheckIn(Arrival.ELSEWHERE, f"Pesanannya di {office}, {when}.")
    if starts_at.date() > now.date():
        return CheckIn(Arrival.LATER_DAY, f"Pesanannya {when}, bukan hari ini.")
    if state == "no_show" or now >= ends_at:
        return CheckIn(
            Arrival.LATE, f"Terlambat: sesinya {starts_at:%H.%M} sampai {ends_at:%H.%M}. Menunggu sejak sekarang."
        )
    if now < starts_at - EARLIEST:
        opens = starts_at - EARLIEST
        return CheckIn(
            Arrival.TOO_EARLY, f"Sesinya pukul {starts_at:%H.%M}. Nomor diberikan mulai pukul {opens:%H.%M}."
        )
    return CheckIn(Arrival.ON_TIME, f"Tepat waktu untuk sesi {starts_at:%H.%M} sampai {ends_at:%H.%M}.")

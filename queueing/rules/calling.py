"""In which order those who wait are called: the one line of a hall, told to everybody in one sentence (`SENTENCE`).

1. Whoever has booked and comes early waits as of the beginning of her session; in it or late, as of her coming. Whoever
   has not booked waits as of her coming (`waits_since`).
2. Whose time has come is called before those who came early for a later session.
3. The priority lane goes first, but after `PRIORITY_IN_A_ROW` of its numbers the next one is not of it, so that nobody
   waits for ever because others keep coming.
4. In each lane whoever waits longest is next; at the same moment, whose number was drawn first.

Whoever calls for a counter asks with those whom that counter may call; the order among them is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

PRIORITY_IN_A_ROW: Final = 2
"""So many of the priority lane may be called one after the other while others wait."""

SENTENCE: Final = (
    "Yang menunggu paling lama dipanggil lebih dahulu; pemesan dihitung sejak awal sesinya atau sejak datang bila"
    f" lebih lambat. Setelah {PRIORITY_IN_A_ROW} nomor prioritas berturut-turut dipanggil satu nomor lain."
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One ticket that may be called; `since` is as of when it waits (`waits_since`)."""

    ticket: int
    is_priority: bool
    since: datetime


def waits_since(*, session_starts_at: datetime | None, came_at: datetime) -> datetime:
    """As of when somebody waits who came at that moment for a session, or for none."""
    return came_at if session_starts_at is None else max(session_starts_at, came_at)


def priority_run(lanes_called: Iterable[bool]) -> int:
    """How many of the priority lane were called in a row; `lanes_called` says of each call, the last one first."""
    run = 0
    for was_priority in lanes_called:
        if not was_priority:
            break
        run += 1
    return run


def is_priority_next(run: int) -> bool:
    """Whether, after so many of the priority lane in a row, another one may be called while others wait."""
    return run < PRIORITY_IN_A_ROW


def next_of(waiting: Iterable[Waiting], *, run: int, now: datetime) -> Waiting | None:
    """Who is called next after so many of the priority lane in a row; None when nobody waits."""
    return next(iter(in_order(waiting, run=run, now=now)), None)


def in_order(waiting: Iterable[Waiting], *, run: int, now: datetime) -> list[Waiting]:
    """Everybody in the order in which they are called, if nobody comes and all stay."""
    everybody = sorted(waiting, key=_turn)
    ready = [one for one in everybody if one.since <= now]
    early = [one for one in everybody if one.since > now]
    ordered, run = _merged(ready, run)
    return ordered + _merged(early, run)[0]


def _merged(everybody: Sequence[Waiting], run: int) -> tuple[list[Waiting], int]:
    """Merge the two lanes, and count on how many of the priority lane were last called in a row."""
    first = [one for one in everybody if one.is_priority][::-1]
    others = [one for one in everybody if not one.is_priority][::-1]
    ordered: list[Waiting] = []
    while first or others:
        takes_first = bool(first) and (not others or is_priority_next(run))
        ordered.append((first if takes_first else others).pop())
        run = run + 1 if takes_first else 0
    return ordered, run


def _turn(one: Waiting) -> tuple[datetime, int]:
    return one.since, one.ticket

"""Into which seats a slot is cut: how many, for whom, and which are withheld.

A seat is one recording by one device. Seats are numbered from 1 in blocks, each block for one purpose:

    general ... | general of the same morning ... | priority ... | walk-in ... | withheld by the protocol

The blocks are the same for the same numbers every time, so a slot can be planned again and compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

ROOM_FOR_EVERY_SHARE: Final = 3
"""From so many open seats on, every share above nothing has a seat of its own."""


class Lane(StrEnum):
    """For whom a seat is kept; the labels stand in `queueing/choices.py`, which a test holds to these."""

    GENERAL = "general"
    PRIORITY = "priority"
    WALK_IN = "walk_in"


class ImpossibleShares(ValueError):
    """Shares that no slot can be cut into; the message says so in Indonesian."""


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """One seat of a slot.

    `withheld` says why nobody is given it ("" for nothing); `same_day` keeps a general seat for the same morning.
    """

    number: int
    lane: Lane
    withheld: Literal["", "protocol"] = ""
    same_day: bool = False


def plan_seats(
    *,
    devices: int,
    slot_minutes: int,
    minutes_per_recording: int,
    protocol_percent: int,
    walk_in_percent: int,
    priority_percent: int,
    same_day_percent: int,
) -> tuple[SeatPlan, ...]:
    """Cut one slot into seats; raise ImpossibleShares for percentages outside 0 to 100 or shares above the whole.

    1. Every device records one person after another: devices x (slot // minutes of one recording), in whole minutes.
    2. The protocol leaves `protocol_percent` of them (100: all), rounded down, yet one if there is any; the highest
       numbers are withheld, as general seats.
    3. Walk-in, priority and same-morning shares are of what is left, rounded to the nearest; with three seats or
       more, a share above nothing gets one.
    4. With two seats or more one stays general: the lane furthest above its share gives, walk-in before priority.
    5. The same-morning share is taken out of the general lane, all of it at most.
    """
    _check_shares(protocol_percent, walk_in_percent, priority_percent, same_day_percent)
    total = max(devices, 0) * (slot_minutes // minutes_per_recording)
    unwithheld = max(total * protocol_percent // 100, min(total, 1))
    walk_in, priority = _lanes_beside_general(unwithheld, walk_in_percent, priority_percent)
    general = unwithheld - walk_in - priority
    same_day = min(_share(unwithheld, same_day_percent), general)
    blocks = (
        (general - same_day, SeatPlan(0, Lane.GENERAL)),
        (same_day, SeatPlan(0, Lane.GENERAL, same_day=True)),
        (priority, SeatPlan(0, Lane.PRIORITY)),
        (walk_in, SeatPlan(0, Lane.WALK_IN)),
        (total - unwithheld, SeatPlan(0, Lane.GENERAL, withheld="protocol")),
    )
    return tuple(_numbered(blocks))


def _check_shares(protocol: int, walk_in: int, priority: int, same_day: int) -> None:
    if not all(0 <= percent <= 100 for percent in (protocol, walk_in, priority, same_day)):
        raise ImpossibleShares("Setiap bagian ditulis dalam persen, dari 0 sampai 100.")
    if walk_in + priority > 100:
        raise ImpossibleShares(
            "Bagian untuk yang datang langsung dan untuk prioritas bersama-sama paling banyak 100 persen."
        )


def _share(seats: int, percent: int) -> int:
    """A share in whole seats, halves rounded up; at least one where there is room for every share."""
    nearest = (2 * seats * percent + 100) // 200
    return max(nearest, 1) if percent and seats >= ROOM_FOR_EVERY_SHARE else nearest


def _lanes_beside_general(seats: int, walk_in_percent: int, priority_percent: int) -> tuple[int, int]:
    """How many seats are walk-in and priority; too many come back from the lane furthest above its exact share."""
    percents = (walk_in_percent, priority_percent)
    counts = [_share(seats, percent) for percent in percents]
    kept = [min(count, 1) if seats >= ROOM_FOR_EVERY_SHARE else 0 for count in counts]
    while sum(counts) > max(seats - 1, min(seats, 1)):
        above = [100 * count - seats * percent for count, percent in zip(counts, percents, strict=True)]
        giver = max((lane for lane in (0, 1) if counts[lane] > kept[lane]), key=above.__getitem__)
        counts[giver] -= 1
    return counts[0], counts[1]


def _numbered(blocks: tuple[tuple[int, SeatPlan], ...]) -> Iterator[SeatPlan]:
    kinds = (kind for count, kind in blocks for _ in range(count))
    for number, kind in enumerate(kinds, start=1):
        yield SeatPlan(number, kind.lane, kind.withheld, kind.same_day)

"""When an office is open on a day, and the slots that this is cut into.

Opening hours are what the clock on the wall says; slots are moments. All stretches are half-open.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Hours without a break, by the office's clock: who comes at `closes_at` finds the door shut."""

    opens_at: time
    closes_at: time


@dataclass(frozen=True, slots=True)
class Closed:
    """A part of one day without service: None is the beginning or the end of the day, both are the whole day."""

    from_: time | None = None
    until: time | None = None


@dataclass(frozen=True, slots=True, order=True)
class SlotTimes:
    """When one slot begins and ends, in UTC."""

    starts_at: datetime
    ends_at: datetime


def stretches_on(
    day: date,
    weekly: Mapping[int, Sequence[Stretch]],
    *,
    holiday: bool = False,
    closures: Sequence[Closed] = (),
    extra: Sequence[Stretch] = (),
) -> tuple[Stretch, ...]:
    """When an office is open on a day, in order, without overlaps.

    1. The weekly hours of that weekday (`weekly` by ISO weekday, Monday is 1), unless the day is a holiday.
    2. The extra hours of that very day beside them, on a holiday too: offices open on weekends before polling.
       Hours that touch or overlap become one stretch.
    3. Less the closures: whoever closes knows more than who planned.
    """
    hours = [*(() if holiday else weekly.get(day.isoweekday(), ())), *extra]
    left = _merged(hours)
    for closure in closures:
        left = [part for stretch in left for part in _without(stretch, closure)]
    return tuple(left)


def cut(day: date, stretches: Iterable[Stretch], minutes: int, zone: str) -> tuple[SlotTimes, ...]:
    """Cut a day's stretches into whole slots of `minutes` (above 0), each that long in truth, none overlapping.

    Slots begin every `minutes` by the clock of `zone`, counted from the opening; what is left before the closing is no
    slot. Where a clock is put forward the times that it leaps over are no slots, nor is one that would begin before the
    last has ended; where it is put back, a time that comes twice is taken the first time. Indonesia changes no clock.
    """
    slots: list[SlotTimes] = []
    for slot in _on_the_clock(day, sorted(stretches), minutes, ZoneInfo(zone)):
        if not slots or slot.starts_at >= slots[-1].ends_at:
            slots.append(slot)
    return tuple(slots)


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for stretch in sorted(stretches):
        if merged and stretch.opens_at <= merged[-1].closes_at:
            merged[-1] = Stretch(merged[-1].opens_at, max(merged[-1].closes_at, stretch.closes_at))
        else:
            merged.append(stretch)
    return merged


def _without(stretch: Stretch, closure: Closed) -> Iterator[Stretch]:
    """Give what a closure leaves of a stretch: nothing, one part or two."""
    begins = stretch.opens_at if closure.from_ is None else max(closure.from_, stretch.opens_at)
    ends = stretch.closes_at if closure.until is None else min(closure.until, stretch.closes_at)
    if begins >= ends:
        yield stretch
        return
    if stretch.opens_at < begins:
        yield Stretch(stretch.opens_at, begins)
    if ends < stretch.closes_at:
        yield Stretch(ends, stretch.closes_at)


def _on_the_clock(day: date, stretches: Iterable[Stretch], minutes: int, zone: ZoneInfo) -> Iterator[SlotTimes]:
    length = timedelta(minutes=minutes)
    for stretch in stretches:
        opens = datetime.combine(day, stretch.opens_at, tzinfo=zone)
        closes = datetime.combine(day, stretch.closes_at, tzinfo=zone)
        # Sums and differences within one zone are those of the clock on the wall.
        for number in range((closes - opens) // length):
            starts_at = (opens + number * length).astimezone(UTC)
            exists = starts_at.astimezone(zone) == opens + number * length
            if exists and starts_at + length <= closes.astimezone(UTC):
                yield SlotTimes(starts_at, starts_at + length)

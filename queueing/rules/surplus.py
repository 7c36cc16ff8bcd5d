"""Which bookings exceed what a slot still holds after a cut, and the nearest places for them.

Only what exceeds is moved. Families stay together, so at times one party is moved whole of which a part would do.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from queueing.rules.seating import Lane
from queueing.rules.slot_seats import SlotSeats


@dataclass(frozen=True, slots=True)
class Booked:
    """One person's place: `party` is the same for those who come together, `slot` the id of the slot."""

    id: int
    party: Hashable
    slot: int
    lane: str
    booked_at: datetime


_Party = list[Booked]


def surplus(bookings: Iterable[Booked], capacity: Mapping[int, int]) -> list[int]:
    """The ids of the bookings that exceed the seats left, slot by slot in the order of `capacity`.

    A slot that `capacity` does not name is left alone. In each other slot, in this order of importance:

    1. Whole parties, at least as many persons as exceed.
    2. As few persons of the priority lane as possible; one of them makes a party one of priority.
    3. As few persons as possible: more than exceed only where no parties add up to that, and then no party is moved
       that could stay.
    4. Who booked latest goes first.
    """
    in_slot: dict[int, list[Booked]] = {slot: [] for slot in capacity}
    for booked in bookings:
        if booked.slot in in_slot:
            in_slot[booked.slot].append(booked)
    return [booked.id for slot, seats in capacity.items() for booked in _exceeding(in_slot[slot], seats)]


def nearest(
    slot_start: datetime, candidates: Iterable[SlotSeats], persons: int, *, zone: str, limit: int = 3
) -> list[int]:
    """The ids of the slots nearest in time to `slot_start` with seats for the whole party, at most `limit`.

    Slots of the same day come first, by the calendar of `zone`; of two that are as near, the later one: nobody has to
    be earlier than she planned.
    """
    day = slot_start.astimezone(ZoneInfo(zone)).date()

    def distance(slot: SlotSeats) -> tuple[bool, float, bool, int]:
        away = (slot.starts_at - slot_start).total_seconds()
        return slot.starts_at.astimezone(ZoneInfo(zone)).date() != day, abs(away), away < 0, slot.id

    fitting = sorted((slot for slot in candidates if slot.free >= persons), key=distance)
    return [slot.id for slot in fitting[:limit]]


def _exceeding(booked: Sequence[Booked], seats: int) -> list[Booked]:
    exceed = len(booked) - max(seats, 0)
    general, priority = _parties(booked)
    last = _fewest(priority, exceed - sum(map(len, general)))
    first = _fewest(general, exceed - sum(map(len, last)))
    return [person for party in (*first, *last) for person in party]


def _parties(booked: Iterable[Booked]) -> tuple[list[_Party], list[_Party]]:
    """Group one slot's bookings into general parties and parties of priority, each with the latest booked first."""
    parties: dict[Hashable, _Party] = {}
    for person in sorted(booked, key=lambda person: (person.booked_at, person.id), reverse=True):
        parties.setdefault(person.party, []).append(person)
    of_priority = {name for name, party in parties.items() if any(person.lane == Lane.PRIORITY for person in party)}
    return (
        [party for name, party in parties.items() if name not in of_priority],
        [party for name, party in parties.items() if name in of_priority],
    )


def _fewest(parties: Sequence[_Party], needed: int) -> list[_Party]:
    """Choose parties of at least `needed` persons (or all), as few persons as possible, earlier ones in the list first.

    `sums[i]` holds, as bits, every number of persons that parties from `i` on add up to.
    """
    if needed <= 0:
        return []
    if needed >= sum(map(len, parties)):
        return list(parties)
    sums = [1]
    for party in reversed(parties):
        sums.insert(0, sums[0] | sums[0] << len(party))
    enough = sums[0] >> needed
    left = needed + (enough & -enough).bit_length() - 1
    chosen = []
    for party, rest in zip(parties, sums[1:], strict=True):
        if len(party) <= left and rest >> (left - len(party)) & 1:
            chosen.append(party)
            left -= len(party)
    return chosen

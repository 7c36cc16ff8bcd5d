"""A draw that anybody can recompute: who asked within the time is ranked by chance, not by speed.

1. Before requests are taken, a secret seed is drawn and its SHA-256 is published (`seed_digest`): the seed is settled.
2. Requests are gathered; each has an id of the office's own making, and a resident has one.
3. When no more are taken, the ids and the seed are published. Each id ranks by SHA-256 of seed and id (`order`), so
   nobody could choose a rank, neither who asked nor the office, and everybody can check the seed and every rank.
4. In that order each party gets the earliest slot that fits (`allot`).

What this does not prevent: whoever reads the seed before requests are closed could make ids that rank well. So it is
stored sealed until then, and no officer sees it.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from queueing.rules.slot_seats import SlotSeats

SEED_BYTES: Final = 32
"""A shorter seed could be found from its digest by trying."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a party asked for: seats for all of `persons` in one slot that starts from `earliest`, before `latest`."""

    persons: int
    earliest: datetime
    latest: datetime


@dataclass(frozen=True, slots=True)
class Allotment:
    """Who was given which slot, and who got none, both in the order of the draw."""

    given: dict[str, int] = field(default_factory=dict)
    without: list[str] = field(default_factory=list)


def seed_digest(seed: bytes) -> str:
    """SHA-256 of the seed in hexadecimal, published before requests are taken; ValueError for other than 32 bytes."""
    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed has {SEED_BYTES} bytes, not {len(seed)}")
    return hashlib.sha256(seed).hexdigest()


def order(seed: bytes, ids: Iterable[str]) -> list[str]:
    """Rank ids by chance: ascending by SHA-256 of the seed followed by the id in UTF-8.

    The same for the same seed and ids, in whatever order they come and however often one comes.
    """
    return sorted(set(ids), key=lambda id_: (hashlib.sha256(seed + id_.encode()).digest(), id_))


def allot(ranked: Sequence[str], wishes: Mapping[str, Wish], slots: Iterable[SlotSeats]) -> Allotment:
    """Give each party, in the order of the draw, the earliest slot of its wish that has seats for all of it.

    A party is never split, so a smaller one further down may get seats that were too few for a larger one. An id
    without a wish has taken it back and gets nothing.
    """
    by_time = sorted(slots, key=lambda slot: (slot.starts_at, slot.id))
    free = {slot.id: slot.free for slot in by_time}
    allotment = Allotment()
    for id_ in ranked:
        slot = _earliest(by_time, free, wishes.get(id_))
        if slot is None:
            allotment.without.append(id_)
        else:
            free[slot.id] -= wishes[id_].persons
            allotment.given[id_] = slot.id
    return allotment


def _earliest(by_time: Iterable[SlotSeats], free: Mapping[int, int], wish: Wish | None) -> SlotSeats | None:
    if wish is None:
        return None
    fitting = (
        slot for slot in by_time if wish.earliest <= slot.starts_at < wish.latest and free[slot.id] >= wish.persons
    )
    return next(fitting, None)

"""What is published of a draw, and how anybody checks it: seed, order and places follow from each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from queueing.rules.draw import Allotment, Wish, allot, order, seed_digest
from queueing.rules.slot_seats import SlotSeats


@dataclass(frozen=True, slots=True)
class Outcome:
    """One draw: everybody in the order of the draw, and who got which slot."""

    ranked: Sequence[str]
    allotment: Allotment


def outcome(seed: bytes, persons: Mapping[str, int], slots: Sequence[SlotSeats]) -> Outcome:
    """Draw: rank the requests by chance and give each whole party the earliest slot that has room for it."""
    ranked = order(seed, persons)
    if not slots:
        return Outcome(ranked, Allotment({}, ranked))
    starts = [slot.starts_at for slot in slots]
    begin, end = min(starts), max(starts) + timedelta(seconds=1)
    wishes = {number: Wish(count, begin, end) for number, count in persons.items()}
    return Outcome(ranked, allot(ranked, wishes, slots))


def record_of(drawn: Outcome, persons: Mapping[str, int], slots: Sequence[SlotSeats]) -> dict[str, Any]:
    """What is published: the slots with their free seats, and the requests in the order of the draw with their slot."""
    return {
        "slots": [[slot.id, slot.starts_at.isoformat(), slot.free] for slot in slots],
        "entries": [[number, persons[number], drawn.allotment.given.get(number)] for number in drawn.ranked],
    }


def faults(digest: str, seed: str, record: Mapping[str, Any]) -> list[str]:
    """Draw again from what was published, and say what does not agree; nothing when everything does."""
    drawn_from = bytes.fromhex(seed)
    persons = {number: count for number, count, _ in record["entries"]}
    slots = [SlotSeats(pk, datetime.fromisoformat(starts_at), free) for pk, starts_at, free in record["slots"]]
    again = outcome(drawn_from, persons, slots)
    found = []
    if seed_digest(drawn_from) != digest:
        found.append("SHA-256 benih tidak sama dengan yang diumumkan.")
    if list(again.ranked) != [number for number, _, _ in record["entries"]]:
        found.append("Urutan tidak mengikuti benih.")
    if again.allotment.given != {number: slot for number, _, slot in record["entries"] if slot is not None}:
        found.append("Pembagian tempat tidak mengikuti urutan.")
    return found

"""What a cut would take: the slots of its stretch, their seats as they are, and who would have to come another time."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from queueing.choices import BookingState
from queueing.models import Booking, MoveProposal, Office, Party, RecordingSlot, ReleasePlan, Seat
from queueing.models.move_proposal import LIVE_PROPOSALS
from queueing.queries import availability
from queueing.rules.cutting import SeatNow, SlotCut, cut_of, seats_lost
from queueing.rules.day_offer import SlotRoom
from queueing.rules.surplus import Booked, nearest


@dataclass(frozen=True, slots=True)
class Cutting:
    """What a supervisor wants: a day of an office, or a stretch of it by its clock; all devices (None) or so many."""

    office: Office
    day: datetime.date
    from_time: datetime.time | None = None
    until_time: datetime.time | None = None
    devices: int | None = None

    def covers(self, slot: RecordingSlot) -> bool:
        """Say whether any of the slot lies in the stretch."""
        zone = ZoneInfo(self.office.time_zone)
        begins, ends = slot.starts_at.astimezone(zone).time(), slot.ends_at.astimezone(zone).time()
        after = self.from_time is None or ends > self.from_time or ends <= begins
        return after and (self.until_time is None or begins < self.until_time)


@dataclass(frozen=True, slots=True)
class Exceeding:
    """One party that would have to come another time, with its people and the nearest places for them."""

    party: Party
    slot: RecordingSlot
    people: tuple[Booking, ...]
    near: tuple[SlotRoom, ...]


@dataclass(frozen=True, slots=True)
class CutPlan:
    """What a cut takes out of each slot."""

    slots: tuple[RecordingSlot, ...]
    cuts: tuple[SlotCut, ...]

    @property
    def seats(self) -> list[int]:
        """The seats that nobody is given any more."""
        return [seat for cut in self.cuts for seat in cut.seats]

    @property
    def surplus(self) -> list[int]:
        """The bookings that exceed."""
        return [booking for cut in self.cuts for booking in cut.surplus]

    @property
    def unfinished(self) -> list[object]:
        """The parties whose unfinished forms lose their places."""
        return [party for cut in self.cuts for party in cut.unfinished]


def slots_of(cutting: Cutting, at: datetime.datetime) -> list[RecordingSlot]:
    """Return the slots that the cut is about: those of its stretch that have not begun."""
    slots = RecordingSlot.objects.select_related("office").filter(
        office=cutting.office, day=cutting.day, starts_at__gt=at
    )
    return [slot for slot in slots.order_by("starts_at") if cutting.covers(slot)]


def parties_in(slots: Collection[RecordingSlot]) -> set[uuid.UUID]:
    """Return the parties that sit in these slots."""
    seated = Seat.objects.filter(slot__in=[slot.pk for slot in slots], taken_by__isnull=False)
    return set(seated.values_list("taken_by__party", flat=True))


def plan(cutting: Cutting, slots: Sequence[RecordingSlot], seats: Iterable[Seat]) -> CutPlan:
    """Say what the cut takes of the seats as they are."""
    per_device = _per_device(cutting.office)
    by_slot: dict[int, list[SeatNow]] = {slot.pk: [] for slot in slots}
    seats = list(seats)
    people = Booking.unscoped.select_related("party").in_bulk([seat.taken_by_id for seat in seats if seat.taken_by_id])
    for seat in seats:
        by_slot[seat.slot_id].append(_seat_now(seat, people.get(seat.taken_by_id or 0)))
    cuts = [
        cut_of(slot, found, seats_lost(found, devices=cutting.devices, per_device=per_device))
        for slot, found in by_slot.items()
    ]
    return CutPlan(tuple(slots), tuple(cuts))


def preview(cutting: Cutting, at: datetime.datetime) -> tuple[CutPlan, list[Exceeding]]:
    """Say what the cut would take and whom it would ask, with the nearest three places for each; nothing is locked."""
    slots = slots_of(cutting, at)
    found = plan(cutting, slots, Seat.objects.filter(slot__in=[slot.pk for slot in slots]).order_by("pk"))
    return found, list(exceeding(found, cutting.office, at))


def exceeding(found: CutPlan, office: Office, at: datetime.datetime) -> Iterator[Exceeding]:
    """Give the parties that exceed, each with all its people, who stay together, and the nearest places for them."""
    rooms = rooms_of(office, at, without={slot.pk for slot in found.slots})
    slots = {slot.pk: slot for slot in found.slots}
    parties: dict[uuid.UUID, list[Booking]] = {}
    asked = Booking.unscoped.filter(pk__in=found.surplus).values("party")
    chosen = Booking.unscoped.filter(party__in=asked, state=BookingState.CONFIRMED).select_related("party")
    for person in chosen.order_by("slot__starts_at", "party", "ordinal"):
        parties.setdefault(person.party_id, []).append(person)
    for people in parties.values():
        party, slot = people[0].party, slots[people[0].slot_id or 0]
        yield Exceeding(party, slot, tuple(people), near(party, slot, len(people), rooms, office))


def near(
    party: Party, slot: RecordingSlot, persons: int, rooms: Sequence[SlotRoom], office: Office
) -> tuple[SlotRoom, ...]:
    """Return the three slots nearest to this one with room for the party in its lane."""
    known = {room.id: room for room in rooms}
    fitting = nearest(slot.starts_at, [room.seats(party.lane) for room in rooms], persons, zone=office.time_zone)
    return tuple(known[pk] for pk in fitting)


def rooms_of(office: Office, at: datetime.datetime, *, without: Collection[int] = ()) -> list[SlotRoom]:
    """Return the slots ahead of the office that may be chosen, without these."""
    found = availability.office(office.pk, at)
    days = found.days if found else ()
    return [room for day in days for room in day.slots if room.id not in without]


def live_proposal(party: uuid.UUID) -> MoveProposal | None:
    """Return what the party is asked, or was asked and has not answered."""
    asked = MoveProposal.unscoped.filter(party=party, state__in=LIVE_PROPOSALS)
    return asked.select_related("proposed__office", "was", "cut").first()


def _per_device(office: Office) -> int:
    plan = ReleasePlan.objects.filter(office=office).first() or ReleasePlan()
    return max(plan.slot_minutes // plan.minutes_per_recording, 1)


def _seat_now(seat: Seat, person: Booking | None) -> SeatNow:
    booked = unfinished = None
    if person is not None:
        one = Booked(
            person.pk, person.party_id, seat.slot_id, seat.lane, person.confirmed_at or person.party.created_at
        )
        booked = one if person.state == BookingState.CONFIRMED else None
        unfinished = one if person.state == BookingState.HELD else None
    return SeatNow(
        id=seat.pk,
        number=seat.number,
        lane=seat.lane,
        withheld=seat.withheld,
        is_offered=seat.offered_to_id is not None,
        is_taken=person is not None,
        booked=booked,
        unfinished=unfinished,
    )

"""The draw itself: everybody who asked in time is ranked by chance, and gets a place or a place in line."""

from __future__ import annotations

import datetime
import logging
import os
import uuid
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from django.db import IntegrityError, connection

from queueing import locks
from queueing.actions import bookings, telling, telling_the_line, waiting_list
from queueing.choices import BookingState, DrawState, QueueEventKind
from queueing.models import Booking, Draw, Party, QueueEvent, RecordingSlot, Seat
from queueing.models.booking import EXPECTED
from queueing.queries import waiting
from queueing.rules import booking_code, draw_record
from queueing.rules.slot_seats import SlotSeats
from registry import sealing

#: How often a draw is begun anew where somebody of it was booked elsewhere at the same moment.
TRIES: Final = 3

_SIT: Final = """
WITH sitting AS (
    UPDATE queueing_booking AS booking
    SET state = 'confirmed', slot_id = given.slot, seat_id = given.seat, code = given.code, confirmed_at = %(at)s
    FROM unnest(%(bookings)s::bigint[], %(seats)s::bigint[], %(slots)s::bigint[], %(codes)s::text[])
        AS given(booking, seat, slot, code)
    WHERE booking.id = given.booking
    RETURNING booking.id, booking.seat_id
)
UPDATE queueing_seat AS seat SET taken_by_id = sitting.id FROM sitting WHERE seat.id = sitting.seat_id
"""
_WON: Final = """
UPDATE queueing_party AS party SET state = 'confirmed', slot_id = won.slot, confirmed_at = %(at)s
FROM unnest(%(parties)s::uuid[], %(slots)s::bigint[]) AS won(party, slot) WHERE party.id = won.party
"""
#: Losers stand in the line in the order of the draw, behind those who came before it closed.
_LOST: Final = """
UPDATE queueing_party AS party
SET state = 'waiting', joined_at = coalesce(joined_at, %(closed)s + lost.place * interval '1 microsecond')
FROM unnest(%(parties)s::uuid[]) WITH ORDINALITY AS lost(party, place) WHERE party.id = lost.party
"""

log = logging.getLogger(__name__)


class StillOpen(Exception):
    """Requests are still taken."""

    def __init__(self) -> None:
        super().__init__("Undian ini masih menerima permintaan.")


def draw_due(*, at: datetime.datetime) -> int:
    """Draw everything whose time has come; return how many."""
    due = Draw.unscoped.filter(state=DrawState.ANNOUNCED, closes_at__lte=at).order_by("closes_at")
    drawn = 0
    for one in due.values_list("pk", flat=True):
        try:
            draw(draw=one, at=at)
            drawn += 1
        except locks.Crowded:
            log.warning("draw %s waits for the next sweep", one)
    return drawn


def draw(*, draw: uuid.UUID, at: datetime.datetime) -> Draw:
    """Draw in one transaction; started twice, the second waits and finds it drawn (`tests/races/test_draws.py`).

    Whoever has a place by now is left out. Should somebody be booked elsewhere in this very moment, nothing is kept
    and it is drawn again from the same seed: the order of all others stays as it was.

    Raises:
        StillOpen: see the class.
        locks.Crowded: ...
    """
    for _ in range(TRIES):
        try:
            with locks.patient():
                return _draw(draw, at)
        except IntegrityError as error:
            bookings.raise_unless_clash(error)
        except bookings.AlreadyBooked:
            log.info("draw %s begins anew: somebody was booked elsewhere", draw)
    raise locks.Crowded


def number_of(draw: uuid.UUID, party: uuid.UUID) -> str:
    """Return the number of a request: of the office's own making, the same whenever it is asked for."""
    return str(sealing.sealer().index(sealing.DRAW_SEED, f"{draw}:{party}"))


def _draw(draw: uuid.UUID, at: datetime.datetime) -> Draw:
    found = locks.lock_draw(draw)
    if found.state != DrawState.ANNOUNCED:
        return found
    if at < found.closes_at:
        raise StillOpen
    parties = {number_of(draw, party.pk): party for party in _taking_part(draw, at)}
    persons = {number: party.persons for number, party in parties.items()}
    seats = {slot: list(free) for slot, free in groupby(locks.seats_of_draw(draw), lambda seat: seat.slot)}
    slots = [SlotSeats(slot.pk, slot.starts_at, len(free)) for slot, free in seats.items()]
    drawn = draw_record.outcome(found.open_seed(), persons, slots)
    given = {parties[number]: slot for number, slot in drawn.allotment.given.items()}
    _seat_winners(given, {slot.pk: free for slot, free in seats.items()}, at)
    _line_up([parties[number] for number in drawn.allotment.without], found, at)
    found.record = draw_record.record_of(drawn, persons, slots)
    found.seed, found.state, found.drawn_at = found.open_seed().hex(), DrawState.DRAWN, at
    found.save(update_fields=["record", "seed", "state", "drawn_at"])
    return found


def _taking_part(draw: uuid.UUID, at: datetime.datetime) -> list[Party]:
    """Lock everybody who takes part, without people who have a place by now."""
    parties = locks.lock_drawing(draw)
    booked: dict[uuid.UUID, list[int]] = {}
    for booking, party in waiting.overtaken().filter(party__draw=draw).values_list("pk", "party"):
        booked.setdefault(party, []).append(booking)
    for party, people in booked.items():
        waiting_list.leave(party=party, bookings=people, at=at, detail="sudah punya tempat")
    return locks.lock_drawing(draw) if booked else parties


def _seat_winners(given: Mapping[Party, int], seats: Mapping[int, list[Seat]], at: datetime.datetime) -> None:
    _take_back_numbers(list(given), at)
    people = _people_of(list(given))
    sitting = [
        (person, seats[slot].pop(0).pk, slot, booking_code.make(os.urandom(booking_code.BYTES)))
        for party, slot in given.items()
        for person in people[party.pk]
    ]
    with connection.cursor() as cursor:
        columns = [list(column) for column in zip(*sitting, strict=True)] or [[]] * 4
        cursor.execute(_SIT, {"at": at, **dict(zip(("bookings", "seats", "slots", "codes"), columns, strict=True))})
        cursor.execute(_WON, {"at": at, "parties": [party.pk for party in given], "slots": list(given.values())})
    QueueEvent.objects.bulk_create(
        QueueEvent(party=party, booking_id=person, kind=QueueEventKind.DRAWN, at=at, slot_id=slot)
        for party, slot in given.items()
        for person in people[party.pk]
    )
    for party in given:
        telling.confirmed(party=party.pk, at=at)


def _take_back_numbers(winners: Sequence[Party], at: datetime.datetime) -> None:
    """Cancel what strangers have booked on the NIK of winners whose numbers agree with the registry."""
    ours = Booking.unscoped.filter(party__in=winners, state=BookingState.WISHED)
    clashing = Booking.unscoped.filter(nik_index__in=ours.values("nik_index"), state__in=EXPECTED)
    niks = set(clashing.values_list("nik_index", flat=True))
    if niks:
        for party in ours.filter(nik_index__in=niks).values_list("party", flat=True).distinct():
            bookings.supersede_or_refuse(party, at)


def _people_of(parties: Sequence[Party]) -> dict[uuid.UUID, list[int]]:
    wished = Booking.unscoped.filter(party__in=parties, state=BookingState.WISHED).order_by("party", "ordinal")
    people: dict[uuid.UUID, list[int]] = {party.pk: [] for party in parties}
    for booking, party in wished.values_list("pk", "party"):
        people[party].append(booking)
    return people


def _line_up(losers: Sequence[Party], draw: Draw, at: datetime.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOST, {"closed": draw.closes_at, "parties": [party.pk for party in losers]})
    QueueEvent.objects.bulk_create(
        (QueueEvent(party=party, kind=QueueEventKind.NOT_DRAWN, at=at) for party in losers), batch_size=2_000
    )
    first = RecordingSlot.objects.filter(office=draw.office, day=draw.day).order_by("starts_at").first()
    if losers and first is not None:
        telling_the_line.draw_lost(parties=losers, draw=draw, first=first, at=at)

"""Draws are announced, entered and called off here; `drawing` draws."""

from __future__ import annotations

import datetime
import secrets
import uuid
from functools import partial
from typing import Final

from django.db import IntegrityError

from queueing import locks
from queueing.actions import book, telling_the_line, waiting_list
from queueing.actions.bookings import NotExpected
from queueing.choices import BookingState, DrawState, Lane, PartyState, QueueEventKind
from queueing.models import Booking, Draw, Office, Party, Seat
from queueing.rules import draw as rules
from queueing.rules import draw_times
from registry import sealing
from registry.models.officer import Officer

#: From these states somebody takes part: a form that was filled in for it, or one that waits already.
MAY_ENTER: Final = (PartyState.ASKING, PartyState.WAITING)


class NothingToDraw(Exception):
    """The day has no slots yet, or none with general places that open before the day itself."""

    def __init__(self) -> None:
        super().__init__("Hari ini belum mempunyai tempat umum yang dapat diundi. Terbitkan sesinya lebih dahulu.")


class AlreadyOpen(Exception):
    """Places of the day are open already, so speed has decided about some of them."""

    def __init__(self) -> None:
        super().__init__("Tempat umum hari ini sudah dibuka, jadi tidak dapat diundi lagi.")


class AlreadyAnnounced(Exception):
    """There is a draw for this day."""

    def __init__(self) -> None:
        super().__init__("Untuk hari ini sudah ada undian.")


class DrawShut(Exception):
    """Requests are not taken yet, or not any more."""

    def __init__(self) -> None:
        super().__init__("Undian ini sedang tidak menerima permintaan.")


class AlreadyEntered(Exception):
    """Somebody takes part, so the draw is held as announced."""

    def __init__(self) -> None:
        super().__init__("Sudah ada yang ikut, jadi undian ini tidak dapat dibatalkan.")


def announce(
    *,
    office: Office,
    day: datetime.date,
    opens_at: datetime.datetime,
    closes_at: datetime.datetime,
    by: Officer,
    at: datetime.datetime,
) -> Draw:
    """Announce that the general places of a day are drawn for; they open to nobody before the draw.

    Places that are kept for the same morning, for the priority lane and for walk-in stay as they are. The seed is
    drawn now, and only its digest is shown. The seats are locked while it is looked whether any has opened; two
    officers announcing at once: `a_day_of_an_office_is_drawn_once`.

    Raises:
        draw_times.ImpossibleTimes: see the class; so do the others.
        NothingToDraw: ...
        AlreadyOpen: ...
        AlreadyAnnounced: ...
        locks.Crowded: ...
    """
    draw_times.check(day=day, opens_at=opens_at, closes_at=closes_at, zone=office.time_zone, now=at)
    own, seed = uuid.uuid4(), secrets.token_bytes(rules.SEED_BYTES)
    announced = Draw(
        id=own,
        office=office,
        area=office.region_id,
        day=day,
        opens_at=opens_at,
        closes_at=closes_at,
        rest_opens_at=draw_times.rest_opens_at(closes_at),
        seed_digest=rules.seed_digest(seed),
        seed_sealed=sealing.sealer().seal(sealing.DRAW_SEED, seed.hex(), own),
        announced_by=by,
        announced_at=at,
    )
    try:
        with locks.patient():
            _save(announced, at)
    except IntegrityError as error:
        if "a_day_of_an_office_is_drawn_once" not in str(error):
            raise
        raise AlreadyAnnounced from error
    return announced


def call_off(*, draw: uuid.UUID, at: datetime.datetime) -> Draw:
    """Take back a draw that nobody takes part in yet; its places open when its remains were to open. A repeat: nothing.

    Raises:
        AlreadyEntered: see the class.
        locks.Crowded: ...
    """
    with locks.patient():
        found = locks.lock_draw(draw)
        if found.state == DrawState.ANNOUNCED:
            if Party.unscoped.filter(draw=draw, state=PartyState.DRAWING).exists():
                raise AlreadyEntered
            found.state = DrawState.CALLED_OFF
            found.save(update_fields=["state"])
            Seat.objects.filter(draw=draw).update(draw=None)
            waiting_list.end_forms(draw=draw, at=at)
    return found


def enter(*, party: uuid.UUID, draw: uuid.UUID, at: datetime.datetime) -> Party:
    """Let a party whose people are named and whose contact is proven take part; a repeat does nothing.

    Whoever draws waits for those who are entering, and whoever comes later finds it shut: the draw's row is shared by
    those who enter (`tests/races/test_draws.py`). A resident takes part once (`one_place_in_waiting_per_resident`). A
    party that waits keeps its place in line for the case that it gets none.

    Raises:
        DrawShut: see the class; so do the others.
        bookings.NotReady: ...
        bookings.NotExpected: ...
        bookings.AlreadyBooked: ...
        waiting_list.AlreadyWaiting: ...
        locks.Crowded: ...
    """
    return waiting_list.take_the_one_place(partial(_enter, party, draw, at), party=party, at=at)


def _save(announced: Draw, at: datetime.datetime) -> None:
    midnight = draw_times.begin_of(announced.day, announced.office.time_zone)
    seats = locks.seats_to_draw_for(office=announced.office.pk, day=announced.day, before=midnight)
    if not seats:
        raise NothingToDraw
    announced.save(force_insert=True)
    if any(seat.opens_at <= at for seat in seats):
        raise AlreadyOpen
    ids = [seat.pk for seat in seats]
    Seat.objects.filter(pk__in=ids).update(draw=announced, opens_at=announced.rest_opens_at)


def _enter(party: uuid.UUID, draw: uuid.UUID, at: datetime.datetime) -> Party:
    if not locks.lock_draw(draw, shared=True).is_open(at):
        raise DrawShut
    found = locks.lock_party(party)
    if found.state == PartyState.DRAWING and found.draw_id == draw:
        return found
    if found.state not in MAY_ENTER or found.lane != Lane.GENERAL:
        raise NotExpected
    waiting_list.check_ready(found)
    Booking.unscoped.filter(party=found, state=BookingState.ASKING).update(state=BookingState.WISHED)
    found.state, found.draw_id = PartyState.DRAWING, draw
    found.save(update_fields=["state", "draw"])
    book.note(kind=QueueEventKind.ENTERED_DRAW, party=party, at=at)
    telling_the_line.joined(party=found, at=at)
    return found

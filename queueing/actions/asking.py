"""A form that asks for a place without holding one: the beginning of a place in line, or in a draw."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.db import IntegrityError

from queueing import locks
from queueing.actions import freed
from queueing.actions.holds import KeyReused, OfficeClosed
from queueing.choices import BookingState, Lane, PartyState
from queueing.models import Booking, Office, Party
from queueing.rules.limits import WISH_DAYS_MOST

#: Forms that may ask for a place of another kind.
MAY_TURN: Final = (PartyState.HELD, PartyState.EXPIRED, PartyState.ASKING)


class WishOutOfReach(Exception):
    """The wished days are over, are in the wrong order, or lie further ahead than places are opened."""

    def __init__(self) -> None:
        super().__init__("Pilih hari mulai hari ini, dan hari terakhir tidak sebelum hari pertama.")


class Wish(NamedTuple):
    """On which days somebody would come, both included, as the office's calendar has them."""

    first: datetime.date
    last: datetime.date


def ask(
    *,
    key: uuid.UUID,
    office: Office,
    persons: int,
    wish: Wish,
    at: datetime.datetime,
    lane: str = Lane.GENERAL,
    language: str = "id",
    draw: uuid.UUID | None = None,
) -> Party:
    """Begin a form that asks for places in the line or in a draw; the same key and wish give the same party again.

    The key is the party's own: sent twice at once it makes one form.

    Raises:
        WishOutOfReach: see the class; so do the others.
        OfficeClosed: ...
        KeyReused: ...
    """
    if not office.is_open:
        raise OfficeClosed
    check(wish, office=office, at=at)
    digest = hashlib.sha256(f"{office.pk}|{lane}|{persons}|{wish.first}|{wish.last}|{draw}".encode()).digest()
    party = Party(
        id=key,
        office=office,
        area=office.region_id,
        state=PartyState.ASKING,
        lane=lane,
        persons=persons,
        wish_digest=digest,
        language=language,
        wish_from=wish.first,
        wish_until=wish.last,
        draw_id=draw,
        created_at=at,
    )
    try:
        with locks.patient():
            party.save(force_insert=True)
            Booking.unscoped.bulk_create(
                Booking(party=party, area=party.area, ordinal=ordinal, state=BookingState.ASKING)
                for ordinal in range(1, persons + 1)
            )
    except IntegrityError:
        return _asked_before(key, digest)
    return party


def turn(*, party: uuid.UUID, wish: Wish, at: datetime.datetime, draw: uuid.UUID | None = None) -> Party:
    """Let a form that holds places, or held some, ask for others instead; what was filled in stays.

    Its own places are given up. A form that asks already changes its wish; one that is over is left as it is.

    Raises:
        WishOutOfReach: see the class.
        locks.Crowded: ...
    """
    with locks.patient():
        found = locks.lock_party(party)
        if found.state not in MAY_TURN:
            return found
        check(wish, office=found.office, at=at)
        people = Booking.unscoped.filter(party=found, state=found.state)
        seats = freed.seats_of(list(people.values_list("pk", flat=True)))
        people.update(state=BookingState.ASKING, slot=None, seat=None, ended_at=None)
        freed.let_go(seats, at=at)
        found.state, found.slot, found.draw_id = PartyState.ASKING, None, draw
        found.wish_from, found.wish_until = wish
        found.held_until, found.ended_at, found.created_at = None, None, at
        found.save()
    return found


def check(wish: Wish, *, office: Office, at: datetime.datetime) -> None:
    """Refuse days that nobody could be given.

    Raises:
        WishOutOfReach: see the class.
    """
    today = at.astimezone(ZoneInfo(office.time_zone)).date()
    furthest = today + datetime.timedelta(days=WISH_DAYS_MOST)
    if not (wish.first <= wish.last and today <= wish.last <= furthest):
        raise WishOutOfReach


def _asked_before(key: uuid.UUID, digest: bytes) -> Party:
    party = Party.unscoped.get(pk=key)
    if bytes(party.wish_digest) != digest:
        raise KeyReused
    return party

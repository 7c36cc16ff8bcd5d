"""The waiting list: joining its end, leaving it, and what ends the waiting by itself."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Collection
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from django.db import IntegrityError

from queueing import locks
from queueing.actions import asking, book, freed, telling_the_line
from queueing.actions.asking import Wish
from queueing.actions.bookings import AlreadyBooked, NotExpected, NotReady
from queueing.actions.holds import OfficeClosed
from queueing.choices import BookingState, PartyState, QueueEventKind, TimeZone
from queueing.models import Booking, Party
from queueing.models.booking import EXPECTED
from queueing.queries import waiting
from registry.models.officer import Officer

#: States of a party in which its people have a wish and no place.
WISHING: Final = (PartyState.ASKING, PartyState.WAITING, PartyState.DRAWING, PartyState.OFFERED)
#: How long a form that asks for a place may be left lying; it is filled in minutes.
ASKING_LONGEST: Final = datetime.timedelta(hours=1)
#: How many parties one sweep ends.
SWEEP: Final = 200


class AlreadyWaiting(Exception):
    """Somebody of the party waits already, or takes part in a draw."""

    def __init__(self) -> None:
        super().__init__("Salah satu NIK sudah ada dalam daftar tunggu atau undian.")


def join(*, party: uuid.UUID, at: datetime.datetime) -> Party:
    """Put a form that asks at the end of the line, once people are named and the contact proven; a repeat does nothing.

    Two forms with one NIK joining at once: one of them has the place in waiting
    (`one_place_in_waiting_per_resident`, `tests/races/test_offers.py`), unless the other alone has shown the numbers
    of the registry.

    Raises:
        NotReady: see the class; so do the others.
        asking.WishOutOfReach: ...
        AlreadyBooked: ...
        AlreadyWaiting: ...
        NotExpected: the party is over, or has its place.
        OfficeClosed: ...
        locks.Crowded: ...
    """
    return take_the_one_place(partial(_join, party, at), party=party, at=at)


def leave(
    *,
    party: uuid.UUID,
    at: datetime.datetime,
    bookings: Collection[int] | None = None,
    by: Officer | None = None,
    detail: str = "",
) -> list[Booking]:
    """Take the whole party, or these people of it, out of the line or the draw; what was offered to them passes on.

    A repeat does nothing. Whoever offers the party a place at this moment, or has just done so, is waited for.

    Returns:
        Those that left.
    """
    with locks.patient():
        found = locks.lock_party(party)
        if found.state not in WISHING:
            return []
        people = list(Booking.unscoped.filter(party=found, state__in=[BookingState.ASKING, BookingState.WISHED]))
        leaving = [person for person in people if bookings is None or person.pk in bookings]
        if leaving:
            gone = [person.pk for person in leaving]
            Booking.unscoped.filter(pk__in=gone).update(state=BookingState.CANCELLED, ended_at=at)
            _go_on_without(found, staying=len(people) - len(leaving), at=at)
            book.note(kind=QueueEventKind.LEFT, party=party, at=at, by=by, bookings=gone, detail=detail)
    return leaving


def end_what_is_over(*, at: datetime.datetime) -> int:
    """End waiting whose days have passed, forms that were left lying, and people who have a place by now."""
    ended = 0
    for zone in TimeZone.values:
        today = at.astimezone(ZoneInfo(zone)).date()
        ended += _end(waiting.over(today, zone).values_list("pk", flat=True)[:SWEEP], at)
    forms = Party.unscoped.filter(state=PartyState.ASKING, created_at__lte=at - ASKING_LONGEST)
    ended += _end(forms.values_list("pk", flat=True)[:SWEEP], at)
    people: dict[uuid.UUID, list[int]] = {}
    for booking, party in waiting.overtaken().values_list("pk", "party")[:SWEEP]:
        people.setdefault(party, []).append(booking)
    for party, bookings in people.items():
        leave(party=party, bookings=bookings, at=at, detail="sudah punya tempat")
    return ended + len(people)


def end_forms(*, draw: uuid.UUID, at: datetime.datetime) -> int:
    """End forms that were being filled in for a draw which is not held; return how many."""
    return _end(Party.unscoped.filter(draw=draw, state=PartyState.ASKING).values_list("pk", flat=True), at)


def check_ready(party: Party) -> None:
    """Refuse a form that is not filled in, or whose people have a place.

    Raises:
        NotReady: see the class; so does the other.
        AlreadyBooked: ...
    """
    people = Booking.unscoped.filter(party=party, state__in=[BookingState.ASKING, BookingState.WISHED])
    numbers = dict(people.values_list("nik_index", "agrees"))
    if party.contact_proved_at is None or None in numbers:
        raise NotReady
    live = Booking.unscoped.filter(nik_index__in=numbers, state__in=EXPECTED)
    if any(agrees or not numbers[nik] for nik, agrees in live.values_list("nik_index", "agrees")):
        raise AlreadyBooked


def take_the_one_place(take: Callable[[], Party], *, party: uuid.UUID, at: datetime.datetime) -> Party:
    """Let a party take its place in the line or in a draw; where a stranger has it, send her away and try once more.

    Each try is a transaction of its own.

    Raises:
        AlreadyWaiting: see the class; and whatever `take` raises.
        locks.Crowded: ...
    """
    try:
        with locks.patient():
            return take()
    except IntegrityError as error:
        _raise_unless_waiting_twice(error)
    try:
        with locks.patient():
            _send_away_strangers(party, at)
            return take()
    except IntegrityError as error:
        _raise_unless_waiting_twice(error)
        raise AlreadyWaiting from error


def _send_away_strangers(party: uuid.UUID, at: datetime.datetime) -> None:
    """Take people out of the lines and draws of strangers who know the NIK alone, for a party that knows more.

    Raises:
        AlreadyWaiting: one of them agrees with the registry as well, or ours does not.
    """
    people = Booking.unscoped.filter(party=party, state__in=[BookingState.ASKING, BookingState.WISHED])
    numbers = dict(people.values_list("nik_index", "agrees"))
    clashing = list(Booking.unscoped.filter(nik_index__in=numbers, state=BookingState.WISHED).exclude(party=party))
    if any(not numbers[other.nik_index] or other.agrees for other in clashing):
        raise AlreadyWaiting
    for other in sorted(clashing, key=lambda person: person.party_id):
        leave(party=other.party_id, bookings=[other.pk], at=at, detail="menunggu dengan isian lain")


def _raise_unless_waiting_twice(error: IntegrityError) -> None:
    """Raise what was not the refusal of a second place in waiting."""
    if "one_place_in_waiting_per_resident" not in str(error):
        raise error


def _join(party: uuid.UUID, at: datetime.datetime) -> Party:
    found = locks.lock_party(party)
    if found.state in (PartyState.WAITING, PartyState.OFFERED):
        return found
    if found.state != PartyState.ASKING:
        raise NotExpected
    if not found.office.is_open:
        raise OfficeClosed
    assert found.wish_from is not None
    assert found.wish_until is not None
    asking.check(Wish(found.wish_from, found.wish_until), office=found.office, at=at)
    check_ready(found)
    Booking.unscoped.filter(party=found, state=BookingState.ASKING).update(state=BookingState.WISHED)
    found.state, found.joined_at = PartyState.WAITING, at
    found.save(update_fields=["state", "joined_at"])
    book.note(kind=QueueEventKind.JOINED, party=party, at=at)
    telling_the_line.joined(party=found, at=at)
    return found


def _go_on_without(party: Party, *, staying: int, at: datetime.datetime) -> None:
    """Give back the seats that are offered to nobody of the party any more, and end a party of nobody."""
    offered = [seat.pk for seat in locks.offered_seats(party.pk)]
    freed.give_back(offered[staying:], at=at)
    if staying:
        Party.unscoped.filter(pk=party.pk).update(persons=staying)
    else:
        Party.unscoped.filter(pk=party.pk).update(state=PartyState.CANCELLED, ended_at=at)


def _end(parties: Collection[uuid.UUID], at: datetime.datetime) -> int:
    """End these parties, which nobody offers anything; such as are no longer without an offer go on."""
    with locks.patient():
        ending = locks.lock_parties(list(parties))
        ids = [party.pk for party in ending if party.state in (PartyState.ASKING, PartyState.WAITING)]
        Booking.unscoped.filter(party__in=ids, state__in=[BookingState.ASKING, BookingState.WISHED]).update(
            state=BookingState.EXPIRED, ended_at=at
        )
        Party.unscoped.filter(pk__in=ids).update(state=PartyState.EXPIRED, ended_at=at)
        for party in ids:
            book.note(kind=QueueEventKind.EXPIRED, party=party, at=at)
    return len(ids)

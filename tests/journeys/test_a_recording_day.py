"""A whole day of a hall: four counters and two front desks at once, and nobody is lost, doubled or forgotten.

250 have booked and 60 just come; three in ten of the bookings do not appear at a counter. Each minute of a made-up
clock everybody acts at the same time, in a thread of her own, on one PostgreSQL. Run with `-s`, it prints the waits.
"""

from __future__ import annotations

import datetime
import random
import sys
import threading
import uuid
from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from queueing import locks
from queueing.actions import calls, counters, tickets, walk_ins
from queueing.actions.walk_ins import Visitor
from queueing.choices import BookingState, Lane, Priority, QueueEventKind, Service, TicketState
from queueing.models import Booking, Call, Counter, Office, QueueEvent, RecordingSlot, Seat, Ticket
from queueing.queries import hall_day, invariants
from registry import scope
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.queueing import CounterFactory, OfficeFactory, SlotFactory, a_booking
from tests.factories.registry import OfficerFactory
from tests.races.at_once import all_at_once, deadlocks

pytestmark = [pytest.mark.race, pytest.mark.database, pytest.mark.django_db(transaction=True)]

BOOKED: Final = 250
WALK_INS: Final = 60
#: Three in ten of those who booked: most stay away, some take a number and are gone when it is called, twice.
STAY_AWAY: Final = 60
GONE: Final = 15
#: So many are not there when they are called first, and there when they are called again.
LATE: Final = 12
COUNTERS: Final = 4
SESSIONS: Final = 14
MINUTE: Final = datetime.timedelta(minutes=1)
#: Whoever is not done by then never will be.
LAST_MINUTE: Final = 800

Given = TypeVar("Given")


@dataclass
class Arrival:
    """Who comes at the same minute: people of one party, or somebody without a booking."""

    minute: int
    bookings: list[int] = field(default_factory=list)
    visitor: Visitor | None = None
    service: Service = Service.RECORDING


@dataclass
class Day:
    """The hall, who comes when, and who is not there when she is called."""

    office: Office
    opens_at: datetime.datetime
    arrivals: list[Arrival]
    gone: set[int]
    late: set[int]
    desk_officers: list[Officer]
    counters: list[Counter]
    officers: list[Officer]

    @property
    def day(self) -> datetime.date:
        return self.opens_at.astimezone(ZoneInfo(self.office.time_zone)).date()

    @property
    def last_arrival(self) -> int:
        return max(arrival.minute for arrival in self.arrivals)


class Clock:
    """The minutes of the day: everybody acts in one before anybody acts in the next."""

    def __init__(self, day: Day, people: int) -> None:
        self._day = day
        self._barrier = threading.Barrier(people, action=self._next)
        self._idle = set[int]()
        self.minute = -1
        self.is_over = False

    def minutes(self) -> Iterator[tuple[int, datetime.datetime]]:
        """Give every minute as it begins for all; whoever breaks off breaks the day off."""
        try:
            while True:
                self._barrier.wait(60)
                if self.is_over:
                    return
                yield self.minute, self._day.opens_at + self.minute * MINUTE
        finally:
            if not self.is_over:
                self._barrier.abort()

    def idle(self, counter: int, *, nobody_waits: bool) -> None:
        """Note whether a counter found nobody to serve in this minute."""
        (self._idle.add if nobody_waits else self._idle.discard)(counter)

    def _next(self) -> None:
        is_quiet = len(self._idle) == COUNTERS and self.minute > self._day.last_arrival
        self.is_over = is_quiet or self.minute >= LAST_MINUTE
        self.minute += 1


def again(act: Callable[[], Given]) -> Given:
    """Do it, and once more where too many wanted the same row: as an officer does who is asked to."""
    for _ in range(5):
        try:
            return act()
        except locks.Crowded:
            continue
    return act()


@pytest.fixture
def day() -> Day:
    """Tomorrow: sessions from eight to three, places for those who just come, and everybody's plans."""
    make_region("35.16.08.2001")
    dice = random.Random(20)
    office = OfficeFactory.create(name="Kantor Utama")
    here = timezone.now().astimezone(ZoneInfo(office.time_zone)) + datetime.timedelta(days=1)
    opens_at = here.replace(hour=8, minute=0, second=0, microsecond=0)
    slots = [
        SlotFactory.create(office=office, starts_at=opens_at + 30 * step * MINUTE, seats=18) for step in range(SESSIONS)
    ]
    for slot in slots:
        Seat.objects.bulk_create(
            Seat(slot=slot, number=number, lane=Lane.WALK_IN, opens_at=timezone.now()) for number in range(19, 25)
        )
    people = book(slots)
    dice.shuffle(people)
    away, gone = set(people[:STAY_AWAY]), set(people[STAY_AWAY : STAY_AWAY + GONE])
    late = set(people[STAY_AWAY + GONE : STAY_AWAY + GONE + LATE])
    arrivals = [*with_bookings(slots, away, dice), *walking_in(dice)]
    return Day(
        office=office,
        opens_at=opens_at,
        arrivals=sorted(arrivals, key=lambda arrival: arrival.minute),
        gone=gone,
        late=late,
        desk_officers=OfficerFactory.create_batch(2),
        counters=[CounterFactory.create(office=office, number=one, is_open=False) for one in range(1, COUNTERS + 1)],
        officers=OfficerFactory.create_batch(COUNTERS),
    )


def book(slots: list[RecordingSlot]) -> list[int]:
    """Book families of six until 250 people have a place; return all their bookings."""
    left = BOOKED
    for slot in slots:
        for _ in range(3):
            if left:
                a_booking(slot, persons=min(6, left))
                left -= min(6, left)
    people = list(Booking.unscoped.values_list("pk", flat=True))
    assert len(people) == BOOKED
    return people


def with_bookings(slots: list[RecordingSlot], away: set[int], dice: random.Random) -> Iterator[Arrival]:
    """Let those of a family who come arrive together, from 25 minutes early to 15 late."""
    families: dict[tuple[int, uuid.UUID], list[int]] = defaultdict(list)
    begins = {slot.pk: 30 * step for step, slot in enumerate(slots)}
    for booking, slot, party in Booking.unscoped.order_by("pk").values_list("pk", "slot", "party"):
        if booking not in away and slot is not None:
            families[begins[slot], party].append(booking)
    for (minute, _), bookings in families.items():
        yield Arrival(max(0, minute + dice.randint(-25, 15)), bookings)


def walking_in(dice: random.Random) -> Iterator[Arrival]:
    """Let sixty just come: most to be recorded, one in ten with a reason to go first."""
    for number in range(WALK_INS):
        service = Service.RECORDING if number % 5 else dice.choice([Service.COLLECTION, Service.DATA])
        priority = Priority.ELDERLY if number % 10 == 1 else Priority.NONE
        visitor = Visitor(name=f"TAMU {number:02d}", nik=f"35160812099{number:05d}", priority=priority)
        yield Arrival(dice.randint(0, 400), visitor=visitor, service=service)


def receive(day: Day, clock: Clock, desk: int) -> int:
    """Be a front desk: give every second arrival of the minute its numbers."""
    given = 0
    mine = day.arrivals[desk::2]
    by = day.desk_officers[desk]
    with scope.everywhere():
        for minute, at in clock.minutes():
            for arrival in [one for one in mine if one.minute == minute]:
                given += again(lambda arrival=arrival, at=at: len(welcome(day, arrival, by, at)))  # type: ignore[misc]
    return given


def welcome(day: Day, arrival: Arrival, by: Officer, at: datetime.datetime) -> list[Ticket]:
    if arrival.visitor is None:
        return tickets.receive(office=day.office, coming=arrival.bookings, reasons={}, by=by, at=at)
    key = uuid.uuid5(uuid.NAMESPACE_OID, arrival.visitor.name)
    return [walk_ins.take(key=key, office=day.office, service=arrival.service, visitor=arrival.visitor, by=by, at=at)]


def serve(day: Day, clock: Clock, number: int) -> int:
    """Be a counter: call, wait a minute for whoever does not come, serve for five to nine minutes, call again."""
    dice, by, served = random.Random(number), day.officers[number], 0
    counter = counters.open_counter(counter=day.counters[number].pk, by=by, at=day.opens_at)
    ticket: Ticket | None = None
    busy_until, is_there = 0, False
    for minute, at in clock.minutes():
        if ticket is not None and minute >= busy_until:
            again(lambda ticket=ticket, at=at, is_there=is_there: let_go(ticket, by, at, is_there=is_there))  # type: ignore[misc]
            served += is_there
            ticket = None
        if ticket is None:
            ticket = again(lambda at=at: calls.call_next(counter=counter, day=day.day, by=by, at=at + MINUTE / 6))  # type: ignore[misc]
            if ticket is not None:
                is_there = comes(day, ticket)
                busy_until = minute + (dice.randint(5, 9) if is_there else 1)
        clock.idle(number, nobody_waits=ticket is None)
    counters.close(counter=counter.pk, by=by, at=day.opens_at + (clock.minute + 1) * MINUTE)
    return served


def comes(day: Day, ticket: Ticket) -> bool:
    """Say whether the person of a number is there when it is called."""
    return ticket.booking_id not in day.gone and not (ticket.booking_id in day.late and ticket.missed_calls == 0)


def let_go(ticket: Ticket, by: Officer, at: datetime.datetime, *, is_there: bool) -> None:
    if is_there:
        calls.finish(ticket=ticket.pk, by=by, at=at)
    else:
        calls.not_here(ticket=ticket.pk, by=by, at=at)


def test_everybody_is_served_once_and_nobody_is_lost(day: Day) -> None:
    before = deadlocks()
    clock = Clock(day, COUNTERS + 2)

    said = all_at_once(
        *[lambda desk=desk: receive(day, clock, desk) for desk in range(2)],
        *[lambda number=number: serve(day, clock, number) for number in range(COUNTERS)],
    )

    assert not [one for one in said if isinstance(one, Exception)], said
    came = BOOKED - STAY_AWAY + WALK_INS
    assert sum(said[:2]) == came  # type: ignore[arg-type]
    assert sum(said[2:]) == came - GONE  # type: ignore[arg-type]
    assert deadlocks() == before
    everybody_is_accounted_for(day)
    numbers_and_calls_are_whole(day)
    no_counter_served_two_at_once()
    the_figures_of_the_day_agree(day)
    with scope.everywhere():
        assert [proof.invariant.name for proof in invariants.prove() if not proof.holds] == []


def everybody_is_accounted_for(day: Day) -> None:
    """Who came and was there is served once; who was gone is absent; who stayed away has no number."""
    states = dict(Booking.unscoped.exclude(party__lane=Lane.WALK_IN).values_list("pk", "state"))
    assert Tally(states.values()) == {
        BookingState.SERVED: BOOKED - STAY_AWAY - GONE,
        BookingState.NO_SHOW: GONE,
        BookingState.CONFIRMED: STAY_AWAY,
    }
    assert {booking for booking, state in states.items() if state == BookingState.NO_SHOW} == day.gone
    finished = Tally(QueueEvent.objects.filter(kind=QueueEventKind.FINISHED).values_list("ticket", flat=True))
    assert set(finished.values()) == {1}
    assert set(finished) == set(Ticket.unscoped.filter(state=TicketState.SERVED).values_list("pk", flat=True))
    guests = Ticket.unscoped.filter(name__startswith="TAMU").values_list("name", "state")
    assert sorted(guests) == [(f"TAMU {number:02d}", TicketState.SERVED) for number in range(WALK_INS)]
    missed = Ticket.unscoped.filter(state=TicketState.SERVED, missed_calls=1)
    assert set(missed.values_list("booking", flat=True)) == day.late


def numbers_and_calls_are_whole(day: Day) -> None:
    """Numbers of each letter, and the calls of the day, are counted from one without gap or twin."""
    for letter in Service.values:
        drawn = list(Ticket.unscoped.filter(letter=letter).order_by("number").values_list("number", flat=True))
        assert drawn == list(range(1, len(drawn) + 1)), letter
    said = list(Call.objects.order_by("ordinal").values_list("ordinal", flat=True))
    assert said == list(range(1, len(said) + 1))
    assert len(said) == BOOKED - STAY_AWAY + WALK_INS + GONE + LATE


def no_counter_served_two_at_once() -> None:
    """A counter calls nobody before it has let go of the one before."""
    spans: dict[int | None, list[tuple[datetime.datetime, datetime.datetime]]] = defaultdict(list)
    served = Ticket.unscoped.filter(state=TicketState.SERVED).values_list("counter__number", "called_at", "finished_at")
    for counter, begun, ended in served:
        assert begun is not None
        assert ended is not None
        spans[counter].append((begun, ended))
    assert len(spans) == COUNTERS
    for of_counter in spans.values():
        of_counter.sort()
        assert all(ended <= begun for (_, ended), (begun, _) in pairwise(of_counter))


def the_figures_of_the_day_agree(day: Day) -> None:
    """The supervisor's page counts the same, and the waits are printed."""
    at = day.opens_at + 12 * 60 * MINUTE
    (one,) = hall_day.office_days([day.office], day.day, at)
    came = BOOKED - STAY_AWAY + WALK_INS
    assert one.counts["datang"] == one.counts["dipanggil"] == came
    assert (one.counts["langsung"], one.counts["dengan-pesanan"]) == (WALK_INS, BOOKED - STAY_AWAY)
    assert (one.counts["selesai"], one.counts["tidak-datang"]) == (came - GONE, GONE)
    assert one.counts["menunggu"] == one.counts["di-loket"] == one.counts["belum-ada"] == 0
    assert one.not_come == STAY_AWAY
    assert one.counts["diberi-tahu"] == sum(one.counts[word] for word, _ in one.told_shares) == came
    sys.stdout.write(waits(day, one, at))


def waits(day: Day, one: hall_day.OfficeDay, at: datetime.datetime) -> str:
    """Return the waits of the day as a small table."""
    lines = ["", f"{'layanan dan jalur':38}{'datang':>8}{'selesai':>9}{'median tunggu':>15}"]
    for lane in hall_day.lanes_of(day.office.pk, day.day, at):
        what = f"{lane.service_label}, {lane.lane_label}"
        lines.append(f"{what:38}{lane.came:8}{lane.served:9}{lane.wait_median!s:>15}")
    lines.append(
        f"tunggu: median {one.wait_median}, P90 {one.wait_p90} menit; layanan: median {one.service_median} menit"
    )
    lines.append("diberi tahu: " + ", ".join(f"{word} {share} %" for word, share in one.told_shares))
    lines.extend(
        f"{hour.hour:02d}.00  datang {hour.came:3}  selesai {hour.served:3}  antre {hour.waiting:3}"
        for hour in hall_day.hours_of(day.office.pk, day.day, at)
    )
    return "\n".join([*lines, ""])

"""What the desk asks of the queue, inside the officer's area: load by day, bookings, follow-up, outages."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from queueing.choices import BookingState, ProposalState
from queueing.models import Booking, CapacityCut, MoveProposal, Office, Outage, QueueEvent, RecordingSlot
from registry import scope

#: How many days of load the first page shows.
DAYS: Final = 14
_SHOWN: Final = (
    BookingState.HELD,
    BookingState.CONFIRMED,
    BookingState.CHECKED_IN,
    BookingState.SERVED,
    BookingState.NO_SHOW,
    BookingState.CANCELLED,
)

_LOAD: Final = """
SELECT slot.day,
    count(*) FILTER (WHERE seat.taken_by_id IS NOT NULL),
    count(*) FILTER (WHERE seat.taken_by_id IS NULL AND seat.offered_to_id IS NOT NULL),
    count(*) FILTER (WHERE seat.taken_by_id IS NULL AND seat.offered_to_id IS NULL AND seat.withheld = ''
        AND seat.lane <> 'walk_in'),
    count(*) FILTER (WHERE seat.taken_by_id IS NULL AND seat.withheld <> ''),
    count(*) FILTER (WHERE seat.taken_by_id IS NOT NULL AND seat.withheld <> ''),
    count(*) FILTER (WHERE seat.taken_by_id IS NULL AND seat.withheld = '' AND seat.lane = 'walk_in'),
    count(*) FILTER (WHERE booking.state = 'no_show')
FROM queueing_recordingslot AS slot
JOIN queueing_seat AS seat ON seat.slot_id = slot.id
LEFT JOIN queueing_booking AS booking ON booking.id = seat.taken_by_id
WHERE slot.office_id = %s AND slot.day BETWEEN %s AND %s
GROUP BY slot.day ORDER BY slot.day
"""


@dataclass(frozen=True, slots=True)
class DayLoad:
    """The seats of one day: each is counted once, `surplus` ones and no-shows once more among those given."""

    day: datetime.date
    given: int
    offered: int
    free: int
    withheld: int
    surplus: int
    walk_in: int
    no_shows: int


@dataclass(frozen=True, slots=True)
class OfficeLoad:
    """One office with its coming days, and its outage where it has one."""

    office: Office
    today: datetime.date
    days: tuple[DayLoad, ...]
    outage: Outage | None


def own_offices() -> QuerySet[Office]:
    """Return the offices that lie in the officer's area: whose capacity she may change."""
    return Office.objects.filter(scope.current().condition("region_id")).order_by("name")


def load(at: datetime.datetime) -> list[OfficeLoad]:
    """Return the load of each office of the area, from its today on."""
    found = []
    outages = {outage.office_id: outage for outage in Outage.objects.filter(ended_at=None)}
    for office in own_offices():
        today = at.astimezone(ZoneInfo(office.time_zone)).date()
        with connection.cursor() as cursor:
            cursor.execute(_LOAD, [office.pk, today, today + datetime.timedelta(days=DAYS)])
            days = tuple(DayLoad(*row) for row in cursor.fetchall())
        found.append(OfficeLoad(office, today, days, outages.get(office.pk)))
    return found


def bookings_of(office: int, day: datetime.date) -> QuerySet[Booking]:
    """Return the bookings of a day, by session and party."""
    shown = Booking.objects.filter(slot__office=office, slot__day=day, state__in=_SHOWN)
    return shown.select_related("slot__office", "party", "ticket").order_by("slot__starts_at", "party", "ordinal")


def booking_of(pk: int) -> Booking:
    """Return one booking.

    Raises:
        Booking.DoesNotExist: there is none in the officer's area.
    """
    return Booking.objects.select_related("slot__office", "party__office", "party__slot__office", "seat").get(pk=pk)


def events_of(booking: Booking) -> QuerySet[QueueEvent]:
    """Return what happened to a booking and its party, the newest first."""
    events = QueueEvent.objects.filter(party=booking.party_id).select_related("by", "slot__office")
    return events.filter(Q(booking=booking.pk) | Q(booking=None)).order_by("-at", "-pk")


def slot_of(pk: int, *, office: int) -> RecordingSlot:
    """Return a session of the office.

    Raises:
        RecordingSlot.DoesNotExist: there is none.
    """
    return RecordingSlot.objects.select_related("office").get(pk=pk, office=office)


def cuts() -> QuerySet[CapacityCut]:
    """Return the cuts of the area, the newest first."""
    made = CapacityCut.objects.filter(scope.current().condition("office__region_id"))
    return made.select_related("office", "made_by", "undone_by").order_by("-made_at")


def proposals_of(cut: int) -> QuerySet[MoveProposal]:
    """Return whom a cut asked: those who are to be phoned first, then those who may still answer."""
    first = Case(
        When(state=ProposalState.UNANSWERED, then=Value(0)),
        When(state=ProposalState.OPEN, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    asked = MoveProposal.objects.filter(cut=cut).select_related("party", "was__office", "proposed__office")
    return asked.prefetch_related("party__bookings").order_by(first, "answer_by", "pk")


def waiting_proposals() -> QuerySet[MoveProposal]:
    """Return the proposals that a clerk has to phone about."""
    return MoveProposal.objects.filter(state=ProposalState.UNANSWERED)


def outages() -> Sequence[Outage]:
    """Return the outages of the area that go on, and the last that ended."""
    of_area = Outage.objects.filter(scope.current().condition("office__region_id")).select_related("office")
    return [*of_area.filter(ended_at=None), *of_area.exclude(ended_at=None).order_by("-ended_at")[:10]]

"""What the front desk asks: bookings and numbers by what was scanned, and the places left for those who just come."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet

from queueing.choices import BookingState, TicketState
from queueing.models import Booking, Office, Ticket
from queueing.models.booking import EXPECTED
from queueing.queries import availability
from queueing.queries.availability import OfficeAhead
from queueing.rules.day_offer import DayKind, DayOffer

#: The numbers that were given last are listed, so many.
LATEST: Final = 8
#: So many of the next days with free places are offered to somebody who stands at the desk.
DAYS_OFFERED: Final = 3

#: Of today's sessions that are not over, the nearest first: seats that are kept for those who come, then such as nobody
#: took and nobody can book any more, since their session has begun. When a seat opens to the public is nothing to the
#: desk. What was not used of a session that is over is past; who did not come keeps her seat, and may come late.
FOR_WALK_INS: Final = """
FROM queueing_seat AS seat JOIN queueing_recordingslot AS slot ON slot.id = seat.slot_id
WHERE slot.office_id = %(office)s AND slot.day = %(day)s AND slot.ends_at > %(at)s
    AND seat.taken_by_id IS NULL AND seat.offered_to_id IS NULL AND seat.withheld = ''
    AND (seat.lane = 'walk_in' OR slot.starts_at <= %(at)s)
"""


def walk_in_left(office: int, *, day: datetime.date, at: datetime.datetime) -> int:
    """Return how many may still come today without a booking; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) {FOR_WALK_INS}",
            {"office": office, "day": day, "at": at},
        )
        return int(cursor.fetchone()[0])


def party_by_code(code: str) -> uuid.UUID | None:
    """Return the party of the booking with this code, in the officer's area."""
    return Booking.objects.filter(code=code).values_list("party_id", flat=True).first()


def party_by_nik(nik_index: uuid.UUID, *, day: datetime.date) -> uuid.UUID | None:
    """Return the party with which somebody is expected; else the one of that day that she was served with or missed."""
    own = Booking.objects.filter(nik_index=nik_index)
    over = Q(state__in=[BookingState.SERVED, BookingState.NO_SHOW], slot__day=day)
    expected = own.filter(state__in=EXPECTED).values_list("party_id", flat=True).first()
    return expected or own.filter(over).order_by("-pk").values_list("party_id", flat=True).first()


def people_of(party: uuid.UUID) -> Sequence[Booking]:
    """Return everybody of a party in the officer's area, with the session, its office and the number."""
    people = Booking.objects.filter(party=party).select_related("slot__office", "party", "ticket")
    return list(people.order_by("ordinal"))


def ticket_of(nik_index: uuid.UUID, *, office: int, day: datetime.date) -> Ticket | None:
    """Return the number that somebody has on a day, also when it is done; not one that she gave up."""
    own = Ticket.objects.filter(nik_index=nik_index, office=office, day=day).exclude(state=TicketState.CANCELLED)
    return own.order_by("-pk").first()


def ticket_by_number(number: str, *, office: int, day: datetime.date) -> Ticket | None:
    """Return the number of a day that reads so: A-012."""
    letter, _, figures = number.partition("-")
    return Ticket.objects.filter(letter=letter, number=int(figures), office=office, day=day).first()


def latest(office: int, *, day: datetime.date) -> QuerySet[Ticket]:
    """Return the numbers that were given last on a day."""
    return Ticket.objects.filter(office=office, day=day).order_by("-arrived_at", "-pk")[:LATEST]


def numbers(pks: Sequence[int], *, office: int) -> list[Ticket]:
    """Return these numbers in their order; no query for none."""
    found = Ticket.objects.filter(pk__in=pks, office=office).select_related("booking")
    return list(found.order_by("number")) if pks else []


def ahead_of(office: Office, at: datetime.datetime) -> OfficeAhead | None:
    """Return the office's days ahead; None where it does not serve."""
    return availability.office(office.pk, at)


def free_days(ahead: OfficeAhead | None) -> list[DayOffer]:
    """Return the next days after today with free general places, a few of them."""
    today = ahead.calendar.today(ahead.at) if ahead else None
    free = [day for day in ahead.days if day.general and day.day != today] if ahead else []
    return free[:DAYS_OFFERED]


def why_closed(ahead: OfficeAhead | None) -> str:
    """Return why an office receives nobody today; blank while it does."""
    if ahead is None:
        return "Kantor ini sedang tidak melayani."
    today = ahead.offer_on(ahead.calendar.today(ahead.at))
    if today.kind in (DayKind.CLOSED, DayKind.HOLIDAY):
        return f"Kantor tutup hari ini. {today.reason}".strip()
    return ""

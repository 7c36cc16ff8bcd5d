"""What the ticket of a party shows: its people, shortened, its place by the office's clock, and how it stands."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from queueing.choices import BookingState, Lane, QueueEventKind
from queueing.models import Booking, Office, Party, ProtocolPeriod, QueueEvent
from queueing.models.booking import EXPECTED
from queueing.rules.limits import CHANGES_MOST
from queueing.rules.notice_words import short_name
from queueing.rules.ticket_standing import Standing, standing_of
from registry.rules.masking import mask_all_but_area

#: After these a calendar shows another entry than before.
_PLACE_CHANGED: Final = (QueueEventKind.MOVED, QueueEventKind.CANCELLED, QueueEventKind.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One person as a ticket may show her; `number` and `counter` are blank until she has them."""

    booking: int
    ordinal: int
    code: str
    name: str
    nik: str
    state: BookingState
    number: str
    counter: int | None


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """One party as its ticket shows it; moments are by the office's clock, blank where it has no place."""

    party: Party
    office: Office
    starts_at: datetime.datetime | None
    ends_at: datetime.datetime | None
    people: tuple[PersonFacts, ...]
    protocol_percent: int | None
    standing: Standing

    @property
    def staying(self) -> tuple[PersonFacts, ...]:
        """Those who have not given their place up."""
        return tuple(person for person in self.people if person.state != BookingState.CANCELLED)

    @property
    def expected(self) -> tuple[PersonFacts, ...]:
        """Those who are still to be served, or are in the hall: they have tickets."""
        return tuple(person for person in self.people if person.state in EXPECTED)

    @property
    def changes_left(self) -> int:
        """How often the party may still move."""
        return max(CHANGES_MOST - self.party.changes, 0)

    @property
    def is_priority(self) -> bool:
        """Whether it uses the priority lane."""
        return self.party.lane == Lane.PRIORITY

    @property
    def may_leave(self) -> bool:
        """Whether people may still give their place up, or move, without an officer."""
        return self.standing == Standing.CONFIRMED


def facts_of(party: Party, *, at: datetime.datetime) -> TicketFacts:
    """Return what the ticket of a party (with its office and slot) shows at a moment; two queries."""
    people = Booking.unscoped.filter(party=party).select_related("ticket__counter").order_by("ordinal")
    shown = tuple(_person(person) for person in people)
    slot, zone = party.slot, ZoneInfo(party.office.time_zone)
    starts_at = slot.starts_at.astimezone(zone) if slot else None
    ends_at = slot.ends_at.astimezone(zone) if slot else None
    return TicketFacts(
        party=party,
        office=party.office,
        starts_at=starts_at,
        ends_at=ends_at,
        people=shown,
        protocol_percent=_protocol(party.office_id, slot.day) if slot else None,
        standing=standing_of(
            party.state, [person.state for person in shown], starts_at=starts_at, ends_at=ends_at, now=at
        ),
    )


def revision_of(party: Party) -> tuple[int, datetime.datetime]:
    """Return how often place or people of a confirmed party have changed since, and the moment of the last change."""
    moments = QueueEvent.objects.filter(party=party, kind__in=_PLACE_CHANGED).values_list("at", flat=True)
    changes = sorted(set(moments))
    return len(changes), changes[-1] if changes else party.confirmed_at or party.created_at


def _person(person: Booking) -> PersonFacts:
    ticket = getattr(person, "ticket", None)
    return PersonFacts(
        booking=person.pk,
        ordinal=person.ordinal,
        code=person.code or "",
        name=short_name(person.name),
        nik=mask_all_but_area(person.nik),
        state=BookingState(person.state),
        number=str(ticket) if ticket else "",
        counter=ticket.counter.number if ticket and ticket.counter else None,
    )


def _protocol(office: int, day: datetime.date) -> int | None:
    periods = ProtocolPeriod.objects.filter(office=office, starts_on__lte=day, ends_on__gt=day)
    return periods.values_list("percent", flat=True).first()

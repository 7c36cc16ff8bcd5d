"""What a party is told of its places, written into the outbox by the transaction that changes them.

The texts are made after the change, of what is then stored: the caller holds the party's row, and nobody else waits
for it. A party without a contact (a clerk booked for her) is told nothing here; she has paper.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from queueing import links
from queueing.actions import notices
from queueing.actions.notices import Told
from queueing.choices import NoticeKind
from queueing.models import Booking, Party, RecordingSlot
from queueing.models.booking import EXPECTED
from queueing.rules import notice_texts
from queueing.rules.notice_texts import Text
from queueing.rules.notice_words import Place
from queueing.rules.reminding import reminder_due


class Saying(NamedTuple):
    """One notice to be written, and from when until when it is of use."""

    kind: NoticeKind
    once_key: str
    text: Text
    due_at: datetime.datetime | None = None
    expires_at: datetime.datetime | None = None


def confirmed(*, party: uuid.UUID, at: datetime.datetime) -> Party:
    """Tell a party that its places are booked, and write its reminder; return the party as it now stands."""
    people = _expected(party)
    found = people[0].party
    booked(party=found, place=_place(found, people), at=at)
    return found


def booked(*, party: Party, place: Place, at: datetime.datetime) -> None:
    """Tell the same where the caller knows the place: nothing is asked of the database."""
    text = notice_texts.confirmed(place, links.address_of(party.pk), language=party.language)
    write(party, at, [Saying(NoticeKind.CONFIRMED, f"confirmed:{party.pk}", text), *_reminder(party, place, at)])


def again(*, party: uuid.UUID, at: datetime.datetime) -> None:
    """Tell a party once more, at most once a day, what it has booked: somebody has tried to book the same people."""
    people = _expected(party)
    if people:
        found = people[0].party
        text = notice_texts.confirmed(_place(found, people), links.address_of(party), language=found.language)
        write(found, at, [Saying(NoticeKind.CONFIRMED, f"confirmed:{party}:{at:%Y%m%d}", text)])


def changed(*, party: uuid.UUID, before: RecordingSlot, at: datetime.datetime) -> Party:
    """Tell a party that it has changed its place, and move its reminder; return the party as it now stands."""
    people = _expected(party)
    found = people[0].party
    place = _place(found, people)
    text = notice_texts.changed(place, before.starts_at, links.address_of(party), language=found.language)
    forget_reminder(party=party, slot=before.pk)
    write(found, at, [Saying(NoticeKind.CHANGED, _key("changed", party, at), text), *_reminder(found, place, at)])
    return found


def cancelled(*, party: uuid.UUID, leaving: Sequence[Booking], at: datetime.datetime) -> None:
    """Tell a party that these of its people have given their places up; the others are reminded without them."""
    found, staying = _left_by(party, leaving)
    text = notice_texts.cancelled(_place(found, leaving), links.booking_page(), language=found.language)
    said = Saying(NoticeKind.CANCELLED, _key("cancelled", party, at), text)
    write(found, at, [said, *_reminder(found, _place(found, staying), at)])


def superseded(*, party: uuid.UUID, leaving: Sequence[Booking], at: datetime.datetime) -> None:
    """Tell a party that somebody has proven these people to be hers, and booked them anew."""
    found, staying = _left_by(party, leaving)
    text = notice_texts.superseded(_place(found, leaving), links.address_of(party), language=found.language)
    said = Saying(NoticeKind.SUPERSEDED, _key("superseded", party, at), text)
    write(found, at, [said, *_reminder(found, _place(found, staying), at)])


def stays(*, party: uuid.UUID, at: datetime.datetime) -> None:
    """Tell a party that was asked to come another time that its place stands after all."""
    people = _expected(party)
    if people:
        found = people[0].party
        text = notice_texts.stays(_place(found, people), links.address_of(party), language=found.language)
        write(found, at, [Saying(NoticeKind.MOVED, _key("stays", party, at), text)])


def forget_reminder(*, party: uuid.UUID, slot: int) -> None:
    """Take back the reminder of a place that is given up."""
    notices.cancel(once_keys=[f"reminder:{party}:{slot}"])


def _expected(party: uuid.UUID) -> list[Booking]:
    people = Booking.unscoped.filter(party=party, state__in=EXPECTED).order_by("ordinal")
    return list(people.select_related("party__slot__office"))


def _left_by(party: uuid.UUID, leaving: Sequence[Booking]) -> tuple[Party, list[Booking]]:
    found = Party.unscoped.select_related("slot__office").get(pk=party)
    assert found.slot_id is not None
    forget_reminder(party=party, slot=found.slot_id)
    gone = {person.pk for person in leaving}
    return found, [person for person in _expected(party) if person.pk not in gone]


def _reminder(party: Party, place: Place, at: datetime.datetime) -> Iterator[Saying]:
    """Give the reminder where somebody is expected and the morning before is still to come."""
    due_at = reminder_due(place.starts_at, zone=place.zone, now=at)
    if place.people and due_at is not None:
        text = notice_texts.reminder(place, links.address_of(party.pk), language=party.language)
        yield Saying(NoticeKind.REMINDER, f"reminder:{party.pk}:{party.slot_id}", text, due_at, place.starts_at)


def _place(party: Party, people: Sequence[Booking]) -> Place:
    assert party.slot is not None
    return place_of(party.slot, people)


def place_of(slot: RecordingSlot, people: Sequence[Booking]) -> Place:
    """Return a slot as a notice to these people names it."""
    office = slot.office
    return Place(
        office=office.name,
        address=office.address,
        starts_at=slot.starts_at,
        zone=office.time_zone,
        code=", ".join(person.code for person in people if person.code),
        people=tuple(person.name for person in people),
    )


def _key(kind: str, party: uuid.UUID, at: datetime.datetime) -> str:
    return f"{kind}:{party}:{at:%Y%m%dT%H%M%S%f}"


def write(party: Party, at: datetime.datetime, said: Sequence[Saying]) -> None:
    """Write these notices for a party that has a contact."""
    write_many([(party, one) for one in said], at)


def write_many(said: Iterable[tuple[Party, Saying]], at: datetime.datetime) -> None:
    """Write notices for many parties in one statement; those without a contact are told nothing."""
    notices.put_all(_told(party, one, at) for party, one in said if party.channel)


def _told(party: Party, said: Saying, at: datetime.datetime) -> Told:
    return Told(
        kind=said.kind,
        party_id=party.pk,
        area=party.area,
        channel=party.channel,
        address=party.contact,
        once_key=said.once_key,
        subject=said.text.subject,
        body=said.text.body,
        language=party.language,
        at=at,
        due_at=said.due_at,
        expires_at=said.expires_at,
    )

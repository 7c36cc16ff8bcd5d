"""Outages are declared, kept up to date and ended here; who waits while one lasts is given priority for another day."""

from __future__ import annotations

import datetime
import uuid
from typing import Final
from zoneinfo import ZoneInfo

from django.db import IntegrityError

from queueing import links, locks
from queueing.actions import book, telling
from queueing.actions.telling import Saying
from queueing.choices import BookingState, NoticeKind, PartyState, QueueEventKind
from queueing.models import Booking, Office, Outage, Party, PriorityToken
from queueing.models.booking import EXPECTED
from queueing.rules import notice_texts
from registry.models.officer import Officer

#: How long those who waited come first (assumption: as long as people may plan ahead for; check).
PRIORITY_DAYS: Final = 7


class AlreadyDeclared(Exception):
    """Somebody has declared the outage of this office."""

    def __init__(self) -> None:
        super().__init__("Gangguan di kantor ini sudah dicatat. Perbarui yang ada.")


class OutageOver(Exception):
    """Somebody has ended the outage."""

    def __init__(self) -> None:
        super().__init__("Gangguan ini sudah dinyatakan selesai.")


def start(
    *, office: Office, note: str, estimate: datetime.datetime | None, by: Officer, at: datetime.datetime
) -> Outage:
    """Declare an outage, and give priority to those who wait for today; two at once are one.

    Raises:
        AlreadyDeclared: see the class (`an_office_has_one_outage_at_a_time`).
    """
    try:
        with locks.patient():
            outage = Outage.objects.create(
                office=office, note=note, estimate=estimate, started_at=at, started_by=by, updated_at=at
            )
            _give_priority(outage, by=by, at=at)
    except IntegrityError as error:
        if "an_office_has_one_outage_at_a_time" not in str(error):
            raise
        raise AlreadyDeclared from error
    return outage


def update(*, outage: int, note: str, estimate: datetime.datetime | None, by: Officer, at: datetime.datetime) -> None:
    """Tell something else; who has come or booked for today since is given priority too.

    Raises:
        OutageOver: see the class.
    """
    with locks.patient():
        going_on = Outage.objects.filter(pk=outage, ended_at=None)
        if not going_on.update(note=note, estimate=estimate, updated_at=at):
            raise OutageOver
        _give_priority(Outage.objects.select_related("office").get(pk=outage), by=by, at=at)


def end(*, outage: int, by: Officer, at: datetime.datetime) -> None:
    """Say that the office records again; what was given stays good.

    Raises:
        OutageOver: see the class.
    """
    if not Outage.objects.filter(pk=outage, ended_at=None).update(ended_at=at, ended_by=by, updated_at=at):
        raise OutageOver


def _give_priority(outage: Outage, *, by: Officer, at: datetime.datetime) -> None:
    """Give a token to each party with somebody who waits: in the hall, or expected later today; once an outage."""
    day = at.astimezone(ZoneInfo(outage.office.time_zone)).date()
    for party in locks.lock_parties(_waiting(outage.office, day, at)):
        token, is_new = PriorityToken.unscoped.get_or_create(
            party=party,
            outage=outage,
            defaults={"area": party.area, "given_at": at, "good_until": day + datetime.timedelta(days=PRIORITY_DAYS)},
        )
        if is_new:
            book.note(kind=QueueEventKind.PRIORITY_GIVEN, party=party.pk, at=at, by=by, slot=party.slot_id)
            _tell(party, token, at)


def _waiting(office: Office, day: datetime.date, at: datetime.datetime) -> set[uuid.UUID]:
    today = Booking.unscoped.filter(
        party__state=PartyState.CONFIRMED, slot__office=office, slot__day=day, state__in=EXPECTED
    )
    here = today.filter(state=BookingState.CHECKED_IN)
    later = today.filter(state=BookingState.CONFIRMED, slot__ends_at__gt=at)
    return set(here.values_list("party", flat=True)) | set(later.values_list("party", flat=True))


def _tell(party: Party, token: PriorityToken, at: datetime.datetime) -> None:
    people = list(Booking.unscoped.filter(party=party, state__in=EXPECTED).order_by("ordinal"))
    assert party.slot is not None
    place = telling.place_of(party.slot, people)
    text = notice_texts.outage(place, links.priority_address_of(party.pk), language=party.language)
    expires_at = at + datetime.timedelta(days=1)
    said = Saying(NoticeKind.OUTAGE, f"outage:{party.pk}:{token.outage_id}", text, expires_at=expires_at)
    telling.write(party, at, [said])

"""While systems are down people are told, and whoever waited comes first on another day, once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from queueing import links
from queueing.actions import outages, priority_again, tickets
from queueing.choices import BookingState, Lane, NoticeKind, TicketState
from queueing.models import Booking, Notice, Outage, Party, PriorityToken, RecordingSlot, Ticket
from queueing.queries import invariants
from queueing.tasks import ring_for_freed_seats, ring_for_notices
from registry.models import Officer
from tests.factories.queueing import SlotFactory, a_booking, open_daily

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    """What begins in a moment begins today, which it does not shortly before midnight.

    It is tomorrow's morning: to the database, whose clock nobody turns, nothing has waited long yet.
    """
    tomorrow = timezone.localtime() + 24 * HOUR
    with time_machine.travel(tomorrow.replace(hour=9, minute=0, second=0, microsecond=0), tick=False):
        yield


@pytest.fixture
def today(supervisor: Officer) -> RecordingSlot:
    """A session that begins in a moment."""
    slot: RecordingSlot = SlotFactory.create(seats=4, starts_at=timezone.now() + datetime.timedelta(seconds=30))
    open_daily(slot.office, datetime.time(0), datetime.time(23, 59))
    return slot


@pytest.fixture
def another_day(today: RecordingSlot) -> RecordingSlot:
    slot: RecordingSlot = SlotFactory.create(
        office=today.office, seats=2, seats__lane=Lane.PRIORITY, starts_at=today.starts_at + 48 * HOUR
    )
    return slot


def declare(slot: RecordingSlot, by: Officer) -> Outage:
    estimate = timezone.now() + 2 * HOUR
    return outages.start(office=slot.office, note="SIAK tidak menjawab.", estimate=estimate, by=by, at=timezone.now())


def test_whoever_waits_today_is_told_once_and_may_come_first_later(
    client: Client, today: RecordingSlot, another_day: RecordingSlot, supervisor: Officer
) -> None:
    party = a_booking(today, persons=2)
    first = Booking.unscoped.get(party=party, ordinal=1)
    number = tickets.check_in(booking=first.pk, day=today.day, by=supervisor, at=timezone.now())

    outage = declare(today, supervisor)
    outages.update(outage=outage.pk, note="Masih.", estimate=None, by=supervisor, at=timezone.now())
    token = PriorityToken.unscoped.get()
    assert Notice.unscoped.filter(kind=NoticeKind.OUTAGE, party_id=party.pk).count() == 1
    link = links.link_of(party.pk)
    ticket_page = client.get(reverse("queueing:ticket", args=[link])).content.decode()
    assert "Pesan lagi dengan prioritas" in ticket_page
    assert "Masih." in ticket_page

    page = reverse("queueing:priority", args=[link])
    assert client.get(page).status_code == 200
    assert client.post(page, {"sesi": str(another_day.pk)}).status_code == 302
    party.refresh_from_db()
    token.refresh_from_db()
    assert (party.slot, party.lane, party.changes) == (another_day, Lane.PRIORITY, 0)
    assert token.used_at is not None
    assert set(Booking.unscoped.values_list("state", flat=True)) == {BookingState.CONFIRMED}
    assert Ticket.unscoped.get(pk=number.pk).state == TicketState.CANCELLED
    assert "Pesan lagi dengan prioritas" not in client.get(reverse("queueing:ticket", args=[link])).content.decode()
    assert [proof.invariant.name for proof in invariants.prove() if not proof.holds] == []


def test_a_priority_is_used_once_and_only_while_it_lasts(
    today: RecordingSlot, another_day: RecordingSlot, supervisor: Officer
) -> None:
    party = a_booking(today)
    declare(today, supervisor)

    with pytest.raises(priority_again.NoPriority):
        priority_again.take(
            party=party.pk,
            slot=SlotFactory.create(office=today.office, starts_at=today.starts_at + 24 * 9 * HOUR),
            at=timezone.now(),
        )
    priority_again.take(party=party.pk, slot=another_day, at=timezone.now())
    with pytest.raises(priority_again.NoPriority):
        priority_again.take(party=party.pk, slot=another_day, at=timezone.now())


def test_the_place_that_is_left_for_one_with_priority_rings_for_the_line(
    client: Client,
    today: RecordingSlot,
    another_day: RecordingSlot,
    supervisor: Officer,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    party = a_booking(today)
    declare(today, supervisor)

    with django_capture_on_commit_callbacks() as rung:
        client.post(reverse("queueing:priority", args=[links.link_of(party.pk)]), {"sesi": str(another_day.pk)})

    assert {ring_for_notices, ring_for_freed_seats} <= set(rung)


def test_whoever_is_booked_for_another_day_is_given_nothing(
    today: RecordingSlot, another_day: RecordingSlot, supervisor: Officer
) -> None:
    a_booking(another_day, lane=Lane.PRIORITY)

    declare(today, supervisor)

    assert not PriorityToken.unscoped.exists()


def test_an_outage_is_declared_once_and_ended_once(today: RecordingSlot, supervisor: Officer) -> None:
    outage = declare(today, supervisor)
    with pytest.raises(outages.AlreadyDeclared):
        declare(today, supervisor)

    outages.end(outage=outage.pk, by=supervisor, at=timezone.now())
    with pytest.raises(outages.OutageOver):
        outages.end(outage=outage.pk, by=supervisor, at=timezone.now())
    with pytest.raises(outages.OutageOver):
        outages.update(outage=outage.pk, note="Lagi.", estimate=None, by=supervisor, at=timezone.now())


def test_the_days_of_an_office_say_that_its_systems_are_down(
    client: Client, today: RecordingSlot, supervisor: Officer
) -> None:
    outage = declare(today, supervisor)
    page = reverse("queueing:days", args=[today.office_id])
    assert "SIAK tidak menjawab." in client.get(page).content.decode()

    outages.end(outage=outage.pk, by=supervisor, at=timezone.now())
    assert "SIAK tidak menjawab." not in client.get(page).content.decode()
    assert Party.unscoped.count() == 0

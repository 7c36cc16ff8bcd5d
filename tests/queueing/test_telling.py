"""What a party is told: one notice of each kind that is due, written with the change and never without it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from queueing import links
from queueing.actions import bookings, notices
from queueing.choices import Language, NoticeKind, NoticeState, PartyState, TimeZone
from queueing.models import Booking, Notice, Party, RecordingSlot
from queueing.rules.notice_texts import LONGEST
from tests.factories.elections import make_region
from tests.factories.queueing import OfficeFactory, SlotFactory, a_booking, a_party

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NIK = "3516080108900001"


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


def in_days(days: int, **office: object) -> RecordingSlot:
    """Return a slot at ten o'clock, so many days from now, with three seats."""
    made = OfficeFactory.create(**office)
    noon = timezone.now().astimezone(ZoneInfo(made.time_zone)).replace(hour=10, minute=0, second=0, microsecond=0)
    return SlotFactory.create(office=made, starts_at=noon + datetime.timedelta(days=days), seats=3)


def outbox(kind: NoticeKind | None = None) -> list[Notice]:
    found = Notice.unscoped.order_by("created_at", "due_at")
    return list(found if kind is None else found.filter(kind=kind))


def kinds() -> list[str]:
    return sorted(notice.kind for notice in outbox())


def test_a_confirmed_party_has_one_confirmation_and_one_reminder() -> None:
    slot = in_days(3)
    party = a_booking(slot, persons=2)

    confirmation, reminder = outbox()
    assert (confirmation.kind, reminder.kind) == (NoticeKind.CONFIRMED, NoticeKind.REMINDER)
    assert confirmation.party_id == reminder.party_id == party.pk
    assert confirmation.address == party.contact
    assert links.address_of(party.pk) in confirmation.body
    assert confirmation.body.startswith("Tempat perekaman KTP-el Anda sudah dipesan.")
    for person in Booking.unscoped.filter(party=party):
        assert str(person.code) in confirmation.body
        assert person.name not in confirmation.body
    the_day_before = slot.local_start.replace(hour=9) - datetime.timedelta(days=1)
    assert reminder.due_at == the_day_before
    assert reminder.expires_at == slot.starts_at


@pytest.mark.parametrize(
    ("address", "route"),
    [
        (links.address_of, "ticket"),
        (links.waiting_address_of, "waiting"),
        (links.proposal_address_of, "proposal"),
        (links.priority_address_of, "priority"),
    ],
)
def test_a_link_in_a_message_leads_to_its_page(address: Callable[[uuid.UUID], str], route: str) -> None:
    party = uuid.uuid4()

    assert address(party) == settings.PUBLIC_URL + reverse(f"queueing:{route}", args=[links.link_of(party)])
    assert links.party_of(links.link_of(party)) == party


def test_the_form_and_the_booking_page_are_where_links_say() -> None:
    party = uuid.uuid4()

    assert links.form_of(party) == reverse("queueing:people", args=[links.link_of(party)])
    assert links.booking_page() == settings.PUBLIC_URL + reverse("queueing:offices")


def test_a_confirmation_sent_twice_tells_once() -> None:
    party = a_party(in_days(3))
    for _ in range(2):
        bookings.confirm(party=party.pk, at=timezone.now())

    assert kinds() == ["confirmed", "reminder"]


def test_a_confirmation_costs_three_statements_with_all_that_it_tells() -> None:
    party = a_party(in_days(3), persons=3)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        bookings.confirm(party=party.pk, at=timezone.now())

    statements = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert [sql.split()[0] for sql in statements] == ["SET", "WITH", "INSERT"], statements


def test_no_booking_stands_without_its_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_told: object) -> None:
        raise ConnectionError("the outbox is full")

    monkeypatch.setattr(notices, "put_all", broken)
    party = a_party(in_days(3))

    with pytest.raises(ConnectionError):
        bookings.confirm(party=party.pk, at=timezone.now())

    assert Party.unscoped.get().state == PartyState.HELD


def test_whoever_books_for_today_is_not_reminded() -> None:
    a_booking(SlotFactory.create(starts_at=timezone.now() + datetime.timedelta(minutes=50)))

    assert kinds() == ["confirmed"]


def test_a_reminder_follows_the_clock_of_the_office() -> None:
    a_booking(in_days(3, time_zone=TimeZone.WIT))

    (reminder,) = outbox(NoticeKind.REMINDER)
    assert reminder.due_at.astimezone(ZoneInfo("Asia/Jayapura")).hour == 9
    assert "pukul 10.00 WIT" in reminder.body


def test_a_change_tells_both_times_and_moves_the_reminder() -> None:
    office = OfficeFactory.create()
    before, after = in_days(3), in_days(5)
    RecordingSlot.objects.update(office=office)
    party = a_booking(before)

    bookings.move(
        party=party.pk, slot=RecordingSlot.objects.select_related("office").get(pk=after.pk), at=timezone.now()
    )

    assert kinds() == ["changed", "confirmed", "reminder"]
    (changed,) = outbox(NoticeKind.CHANGED)
    (reminder,) = outbox(NoticeKind.REMINDER)
    assert f"Semula: {_day(before)}" in changed.body
    assert f"Kapan: {_day(after)}" in changed.body
    assert reminder.due_at == after.local_start.replace(hour=9) - datetime.timedelta(days=1)


def _day(slot: RecordingSlot) -> str:
    from queueing.rules.notice_words import moment

    return moment(slot.starts_at, slot.office.time_zone, "id")


def test_whoever_moves_there_and_back_is_reminded_once() -> None:
    first, second = SlotFactory.create(), SlotFactory.create()
    for slot in (first, second):
        slot.starts_at += datetime.timedelta(days=3)
        slot.ends_at += datetime.timedelta(days=3)
        slot.save()
    party = a_booking(first)
    for slot in (second, first, first):
        bookings.move(party=party.pk, slot=slot, at=timezone.now())

    assert kinds() == ["changed", "changed", "confirmed", "reminder"]
    assert outbox(NoticeKind.REMINDER)[0].once_key == f"reminder:{party.pk}:{first.pk}"


def test_a_cancelled_party_is_told_once_and_reminded_of_nothing() -> None:
    party = a_booking(in_days(3))
    for _ in range(2):
        bookings.cancel(party=party.pk, at=timezone.now())

    assert kinds() == ["cancelled", "confirmed"]
    assert links.booking_page() in outbox(NoticeKind.CANCELLED)[0].body


def test_of_a_family_those_who_stay_are_reminded_without_those_who_leave() -> None:
    party = a_booking(in_days(3), persons=2)
    staying, leaving = Booking.unscoped.filter(party=party).order_by("ordinal")

    bookings.cancel(party=party.pk, bookings=[leaving.pk], at=timezone.now())

    (reminder,), (cancelled,) = outbox(NoticeKind.REMINDER), outbox(NoticeKind.CANCELLED)
    assert str(staying.code) in reminder.body
    assert str(leaving.code) not in reminder.body
    assert str(leaving.code) in cancelled.body
    assert str(staying.code) not in cancelled.body


def test_a_form_given_up_before_it_was_booked_tells_nothing() -> None:
    bookings.cancel(party=a_party(in_days(3)).pk, at=timezone.now())

    assert outbox() == []


def test_whose_number_was_taken_by_a_stranger_is_not_told_but_the_stranger_is() -> None:
    slot = in_days(3)
    stranger = a_booking(slot, niks=[NIK])
    owner = a_party(slot, niks=[NIK])
    Booking.unscoped.filter(party=owner).update(agrees=True)

    bookings.confirm(party=owner.pk, at=timezone.now())

    theirs = [notice.kind for notice in outbox() if notice.party_id == stranger.pk]
    hers = [notice.kind for notice in outbox() if notice.party_id == owner.pk]
    assert sorted(theirs) == ["confirmed", "superseded"]
    assert sorted(hers) == ["confirmed", "reminder"]


def test_whom_a_clerk_booked_without_a_contact_gets_no_message() -> None:
    party = a_party(in_days(3), channel="")
    bookings.confirm(party=party.pk, at=timezone.now())

    assert outbox() == []


def test_a_party_is_told_in_its_own_language() -> None:
    party = a_party(in_days(3), language=Language.ENGLISH)
    bookings.confirm(party=party.pk, at=timezone.now())

    assert "is booked" in outbox(NoticeKind.CONFIRMED)[0].body
    assert outbox(NoticeKind.REMINDER)[0].language == Language.ENGLISH


def test_six_long_names_at_a_long_address_still_fit_into_a_message() -> None:
    office = OfficeFactory.create(name="Kantor " + "panjang " * 10, address="Jalan " + "sekali " * 20)
    slot = SlotFactory.create(office=office, seats=6, starts_at=timezone.now() + datetime.timedelta(days=3))
    party = a_party(slot, persons=6)
    Booking.unscoped.filter(party=party).update(name="KARTIKA " * 10)
    bookings.confirm(party=party.pk, at=timezone.now())

    assert max(len(notice.body) for notice in outbox()) <= LONGEST


def test_a_reminder_that_is_in_a_deliverers_hand_is_left_to_go_out() -> None:
    party = a_booking(in_days(3))
    Notice.unscoped.filter(kind=NoticeKind.REMINDER).update(state=NoticeState.SENDING, lease_until=timezone.now())

    bookings.cancel(party=party.pk, at=timezone.now())

    assert kinds() == ["cancelled", "confirmed", "reminder"]


def test_a_slot_that_has_begun_is_neither_cancelled_nor_changed_from_home() -> None:
    slot, later = SlotFactory.create(), SlotFactory.create()
    party = a_booking(slot)
    begun = slot.starts_at

    with pytest.raises(bookings.AlreadyBegun):
        bookings.cancel(party=party.pk, at=begun)
    with pytest.raises(bookings.AlreadyBegun):
        bookings.move(party=party.pk, slot=later, at=begun)

    assert Booking.unscoped.get().state == "confirmed"

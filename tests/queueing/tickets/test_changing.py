"""Another time for a ticket: offered by day and slot, moved once for each press, refused with what is near."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from queueing.choices import BookingState, Lane, NoticeKind
from queueing.models import Booking, Notice, Office, Party, RecordingSlot, Seat
from queueing.rules.booking_code import hint
from queueing.views.public.another_time import OWN_REFUSALS
from tests.factories.queueing import a_booking, a_party
from tests.queueing.tickets.booked import a_slot, an_office, path, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def ask(phone: Client, party: Party, slot: object) -> tuple[int, str]:
    """Send the wish; return the status, and the page or where it leads."""
    answer = phone.post(path(party, "ubah/"), {"sesi": str(slot)})
    return answer.status_code, answer.headers.get("Location") or " ".join(answer.content.decode().split())


def where(party: Party) -> int | None:
    return Party.unscoped.get(pk=party.pk).slot_id


def fill(slot: RecordingSlot) -> None:
    Seat.objects.filter(slot=slot, taken_by=None).delete()


def test_days_and_times_of_the_same_office_with_room_for_all_are_offered(phone: Client, office: Office) -> None:
    party = a_booking(a_slot(office, seats=3), persons=2)
    fitting, other_day = a_slot(office, hour=10), a_slot(office, days=4, hour=11)
    small, elsewhere = a_slot(office, hour=13, seats=1), a_slot(an_office(name="Lain"), hour=14)

    page = text_of(phone, path(party, "ubah/"))
    next_day = text_of(phone, f"{path(party, 'ubah/')}?hari={other_day.day}")

    assert f'value="{fitting.pk}"' in page
    assert f'value="{other_day.pk}"' not in page
    assert f"?hari={other_day.day}" in page
    assert f'value="{other_day.pk}"' in next_day
    for hidden in (small, elsewhere, party.slot):
        assert hidden is not None
        assert f'value="{hidden.pk}"' not in page


def test_a_chosen_time_moves_the_party_and_says_so_on_the_ticket(phone: Client, office: Office) -> None:
    party, later = a_booking(a_slot(office)), a_slot(office, days=5, hour=10)

    status, leads_to = ask(phone, party, later.pk)

    assert (status, leads_to) == (302, f"{path(party)}?selesai=ubah")
    assert where(party) == later.pk
    page = text_of(phone, leads_to)
    assert "Waktu sudah diubah." in page
    assert "10.00–10.30" in page


def test_a_choice_sent_twice_moves_once(phone: Client, office: Office) -> None:
    party, later = a_booking(a_slot(office)), a_slot(office, days=5)

    said = [ask(phone, party, later.pk) for _ in range(2)]

    assert said == [(302, f"{path(party)}?selesai=ubah")] * 2
    assert Party.unscoped.get(pk=party.pk).changes == 1
    assert Notice.unscoped.filter(kind=NoticeKind.CHANGED).count() == 1


def test_a_time_that_filled_meanwhile_is_refused_with_the_nearest_three(phone: Client, office: Office) -> None:
    first = a_slot(office, hour=9)
    party = a_booking(first)
    full = a_slot(office, hour=10)
    near = [a_slot(office, hour=hour) for hour in (11, 8, 13)]
    far = a_slot(office, days=6)
    fill(full)

    status, page = ask(phone, party, full.pk)

    assert status == 409
    assert "Tempat pada sesi ini baru saja habis." in page
    nearest = page.partition("Yang terdekat")[2].partition('class="day-strip"')[0]
    assert all(f'value="{slot.pk}"' in nearest for slot in near)
    assert f'value="{far.pk}"' not in nearest
    assert where(party) == first.pk


def test_after_two_changes_there_is_nothing_to_choose(phone: Client, office: Office) -> None:
    party = a_booking(a_slot(office))
    for days in (4, 5):
        ask(phone, party, a_slot(office, days=days).pk)
    third = a_slot(office, days=6)

    page = text_of(phone, path(party, "ubah/"))

    assert "diubah dua kali" in page
    assert 'name="sesi"' not in page
    assert ask(phone, party, third.pk)[0] == 409


def closed(party: Party, slot: RecordingSlot) -> None:
    Office.objects.update(is_open=False)


def past(party: Party, slot: RecordingSlot) -> None:
    RecordingSlot.objects.filter(pk=slot.pk).update(starts_at=timezone.now() - datetime.timedelta(minutes=1))


def begun(party: Party, slot: RecordingSlot) -> None:
    RecordingSlot.objects.filter(parties=party).update(starts_at=timezone.now() - datetime.timedelta(minutes=1))


def served(party: Party, slot: RecordingSlot) -> None:
    Booking.unscoped.filter(party=party).update(state=BookingState.SERVED)


@pytest.mark.parametrize(
    ("happened", "says"),
    [
        (closed, "Kantor ini sedang tidak melayani"),
        (past, "Sesi ini sudah lewat"),
        (begun, "Sesi Anda sudah mulai"),
        (served, "Pesanan ini sudah tidak berlaku"),
    ],
)
def test_what_has_happened_meanwhile_is_told_and_changes_nothing(
    phone: Client, office: Office, happened: Callable[[Party, RecordingSlot], None], says: str
) -> None:
    party, wanted = a_booking(a_slot(office)), a_slot(office, days=5)
    happened(party, wanted)

    status, page = ask(phone, party, wanted.pk)

    assert status == 409
    assert says in page
    assert where(party) == party.slot_id


@pytest.mark.parametrize("wish", ["", "0", "x", "9" * 30, "9" * 5000, "-1", "٣"])
def test_a_wish_that_is_no_slot_is_asked_for_again(phone: Client, office: Office, wish: str) -> None:
    party = a_booking(a_slot(office))

    assert ask(phone, party, wish)[0] == 409


def test_a_slot_of_another_office_is_none_to_choose(phone: Client, office: Office) -> None:
    party, elsewhere = a_booking(a_slot(office)), a_slot(an_office(name="Lain"))

    assert ask(phone, party, elsewhere.pk)[0] == 409
    assert where(party) == party.slot_id


def test_a_party_of_the_priority_lane_is_offered_seats_of_its_lane(phone: Client, office: Office) -> None:
    slot, general, first = (a_slot(office, hour=hour) for hour in (9, 10, 11))
    Seat.objects.filter(slot__in=[slot, first]).update(lane=Lane.PRIORITY)
    party = a_booking(slot, lane=Lane.PRIORITY)

    page = text_of(phone, path(party, "ubah/"))

    assert f'value="{first.pk}"' in page
    assert f'value="{general.pk}"' not in page


def test_whoever_has_no_place_is_led_to_the_ticket(phone: Client, office: Office) -> None:
    party = a_party(a_slot(office))

    assert phone.get(path(party, "ubah/")).headers["Location"] == path(party)


def test_the_times_of_a_month_cost_four_questions(phone: Client, office: Office) -> None:
    party = a_booking(a_slot(office))
    for days in range(4, 12):
        a_slot(office, days=days)

    with CaptureQueriesContext(connection) as asked:
        phone.get(path(party, "ubah/"))

    assert len(asked) == 4


def test_every_refusal_has_its_english() -> None:
    said = [str(refusal()) for refusal in OWN_REFUSALS]
    said += [hint(typed) for typed in ("", "K7QO-2M9X", "K7Q", "K7QF-2M9XA", "K7QF/2M9")]

    with translation.override("en"):
        assert not [sentence for sentence in said if translation.gettext(sentence) == sentence]

"""The front desk's pages: one field, who was found, her number, and nothing of her where it does not belong."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from queueing import links
from queueing.actions import outages
from queueing.choices import BookingState, Lane, Priority, TicketState
from queueing.models import Booking, Office, RecordingSlot, Ticket
from queueing.rules.calling import SENTENCE
from registry import sealing
from registry.choices import Role
from registry.models import AccessEntry, Officer
from tests.factories.elections import make_region
from tests.factories.queueing import a_booking
from tests.factories.registry import OfficerFactory
from tests.queueing.front_desk.received import MOST_QUERIES, NIK, NOW, OTHER, booked, receive, search
from tests.queueing.tickets.booked import a_slot, an_office
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_an_officer_chooses_her_office_once(client: Client, officer: Officer, office: Office) -> None:
    sign_in(client, officer)
    assert "Mulai menerima" in client.get(reverse("queueing:front_desk")).content.decode()

    chosen = client.post(reverse("queueing:front_desk_office"), {"kantor": office.pk, "kertas": "80"}, follow=True)

    assert office.name in chosen.content.decode()
    assert SENTENCE in client.get(reverse("queueing:front_desk")).content.decode()
    assert client.post(reverse("queueing:front_desk_office"), {"kantor": 0, "kertas": "80"}).status_code == 422


@pytest.mark.parametrize("how", ["code", "loosely typed", "link", "nik"])
def test_a_booking_is_found_however_it_is_given(desk: Client, office: Office, how: str) -> None:
    party = booked(office)
    person = Booking.unscoped.get(party=party)
    assert person.code
    text = {
        "code": person.code,
        "loosely typed": person.code.lower().replace("-", ""),
        "link": links.address_of(party.pk),
        "nik": NIK,
    }[how]

    page = search(desk, text)

    assert "ORANG 1" in page
    assert "Tepat waktu" in page
    assert "351608******0007" in page
    assert NIK not in page
    entry = AccessEntry.objects.latest("pk")
    mark = sealing.sealer().index(sealing.SEARCH, NIK) if how == "nik" else None
    assert (entry.action, entry.row_count, entry.mark) == ("search", 1, mark)
    assert NIK not in entry.subject


def test_a_family_gets_a_number_each_and_the_field_is_ready_again(desk: Client, office: Office) -> None:
    party = booked(office, persons=3)
    page = search(desk, Booking.unscoped.filter(party=party).values_list("code", flat=True)[0] or "")
    assert page.count('type="checkbox"') == 3 + 1
    assert re.search(r"<button[^>]*autofocus[^>]*>Beri nomor", page)

    page = receive(desk, party)

    assert [str(ticket) for ticket in Ticket.unscoped.order_by("number")] == ["A-001", "A-002", "A-003"]
    assert page.count('class="receipt"') == 3
    assert page.count('id="alamat"') == 1
    assert re.search(r'<input[^>]*name="cari"[^>]*autofocus', page)
    assert "ORANG" not in page
    assert len(page) < 60_000
    assert 'class="receipt"' not in desk.get(reverse("queueing:front_desk")).content.decode(), "printed once"


def test_only_those_who_have_come_get_a_number_and_twice_the_same(desk: Client, office: Office) -> None:
    party = booked(office, persons=2)
    first = Booking.unscoped.get(party=party, ordinal=1)

    for _ in range(2):
        desk.post(reverse("queueing:front_desk_receive"), {"orang": [first.pk]})

    assert Ticket.unscoped.get().booking == first
    assert "Sudah punya nomor" in search(desk, str(first.code))


@pytest.mark.parametrize(("answer", "lane"), [("ya", Lane.PRIORITY), ("tidak", Lane.GENERAL)])
def test_a_declared_reason_is_looked_at(desk: Client, office: Office, answer: str, lane: str) -> None:
    party = booked(office, persons=2, priority=Priority.PREGNANT, lane=Lane.PRIORITY)
    first = Booking.unscoped.get(party=party, ordinal=1)
    assert "Alasan prioritas: ibu hamil. Benar?" in search(desk, str(first.code))

    receive(desk, party, **{f"alasan_{first.pk}": answer})

    assert set(Ticket.unscoped.values_list("lane", flat=True)) == {lane}


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"hour": 13, "minute": 0}, "Nomor diberikan mulai pukul 12.00"),
        ({"days": 2}, "22 November 2026 pukul 10.30, bukan hari ini"),
        ({"days": 0, "hour": 10, "minute": 30}, "Tepat waktu"),
    ],
)
def test_when_her_number_is_given(desk: Client, office: Office, when: dict[str, Any], said: str) -> None:
    party = booked(office, **when)
    code = str(Booking.unscoped.get(party=party).code)

    assert said in search(desk, code)
    page = receive(desk, party)

    assert ("Nomor diberikan" in page or "bukan hari ini" in page) != Ticket.unscoped.exists()


def test_who_comes_after_her_session_waits_as_of_now(desk: Client, office: Office) -> None:
    early, late = booked(office), a_booking(a_slot(office, days=0, hour=11), niks=[OTHER])
    assert late.slot_id
    RecordingSlot.objects.filter(pk=late.slot_id).update(
        starts_at=NOW - datetime.timedelta(minutes=40), ends_at=NOW - datetime.timedelta(minutes=10)
    )

    assert "Terlambat" in search(desk, OTHER)
    receive(desk, late)
    receive(desk, early)

    since = Ticket.unscoped.order_by("number").values_list("ready_at", flat=True)
    assert list(since) == [NOW, NOW + datetime.timedelta(minutes=30)]


def test_who_is_booked_elsewhere_may_come_in_without_her_booking(
    desk: Client, office: Office, session: RecordingSlot
) -> None:
    other = an_office(name="Kantor Zona 2")
    party = booked(other)
    person = Booking.unscoped.get(party=party)
    page = search(desk, str(person.code))
    assert "Pesanannya di Kantor Zona 2" in page
    key = re.findall(r'name="kunci" value="([^"]+)"', page)[0]

    desk.post(reverse("queueing:front_desk_walk_in"), {"kunci": key, "pesanan": person.pk, "layanan": "A"})

    person.refresh_from_db()
    ticket = Ticket.unscoped.get()
    assert (person.state, ticket.office, ticket.lane) == (BookingState.CANCELLED, office, Lane.WALK_IN)


def test_a_number_is_shown_given_up_and_moved_to_another_lane(desk: Client, office: Office) -> None:
    receive(desk, booked(office))
    ticket = Ticket.unscoped.get()
    page = reverse("queueing:front_desk_number", args=[ticket.pk])
    assert "Anda yang berikutnya" in desk.get(page).content.decode()

    desk.post(page, {"tindakan": "prioritas"})
    ticket.refresh_from_db()
    assert ticket.lane == Lane.PRIORITY
    desk.post(page, {"tindakan": "lepas"})

    ticket.refresh_from_db()
    assert ticket.state == TicketState.CANCELLED
    assert "sedang di loket atau sudah selesai" in desk.post(page, {"tindakan": "lepas"}, follow=True).content.decode()


def test_an_outage_and_a_day_off_stand_on_the_page(desk: Client, office: Office) -> None:
    outages.start(
        office=office, note="Jaringan terputus.", estimate=None, by=OfficerFactory.create(supervisor=True), at=NOW
    )
    assert "Jaringan terputus." in desk.get(reverse("queueing:front_desk")).content.decode()

    office.opening_hours.all().delete()
    assert "Kantor tutup hari ini" in desk.get(reverse("queueing:front_desk")).content.decode()


@pytest.mark.parametrize("text", ["", "SITI", "351608010890000", "A-999", "K7QF-2M9X"])
def test_what_is_nobody_says_what_to_do(desk: Client, text: str) -> None:
    answer = desk.post(reverse("queueing:front_desk"), {"cari": text})

    assert answer.status_code == (200 if text in ("A-999", "K7QF-2M9X") else 422)


def test_another_area_sees_nothing_of_this_one(client: Client, desk: Client, office: Office) -> None:
    party = booked(office)
    receive(desk, party)
    ticket = Ticket.unscoped.get()
    make_region("35.17.01")
    stranger = sign_in(Client(), OfficerFactory.create(role=Role.FRONT_DESK, area_id="35.17"))

    assert (
        stranger.post(reverse("queueing:front_desk_office"), {"kantor": office.pk, "kertas": "58"}).status_code == 422
    )
    assert stranger.get(reverse("queueing:front_desk_number", args=[ticket.pk])).status_code == 404
    auditor = sign_in(Client(), OfficerFactory.create(role=Role.AUDITOR))
    assert auditor.get(reverse("queueing:front_desk")).status_code == 403


def test_the_page_asks_little_however_many_wait(desk: Client, office: Office, session: RecordingSlot) -> None:
    party = booked(office, persons=4, hour=11)
    code = str(Booking.unscoped.filter(party=party).first().code)  # type: ignore[union-attr]
    with CaptureQueriesContext(connection) as looking:
        search(desk, code)
    with CaptureQueriesContext(connection) as asking:
        search(desk, "3517080108900007")
    desk.post(
        reverse("queueing:front_desk_receive"),
        {"orang": list(Booking.unscoped.filter(party=party).values_list("pk", flat=True))},
    )
    with CaptureQueriesContext(connection) as showing:
        desk.get(reverse("queueing:front_desk"))

    counts = [len(one) for one in (looking, asking, showing)]
    assert max(counts) <= MOST_QUERIES, counts

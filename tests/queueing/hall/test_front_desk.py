"""The front desk's pages: one field, who was found, her number, and nothing of her where it does not belong."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from queueing import links
from queueing.actions import outages
from queueing.choices import BookingState, Lane, Priority, TicketState
from queueing.models import Booking, Office, Party, RecordingSlot, Ticket
from queueing.queries import invariants
from queueing.rules.calling import SENTENCE
from registry import sealing
from registry.choices import CardStatus, Role
from registry.models import AccessEntry, Officer
from tests.factories.elections import make_region
from tests.factories.queueing import a_booking
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.queueing.tickets.booked import a_slot, an_office
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
#: Ten in the morning in Jakarta.
NOW = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)
NIK, OTHER = "3516080108900007", "3516080108900008"
MOST_QUERIES = 16


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    make_region("35.16.08.2001", "Mojosari")
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture
def officer() -> Officer:
    return OfficerFactory.create(role=Role.FRONT_DESK)


@pytest.fixture
def desk(client: Client, officer: Officer, office: Office) -> Client:
    sign_in(client, officer)
    client.post(reverse("queueing:front_desk_office"), {"kantor": office.pk, "kertas": "58"})
    return client


@pytest.fixture
def session(office: Office) -> RecordingSlot:
    """A session of half past ten, with two seats for whoever comes."""
    slot = a_slot(office, days=0, hour=10, minute=30)
    slot.seats.update(lane=Lane.WALK_IN)
    return slot


def booked(office: Office, *, persons: int = 1, priority: str = "", lane: str = Lane.GENERAL, **when: Any) -> Party:
    slot = a_slot(office, seats=persons, **{"days": 0, "hour": 10, "minute": 30, **when})
    slot.seats.update(lane=lane)
    party = a_booking(
        slot, persons=persons, lane=lane, niks=[f"35160801089000{number:02d}" for number in range(7, 7 + persons)]
    )
    Booking.unscoped.filter(party=party, ordinal=1).update(priority=priority)
    return party


def search(desk: Client, text: str, *, status: int = 200) -> str:
    answer = desk.post(reverse("queueing:front_desk"), {"cari": text})
    assert answer.status_code == status, answer
    return " ".join(answer.content.decode().split())


def receive(desk: Client, party: Party, **answers: str) -> str:
    coming = Booking.unscoped.filter(party=party).values_list("pk", flat=True)
    answer = desk.post(reverse("queueing:front_desk_receive"), {"orang": list(coming), **answers}, follow=True)
    return " ".join(answer.content.decode().split())


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


def test_a_resident_without_a_booking_is_shown_and_gets_a_seat(
    desk: Client, office: Office, session: RecordingSlot
) -> None:
    resident = ResidentFactory.create(name="KINANTI PUSPARINI", number=NIK, unrecorded=True)
    page = search(desk, NIK)
    assert "KINANTI PUSPARINI" in page
    assert "Mojosari" in page
    assert NIK not in page
    assert AccessEntry.objects.latest("pk").residents == [resident.pk]
    key = re.findall(r'name="kunci" value="([^"]+)"', page)[0]

    given = {"kunci": key, "layanan": "A"}
    pages = [desk.post(reverse("queueing:front_desk_walk_in"), given, follow=True).content.decode() for _ in range(2)]

    ticket = Ticket.unscoped.get()
    assert (str(ticket), ticket.resident, ticket.booking is not None) == ("A-001", resident, True)
    assert "Kinanti P." in pages[0]
    assert all(NIK not in page for page in pages)
    assert (
        reverse("queueing:front_desk_number", args=[ticket.pk])
        in desk.post(reverse("queueing:front_desk"), {"cari": "a1"}).headers["Location"]
    )


def test_who_is_recorded_already_is_offered_other_services(desk: Client, session: RecordingSlot) -> None:
    ResidentFactory.create(number=NIK, card__state=CardStatus.CARD_ISSUED)

    page = search(desk, NIK)

    assert "Tidak direkam hari ini" in page
    assert 'value="A"' not in page
    assert 'value="B"' in page


def test_who_is_too_young_is_told_from_when(desk: Client, session: RecordingSlot) -> None:
    ResidentFactory.create(number=NIK, unrecorded=True, birth_date=datetime.date(2012, 5, 4), marital_status=1)

    assert "mulai 4 Mei 2028" in search(desk, NIK)


def test_somebody_of_elsewhere_is_named_by_hand(desk: Client, session: RecordingSlot) -> None:
    page = search(desk, "3517080108900007")
    key = re.findall(r'name="kunci" value="([^"]+)"', page)[0]
    given = {"kunci": key, "layanan": "A", "nama": "Budi Santoso"}

    desk.post(reverse("queueing:front_desk_walk_in"), {**given, "nama": ""})
    assert not Ticket.unscoped.exists()
    desk.post(reverse("queueing:front_desk_walk_in"), given)

    ticket = Ticket.unscoped.get()
    assert (ticket.name, ticket.resident) == ("Budi Santoso", None)


def test_without_places_the_page_says_what_to_tell(desk: Client, office: Office) -> None:
    ahead = a_slot(office, days=2)

    page = search(desk, "3517080108900007")

    assert "sudah habis" in page
    assert reverse("queueing:slots", args=[office.pk, ahead.day.isoformat()]) in page
    assert reverse("queueing:wish", args=[office.pk]) in page
    assert 'value="A"' not in page


def test_another_day_is_booked_for_somebody_without_a_telephone(desk: Client, office: Office, officer: Officer) -> None:
    ResidentFactory.create(name="KINANTI PUSPARINI", number=NIK, unrecorded=True)
    slot = a_slot(office, days=2, seats=1)
    page, later = search(desk, NIK), search(desk, OTHER)
    assert "22 November 2026" in page
    key = re.findall(r'name="kunci" value="([^"]+)"', page)[0]

    given = {"kunci": key, "sesi": str(slot.pk)}
    answers = [desk.post(reverse("queueing:front_desk_book"), given) for _ in range(2)]

    booking = Booking.unscoped.get()
    assert (booking.state, booking.slot, booking.name) == (BookingState.CONFIRMED, slot, "KINANTI PUSPARINI")
    assert (booking.party.received_by, booking.party.contact) == (officer, "")
    assert {answer["Location"] for answer in answers} == {
        reverse("queueing:receipt", args=[links.link_of(booking.party_id), 58])
    }
    assert str(booking.code) in desk.get(answers[0]["Location"]).content.decode()
    other = {"kunci": re.findall(r'name="kunci" value="([^"]+)"', later)[0], "sesi": str(slot.pk), "nama": "Budi"}
    refused = desk.post(reverse("queueing:front_desk_book"), other, follow=True)
    assert "Tempat pada sesi ini baru saja habis." in refused.content.decode()
    broken = {proof.invariant.name for proof in invariants.prove() if not proof.holds}
    assert broken <= {"no_notice_waits_too_long"}


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

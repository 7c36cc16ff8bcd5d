"""From the first page to a ticket, and from a place given up to whoever waits: no JavaScript, a real worker."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import icalendar
import pytest
from django.conf import settings

from queueing import links
from queueing.choices import BookingState, NoticeKind, NoticeState, PartyState
from queueing.models import Booking, Notice, OneTimeCode, Party, QueueEvent, RecordingSlot, Seat
from queueing.notifying import file
from queueing.queries import invariants
from queueing.views.public import looking
from registry.models import AccessEntry
from tests.factories.elections import make_region
from tests.factories.offices import an_office
from tests.factories.queueing import a_waiting_party
from tests.faults.workers import Worker
from tests.journeys.phone import Phone
from tests.queueing.identity.filled import KK_NUMBER, NIKS, somebody

pytestmark = [pytest.mark.database, pytest.mark.task, pytest.mark.django_db(transaction=True)]

PHONE = "0812 3456 789"
#: How long a worker may take to start, and then to carry a message, in seconds.
PATIENCE = 30


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    make_region("35.16.08")
    looking.forget()
    (settings.NOTIFIER_FOLDER / file.NAME).unlink(missing_ok=True)
    worker = Worker(tmp_path)
    worker.start()
    yield worker
    worker.kill()
    looking.forget()


def test_a_place_is_booked_moved_and_given_up_and_goes_to_whoever_waits(worker: Worker) -> None:
    resident, _ = somebody(), an_office(main=True)
    phone = Phone().open("/")

    slot = take_a_place(phone)
    waiting = a_waiting_party(slot)
    party = say_who_comes(phone)
    prove_the_contact(phone, party)
    book(phone, party, resident.pk)
    carry_the_ticket(phone, party, slot)
    moved_to = move(phone, party, slot)
    the_seat_is_offered(slot, waiting)
    cancel(phone, party, moved_to)
    take_the_offer(waiting, slot)
    what_is_left(party)


def take_a_place(phone: Phone) -> RecordingSlot:
    """Take a place on the last day shown that is open for everybody; the days after it open for priority first.

    What is left of today is too near to be offered to the waiting list.
    """
    phone.follow("Pesan tempat perekaman")
    phone.follow("Tempat terdekat")
    days = [(said, href) for said, href in phone.page.links if re.search(r"\d+ tempat", said)]
    phone.open([href for said, href in days if "prioritas" not in said][-1])
    form = phone.form("Ambil tempat ini")
    first = form.choices["sesi"][0]
    phone.send("Ambil tempat ini", sesi=first)
    assert "Siapa yang datang?" in phone.text

    party = Party.unscoped.get()
    assert (party.state, str(party.pk), str(party.slot_id)) == (PartyState.HELD, form.values["kunci"], first)
    assert Seat.objects.filter(taken_by__party=party, taken_by__state=BookingState.HELD).count() == 1
    phone.open(phone.address)
    assert Party.unscoped.count() == 1
    return RecordingSlot.objects.select_related("office").get(pk=first)


def say_who_comes(phone: Phone) -> Party:
    phone.send("Lanjutkan", nama_1="Siti Aminah", nik_1=NIKS[0], kk=KK_NUMBER, kontak=PHONE)
    assert "Isi kode yang kami kirim" in phone.text
    assert PHONE[-3:] in phone.text
    assert NIKS[0] not in phone.body.decode()

    party = Party.unscoped.get(state=PartyState.HELD)
    assert Booking.unscoped.get(party=party).nik == NIKS[0]
    assert OneTimeCode.objects.filter(party=party, used_at=None).count() == 1
    return party


def prove_the_contact(phone: Phone, party: Party) -> None:
    message = delivered(party, NoticeKind.ONE_TIME_CODE)
    assert message["address"] == "+628123456789"
    figures = re.search(r"\b\d{6}\b", message["body"])
    assert figures
    phone.send("Lanjutkan", kode=figures[0])
    assert "Periksa isian Anda" in phone.text
    party.refresh_from_db()
    assert party.contact_proved_at


def book(phone: Phone, party: Party, resident: int) -> None:
    assert "351608******7701" in phone.text
    assert AccessEntry.objects.filter(residents__contains=[resident], officer=None).exists()
    phone.send("Pesan 1 tempat")
    assert "Tempat Anda sudah dipesan" in phone.text

    party.refresh_from_db()
    assert party.state == PartyState.CONFIRMED
    person = Booking.unscoped.get(party=party)
    assert person.state == BookingState.CONFIRMED
    assert person.code
    assert person.code in phone.text


def carry_the_ticket(phone: Phone, party: Party, slot: RecordingSlot) -> None:
    """The message's link leads to the ticket; PDF and calendar are made of it."""
    link = re.search(r"http\S+", delivered(party, NoticeKind.CONFIRMED)["body"])
    assert link
    assert link[0] == links.address_of(party.pk)
    phone.open(link[0].removeprefix(settings.PUBLIC_URL))
    ticket = phone.address
    assert phone.follow("Simpan sebagai PDF").body.startswith(b"%PDF-")
    entry = icalendar.Calendar.from_ical(phone.open(ticket).follow("Simpan ke kalender").body).walk("VEVENT")[0]
    assert entry.decoded("dtstart") == slot.starts_at
    phone.open(ticket)


def move(phone: Phone, party: Party, slot: RecordingSlot) -> RecordingSlot:
    phone.follow("Ubah waktu")
    chosen = next(value for form in phone.page.forms for name, value in form.buttons.values() if name == "sesi")
    button = next(said for form in phone.page.forms for said, (_, value) in form.buttons.items() if value == chosen)
    phone.send(button)
    assert "Waktu sudah diubah." in phone.text

    party.refresh_from_db()
    assert str(party.slot_id) == chosen != str(slot.pk)
    assert Booking.unscoped.get(party=party).state == BookingState.CONFIRMED
    delivered(party, NoticeKind.CHANGED)
    return RecordingSlot.objects.get(pk=chosen)


def the_seat_is_offered(slot: RecordingSlot, waiting: Party) -> None:
    """The seat that was given up goes to the first in line, not to whoever polls fastest."""
    until(lambda: Party.unscoped.get(pk=waiting.pk).state == PartyState.OFFERED)
    assert Seat.objects.filter(slot=slot, offered_to=waiting.pk).count() == 1
    delivered(waiting, NoticeKind.OFFER)


def cancel(phone: Phone, party: Party, slot: RecordingSlot) -> None:
    phone.follow("Batalkan")
    phone.send("Ya, batalkan")
    assert "Pembatalan sudah dicatat." in phone.text

    assert Booking.unscoped.get(party=party).state == BookingState.CANCELLED
    assert not Seat.objects.filter(slot=slot, taken_by__party=party).exists()
    delivered(party, NoticeKind.CANCELLED)


def take_the_offer(waiting: Party, slot: RecordingSlot) -> None:
    offered = Phone().open(links.waiting_address_of(waiting.pk).removeprefix(settings.PUBLIC_URL))
    assert "Ada tempat untuk Anda" in offered.text
    offered.send("Ambil 1 tempat ini")
    assert "Tempat Anda sudah dipesan" in offered.text
    waiting.refresh_from_db()
    assert (waiting.state, waiting.slot_id) == (PartyState.CONFIRMED, slot.pk)
    delivered(waiting, NoticeKind.CONFIRMED)


def what_is_left(party: Party) -> None:
    """Everything adds up, every notice was sent once, and the trail of events tells the story."""
    until(lambda: not Notice.unscoped.filter(state=NoticeState.WAITING, kind__in=AT_ONCE).exists())
    sent = [message["id"] for message in messages()]
    assert len(sent) == len(set(sent))
    story = list(QueueEvent.objects.filter(party=party.pk).order_by("pk").values_list("kind", flat=True))
    assert story == ["held", "confirmed", "moved", "cancelled"]
    assert [proof.invariant.name for proof in invariants.prove() if proof.count] == []


AT_ONCE = [NoticeKind.CONFIRMED, NoticeKind.CHANGED, NoticeKind.CANCELLED, NoticeKind.OFFER]


def delivered(party: Party, kind: str) -> dict[str, str]:
    """Wait until the worker has carried the newest notice of a kind to this party; return it as the phone shows it."""
    notice = Notice.unscoped.filter(party_id=party.pk, kind=kind).latest("created_at")
    until(lambda: any(message["id"] == str(notice.pk) for message in messages()))
    return next(message for message in messages() if message["id"] == str(notice.pk))


def messages() -> list[dict[str, str]]:
    path = settings.NOTIFIER_FOLDER / file.NAME
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "the worker has not come so far"
        time.sleep(0.1)

"""The desk pages of bookings: what an officer sees of her area, and what she does for somebody who asks her."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from queueing.actions import cuts, proposals
from queueing.choices import BookingState, NoticeKind, ProposalState, QueueEventKind
from queueing.models import Booking, CapacityCut, MoveProposal, Notice, Outage, Party, QueueEvent, RecordingSlot
from queueing.queries.cuts import Cutting
from registry.models import AccessEntry, Officer
from registry.models.access import AccessAction
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory, a_booking, open_daily
from tests.factories.registry import OfficerFactory
from tests.signing import sign_in

pytestmark = pytest.mark.django_db
NIK = "3516080108900007"


@pytest.fixture
def supervisor() -> Officer:
    make_region("35.16.08")
    officer: Officer = OfficerFactory.create(supervisor=True, is_staff=True)
    return officer


@pytest.fixture
def slot(supervisor: Officer) -> RecordingSlot:
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    found: RecordingSlot = SlotFactory.create(
        seats=3, starts_at=tomorrow.replace(hour=9, minute=0, second=0, microsecond=0)
    )
    open_daily(found.office, datetime.time(7), datetime.time(17))
    return found


@pytest.fixture
def later(slot: RecordingSlot) -> RecordingSlot:
    found: RecordingSlot = SlotFactory.create(
        office=slot.office, seats=3, starts_at=slot.starts_at + datetime.timedelta(hours=2)
    )
    return found


@pytest.fixture
def booking(slot: RecordingSlot) -> Booking:
    return Booking.unscoped.get(party=a_booking(slot, niks=[NIK]))


@pytest.fixture
def desk(client: Client, supervisor: Officer) -> Client:
    return sign_in(client, supervisor)


def test_the_load_counts_every_seat_and_leads_to_the_day(desk: Client, slot: RecordingSlot, booking: Booking) -> None:
    page = desk.get(reverse("queueing:desk_load")).content.decode()
    day = reverse("queueing:desk_day", args=[slot.office_id, slot.day.isoformat()])

    assert day in page
    listed = desk.get(day).content.decode()
    assert booking.code is not None
    assert booking.code in listed
    assert NIK not in listed
    assert "351608******0007" in listed
    entry = AccessEntry.objects.latest("pk")
    assert (entry.action, entry.row_count) == (AccessAction.LIST, 1)


def test_one_booking_shows_what_happened_and_is_cancelled_with_a_reason(desk: Client, booking: Booking) -> None:
    page = reverse("queueing:desk_booking", args=[booking.pk])
    assert "Dipesan" in desk.get(page).content.decode()

    assert desk.post(page, {"tindakan": "batal", "alasan": ""}).status_code == 422
    assert desk.post(page, {"tindakan": "batal", "alasan": f"salah {NIK}"}).status_code == 422
    assert desk.post(page, {"tindakan": "batal", "alasan": "Menelepon, tidak bisa datang"}).status_code == 302

    booking.refresh_from_db()
    event = QueueEvent.objects.get(booking=booking, kind=QueueEventKind.CANCELLED)
    assert booking.state == BookingState.CANCELLED
    assert event.by is not None
    assert AccessEntry.objects.filter(action=AccessAction.CHANGE, purpose="Menelepon, tidak bisa datang").exists()
    assert (
        "sudah tidak berlaku" in desk.post(page, {"tindakan": "batal", "alasan": "lagi"}, follow=True).content.decode()
    )


def test_a_strangers_booking_is_released_for_the_owner_of_the_number(
    desk: Client, slot: RecordingSlot, booking: Booking
) -> None:
    desk.post(
        reverse("queueing:desk_booking", args=[booking.pk]),
        {"tindakan": "lepas", "alasan": "Pemilik NIK menunjukkan KK"},
    )

    assert QueueEvent.objects.filter(booking=booking, kind=QueueEventKind.SUPERSEDED).exists()
    assert a_booking(slot, niks=[NIK]).state == "confirmed"


def test_a_party_is_moved_on_its_word_without_using_up_its_changes(
    desk: Client, later: RecordingSlot, booking: Booking
) -> None:
    page = reverse("queueing:desk_move", args=[booking.pk])
    assert f'value="{later.pk}"' in desk.get(page).content.decode()

    assert desk.post(page, {"sesi": str(later.pk)}).status_code == 302

    party = Party.unscoped.get()
    assert (party.slot, party.changes) == (later, 0)


def test_a_clerk_accepts_what_is_kept_for_whoever_says_so_on_the_phone(
    desk: Client, slot: RecordingSlot, later: RecordingSlot, booking: Booking, supervisor: Officer
) -> None:
    cuts.make(cutting=Cutting(slot.office, slot.day, None, None, 9), reason="Rusak.", by=supervisor, at=timezone.now())
    party = Party.unscoped.get()
    assert MoveProposal.unscoped.get().proposed is None, "the whole day is cut"
    cuts.undo(cut=CapacityCut.objects.get().pk, by=supervisor, at=timezone.now())
    stretch = (slot.local_start.time(), slot.local_end.time())
    cuts.make(cutting=Cutting(slot.office, slot.day, *stretch), reason="Rusak.", by=supervisor, at=timezone.now())
    page = reverse("queueing:desk_move", args=[booking.pk])
    assert "Pemesan setuju, pindahkan" in desk.get(page).content.decode()

    desk.post(page, {"setuju": "ya"})

    party.refresh_from_db()
    assert party.slot == later
    assert QueueEvent.objects.get(booking=booking, kind=QueueEventKind.MOVED).by == supervisor


def test_the_link_is_sent_again_once_a_day(desk: Client, booking: Booking) -> None:
    for _ in range(2):
        desk.post(reverse("queueing:desk_send_again", args=[booking.pk]))

    assert Notice.unscoped.filter(party_id=booking.party_id, kind=NoticeKind.CONFIRMED).count() == 2


def test_a_day_is_closed_after_its_victims_were_shown_and_followed_up(
    desk: Client, slot: RecordingSlot, later: RecordingSlot, booking: Booking
) -> None:
    given = {"kantor": slot.office_id, "tanggal": slot.day.isoformat(), "dari": "09:00", "sampai": "09:30",
             "alasan": "Listrik padam."}  # fmt: skip
    page = reverse("queueing:desk_assistant")
    preview = desk.post(page, {**given, "langkah": "lihat"}).content.decode()
    assert booking.code is not None
    assert booking.code in preview
    assert not CapacityCut.objects.exists()

    assert desk.post(page, {**given, "langkah": "simpan"}).status_code == 409
    made = desk.post(page, {**given, "langkah": "simpan", "dilihat": [str(booking.pk)]})
    proposals.leave_unanswered(at=timezone.now() + datetime.timedelta(days=2))
    followed = desk.get(made["Location"]).content.decode()

    assert MoveProposal.unscoped.get().state == ProposalState.UNANSWERED
    assert "perlu ditelepon" in followed
    assert "https://wa.me/62812" in followed
    assert "Usul pindah belum dijawab" in desk.get(reverse("admin:index")).content.decode()
    undone = desk.post(reverse("queueing:desk_undo_cut", args=[CapacityCut.objects.get().pk]), follow=True)
    assert "Tempatnya dibuka lagi" in undone.content.decode()


def test_an_outage_is_declared_updated_and_ended_at_the_desk(desk: Client, slot: RecordingSlot) -> None:
    page = reverse("queueing:desk_outages")
    given = {"kantor": slot.office_id, "keterangan": "SIAK mati.", "perkiraan": "2030-01-07T11:30"}

    desk.post(page, given)
    desk.post(page, {**given, "keterangan": "SIAK masih mati."})
    outage = Outage.objects.get()
    assert outage.estimate == datetime.datetime(2030, 1, 7, 4, 30, tzinfo=datetime.UTC)
    assert outage.note == "SIAK masih mati."
    desk.post(reverse("queueing:desk_end_outage", args=[outage.pk]))

    outage.refresh_from_db()
    assert outage.ended_at is not None


def test_an_auditor_sees_the_proof_and_no_bookings(client: Client, slot: RecordingSlot, booking: Booking) -> None:
    auditor = sign_in(client, OfficerFactory.create(role="auditor"))

    assert "hal berlaku" in auditor.get(reverse("queueing:desk_proof")).content.decode()
    assert auditor.get(reverse("queueing:desk_load")).status_code == 403
    assert auditor.get(reverse("queueing:desk_booking", args=[booking.pk])).status_code == 403


def test_a_clerk_sees_bookings_and_cuts_no_capacity(client: Client, slot: RecordingSlot) -> None:
    clerk = sign_in(client, OfficerFactory.create())

    assert clerk.get(reverse("queueing:desk_cuts")).status_code == 200
    assert clerk.get(reverse("queueing:desk_assistant")).status_code == 403
    assert clerk.get(reverse("queueing:desk_outages")).status_code == 403
    assert clerk.get(reverse("queueing:desk_proof")).status_code == 403

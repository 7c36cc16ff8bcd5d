"""The ticket behind a link: what it shows in each state, and that nobody keeps it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from queueing import links
from queueing.actions import bookings, holds, tickets
from queueing.choices import BookingState, Lane, PartyState, TimeZone
from queueing.models import Booking, Office, Party, ProtocolPeriod, RecordingSlot
from tests.factories.draws import a_draw, an_entry, slots_to_draw
from tests.factories.queueing import a_booking, a_party, a_waiting_party
from tests.factories.registry import OfficerFactory
from tests.queueing.tickets.booked import a_slot, an_office, path, people_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_ticket_says_who_where_and_when_and_no_number_in_full(phone: Client) -> None:
    office = an_office(time_zone=TimeZone.WITA)
    party = a_booking(a_slot(office, hour=9), niks=["3516080108900001"])
    Booking.unscoped.filter(party=party).update(name="SITI AMINAH PUTRI")
    (person,) = people_of(party)

    page = text_of(phone, path(party))

    assert "Tempat Anda sudah dipesan" in page
    assert str(person.code) in page
    assert "Siti A. P." in page
    assert "NIK 351608**********" in page
    assert "09.00–09.30 WITA" in page
    assert "Kantor Dispendukcapil" in page
    assert "Bawa Kartu Keluarga (KK)." in page
    assert "tidak dipungut biaya" in page
    for hidden in ("AMINAH", "3516080108900001", "0001", party.contact):
        assert hidden not in page.replace(str(person.code), "")


def test_everybody_of_a_family_has_a_code_and_a_qr_of_her_own(phone: Client, office: Office) -> None:
    party = a_booking(a_slot(office, seats=3), persons=3)

    page = text_of(phone, path(party))

    codes = {person.code for person in people_of(party)}
    assert len(codes) == 3
    for code in codes:
        assert f"Gambar QR kode {code}" in page
    assert page.count('fill="#fff"') == 3


def test_a_protocol_is_told_where_it_holds_on_that_day_only(phone: Client, office: Office) -> None:
    slot, later = a_slot(office, days=3), a_slot(office, days=5)
    ProtocolPeriod.objects.create(
        office=office, starts_on=slot.day, ends_on=slot.day + datetime.timedelta(days=1), percent=50
    )

    assert "Pakai masker" in text_of(phone, path(a_booking(slot)))
    assert "hanya 50% tempat" in text_of(phone, path(a_booking(slot)))
    assert "Pakai masker" not in text_of(phone, path(a_booking(later)))


def test_the_priority_lane_is_named_with_what_to_bring_for_it(phone: Client, office: Office) -> None:
    slot = a_slot(office)
    slot.seats.update(lane=Lane.PRIORITY)

    page = text_of(phone, path(a_booking(slot, lane=Lane.PRIORITY)))

    assert "Jalur prioritas" in page
    assert "Bawa bukti hak prioritas" in page


def held(slot: RecordingSlot) -> Party:
    return a_party(slot)


def lapsed(slot: RecordingSlot) -> Party:
    party = a_party(slot, held_until=timezone.now() - datetime.timedelta(seconds=1))
    holds.expire_lapsed(at=timezone.now())
    return party


def in_line(state: PartyState) -> Callable[[RecordingSlot], Party]:
    def make(slot: RecordingSlot) -> Party:
        party = a_waiting_party(slot)
        Party.unscoped.filter(pk=party.pk).update(state=state)
        return party

    return make


def drawing(slot: RecordingSlot) -> Party:
    return an_entry(a_draw(slots_to_draw(1)))


def cancelled(slot: RecordingSlot) -> Party:
    party = a_booking(slot)
    bookings.cancel(party=party.pk, at=timezone.now())
    return party


def ended(state: BookingState) -> Callable[[RecordingSlot], Party]:
    def make(slot: RecordingSlot) -> Party:
        party = a_booking(slot)
        Booking.unscoped.filter(party=party).update(state=state, ended_at=timezone.now())
        return party

    return make


def here(slot: RecordingSlot) -> Party:
    party = a_booking(slot)
    (person,) = people_of(party)
    tickets.check_in(booking=person.pk, day=slot.day, by=OfficerFactory.create(), at=timezone.now())
    return party


def over(slot: RecordingSlot) -> Party:
    party = a_booking(slot)
    RecordingSlot.objects.filter(pk=slot.pk).update(
        starts_at=timezone.now() - datetime.timedelta(hours=2), ends_at=timezone.now() - datetime.timedelta(hours=1)
    )
    return party


@pytest.mark.parametrize(
    ("make", "says", "leads_to"),
    [
        (held, "Pesanan Anda belum selesai", "/antre/isi/"),
        (lapsed, "Isian Anda masih ada", "/antre/isi/"),
        (in_line(PartyState.WAITING), "Anda ada di daftar tunggu", "/antre/tunggu/"),
        (drawing, "Anda ikut undian", ""),
        (in_line(PartyState.OFFERED), "Ada tempat untuk Anda", "/antre/tunggu/"),
        (in_line(PartyState.EXPIRED), "Permintaan Anda sudah berakhir", "/antre/"),
        (cancelled, "Pesanan ini sudah dibatalkan", "/antre/"),
        (ended(BookingState.SERVED), "Perekaman selesai", ""),
        (ended(BookingState.NO_SHOW), "Anda tercatat tidak datang", "/antre/"),
        (here, 'Nomor antrean <strong class="number">A-001</strong>', "/antrean/"),
        (over, "Waktu Anda sudah lewat", "/antrean/"),
    ],
    ids=["held", "lapsed", "waiting", "drawing", "offered", "ended", "cancelled", "served", "absent", "here", "over"],
)
def test_each_state_says_what_is_and_what_to_do(
    phone: Client, office: Office, make: Callable[[RecordingSlot], Party], says: str, leads_to: str
) -> None:
    page = text_of(phone, path(make(a_slot(office))))

    assert says in page
    assert f'href="{leads_to}' in page or leads_to in page
    assert "/ubah/" not in page
    assert "/batal/" not in page


def test_a_link_that_was_cut_or_made_up_is_answered_in_words(phone: Client, office: Office) -> None:
    whole = path(a_booking(a_slot(office)))
    nobodys = f"/tiket/{links.link_of(uuid.uuid4())}/"

    for address in (whole[:-3] + "/", whole.replace(".", "x", 1), "/tiket/abc/", "/tiket/%20/", nobodys):
        assert "Tautan ini tidak lengkap atau berubah" in text_of(phone, address, status=404)


@pytest.mark.parametrize(
    "tail",
    ["", "pdf/", "pdf/?kertas=80", "cetak/58/", "kalender.ics", "ubah/", "batal/", "antrean/", "a broken link"],
)
def test_nobody_keeps_or_indexes_what_a_link_opens(phone: Client, office: Office, tail: str) -> None:
    party = a_booking(a_slot(office))

    answer = phone.get("/tiket/salah/" if tail == "a broken link" else path(party, tail))

    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_ticket_costs_the_same_few_questions_however_many_people(phone: Client, office: Office) -> None:
    costs = []
    for persons in (1, 6):
        party = a_booking(a_slot(office, hour=persons, seats=persons), persons=persons)
        with CaptureQueriesContext(connection) as asked:
            phone.get(path(party))
        costs.append(len(asked))

    assert costs == [6, 6]


def test_the_ticket_is_told_in_english_to_whoever_chose_it(phone: Client, office: Office) -> None:
    phone.cookies["django_language"] = "en"

    page = text_of(phone, path(a_booking(a_slot(office))))

    assert "Your place is booked" in page
    assert "Bring the family card (KK)." in page


def test_a_paper_that_nobody_prints_on_is_unknown(phone: Client, office: Office) -> None:
    assert phone.get(path(a_booking(a_slot(office)), "cetak/70/")).status_code == 404

"""The three pages of a form, sent as a browser without scripts sends them: typed, proven, checked, booked."""

from __future__ import annotations

import datetime
import re
from http import HTTPStatus
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from queueing import links
from queueing.actions import holds
from queueing.choices import BookingState, Lane, PartyState, Priority
from queueing.models import Booking, OneTimeCode, Party
from registry.choices import CardStatus
from tests.factories.queueing import OfficeFactory, SlotFactory, a_booking
from tests.queueing.identity.filled import (
    KK_NUMBER,
    NIKS,
    NOBODY,
    PHONE,
    a_held_form,
    a_proven_form,
    figures_sent,
    name,
    now,
    people_in,
    prove,
    somebody,
)

TYPED = {"nama_1": "Siti  Aminah", "nik_1": "3516 0841 0890 7701", "kk": KK_NUMBER, "kontak": "0812 3456 789"}


def address(step: str, party: Party) -> str:
    return reverse(f"queueing:{step}", args=[links.link_of(party.pk)])


def send(step: str, party: Party, **typed: str) -> HttpResponse:
    return cast("HttpResponse", Client().post(address(step, party), typed))


def ask(step: str, party: Party) -> HttpResponse:
    return cast("HttpResponse", Client().get(address(step, party)))


def read(step: str, party: Party) -> str:
    answer = ask(step, party)
    assert answer.status_code == HTTPStatus.OK, answer.headers.get("Location")
    return answer.content.decode()


def leads_to(answer: HttpResponse) -> str:
    assert answer.status_code == HTTPStatus.FOUND, answer.content.decode()
    return answer.headers["Location"]


def test_a_form_is_filled_proven_checked_and_booked() -> None:
    party = a_held_form()

    assert leads_to(send("people", party, **TYPED)) == address("code", party)
    assert "+62812****789" in read("code", party)
    assert leads_to(send("code", party, kode=f" {figures_sent(party)[:3]} {figures_sent(party)[3:]}")) == address(
        "check", party
    )
    shown = read("check", party)
    assert "351608******7701" in shown
    assert NIKS[0] not in shown
    assert leads_to(send("check", party)) == address("ticket", party)
    assert leads_to(send("check", party)) == address("ticket", party)

    party.refresh_from_db()
    assert party.state == PartyState.CONFIRMED
    assert Booking.unscoped.get().name == "Siti Aminah"


def test_every_page_of_a_form_that_is_booked_leads_to_the_ticket() -> None:
    party = a_booking(SlotFactory.create())

    for step in ("people", "code", "check", "renew"):
        assert leads_to(ask(step, party)) == address("ticket", party)
        assert leads_to(send(step, party, **TYPED)) == address("ticket", party)


def test_nobody_gets_ahead_of_her_form() -> None:
    party = a_held_form()

    for step in ("code", "check", "renew"):
        assert leads_to(ask(step, party)) == address("people", party)
    name(party, NIKS[0])
    assert leads_to(ask("check", party)) == address("code", party)


def test_a_tampered_link_is_answered_in_words() -> None:
    link = links.link_of(a_held_form().pk)
    other = "B" if link.startswith("A") else "A"
    for broken in (link[:-1], f"{other}{link[1:]}", "x", link.swapcase()):
        answer = Client().get(reverse("queueing:people", args=[broken]))
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert "tidak lengkap atau berubah" in answer.content.decode()


@pytest.mark.parametrize("step", ["people", "code", "check", "renew"])
def test_no_page_of_a_form_is_kept_or_indexed(step: str) -> None:
    party = a_held_form()
    for answer in (ask(step, party), send(step, party)):
        assert "no-store" in answer.headers["Cache-Control"]
        assert "noindex" in answer.headers["X-Robots-Tag"]


WRONG = {
    "short": ("nik_1", "351608410890770", "NIK harus 16 angka. Yang tertulis 15 angka."),
    "letters": ("nik_1", "3516O84108907701", "Yang tertulis memuat huruf atau tanda lain."),
    "masked": ("nik_1", "351608410890****", "Tulis semua angka tanpa tanda bintang."),
    "repeated": ("nik_1", "2222222222222222", "Semua angka NIK sama."),
    "no such day": ("nik_1", "3516083102030001", "Angka ke-7 s.d. 12 bukan tanggal lahir yang sah."),
    "no such month": ("nik_1", "3516080113900001", "Angka ke-9 dan 10 (13) bukan bulan"),
    "no such province": ("nik_1", "9916080108900001", "bukan kode provinsi"),
    "as Excel writes it": ("nik_1", "3.51608E+15", "Tulis semua angka satu per satu."),
    "no kk number": ("kk", "", "Isi nomor KK."),
    "kk number of a woman's day": ("kk", "3516084101057711", "di nomor KK tanggal tidak ditambah 40"),
    "no name": ("nama_1", "", "Isi nama lengkap."),
    "a number as name": ("nama_1", "3516084108907701", "Tulis nama dengan huruf"),
    "signs in a name": ("nama_1", "<script>", "Nama hanya memuat huruf"),
    "a landline": ("kontak", "0321 123456", "telepon rumah atau kantor"),
    "a foreign phone": ("kontak", "+65 9123 4567", "bukan nomor Indonesia"),
    "half an address": ("kontak", "siti@contoh", "Alamat email ini tidak lengkap"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_in_words_beside_its_field_and_nothing_is_lost(case: str) -> None:
    field, typed, sentence = WRONG[case]
    party = a_held_form()

    answer = send("people", party, **{**TYPED, field: typed})

    page = re.sub(r'data-[a-z-]+="[^"]*"', "", answer.content.decode())
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert page.count(sentence) == 2, "in the summary and beside the field"
    assert f'href="#id_{field}"' in page
    assert all(value in page for name_, value in TYPED.items() if name_ != field)
    assert people_in(party)[0].nik_index is None


@pytest.mark.parametrize(
    "nik", ["3273014108907701", "3516-0841-0890-7701", "'3516.0841.0890.7701", " 3516084108907701 "]
)
def test_a_nik_from_elsewhere_or_with_marks_between_is_taken(nik: str) -> None:
    assert leads_to(send("people", a_held_form(), **{**TYPED, "nik_1": nik}))


def test_one_nik_for_two_people_is_refused_beside_the_second() -> None:
    party = a_held_form(persons=2)

    page = send("people", party, **TYPED, nama_2="Budi", nik_2=NIKS[0]).content.decode()

    assert "NIK ini sudah diisi untuk orang ke-1." in page
    assert 'href="#id_nik_2"' in page


def test_the_priority_lane_asks_for_a_reason() -> None:
    party = a_held_form(SlotFactory.create(seats=1, seats__lane=Lane.PRIORITY), lane=Lane.PRIORITY)

    assert "Pilih alasan prioritas" in send("people", party, **TYPED).content.decode()
    leads_to(send("people", party, **TYPED, alasan_1="elderly"))
    assert people_in(party)[0].priority == Priority.ELDERLY


def test_an_invitation_is_declared_by_a_tick() -> None:
    party = a_held_form()

    leads_to(send("people", party, **TYPED, alasan_1="on"))

    assert people_in(party)[0].priority == Priority.INVITED


def test_numbers_that_were_given_stay_out_of_the_page_and_may_stay_blank() -> None:
    party = name(a_held_form(), NIKS[0])

    page = read("people", party)
    assert "351608******7701" in page
    assert not [number for number in (NIKS[0], KK_NUMBER, PHONE, PHONE[3:]) if number in page]
    assert leads_to(send("people", party, nama_1="Siti", nik_1="", kk="", kontak="")) == address("code", party)


def test_a_wrong_code_is_said_in_words_with_what_is_left() -> None:
    party = name(a_held_form(), NIKS[0])
    wrong = f"{(int(figures_sent(party)) + 1) % 1_000_000:06}"

    assert "mencoba 4 kali lagi" in send("code", party, kode=wrong).content.decode()
    assert "Kode terdiri atas 6 angka" in send("code", party, kode="12345").content.decode()
    for _ in range(3):
        send("code", party, kode=wrong)
    assert "Kode ini tidak berlaku lagi" in send("code", party, kode=wrong).content.decode()
    assert "Kode ini tidak berlaku lagi" in send("code", party, kode=figures_sent(party)).content.decode()


def test_another_code_is_sent_after_a_minute() -> None:
    party = name(a_held_form(), NIKS[0])

    assert "Tunggu satu menit" in send("code", party, lagi="ya").content.decode()
    OneTimeCode.objects.update(sent_at=now() - datetime.timedelta(minutes=1))
    leads_to(send("code", party, lagi="ya"))

    assert OneTimeCode.objects.get().sendings == 2


def test_a_lapsed_hold_keeps_the_form_and_offers_its_slot_again() -> None:
    slot = SlotFactory.create(seats=1)
    party = a_proven_form(NIKS[0], slot=slot)
    holds.expire_lapsed(at=now() + datetime.timedelta(minutes=11))

    assert leads_to(send("check", party)) == address("renew", party)
    assert "Isian Anda masih ada" in read("renew", party)
    assert f'value="{slot.pk}"' in read("renew", party)
    assert leads_to(send("renew", party, sesi=str(slot.pk))) == address("check", party)

    assert people_in(party)[0].state == BookingState.HELD


def test_a_slot_that_filled_meanwhile_gives_way_to_the_nearest_three() -> None:
    slot = SlotFactory.create(seats=1)
    others = [SlotFactory.create(office=slot.office) for _ in range(4)]
    party = a_proven_form(NIKS[0], slot=slot)
    holds.expire_lapsed(at=now() + datetime.timedelta(minutes=11))
    a_booking(slot)

    page = read("renew", party)
    assert [f'value="{other.pk}"' in page for other in (slot, *others)] == [False, True, True, True, False]
    assert "baru saja habis" in send("renew", party, sesi=str(slot.pk)).content.decode()
    assert leads_to(send("renew", party, sesi=str(others[0].pk)))


@pytest.mark.parametrize("typed", ["", "x", "9" * 30, "0"])
def test_a_slot_that_is_none_is_passed_over(typed: str) -> None:
    party = a_proven_form(NIKS[0])
    holds.expire_lapsed(at=now() + datetime.timedelta(minutes=11))

    assert send("renew", party, sesi=typed).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_whoever_may_not_book_is_told_why_and_can_be_left_out() -> None:
    home = somebody(card__state=CardStatus.CARD_ISSUED).household
    somebody(NIKS[1], household=home)
    party = a_proven_form(*NIKS[:2])

    page = read("check", party)
    assert "KTP-el Anda sudah diserahkan." in page
    assert "Pesan 2 tempat" not in page
    leads_to(send("leave_out", party, orang="1"))
    assert "Pesan 1 tempat" in read("check", party)


def test_whoever_goes_first_changes_to_the_main_office_with_one_button() -> None:
    main = OfficeFactory.create(main=True)
    slot = SlotFactory.create(office=main, seats=1, seats__lane=Lane.PRIORITY)
    somebody()
    party = name(a_held_form(), NIKS[0])
    send("people", party, nama_1="Siti", alasan_1="on")
    prove(party)

    assert "Anda didahulukan di kantor utama" in read("check", party)
    assert leads_to(send("go_first", party, sesi=str(slot.pk))) == address("check", party)

    party.refresh_from_db()
    assert (party.slot, party.lane, party.office) == (slot, Lane.PRIORITY, main)
    assert "Anda didahulukan di kantor utama" not in read("check", party)
    assert leads_to(send("check", party)) == address("ticket", party)


def test_nobody_changes_to_the_main_office_without_a_reason() -> None:
    slot = SlotFactory.create(office=OfficeFactory.create(main=True), seats=1, seats__lane=Lane.PRIORITY)
    somebody()
    party = a_proven_form(NIKS[0])
    read("check", party)

    assert "tidak berlaku untuk isian ini" in send("go_first", party, sesi=str(slot.pk)).content.decode()


def test_the_pages_speak_english() -> None:
    party = a_held_form()
    client = Client()
    client.cookies["django_language"] = "en"

    page = client.post(address("people", party), {**TYPED, "nik_1": NOBODY[:-1]}).content.decode()

    assert "16 figures" in page

"""Every wrong turn on the way to a place is answered in words, and what was chosen is kept."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from queueing import links, locks
from queueing.actions import holds
from queueing.choices import PartyState
from queueing.models import Closure, Office, Party
from tests.factories.elections import make_region
from tests.factories.offices import ClosureFactory, HolidayFactory, ProtocolPeriodFactory, an_office
from tests.factories.queueing import a_party
from tests.queueing.places.choosing import MONDAY, RUSH, SUNDAY, TUESDAY, form, page_of, send, slot_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"sesi": ""}, "Pilih jam kedatangan."),
        ({"sesi": "0"}, "Pilih jam kedatangan."),
        ({"sesi": "delapan"}, "Pilih jam kedatangan."),
        ({"sesi": "9" * 30}, "Pilih jam kedatangan."),
        ({"sesi": "99999999"}, "Pilih jam kedatangan."),
        ({"orang": "0"}, "Pilih 1 sampai 6 orang."),
        ({"orang": "7"}, "Pilih 1 sampai 6 orang."),
        ({"orang": "-1"}, "Pilih 1 sampai 6 orang."),
        ({"orang": "satu"}, "Pilih 1 sampai 6 orang."),
        ({"orang": ""}, "Pilih jumlah orang."),
        ({"prioritas": "mungkin"}, "Pilih Ya atau Tidak."),
        ({"kunci": ""}, "Formulir ini tidak lengkap. Kirim sekali lagi."),
        ({"kunci": "K7QF"}, "Formulir ini tidak lengkap. Kirim sekali lagi."),
        ({"orang": "\x00"}, "Pilih 1 sampai 6 orang."),
    ],
)
def test_what_is_wrong_with_a_form_is_said_and_linked(office: Office, wrong: dict[str, str], sentence: str) -> None:
    answer = send(office, slot_of(office), **wrong)
    assert answer.status_code == 422
    assert f'<a href="#{next(iter(wrong))}">{sentence}</a>' in answer.content.decode()
    assert not Party.unscoped.exists()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2020-11-20", "Hari itu sudah lewat, atau tidak ada pada kalender."),
        ("2020-02-31", "Hari itu sudah lewat, atau tidak ada pada kalender."),
        ("20201123", "Hari itu sudah lewat, atau tidak ada pada kalender."),
        ("besok", "Hari itu sudah lewat, atau tidak ada pada kalender."),
    ],
)
def test_a_day_that_is_none_is_answered_in_words(office: Office, day: str, sentence: str) -> None:
    answer = Client().get(page_of(office, day))
    assert answer.status_code == 404
    assert sentence in words(answer)


@pytest.mark.parametrize("path", ["/antre/kantor/999/", "/antre/kantor/999/2020-11-23/", "/antre/kantor/99999999999/"])
def test_an_office_that_is_none_is_answered_in_words(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404
    assert "Kantor ini tidak ada, atau sedang tidak melayani." in words(answer)


def test_days_without_places_say_why(office: Office) -> None:
    HolidayFactory.create(day=MONDAY, name="Hari Guru")
    ClosureFactory.create(office=office, day=TUESDAY, reason="Pindah gedung")
    for day, sentence in [
        (MONDAY, "Libur: Hari Guru"),
        (TUESDAY, "Pindah gedung"),
        (SUNDAY, "Tutup"),
        (datetime.date(2021, 1, 5), "Dibuka Selasa 22 Desember pukul 19.00 WIB"),
        (datetime.date(9999, 12, 31), "Dibuka Jumat 17 Desember pukul 19.00 WIB"),
    ]:
        answer = Client().get(page_of(office, day))
        assert answer.status_code == 200
        assert sentence in words(answer)
        assert "Hari terdekat yang ada tempat: Rabu 25 November" in words(answer)


def test_a_slot_that_has_begun_is_refused_with_others(office: Office) -> None:
    slot = slot_of(office)
    with time_machine.travel(slot.starts_at + datetime.timedelta(minutes=1), tick=False):
        answer = send(office, slot)
    assert answer.status_code == 409
    assert "Sesi ini sudah lewat. Pilih sesi lain." in words(answer)
    assert "Sesi terdekat yang masih cukup" in words(answer)


def test_a_slot_whose_hours_were_closed_since_is_given_to_nobody(office: Office) -> None:
    slot = slot_of(office)
    Closure.objects.create(office=office, day=MONDAY, until_time=datetime.time(10), reason="Listrik padam")
    assert "08.00–" not in words(Client().get(page_of(office)))
    answer = send(office, slot)
    assert answer.status_code == 409
    assert "Kantor tutup pada jam itu. Pilih jam lain." in words(answer)
    assert not Party.unscoped.exists()


def test_an_office_that_closed_meanwhile_says_so(office: Office, settings: Settings) -> None:
    settings.MOMENT = datetime.timedelta(seconds=30)
    slot = slot_of(office)
    Office.objects.update(is_open=False)
    answer = send(office, slot)
    assert answer.status_code == 409
    assert "Kantor ini sedang tidak melayani. Pilih kantor lain." in words(answer)


def test_a_key_with_another_wish_is_refused_and_a_new_one_given(office: Office) -> None:
    slot, key = slot_of(office), str(uuid.uuid4())
    send(office, slot, kunci=key)
    answer = send(office, slot, kunci=key, orang="2")
    assert answer.status_code == 409
    assert "Formulir ini sudah dipakai untuk pilihan lain." in words(answer)
    assert key not in answer.content.decode()


def test_a_crowd_is_asked_to_send_the_same_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = slot_of(office)

    def refuse(**_: object) -> Party:
        raise locks.Crowded

    monkeypatch.setattr(holds, "hold", refuse)
    key = str(uuid.uuid4())
    answer = send(office, slot, kunci=key, orang="2")
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert "isian Anda tidak hilang" in words(answer)
    sent = dict(re.findall(r'name="(\w+)" value="(.*?)"', answer.content.decode()))
    assert {name: sent[name] for name in ("sesi", "orang", "prioritas", "kunci")} == {
        **form(slot, kunci=key, orang="2"),
        "sesi": str(slot.pk),
    }


def test_a_form_whose_hold_ran_out_gets_places_in_another_slot_and_keeps_what_was_typed(office: Office) -> None:
    party = a_party(slot_of(office), persons=2)
    with time_machine.travel(RUSH + datetime.timedelta(minutes=11), tick=False):
        holds.expire_lapsed(at=timezone.now())
        link = links.link_of(party.pk)
        page = Client().get(page_of(office, TUESDAY), {"lanjut": link})
        assert "Isian Anda untuk 2 orang masih ada. Pilih jam lagi." in words(page)
        assert "Berapa orang?" not in words(page)
        other = slot_of(office, TUESDAY)
        answer = Client().post(page_of(office, TUESDAY), {"sesi": other.pk, "lanjut": link})
    assert answer["Location"] == f"/antre/isi/{link}/"
    party.refresh_from_db()
    assert (party.state, party.slot_id) == (PartyState.HELD, other.pk)
    assert [person.name for person in party.bookings.model.unscoped.filter(party=party)] == ["ORANG 1", "ORANG 2"]


@pytest.mark.parametrize("page", ["/antre/?wilayah=35.16&", "/antre/kantor/{}/?"])
def test_a_form_that_is_renewed_goes_along_with_every_link(office: Office, page: str) -> None:
    link = links.link_of(uuid.uuid4())
    answer = Client().get(page.format(office.pk) + f"lanjut={link}")
    assert "private" in answer["Cache-Control"]
    inside = re.findall(r'href="(/antre/kantor/[^"]+)"', answer.content.decode())
    assert inside
    assert all(address.endswith(f"?lanjut={link}") for address in inside)


@pytest.mark.parametrize("link", ["x", "", links.link_of(uuid.UUID(int=1)), links.link_of(uuid.UUID(int=1))[:-1] + "_"])
def test_a_link_that_was_changed_renews_nothing(office: Office, link: str) -> None:
    slot = slot_of(office)
    answer = Client().post(page_of(office), {"sesi": slot.pk, "lanjut": link})
    assert answer.status_code == (404 if link else 422)
    assert not Party.unscoped.exists()


def test_a_health_protocol_is_shown_with_what_it_asks(office: Office) -> None:
    assert "masker" not in words(Client().get(page_of(office)))
    ProtocolPeriodFactory.create(office=office, ends_on=TUESDAY)
    for page in (f"/antre/kantor/{office.pk}/", page_of(office)):
        shown = words(Client().get(page))
        assert "Pakai masker, jaga jarak, dan cuci tangan." in shown
        assert "hanya 50% tempat yang dibuka" in shown
    assert "masker" not in words(Client().get(page_of(office, TUESDAY)))


def test_an_unknown_district_is_served_by_the_main_office(office: Office) -> None:
    for asked in ("lain", "99.99.99", "'; DROP"):
        assert f"Kantor untuk Anda {office.name}" in words(Client().get("/antre/", {"kecamatan": asked}))


def test_where_several_regencies_book_the_regency_is_asked_for_first(office: Office) -> None:
    make_region("35.17.01")
    an_office(region_id="35.17", name="Tetangga")
    shown = Client().get("/antre/")
    assert "Di kabupaten atau kota mana?" in words(shown)
    assert "Tetangga" in words(Client().get("/antre/", {"wilayah": "35.17"}))
    assert "belum ada kantor yang membuka pemesanan" in words(Client().get("/antre/", {"wilayah": "99"}))


def test_without_any_office_the_page_says_where_to_go() -> None:
    assert "Datanglah ke kantor Dispendukcapil" in words(Client().get("/antre/"))

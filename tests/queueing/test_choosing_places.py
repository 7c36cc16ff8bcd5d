"""From an office to held places: places are there without any job, and every wrong turn is answered in words."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from queueing import links, locks
from queueing.actions import holds, offices
from queueing.choices import Lane, PartyState
from queueing.models import Closure, Office, Party, RecordingSlot, Seat
from queueing.rules.known_offices import KNOWN_OFFICES
from queueing.views.public import looking
from registry.models.region import Region
from tests.factories.elections import make_region
from tests.factories.offices import ClosureFactory, HolidayFactory, ProtocolPeriodFactory, an_office
from tests.factories.queueing import a_party
from tests.factories.regions import plant_regency

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = [pytest.mark.django_db, pytest.mark.database]

#: Saturday 21 November 2020, 08.00 in Jakarta.
RUSH = datetime.datetime(2020, 11, 21, 1, 0, tzinfo=datetime.UTC)
MONDAY, TUESDAY, SUNDAY = (datetime.date(2020, 11, day) for day in (23, 24, 29))


@pytest.fixture(autouse=True)
def rush() -> Iterator[None]:
    make_region("35.16.08")
    looking.forget()
    with time_machine.travel(RUSH, tick=False):
        yield
    looking.forget()


@pytest.fixture
def office() -> Office:
    return an_office(main=True)


def words(answer: Answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page_of(office: Office, day: datetime.date | str = MONDAY) -> str:
    return f"/antre/kantor/{office.pk}/{day}/"


def slot_of(office: Office, day: datetime.date = MONDAY, number: int = 0) -> RecordingSlot:
    """Return a slot of a day, published by a visit."""
    Client().get(page_of(office, day))
    return RecordingSlot.objects.select_related("office").filter(office=office, day=day).order_by("starts_at")[number]


def form(slot: RecordingSlot, **changed: Any) -> dict[str, Any]:
    return {"sesi": slot.pk, "orang": "1", "prioritas": "tidak", "kunci": str(uuid.uuid4())} | changed


def send(office: Office, slot: RecordingSlot, **changed: str) -> Answer:
    return Client().post(page_of(office, slot.day), form(slot, **changed))


def test_a_fresh_install_without_any_job_shows_places() -> None:
    plant_regency("35.16")
    for known in KNOWN_OFFICES:
        offices.set_up(known)
    assert not RecordingSlot.objects.exists()
    shown = words(Client().get("/antre/", {"kecamatan": Region.objects.get(name="Ngoro", level="district").pk}))
    assert "Kantor untuk Kecamatan Ngoro Zona Mojosari Kecamatan Mojosari" in shown
    assert "Tempat terdekat: Senin 23 November, 36 tempat" in shown
    assert shown.index("Zona Mojosari") < shown.index("Kantor lain") < shown.index("Kantor Dispendukcapil")


def test_the_days_and_the_slots_of_an_office_are_published_on_sight(office: Office) -> None:
    shown = words(Client().get(f"/antre/kantor/{office.pk}/"))
    assert "Pekan 23 November Senin 23 November 84 tempat" in shown
    assert "Minggu 29 November Tutup" in shown
    slots = words(Client().get(page_of(office)))
    assert "08.00–08.30 7 tempat 1 prioritas" in slots
    assert "Pukul berapa? WIB" in slots


def test_pages_ask_once_and_then_nothing_for_a_moment(office: Office, settings: Settings) -> None:
    slot_of(office)
    settings.MOMENT = datetime.timedelta(seconds=3)
    looking.forget()
    for page in ("/antre/", f"/antre/kantor/{office.pk}/"):
        with CaptureQueriesContext(connection) as asked:
            Client().get(page)
        assert len(asked) == 1, page
    with CaptureQueriesContext(connection) as asked:
        for page in ("/antre/", f"/antre/kantor/{office.pk}/", page_of(office), page_of(office, TUESDAY)):
            Client().get(page)
    assert len(asked) == 0


def test_pages_for_everybody_may_be_kept_and_a_page_with_a_key_may_not(office: Office) -> None:
    for page in ("/antre/", f"/antre/kantor/{office.pk}/"):
        answer = Client().get(page)
        assert answer["Cache-Control"] == "public, max-age=3"
        again = Client().get(page, headers={"if-none-match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    slots = Client().get(page_of(office))
    assert "private" in slots["Cache-Control"]
    assert "no-cache" in slots["Cache-Control"]
    keys = {re.findall(r'name="kunci" value="(.+?)"', Client().get(page_of(office)).content.decode())[0] for _ in "ab"}
    assert len(keys) == 2


def test_choosing_a_slot_holds_places_and_leads_to_the_people(office: Office) -> None:
    slot = slot_of(office)
    answer = send(office, slot, orang="3")
    party = Party.unscoped.get()
    assert answer["Location"] == f"/antre/isi/{links.link_of(party.pk)}/"
    assert (party.persons, party.lane, party.slot_id) == (3, Lane.GENERAL, slot.pk)
    assert party.held_until == RUSH + holds.HOLD


def test_who_declares_a_reason_is_held_a_place_of_the_priority_lane(office: Office) -> None:
    send(office, slot_of(office), prioritas="ya")
    assert Party.unscoped.get().lane == Lane.PRIORITY


def test_a_form_sent_twice_gives_the_same_places(office: Office) -> None:
    slot, key = slot_of(office), str(uuid.uuid4())
    first, second = (send(office, slot, kunci=key) for _ in "ab")
    assert first["Location"] == second["Location"]
    assert Party.unscoped.count() == 1


def test_a_slot_that_filled_meanwhile_offers_the_nearest_three_and_keeps_the_choice(office: Office) -> None:
    slot = slot_of(office, number=3)
    slot.seats.update(withheld="cut")
    answer = send(office, slot, orang="2")
    assert answer.status_code == 409
    shown = words(answer)
    assert "Tempat pada sesi ini baru saja habis." in shown
    nearest = shown[shown.index("Sesi terdekat yang masih cukup") : shown.index("Berapa orang?")]
    assert re.findall(r"(\d\d\.\d\d)–", nearest) == ["10.00", "09.00", "10.30"]
    assert re.search(r'value="2"\s+checked', answer.content.decode())
    assert not Party.unscoped.exists()


def test_the_nearest_places_may_lie_on_another_day(office: Office) -> None:
    slot = slot_of(office)
    Seat.objects.filter(slot__day=MONDAY).update(withheld="cut")
    shown = words(send(office, slot))
    assert shown.count("Selasa 24 November") >= 3
    other = slot_of(office, TUESDAY)
    assert Client().post(page_of(office, MONDAY), form(other)).status_code == 302


def test_an_office_without_any_place_says_when_the_next_open_and_where_to_wait(office: Office) -> None:
    slot = slot_of(office)
    Seat.objects.update(withheld="cut")
    for answer in (Client().get(f"/antre/kantor/{office.pk}/"), Client().get(page_of(office)), send(office, slot)):
        shown = words(answer)
        assert "Tempat untuk Selasa 8 Desember dibuka Selasa 24 November pukul 19.00 WIB ." in shown
        assert f'href="/antre/tunggu/{office.pk}/"' in answer.content.decode()


def test_the_share_of_the_same_morning_is_announced(office: Office) -> None:
    slot_of(office)
    Seat.objects.filter(opens_at__lte=RUSH).update(withheld="cut")
    shown = words(Client().get(page_of(office)))
    assert "Senin 23 November Sebagian dibuka pagi itu pukul 06.00 WIB" in shown


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
    settings.MOMENT = datetime.timedelta(seconds=3)
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

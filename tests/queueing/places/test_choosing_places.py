"""From an office to held places: places are there without any job, and each choice leads on."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from queueing import links
from queueing.actions import holds, offices
from queueing.choices import Lane
from queueing.models import Office, Party, RecordingSlot, Seat
from queueing.rules.known_offices import KNOWN_OFFICES
from queueing.views.public import looking, slots
from registry.models.region import Region
from tests.factories.regions import plant_regency
from tests.queueing.places.choosing import MONDAY, RUSH, TUESDAY, form, page_of, send, slot_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.database]


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
    settings.MOMENT = datetime.timedelta(seconds=30)
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


def test_whoever_misses_the_very_last_place_is_told_of_the_next_though_it_still_looks_free(
    office: Office, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = slot_of(office)
    Seat.objects.exclude(slot=slot).update(withheld="cut")
    settings.MOMENT = datetime.timedelta(minutes=5)
    monkeypatch.setattr(slots, "FRESH", 300)
    looking.forget()
    assert Client().get(page_of(office)).status_code == 200  # from now on this is what is known
    slot.seats.update(withheld="cut")

    answer = send(office, slot)

    assert answer.status_code == 409
    assert "Sebagian tempat untuk Senin 23 November dibuka pada pagi hari itu, pukul 06.00 WIB ." in words(answer)
    assert f'href="/antre/tunggu/{office.pk}/"' in answer.content.decode()


def test_the_share_of_the_same_morning_is_announced(office: Office) -> None:
    slot_of(office)
    Seat.objects.filter(opens_at__lte=RUSH).update(withheld="cut")
    shown = words(Client().get(page_of(office)))
    assert "Senin 23 November Sebagian dibuka pagi itu pukul 06.00 WIB" in shown
